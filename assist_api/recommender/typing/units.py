"""Text as arrays of UTF-16 units, folded: lower case, half width. Folding changes no lengths, so places stay places."""

from functools import cache

import numpy as np
from numpy.typing import NDArray

Units = NDArray[np.uint16]

EDGE = 0
"""Stands before and behind every value of a field; texts lose it, so that no match runs over an edge."""

UNITS = 1 << 16
_FULL_WIDTH = range(0xFF01, 0xFF5F)
_TO_HALF_WIDTH = 0xFEE0


@cache
def _folding() -> Units:
    table = np.arange(UNITS, dtype=np.uint16)
    table[_FULL_WIDTH] -= _TO_HALF_WIDTH
    table[ord("\u3000")] = ord(" ")
    for unit in range(UNITS):
        lower = chr(table[unit]).lower()
        if len(lower) == 1:  # İ becomes two
            table[unit] = ord(lower)
    return table


def raw(text: str) -> Units:
    """One unit a character, two beyond the basic plane (an emoji); a lone surrogate passes, for any text is asked."""
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2").astype(np.uint16, copy=False)


def folded(text: str) -> Units:
    units: Units = _folding()[raw(text)]
    return units


def letters(units: Units) -> str:
    """One character a unit, so that places in the string are places in the array."""
    return "".join(map(chr, units.tolist()))


def text_of(units: Units) -> str:
    return units.astype("<u2").tobytes().decode("utf-16-le", "replace")
