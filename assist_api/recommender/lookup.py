"""Finding a phrase by what an agent has typed: its shortcode, a piece of it, or the pinyin initials of its title."""

from bisect import bisect_right
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pypinyin import Style, lazy_pinyin

from assist_api.recommender.phrase import IndexedPhrase

Way = Literal["shortcode", "shortcode_prefix", "title", "initials", "text"]

STRENGTH: dict[Way, float] = {"shortcode": 1.0, "shortcode_prefix": 0.9, "title": 0.8, "initials": 0.7, "text": 0.5}
"""How much each way of matching says, in [0, 1]: who types a whole code wants that phrase and no other, while a piece
of a long text may stand there by chance. Only order and gaps matter; the talk decides between equals (score.py)."""


class Lookup:
    """The searchable forms of every phrase, lower-case."""

    def __init__(self, phrases: Sequence[IndexedPhrase]) -> None:
        self._codes = _Field([phrase.shortcode for phrase in phrases])
        self._titles = _Field([phrase.title for phrase in phrases])
        self._texts = _Field(["\n".join(phrase.wordings) for phrase in phrases])
        self._initials = _Field([initials(phrase.title) for phrase in phrases])
        self._count = len(phrases)

    def way(self, place: int, typed: str) -> Way | None:
        """The strongest way in which one phrase matches; None if it does not (`typed` is lower-case, stripped)."""
        code = self._codes.values[place]
        if code == typed:
            return "shortcode"
        if code.startswith(typed):
            return "shortcode_prefix"
        if self._titles.holds_each(place, typed):
            return "title"
        if typed.isascii() and typed in self._initials.values[place]:
            return "initials"
        return "text" if self._texts.holds_each(place, typed) else None

    def strengths(self, typed: str) -> NDArray[np.float64]:
        """Per phrase the strength of its strongest way, 0 where none matches; the weakest are written first."""
        strengths = np.zeros(self._count)
        strengths[self._texts.places_with_each(typed)] = STRENGTH["text"]
        if typed.isascii():
            strengths[self._initials.places_with(typed)] = STRENGTH["initials"]
        strengths[self._titles.places_with_each(typed)] = STRENGTH["title"]
        for place in self._codes.places_beginning_with(typed):
            whole = self._codes.values[place] == typed
            strengths[place] = STRENGTH["shortcode" if whole else "shortcode_prefix"]
        return strengths


class _Field:
    """One field of all phrases in one string: looking through it is a few searches in C, not a loop over phrases."""

    _EDGE = "\0"

    def __init__(self, values: Sequence[str]) -> None:
        self.values = [value.lower() for value in values]
        self._joined = self._EDGE + self._EDGE.join(self.values) + self._EDGE
        self._starts = list(accumulate((len(value) + 1 for value in self.values), initial=1))

    def holds_each(self, place: int, typed: str) -> bool:
        value = self.values[place]
        return typed in value or (" " in typed and all(part in value for part in typed.split()))

    def places_with_each(self, typed: str) -> list[int]:
        """Where the typed text stands as it is, or all of its words somewhere."""
        found = set(self.places_with(typed))
        if " " in typed:
            found |= set.intersection(*(set(self.places_with(part)) for part in typed.split()))
        return sorted(found)

    def places_beginning_with(self, typed: str) -> list[int]:
        return self.places_with(self._EDGE + typed)

    def places_with(self, needle: str) -> list[int]:
        places = []
        at = self._joined.find(needle)
        while at >= 0:
            # An edge belongs to the value behind it: a needle that begins with one is found a character early.
            place = bisect_right(self._starts, at + needle.startswith(self._EDGE)) - 1
            places.append(place)
            at = self._joined.find(needle, self._starts[place + 1] - 1)
        return places


@lru_cache(maxsize=100_000)
def initials(title: str) -> str:
    """发货时间 → fhsj; Latin letters and digits stay. The commonest reading of each character, by its word."""
    syllables = lazy_pinyin(title, style=Style.FIRST_LETTER, errors="default")
    return "".join(syllable for syllable in syllables if syllable.isalnum()).lower()
