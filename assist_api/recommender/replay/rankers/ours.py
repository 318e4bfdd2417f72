"""Our model as a ranker, asked and told as agents ask and tell it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from itertools import count

import numpy as np
from numpy.typing import NDArray

from assist_api.recommender.features import WordMemory
from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.learning.confidence import joint
from assist_api.recommender.learning.evidence import WEIGHTS, Kind
from assist_api.recommender.learning.learned import Knowledge
from assist_api.recommender.learning.memory import Event
from assist_api.recommender.learning.training import train
from assist_api.recommender.replay.material import Material
from assist_api.recommender.replay.ranking import Fit, Ranking
from assist_api.recommender.score import Ask, score
from assist_api.recommender.talk import Moment, asked

NAME = "ours"

EVIDENCE: Sequence[Kind] = tuple(WEIGHTS)
"""Every kind that the ablation leaves out in turn."""

SHOWN = 3
"""How sure it is of its set: that one of the first three is right."""


class Ours:
    def __init__(self, given: Material, name: str = NAME, kinds: Collection[Kind] = EVIDENCE) -> None:
        self.name = name
        memory = WordMemory(given.words)
        self._knowledge = Knowledge(memory.split, train(given.phrases, given.past, given.recognise, memory, kinds))
        self._index = PhraseIndex(given.phrases, memory)
        self._ids = [phrase.id for phrase in given.phrases]
        self._in_index = [self._index.place_of[phrase] for phrase in self._ids]
        self._number = count()

    def rank(self, moments: Sequence[Moment]) -> Ranking:
        scores = np.array([self._scores(moment) for moment in moments])
        order = np.argsort(-scores, axis=1, kind="stable")
        shown = np.take_along_axis(scores, order[:, :SHOWN], axis=1)
        return Ranking(order, np.array([joint(row) for row in shown]))

    def learn(self, moment: Moment, places: Sequence[int]) -> None:
        """Each phrase of the reply counts as sent as it was; a reply without any as one in the agent's own words."""
        question = asked(moment.before)
        tokens = self._knowledge.tokens((question,))
        for phrase in [self._ids[place] for place in places] or [""]:
            key = f"replay {next(self._number)}"
            self._knowledge.memory.learn(Event(key, phrase, 1.0, tokens, None, moment.at or 0.0, question))

    def _scores(self, moment: Moment) -> NDArray[np.float64]:
        ask = Ask((asked(moment.before),), before=moment.before, now=moment.at or 0.0)
        scores: NDArray[np.float64] = score(self._index, ask, self._knowledge).talk[self._in_index]
        return scores


def without(kind: Kind) -> Fit:
    """Ours with one kind of evidence left out."""
    return lambda given: Ours(given, f"{NAME} without {kind}", [one for one in EVIDENCE if one != kind])


def by_characters(given: Material) -> Ours:
    """Ours with single characters in the place of jieba's words."""
    return Ours(replace(given, words=characters), f"{NAME} without jieba")


def characters(text: str) -> list[str]:
    return [character for character in text.lower() if character.isalnum()]
