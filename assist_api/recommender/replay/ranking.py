"""What every ranker is asked for."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from assist_api.recommender.replay.material import Material
from assist_api.recommender.talk import Moment

Scores = NDArray[np.float32]
"""Moments × phrases, higher is better."""


@dataclass(frozen=True, slots=True)
class Ranking:
    """`order`: moments × phrases, the places of all phrases, best first. `confidence`: per moment, how sure the ranker
    is that one of the first few is right; only its order over moments counts."""

    order: NDArray[np.intp]
    confidence: NDArray[np.float64]


class Ranker(Protocol):
    @property
    def name(self) -> str: ...

    def rank(self, moments: Sequence[Moment]) -> Ranking: ...


@runtime_checkable
class LearnsLive(Protocol):
    """A ranker that can be told what an agent really replied; `places` may be empty (a reply in their own words)."""

    def learn(self, moment: Moment, places: Sequence[int]) -> None: ...


Fit = Callable[[Material], Ranker]


def by_scores(scores: Scores) -> Ranking:
    """Best score first and, as confidence, the best score; among equals the phrases keep their order."""
    order = np.argsort(-scores, axis=1, kind="stable")
    return Ranking(order, scores.max(axis=1, initial=-np.inf).astype(np.float64))
