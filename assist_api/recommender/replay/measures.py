"""The figures of the table, from one ranker's outcomes; with weights they serve the bootstrap as well."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assist_api.recommender.replay.outcomes import Outcomes

COVERAGES = (0.1, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0)
HIT_AT = (1, 3, 5)
USABLE_AT = (1, 3)

Measures = Mapping[str, float]
"""Figure by name; NaN where nothing was to be measured (hit@k without a turn whose reply held a phrase)."""


def measure(outcomes: Outcomes, k: int, weights: NDArray[np.float64] | None = None) -> Measures:
    """All figures; `weights` says how often each moment counts.

    hit@n, mrr: over moments whose reply held a phrase. usable@n, ceiling, keys saved, precision: over all of them.
    """
    weight = np.ones(len(outcomes.confidence)) if weights is None else weights
    held, usable = outcomes.first_held, outcomes.first_usable
    answerable = weight * (held > 0)
    reciprocal = np.divide(1.0, held, out=np.zeros(len(held)), where=held > 0)
    return {
        **{f"hit@{n}": _mean(_within(held, n), answerable) for n in sorted({*HIT_AT, k})},
        "mrr": _mean(reciprocal, answerable),
        **{f"usable@{n}": _mean(_within(usable, n), weight) for n in sorted({*USABLE_AT, k})},
        "ceiling": _mean(usable > 0, weight),
        "keys_saved": _mean(outcomes.keys_saved, weight, outcomes.keys_typed),
        **_precisions(_within(usable, k), outcomes.confidence, weight),
    }


def precision_name(coverage: float) -> str:
    return f"precision@{coverage:g}"


def _within(ranks: NDArray[np.intp], n: int) -> NDArray[np.bool_]:
    return (ranks > 0) & (ranks <= n)


def _mean(values: NDArray[Any], weight: NDArray[np.float64], each: NDArray[Any] | None = None) -> float:
    """The weighted mean, or the weighted sum over that of `each`."""
    total = weight.sum() if each is None else weight @ each
    return float(weight @ values / total) if total else float("nan")


def _precisions(
    right: NDArray[np.bool_], confidence: NDArray[np.float64], weight: NDArray[np.float64]
) -> dict[str, float]:
    """Where a ranker shows its set only at the surest share of all moments: the share of those sets that are usable.

    Moments of equal confidence count as one another's mean, or the file's order would decide between them.
    """
    values, level = np.unique(-confidence, return_inverse=True)
    shown = np.bincount(level, weight, len(values))
    usable = np.bincount(level, weight * right, len(values))
    reached = np.concatenate([[0.0], np.cumsum(shown)])
    gained = np.concatenate([[0.0], np.cumsum(usable)])
    total = float(reached[-1])
    if not total:
        return {precision_name(coverage): float("nan") for coverage in COVERAGES}
    return {
        precision_name(coverage): float(np.interp(coverage * total, reached, gained)) / (coverage * total)
        for coverage in COVERAGES
    }
