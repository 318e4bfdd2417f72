"""Titles and questions that were meant although a key or two went wrong, in characters or in pinyin."""

from collections.abc import Iterator, Sequence
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from assist_api.recommender.typing.field import Field
from assist_api.recommender.typing.letter_pairs import LetterPairs
from assist_api.recommender.typing.readings import readings
from assist_api.recommender.typing.sounds import Spans
from assist_api.recommender.typing.units import Units, letters

_CANDIDATES = 60
_LOOKED_INTO = 20
"""So many values, those that share most with what was typed, are compared as wholes, and the nearest of these letter by
letter: that bounds what a key costs."""

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
    held = [field.value(value) for value in values.tolist()]
    pieces = [_pieces(units, typed if spelled_out else None) for _, units in held]
    nearest = process.extract(typed, map("".join, pieces), scorer=fuzz.partial_ratio, limit=_LOOKED_INTO)
    found = [
        (held[number][0] + start, held[number][0] + end)
        for _, _, number in nearest
        for start, end in _nearest(pieces[number], typed, allowed)
    ]
    pairs = np.array(found, dtype=np.int32).reshape(-1, 2)
    return Spans(pairs[:, 0], pairs[:, 1])


def _pieces(held: Units, spelled_in: str | None) -> list[str]:
    """A value character by character, or spelled: each by the reading that stands in what was typed, if one does."""
    characters = list(letters(held))
    if spelled_in is None:
        return characters
    known = readings().of
    sounds = (known.get(character) or (character,) for character in characters)
    return [next((sound for sound in every if sound in spelled_in), every[0]) for every in sounds]


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
