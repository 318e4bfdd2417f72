"""Finding phrases by what an agent has typed: code, piece, pinyin, several words, and all that with a slip."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain

import numpy as np

from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.typing.completion import Completions
from assist_api.recommender.typing.field import Field, Mask
from assist_api.recommender.typing.sentences import begun
from assist_api.recommender.typing.sounds import Spans, follow, initials, like_sounding, syllables
from assist_api.recommender.typing.typos import Typos
from assist_api.recommender.typing.units import EDGE, UNITS, folded, letters
from assist_api.recommender.typing.ways import Found, Hit, Way, weakest

ENOUGH = 5
"""With so many phrases found as typed, nobody meant another one by mistake; slips are not looked for."""

WORDS_READ = 6
"""Of a long line only its first words narrow the search; more would cost without finding more."""

LEAST_MEANT = 2
"""One character or letter is like everything."""

LONGEST_MEANT = 30
"""In longer lines slips are not looked for: they are replies being written, not searches."""


class TypingIndex:
    """The searchable forms of every phrase. Built anew from the phrases in well under a second for 100,000."""

    def __init__(self, phrases: Sequence[IndexedPhrase]) -> None:
        titles = [phrase.title for phrase in phrases]
        self._count = len(phrases)
        self._codes = Field([phrase.shortcode for phrase in phrases])
        self._titles = Field(titles)
        self._sounds = Field(titles, keep=_spoken())
        self._questions = Field(
            list(chain.from_iterable(phrase.questions for phrase in phrases)),
            [place for place, phrase in enumerate(phrases) for _ in phrase.questions],
        )
        texts = ["\n".join(phrase.wordings) for phrase in phrases]
        self._texts = Field(texts)
        self._typos = Typos(self._sounds)
        self.completions = Completions(self._texts, texts)

    def find(self, typed: str) -> Found:
        """The line as it stands, else what was begun last in it; where that finds little, what it may have meant."""
        line = letters(folded(typed.replace("\0", " "))).strip()
        parts = [line, *(part.text for part in begun(line))] if line else []
        found = Found(self._count)
        for part in parts:
            found = self._every_word(part)
            if len(found):
                break
        if parts and len(found) < ENOUGH and len(parts[-1]) <= LONGEST_MEANT:
            found.join(Found(self._count, self._as_meant(parts[-1])))
        return found

    def _every_word(self, line: str) -> Found:
        found = Found(self._count, self._as_typed(line))
        words = line.split()[:WORDS_READ]
        if len(words) > 1:
            found.join(weakest([Found(self._count, self._as_typed(word)) for word in words]))
        return found

    def _as_typed(self, typed: str) -> Iterator[Hit]:
        """A single character stands in half of all texts and tells nothing there."""
        spoken = _spoken_only(typed)
        if len(typed) > 1:
            yield self._literally("text", self._texts, typed)
        yield self._literally("question", self._questions, typed)
        yield self._literally("title", self._titles, typed)
        if _has_letters(spoken):
            yield Hit("initials", spoken, self._sounds, follow(self._sounds, spoken, initials))
            yield Hit("pinyin", spoken, self._sounds, follow(self._sounds, spoken, syllables))
        elif spoken:  # 发货时间 typed, 发货 时间 the title
            yield self._literally("title", self._sounds, spoken)
        yield from self._by_code(typed)

    def _by_code(self, typed: str) -> Iterator[Hit]:
        starts = self._codes.find(folded(typed))
        starts = starts[self._codes.units[starts - 1] == EDGE]
        ends = starts + np.int32(len(typed))
        whole = self._codes.units[ends] == EDGE
        yield Hit("code_start", typed, self._codes, Spans(starts[~whole], ends[~whole]))
        yield Hit("code", typed, self._codes, Spans(starts[whole], ends[whole]))

    def _as_meant(self, typed: str) -> Iterator[Hit]:
        spoken = _spoken_only(typed)
        if len(spoken) < LEAST_MEANT:
            return
        if spoken.isascii():
            yield Hit("question", spoken, self._questions, follow(self._questions, spoken, syllables))
            yield Hit("typo", spoken, self._sounds, self._typos.of_pinyin(spoken))
            return
        for field in (self._sounds, self._questions):
            yield Hit("sound", spoken, field, follow(field, spoken, like_sounding))
            yield Hit("typo", spoken, field, self._typos.of_characters(field, spoken))

    @staticmethod
    def _literally(way: Way, field: Field, typed: str) -> Hit:
        starts = field.find(folded(typed))
        return Hit(way, typed, field, Spans(starts, starts + np.int32(len(typed))))


@cache
def _spoken() -> Mask:
    """Letters, digits and characters; the edges stay, or the values would run together."""
    table = np.array([chr(unit).isalnum() for unit in range(UNITS)], dtype=np.bool_)
    table[EDGE] = True
    return table


def _spoken_only(typed: str) -> str:
    return "".join(filter(str.isalnum, typed))


def _has_letters(typed: str) -> bool:
    return any(character.isascii() for character in typed)
