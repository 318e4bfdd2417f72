"""Titles and questions that were meant although a key or two went wrong, in characters or in pinyin."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import OSA

from assist_api.recommender.typing.field import Field
from assist_api.recommender.typing.readings import readings
from assist_api.recommender.typing.sounds import Spans
from assist_api.recommender.typing.units import EDGE, Units, folded, letters

_CANDIDATES = 60
"""So many values, those that share most with what was typed, are looked at one by one: that bounds what a key costs."""

_NO_SPANS = Spans(np.zeros(0, dtype=np.int32), np.zeros(0, dtype=np.int32))


class Typos:
    """`sounds` are titles without blanks and signs; the pairs of letters of their pinyin are kept beside them."""

    def __init__(self, sounds: Field) -> None:
        self._sounds = sounds
        self._pairs = LetterPairs(sounds)

    def of_pinyin(self, typed: str) -> Spans:
        """Typed letters against titles as they are spelled. Four letters or more: fewer are like everything."""
        allowed = _allowed(len(typed), least=4, two_from=9)
        if not allowed or not (typed.isascii() and typed.isalpha()):
            return _NO_SPANS
        # A slip spoils at most three pairs (two letters transposed): of these two more, two at least are still there.
        rarest = self._pairs.rarest(typed, 3 * allowed + 2)
        likely = _likeliest(self._sounds.count, [self._pairs.values(pair) for pair in rarest], least=2)
        return _spans(self._sounds, likely, typed, allowed, spelled_out=True)

    @staticmethod
    def of_characters(field: Field, typed: str) -> Spans:
        """Typed characters against values of any field, one wrong in three or more, two in six or more."""
        allowed = _allowed(len(typed), least=3, two_from=6)
        if not allowed or typed.isascii():
            return _NO_SPANS
        units = list(dict.fromkeys(map(ord, typed)))
        least = max(2, len(units) - allowed)
        likely = _likeliest(field.count, [field.value_at[field.of_unit(unit)] for unit in units], least)
        return _spans(field, likely, typed, allowed, spelled_out=False)


class LetterPairs:
    """The values of a field in pinyin, each character by its commonest reading, by the pairs of letters they hold."""

    def __init__(self, field: Field) -> None:
        known = readings().of
        table = {unit: (known.get(chr(unit)) or (chr(unit),))[0] for unit in np.unique(field.units).tolist()}
        letters = folded("".join(map(table.__getitem__, field.units.tolist())))
        number = np.cumsum(letters == EDGE, dtype=np.int32)[1:] - np.int32(1)
        pairs = _pair(letters[:-1], letters[1:])
        inside = (letters[:-1] != EDGE) & (letters[1:] != EDGE)
        pairs, number = pairs[inside], number[inside]
        self._values = number[np.argsort(pairs, kind="stable")]
        self._first = np.concatenate(([0], np.cumsum(np.bincount(pairs, minlength=_PAIRS))))

    def values(self, pair: int) -> NDArray[np.int32]:
        """The numbers of the values that hold a pair, again each time they do."""
        values: NDArray[np.int32] = self._values[self._first[pair] : self._first[pair + 1]]
        return values

    def rarest(self, typed: str, count: int) -> list[int]:
        """Pairs of what was typed that fewest values hold; letters a-z only."""
        units = folded(typed)
        pairs = np.unique(_pair(units[:-1], units[1:]))
        return list(
            pairs[np.argsort(self._first[pairs.astype(np.int64) + 1] - self._first[pairs], kind="stable")][:count]
        )


_LETTERS = 32
_PAIRS = _LETTERS * _LETTERS


def _pair(first: Units, second: Units) -> Units:
    """a-z are 1-26 in the last five bits; what else shares them only makes a candidate more."""
    return (first % _LETTERS) * np.uint16(_LETTERS) + second % _LETTERS


def _allowed(length: int, *, least: int, two_from: int) -> int:
    return 0 if length < least else 1 if length < two_from else 2


def _likeliest(count: int, holding: Sequence[NDArray[np.int32]], least: int) -> NDArray[np.intp]:
    """The numbers of the values that hold the most of the pieces (each counts once), best first."""
    shared = np.zeros(count, dtype=np.int16)
    for values in holding:
        holds = np.zeros(count, dtype=np.bool_)
        holds[values] = True
        shared += holds
    enough = np.flatnonzero(shared >= least)
    return enough[np.argsort(-shared[enough], kind="stable")][:_CANDIDATES]


def _spans(field: Field, values: NDArray[np.intp], typed: str, allowed: int, *, spelled_out: bool) -> Spans:
    found = [
        (begin + start, begin + end)
        for value in values.tolist()
        for begin, held in [field.value(value)]
        for start, end in _nearest(_pieces(held, spelled_out=spelled_out), typed, allowed)
    ]
    pairs = np.array(found, dtype=np.int32).reshape(-1, 2)
    return Spans(pairs[:, 0], pairs[:, 1])


def _pieces(held: Units, *, spelled_out: bool) -> list[str]:
    characters = list(letters(held))
    if not spelled_out:
        return characters
    known = readings().of
    return [known[character][0] if character in known else character for character in characters]


def _nearest(pieces: Sequence[str], typed: str, allowed: int) -> Iterator[tuple[int, int]]:
    """The stretch of pieces within the allowed slips that is nearest to what was typed, if there is one."""
    best = (allowed + 1, 0, 0)
    for start in range(len(pieces)):
        # One more piece than letters typed is never reached: each has a letter at least.
        said = "".join(pieces[start : start + len(typed) + allowed])
        for cut in range(len(typed) - allowed, min(len(said), len(typed) + allowed) + 1):
            best = min(best, (OSA.distance(typed, said[:cut], score_cutoff=allowed), start, cut))
    slips, start, cut = best
    if slips <= allowed:
        yield start, start + _pieces_in(pieces[start:], cut)


def _pieces_in(pieces: Sequence[str], letters: int) -> int:
    """How many pieces the first letters touch."""
    lengths = accumulate(map(len, pieces))
    return next(count for count, length in enumerate(lengths, start=1) if length >= letters)
