"""From scores to probabilities, as measured on talks that were held back, and the curve a threshold is chosen from."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.isotonic import IsotonicRegression

Numbers = NDArray[np.float64]

COVERAGES = tuple(round(0.05 * step, 2) for step in range(1, 21))
"""Shares of all turns at which the curve is read."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A rising line through (`scores`, `probabilities`); beyond its ends it stays level."""

    scores: Numbers
    probabilities: Numbers

    def probability(self, score: float) -> float:
        return float(np.interp(score, self.scores, self.probabilities))

    def probabilities_of(self, scores: Numbers) -> Numbers:
        return np.asarray(np.interp(scores, self.scores, self.probabilities), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Point:
    """Speaking at `coverage` of all turns means from `threshold` on; `precision` of the sets shown then were of use."""

    coverage: float
    precision: float
    threshold: float


@dataclass(frozen=True, slots=True)
class Confidence:
    """`of_set` maps the joint score of the few shown, `of_phrase` the score of one."""

    of_set: Scale
    of_phrase: Scale
    curve: Sequence[Point]


def joint(scores: Numbers) -> float:
    """That at least one of several is right (noisy or)."""
    return float(1.0 - np.prod(1.0 - np.minimum(scores, 1.0)))


def scale(scores: Numbers, right: NDArray[np.bool_]) -> Scale:
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0, out_of_bounds="clip").fit(scores, right)
    return Scale(np.asarray(fitted.X_thresholds_), np.asarray(fitted.y_thresholds_))


def curve(confidences: Numbers, ties: Numbers, right: NDArray[np.bool_]) -> list[Point]:
    """Read over all turns by falling confidence, equal ones by `ties`."""
    order = np.lexsort((-ties, -confidences))
    points = []
    for coverage in COVERAGES:
        shown = order[: max(1, round(coverage * len(order)))]
        points.append(Point(coverage, float(right[shown].mean()), float(confidences[shown[-1]])))
    return points
