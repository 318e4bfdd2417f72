"""Our model as a ranker: what talks taught, and the phrases' own words where they taught nothing."""

from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from assist_api.recommender.features import WordMemory
from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.learning.evidence import WEIGHTS, Kind
from assist_api.recommender.learning.talks import Lessons, learn, with_replies_within
from assist_api.recommender.replay.material import Material
from assist_api.recommender.replay.ranking import Fit, Ranking
from assist_api.recommender.score import Ask, score
from assist_api.recommender.talk import Moment, asked

NAME = "ours"

EVIDENCE: Sequence[Kind] = tuple(WEIGHTS)
"""Every kind that the ablation leaves out in turn."""

OWN_WORDS = 0.001
"""Of the score by title, questions and text beside a probability: it only puts in order what talks say nothing of."""

SHOWN = 3
"""How sure it is of its set: the probability that the reply holds one of the first three."""


class Ours:
    def __init__(self, given: Material, name: str = NAME, kinds: Collection[Kind] = EVIDENCE) -> None:
        self.name = name
        past, guess = with_replies_within(given.past)
        held = [given.recognise(moment.reply) for moment in past]
        self._model = learn(Lessons(given.phrases, past, held), guess, given.words, kinds)
        self._reader = self._model.reader(given.words) if self._model else None
        self._index = PhraseIndex(given.phrases, WordMemory(given.words))
        place_in_index = {phrase.id: place for place, phrase in enumerate(self._index.phrases)}
        self._in_index = [place_in_index[phrase.id] for phrase in given.phrases]

    def rank(self, moments: Sequence[Moment]) -> Ranking:
        scores = np.array([self._scores(moment) for moment in moments])
        order = np.argsort(-scores, axis=1, kind="stable")
        return Ranking(order, np.take_along_axis(scores, order[:, :SHOWN], axis=1).sum(axis=1))

    def _scores(self, moment: Moment) -> NDArray[np.float64]:
        lines = tuple(asked(moment.before).splitlines())
        own_words: NDArray[np.float64] = score(self._index, Ask(lines)).talk[self._in_index]
        if self._model is None or self._reader is None:
            return own_words
        return self._model.probabilities(self._model.read(self._reader, moment.before)) + OWN_WORDS * own_words


def without(kind: Kind) -> Fit:
    """Ours with one kind of evidence left out."""
    return lambda given: Ours(given, f"{NAME} without {kind}", [one for one in EVIDENCE if one != kind])


def by_characters(given: Material) -> Ours:
    """Ours with single characters in the place of jieba's words."""
    return Ours(replace(given, words=characters), f"{NAME} without jieba")


def characters(text: str) -> list[str]:
    return [character for character in text.lower() if character.isalnum()]
