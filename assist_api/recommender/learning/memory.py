"""What agents of this shop did with suggestions, minutes ago: found again by likeness of the question."""

from array import array
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log, sqrt
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from assist_api.recommender.likeness import FRAME, content

HALF_LIFE_S = 30 * 86_400.0
"""What was done a month ago counts half."""

FEATURED_IN_MAX = 2_000
"""A token of more events than this says nothing and is left out of the search."""

SAME_INTENT = 0.5
"""What the same understood meaning adds to a likeness in words, however small that is; without any it adds nothing. New
phrases are found in 17 of 20 tuning cases (.3: 12), and of 166 sets pushed for lines that starter phrases answer 12 are
wrong (.3: 10 of 165)."""

SHARPNESS = 2.0
"""Likeness counts with this power: two remote likenesses are no near one."""


NEIGHBOURS = 30
LEAST_LIKENESS = 0.05
DOUBT = 0.5


@dataclass(frozen=True, slots=True)
class Event:
    """One reply or refusal. `weight` in [-1, 1]: 1 for a phrase sent as it was, below 0 for one passed over. A reply in
    an agent's own words has the phrase "": it is a vote against all of them.

    `tokens` are those of the question it answered; `at` is seconds since the epoch; `key` tells events apart, so that
    one told again takes the place of what was told before.
    """

    key: str
    phrase: str
    weight: float
    tokens: tuple[str, ...]
    intent: str | None
    at: float
    question: str = ""


def tokens_of(words: Sequence[str], line: str) -> tuple[str, ...]:
    """Words, characters and pairs of characters that carry content: new wordings share characters where they share no
    word, and what only frames a question (能不能, 这个) is shared by lines about anything."""
    said = content(line)
    pairs = (f"~{said[at : at + 2]}" for at in range(len(said) - 1))
    return (*(word for word in words if not FRAME.fullmatch(word)), *pairs, *(f"-{one}" for one in said))


class Memory:
    """Grows event by event; asking costs only the events that share a token. Threads may share it."""

    def __init__(self, idf: Mapping[str, float] | None = None) -> None:
        self._idf = idf or {}
        self._rarest = max(self._idf.values(), default=1.0)
        self._lock = Lock()
        self._events: list[Event] = []
        self._place: dict[str, int] = {}
        self._posts: defaultdict[str, tuple[array[int], array[float]]] = defaultdict(lambda: (array("I"), array("d")))
        self._by_phrase: defaultdict[str, list[int]] = defaultdict(list)
        self._code_of: dict[str | None, int] = {}
        self._intents = array("I")
        """Per event the code of its intent."""

    def __len__(self) -> int:
        return len(self._events)

    def learn(self, event: Event) -> None:
        with self._lock:
            before = self._place.get(event.key)
            if before is not None:  # the same feedback, corrected: the old one counts for nothing from now on
                old = self._events[before]
                self._events[before] = Event(old.key, old.phrase, 0.0, old.tokens, old.intent, old.at, old.question)
            self._place[event.key] = place = len(self._events)
            self._events.append(event)
            self._intents.append(self._code_of.setdefault(event.intent, len(self._code_of)))
            self._by_phrase[event.phrase].append(place)
            for token, weight in self._weighted(event.tokens).items():
                places, weights = self._posts[token]
                places.append(place)
                weights.append(weight)

    def likeness(self, tokens: Sequence[str], intent: str | None) -> NDArray[np.float64]:
        """Per event how like its question is, in [0, 1]."""
        with self._lock:
            alike = np.zeros(len(self._events))
            for token, weight in self._weighted(tokens).items():
                if token in self._posts and len(self._posts[token][0]) <= FEATURED_IN_MAX:
                    places, weights = self._posts[token]
                    alike[np.frombuffer(places, dtype=np.uint32)] += weight * np.frombuffer(weights)
            if intent in self._code_of and intent:
                same = (np.frombuffer(self._intents, dtype=np.uint32) == self._code_of[intent]) & (alike != 0.0)
                alike[same] += SAME_INTENT * (1.0 - alike[same])
            return np.minimum(alike, 1.0)

    def chances(self, tokens: Sequence[str], intent: str | None, now: float) -> dict[str, tuple[float, float]]:
        """Per phrase with a like event: what speaks for it and what against it, each in [0, 1).

        The nearest events vote. What speaks for a phrase is its share of the votes, so that a line that is answered now
        so, now so (好的) lifts nobody; `DOUBT` is one more voter who never answers.
        """
        alike = self.likeness(tokens, intent)
        like = np.flatnonzero(alike > LEAST_LIKENESS)
        near = like[np.argsort(-alike[like], kind="stable")[:NEIGHBOURS]]
        votes: defaultdict[str, float] = defaultdict(float)
        against: defaultdict[str, float] = defaultdict(float)
        for place in near:
            event = self._events[place]
            strength = event.weight * 0.5 ** (max(0.0, now - event.at) / HALF_LIFE_S) * alike[place] ** SHARPNESS
            if strength > 0:
                votes[event.phrase] += strength
            else:
                against[event.phrase] += (1.0 - against[event.phrase]) * -strength
        every = sum(votes.values()) + DOUBT
        told = votes.keys() | against.keys()
        return {phrase: (votes.get(phrase, 0.0) / every, against.get(phrase, 0.0)) for phrase in told if phrase}

    def nearest(self, phrase: str, tokens: Sequence[str], intent: str | None) -> tuple[str, float] | None:
        """The question most alike that this phrase answered, with its likeness."""
        answered = [place for place in self._by_phrase.get(phrase, ()) if self._events[place].weight > 0]
        if not answered:
            return None
        alike = self.likeness(tokens, intent)
        best = answered[int(alike[answered].argmax())]
        return None if not alike[best] else (self._events[best].question, float(alike[best]))

    def _weighted(self, tokens: Sequence[str]) -> dict[str, float]:
        """A unit vector; a token that was never seen is as telling as the rarest."""
        weights = {
            token: (1.0 + log(count)) * self._idf.get(token, self._rarest) for token, count in Counter(tokens).items()
        }
        length = sqrt(sum(weight * weight for weight in weights.values()))
        return {token: weight / length for token, weight in weights.items()} if length else {}
