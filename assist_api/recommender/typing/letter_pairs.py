"""Titles by the pairs of letters in their pinyin: those that share most pairs with mistyped letters are looked at."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

from assist_api.recommender.typing.field import Field, Mask
from assist_api.recommender.typing.readings import readings
from assist_api.recommender.typing.units import EDGE, UNITS, Units, folded


class LetterPairs:
    """The values of a field by the pairs of letters in their pinyin."""

    def __init__(self, field: Field) -> None:
        in_two_ways = np.zeros(field.count + 1, dtype=np.bool_)
        in_two_ways[field.value_at[_in_several_ways()[field.units]]] = True
        again = in_two_ways[field.value_at]
        spelled = [_spelled(field.units, field.value_at, 0), _spelled(field.units[again], field.value_at[again], 1)]
        pairs, numbers = (np.concatenate(arrays) for arrays in zip(*map(_pairs_inside, spelled), strict=True))
        self._values = numbers[np.argsort(pairs, kind="stable")]
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


@cache
def _in_several_ways() -> Mask:
    """Which characters have a second common reading."""
    return np.array([len(readings().of.get(chr(unit), ())) > 1 for unit in range(UNITS)])


_Spelled = tuple[Units, NDArray[np.int32]]
"""Letters, and of each the number of its value."""


def _spelled(units: Units, values: NDArray[np.int32], which: int) -> _Spelled:
    """Each character by its commonest reading (0) or its second one (1), where it has one."""
    known = readings().of
    table = {unit: (known.get(chr(unit), ()) or (chr(unit),)) for unit in np.unique(units).tolist()}
    spelling = {unit: sounds[min(which, len(sounds) - 1)] for unit, sounds in table.items()}
    said = [spelling[unit] for unit in units.tolist()]
    lengths = np.fromiter(map(len, said), dtype=np.int32, count=len(said))
    return folded("".join(said)), np.repeat(values, lengths)


def _pairs_inside(spelled: _Spelled) -> _Spelled:
    """Pairs of letters that stand in one value."""
    letters, values = spelled
    inside = (letters[:-1] != EDGE) & (letters[1:] != EDGE) & (values[:-1] == values[1:])
    return _pair(letters[:-1], letters[1:])[inside], values[:-1][inside]


def _pair(first: Units, second: Units) -> Units:
    """a-z are 1-26 in the last five bits; what else shares them only makes a candidate more."""
    return (first % _LETTERS) * np.uint16(_LETTERS) + second % _LETTERS
