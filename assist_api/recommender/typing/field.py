"""One field (title, text, ...) of all phrases as one array, with the places of every character."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from assist_api.recommender.typing.units import EDGE, UNITS, Units, folded

Positions = NDArray[np.int32]
Mask = NDArray[np.bool_]

_MANY_UNITS = 1 << 31


class Field:
    """Searching starts from the rarest character asked for, so a key costs what that one costs.

    `owners` tells whose each value is: the place of its phrase. `keep` is a table over all units; what it leaves out
    is not seen (blanks in a title whose sounds are searched).
    """

    def __init__(self, values: Sequence[str], owners: Sequence[int] | None = None, keep: Mask | None = None) -> None:
        joined = "\0".join(["", *(value.replace("\0", "") for value in values), ""])
        units = folded(joined)
        self.units: Units = units if keep is None else units[keep[units]]
        if self.units.size >= _MANY_UNITS:
            raise ValueError("a field of two thousand million characters")  # positions are 32 bits wide
        edges = np.flatnonzero(self.units == EDGE).astype(np.int32)
        self.count = len(values)
        self.value_at = np.repeat(np.arange(len(edges), dtype=np.int32), np.diff(edges, append=self.units.size))
        """Per position the number of its value; an edge belongs to the value behind it."""
        self._owners = None if owners is None else np.asarray(owners, dtype=np.int32)
        self._edges = edges
        # Stable on 16-bit numbers is a radix sort: linear, and positions of one unit stay in order.
        self._order = np.argsort(self.units, kind="stable").astype(np.int32)
        self._first = np.concatenate(([0], np.cumsum(np.bincount(self.units, minlength=UNITS)))).astype(np.int32)

    def of_unit(self, unit: int) -> Positions:
        """Every place of one unit, in order."""
        return self._order[self._first[unit] : self._first[unit + 1]]

    def of_units(self, units: Units) -> Positions:
        """Every place of any of them, in no order."""
        here = units[self._first[units.astype(np.int64) + 1] > self._first[units]]
        return np.concatenate([self.of_unit(int(unit)) for unit in here]) if here.size else np.zeros(0, dtype=np.int32)

    def find(self, needle: Units) -> Positions:
        """Where the needle begins, in order; an empty one stands nowhere."""
        if not needle.size:
            return np.zeros(0, dtype=np.int32)
        counts = self._first[needle.astype(np.int64) + 1] - self._first[needle]
        rarest, *others = np.argsort(counts, kind="stable").tolist()
        starts = self.of_unit(int(needle[rarest])) - np.int32(rarest)
        # Before the first edge and behind the last there is nothing to compare with.
        starts = starts[(starts > 0) & (starts <= self.units.size - needle.size)]
        for offset in others:
            starts = starts[self.units[starts + offset] == needle[offset]]
        return starts

    def owners(self, positions: Positions) -> NDArray[np.int32]:
        """The places of the phrases that hold them."""
        values = self.value_at[positions]
        return values if self._owners is None else self._owners[values]

    def lengths(self, positions: Positions) -> NDArray[np.int32]:
        """The lengths of the values that hold them."""
        values = self.value_at[positions]
        return self._edges[values + 1] - self._edges[values] - np.int32(1)

    def value(self, number: int) -> tuple[int, Units]:
        """Where a value begins, and the value."""
        begin, end = int(self._edges[number]) + 1, int(self._edges[number + 1])
        return begin, self.units[begin:end]
