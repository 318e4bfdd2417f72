"""Our model as a ranker. A stand-in until `recommender/learning` is there: nearest questions, then popularity."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from assist_api.recommender.replay.material import Material
from assist_api.recommender.replay.rankers.popularity import Popularity
from assist_api.recommender.replay.rankers.words import NearestQuestions
from assist_api.recommender.replay.ranking import Fit, Ranking, by_scores
from assist_api.recommender.talk import Moment

EVIDENCE = ("past questions", "popularity")
"""Every kind that the ablation can leave out."""

NAME = "ours"


class Ours:
    def __init__(self, given: Material, name: str = NAME, without: str | None = None) -> None:
        self.name = name
        self._without = without
        self._nearest, self._popular = NearestQuestions(given), Popularity(given)

    def rank(self, moments: Sequence[Moment]) -> Ranking:
        votes = 0 if self._without == "past questions" else self._nearest.votes(moments)
        sent = 0 if self._without == "popularity" else self._popular.shares(len(moments))
        return by_scores(np.asarray(votes + sent, dtype=np.float32))

    def learn(self, moment: Moment, places: Sequence[int]) -> None:
        self._popular.learn(moment, places)


def without(kind: str) -> Fit:
    """Ours with one kind of evidence left out."""
    return lambda given: Ours(given, f"{NAME} without {kind}", kind)


def by_characters(given: Material) -> Ours:
    """Ours with single characters in the place of jieba's words."""
    return Ours(replace(given, words=characters), f"{NAME} without jieba")


def characters(text: str) -> list[str]:
    return [character for character in text.lower() if character.isalnum()]
