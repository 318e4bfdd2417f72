"""Whatever was asked: the phrases most often sent."""

from collections.abc import Sequence

import numpy as np

from assist_api.recommender.replay.material import Material
from assist_api.recommender.replay.ranking import Ranking, Scores, by_scores
from assist_api.recommender.talk import Moment


class Popularity:
    name = "popularity"

    def __init__(self, given: Material) -> None:
        self._sent = np.zeros(len(given.phrases), dtype=np.float32)
        for _, place in given.examples():
            self._sent[place] += 1

    def rank(self, moments: Sequence[Moment]) -> Ranking:
        return by_scores(self.shares(len(moments)))

    def shares(self, moments: int) -> Scores:
        """Of all phrases sent, the same for each moment."""
        return np.tile(self._sent / max(1.0, self._sent.sum()), (moments, 1))

    def learn(self, moment: Moment, places: Sequence[int]) -> None:
        self._sent[list(places)] += 1
