"""Finding a phrase by what an agent has typed: its shortcode, a piece of it, or the pinyin initials of its title."""

from collections.abc import Sequence
from functools import lru_cache
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
        self._codes = [phrase.shortcode.lower() for phrase in phrases]
        self._titles = [phrase.title.lower() for phrase in phrases]
        self._texts = ["\n".join(phrase.wordings).lower() for phrase in phrases]
        self._initials = [initials(phrase.title) for phrase in phrases]

    def way(self, place: int, typed: str) -> Way | None:
        """The strongest way in which one phrase matches; None if it does not (`typed` is lower-case, stripped)."""
        code = self._codes[place]
        if code == typed:
            return "shortcode"
        if code.startswith(typed):
            return "shortcode_prefix"
        if _holds_each(self._titles[place], typed):
            return "title"
        if typed.isascii() and typed in self._initials[place]:
            return "initials"
        return "text" if _holds_each(self._texts[place], typed) else None

    def strengths(self, typed: str) -> NDArray[np.float64]:
        ways = (self.way(place, typed) for place in range(len(self._codes)))
        return np.fromiter((STRENGTH[way] if way else 0.0 for way in ways), dtype=np.float64, count=len(self._codes))


def _holds_each(text: str, typed: str) -> bool:
    return typed in text or (" " in typed and all(part in text for part in typed.split()))


@lru_cache(maxsize=100_000)
def initials(title: str) -> str:
    """发货时间 → fhsj; Latin letters and digits stay. The commonest reading of each character, by its word."""
    syllables = lazy_pinyin(title, style=Style.FIRST_LETTER, errors="default")
    return "".join(syllable for syllable in syllables if syllable.isalnum()).lower()
