"""In which way a phrase matches what was typed, and how good each way is."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from assist_api.recommender.typing.field import Field
from assist_api.recommender.typing.sounds import Spans
from assist_api.recommender.typing.units import text_of

Way = Literal["words", "typo", "sound", "text", "question", "initials", "pinyin", "title", "code_start", "code"]

LADDER: tuple[Way, ...] = (
    "words",
    "typo",
    "sound",
    "text",
    "question",
    "initials",
    "pinyin",
    "title",
    "code_start",
    "code",
)
"""The weakest first. Who types a whole code wants that phrase and no other; a piece of a long text may stand there by
chance; `words` only share words with what was typed (found by the words' index, not here)."""

RUNG: dict[Way, int] = {way: rung for rung, way in enumerate(LADDER, start=1)}

TALK_SHARE = 0.8
"""Of the step between two rungs: the talk orders matches of one kind and never lifts one above a better kind. The rest
is for how much of the title was typed, which decides where the talk says nothing."""

TOO_MANY_TO_FIT = 50_000
"""What matches so much (的 in a large bank) fits nothing well; weighing each match would cost more than it tells."""


@dataclass(frozen=True, slots=True)
class Hit:
    """The matches of one way in one field."""

    way: Way
    typed: str
    field: Field
    spans: Spans

    def stretch_of(self, place: int) -> str | None:
        """What of one phrase is matched, the first time it is; None if nothing is."""
        here = np.flatnonzero(self.field.owners(self.spans.starts) == place)
        if not here.size:
            return None
        first = int(here[0])
        return text_of(self.field.units[int(self.spans.starts[first]) : int(self.spans.ends[first])])


@dataclass(frozen=True, slots=True)
class Match:
    """`matched` is the stretch of the phrase, as it was compared (lower case)."""

    way: Way
    typed: str
    matched: str


class Found:
    """What one text typed finds: per phrase the rung of its best way (0: none) and, in [0, 1], how well it fits."""

    def __init__(self, count: int, hits: Iterable[Hit] = ()) -> None:
        self.rungs = np.zeros(count, dtype=np.int8)
        self.fit = np.zeros(count, dtype=np.float32)
        self._hits: list[Hit] = []
        self._words: list[Found] = []
        for hit in hits:
            self.add(hit)

    def __len__(self) -> int:
        return int(np.count_nonzero(self.rungs))

    def add(self, hit: Hit) -> None:
        """A better way takes the place of a worse one; of one way the best fit stays."""
        spans, rung = hit.spans, RUNG[hit.way]
        if not spans.starts.size:
            return
        self._hits.append(hit)
        owners = hit.field.owners(spans.starts)
        better = owners[self.rungs[owners] < rung]
        self.rungs[better], self.fit[better] = rung, 0.0
        if spans.starts.size <= TOO_MANY_TO_FIT:
            same = self.rungs[owners] == rung
            fit = _fit(hit.field, Spans(spans.starts[same], spans.ends[same]))
            np.maximum.at(self.fit, owners[same], fit)

    def join(self, other: "Found") -> None:
        """What is found in either, by the better way."""
        better = other.rungs > self.rungs
        self.rungs = np.where(better, other.rungs, self.rungs)
        self.fit = np.where(better, other.fit, self.fit)
        self._hits += other._hits
        self._words += other._words

    def matches(self, place: int) -> list[Match]:
        """How one phrase matches: by its best way, or each word by its own."""
        rung = int(self.rungs[place])
        for hit in self._hits:
            if RUNG[hit.way] == rung and (matched := hit.stretch_of(place)) is not None:
                return [Match(hit.way, hit.typed, matched)]
        return [match for word in self._words if word.rungs[place] for match in word.matches(place)]

    def scores(self, talk: NDArray[np.float64], words: NDArray[np.float64]) -> NDArray[np.float64]:
        """In [0, 1), 0 for what does not match at all. `talk` and `words` (shared words, for the lowest rung) are in
        [0, 1] too."""
        only_words = (self.rungs == 0) & (words > 0)
        rungs = np.where(only_words, RUNG["words"], self.rungs)
        fit = np.where(only_words, words, self.fit)
        step = TALK_SHARE * talk + (1 - TALK_SHARE) * 0.99 * fit
        return np.where(rungs > 0, (rungs - 1 + step) / len(LADDER) + _LEAST, 0.0)


_LEAST = 1e-6
"""What matches never scores 0, not even on the lowest rung without any talk."""


def _fit(field: Field, spans: Spans) -> NDArray[np.float32]:
    """Half for how much of the value is matched, half for matching from its beginning."""
    share = (spans.ends - spans.starts) / field.lengths(spans.starts)
    at_start = field.units[spans.starts - 1] == 0
    fit: NDArray[np.float32] = (0.5 * share + 0.5 * at_start).astype(np.float32)
    return fit


def weakest(words: list[Found]) -> Found:
    """All words must match: each phrase is as good as its worst word."""
    together = Found(words[0].rungs.size)
    together.rungs = np.min([word.rungs for word in words], axis=0)
    together.fit = np.where(together.rungs > 0, np.min([word.fit for word in words], axis=0), 0).astype(np.float32)
    together._words = words
    return together
