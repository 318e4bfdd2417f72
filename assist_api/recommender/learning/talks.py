"""The learned model: from a talk to the probability of each phrase with a history."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import softmax

from assist_api.recommender.features import QueryVector
from assist_api.recommender.learning.evidence import WEIGHTS, Kind, Reader, Words
from assist_api.recommender.learning.linear import Answerable, Vectors, learn_answerable, learn_vectors
from assist_api.recommender.learning.roles import RoleGuess, guess_from, replies_within
from assist_api.recommender.learning.space import TalkSpace, space_of
from assist_api.recommender.mining.normal_form import normal_form
from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.talk import Moment, Turn

TEMPERATURE = 0.2
"""Margins to probabilities: of .1, .2, .3 the one whose probabilities come nearest to what agents really sent."""

BUYERS_WORDS = frozenset({"last message", "burst", "buyer's talk"})

MOMENTS_MAX = 120_000
"""Of a longer history the newest moments are learned from."""


@dataclass(frozen=True, slots=True)
class TalkModel:
    """`phrases` are ids, `known` the normal forms of their wordings. Never changed: threads may share it."""

    phrases: Sequence[str]
    known: Collection[str]
    guess: RoleGuess
    space: TalkSpace
    vectors: Vectors
    answerable: Answerable | None

    def read(self, reader: Reader, before: Sequence[Turn]) -> QueryVector:
        return self.space.query(reader.tokens(before))

    @property
    def taught(self) -> Sequence[str]:
        """Ids of the phrases with a vector, in the order of the vectors."""
        return [self.phrases[place] for place in self.vectors.classes]

    @property
    def untaught(self) -> Sequence[str]:
        """Ids of the phrases without a vector: those that the history holds hardly ever."""
        taught = set(self.taught)
        return [phrase for phrase in self.phrases if phrase not in taught]

    def probabilities(self, query: QueryVector) -> NDArray[np.float64]:
        """Per phrase of `taught` how likely the next reply holds it; at most 1 in all."""
        if not query.columns.size:
            return np.zeros(len(self.vectors.classes))
        chances = softmax(self.vectors.margins(query) / TEMPERATURE)
        return np.asarray(chances * (self.answerable.probability(query) if self.answerable else 1.0), dtype=np.float64)

    def telling(self, query: QueryVector, place: int, count: int) -> list[str]:
        """The buyer's words that speak most for the phrase at this place of `taught`, the strongest first."""
        gains = query.weights * self.vectors.weights[query.columns, place]
        found: dict[str, None] = {}
        for at in np.argsort(-gains, kind="stable"):
            if gains[at] <= 0 or len(found) == count:
                break
            kind, token = self.space.token(int(query.columns[at]))
            if kind in BUYERS_WORDS and len(token) > 1 and token.isalnum():
                found[token] = None
        return list(found)

    def reader(self, words: Words) -> Reader:
        return Reader(words, self.guess, self.known)


@dataclass(frozen=True, slots=True)
class Lessons:
    """What a model learns from: `held[i]` are the places in `phrases` of what the reply of `past[i]` held."""

    phrases: Sequence[IndexedPhrase]
    past: Sequence[Moment]
    held: Sequence[Sequence[int]]


def learn(lessons: Lessons, guess: RoleGuess, words: Words, kinds: Iterable[Kind] = tuple(WEIGHTS)) -> TalkModel | None:
    """None where the history holds fewer than two phrases."""
    known = frozenset(normal_form(wording) for phrase in lessons.phrases for wording in phrase.wordings)
    reader = Reader(words, guess, known)
    talks = [reader.tokens(moment.before) for moment in lessons.past]
    space = space_of([talk for talk, places in zip(talks, lessons.held, strict=True) if places], kinds)
    rows = space.rows(talks)
    vectors = learn_vectors(rows, lessons.held)
    if vectors is None:
        return None
    answerable = learn_answerable(rows, lessons.held)
    return TalkModel([phrase.id for phrase in lessons.phrases], known, guess, space, vectors, answerable)


def with_replies_within(past: Sequence[Moment]) -> tuple[list[Moment], RoleGuess]:
    """The moments and, where roles were not written down, those found inside the talks; the newest `MOMENTS_MAX`."""
    guess = guess_from(past)
    return [*past, *replies_within(past, guess)][-MOMENTS_MAX:], guess
