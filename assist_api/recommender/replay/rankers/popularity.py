"""Whatever was asked: the phrases most often sent."""

from collections.abc import Sequence

import numpy as np

from assist_api.recommender.replay.material import Material
from assist_api.recommender.replay.ranking import Ranking, by_scores
from assist_api.recommender.talk import Moment


class Popularity:
    name = "popularity"

    def __init__(self, given: Material) -> None:
        self._sent = np.zeros(len(given.phrases), dtype=np.float32)
        for _, place in given.examples():
            self._sent[place] += 1

    def rank(self, moments: Sequence[Moment]) -> Ranking:
        return by_scores(np.tile(self._sent, (len(moments), 1)))

    def learn(self, moment: Moment, places: Sequence[int]) -> None:
        self._sent[list(places)] += 1
