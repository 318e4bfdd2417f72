"""Following typed letters and characters through titles: each piece of what was typed takes one character of the title.

`fahuo`, `fh`, `fahuosj` and `fh时间` all lead through 发货时间; so does 发或 where wrong characters of the same sound
are let pass.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import numpy as np

from assist_api.recommender.typing.field import Field, Positions
from assist_api.recommender.typing.readings import LONG_INITIALS, LONGEST_SYLLABLE, readings
from assist_api.recommender.typing.units import UNITS, Units

Pieces = Callable[[str, int], Iterator[tuple[int, Units]]]
"""From a place in what was typed: how many characters of it a piece takes, and which characters of a title fit it."""


@dataclass(frozen=True, slots=True)
class Spans:
    """Where matches begin and end in a field, in pairs."""

    starts: Positions
    ends: Positions


def syllables(typed: str, at: int) -> Iterator[tuple[int, Units]]:
    """The character itself, a whole syllable, or at the very end the beginning of one."""
    yield 1, np.array([ord(typed[at])], dtype=np.uint16)
    known = readings()
    for length in range(1, min(LONGEST_SYLLABLE, len(typed) - at) + 1):
        piece = typed[at : at + length]
        ends = length > 1 and at + length == len(typed)
        fits = (known.beginning if ends else known.whole).get(piece)
        if fits is not None:
            yield length, fits


def initials(typed: str, at: int) -> Iterator[tuple[int, Units]]:
    """What `syllables` gives, or one initial: `f`, and `sh` beside `s`."""
    yield from syllables(typed, at)
    for length in (1, 2):
        piece = typed[at : at + length]
        if piece in LONG_INITIALS or (length == 1 and piece in readings().beginning):
            yield length, readings().beginning[piece]


def like_sounding(typed: str, at: int) -> Iterator[tuple[int, Units]]:
    """What `syllables` gives, or another character that is read the same."""
    yield from syllables(typed, at)
    if typed[at] in readings().of:
        yield 1, readings().sounding_like(typed[at])


def follow(field: Field, typed: str, pieces: Pieces) -> Spans:
    """Every way through, from any character on; `typed` is folded, one character a unit, and not empty."""
    fronts: defaultdict[int, list[Spans]] = defaultdict(list)
    for at in range(len(typed)):
        if at and at not in fronts:
            continue
        step = partial(_beginning, field) if at == 0 else partial(_going_on, field, _merged(fronts.pop(at)))
        for length, fits in pieces(typed, at):
            reached = step(fits)
            if reached.starts.size:
                fronts[at + length].append(reached)
    return _merged(fronts.pop(len(typed), []))


def _beginning(field: Field, fits: Units) -> Spans:
    starts = field.of_units(fits)
    return Spans(starts, starts + np.int32(1))


def _going_on(field: Field, front: Spans, fits: Units) -> Spans:
    table = np.zeros(UNITS, dtype=np.bool_)
    table[fits] = True
    on = table[field.units[front.ends]]
    return Spans(front.starts[on], front.ends[on] + np.int32(1))


def _merged(fronts: list[Spans]) -> Spans:
    """Different pieces may lead to one place (`fa` as a syllable and as a character); it goes on once."""
    if len(fronts) == 1:
        return fronts[0]
    none = np.zeros(0, dtype=np.int64)
    pairs = np.sort(np.concatenate([none, *(front.starts.astype(np.int64) << 32 | front.ends for front in fronts)]))
    once = pairs[np.diff(pairs, prepend=-1) != 0]  # several times as fast as np.unique, which hashes
    return Spans((once >> 32).astype(np.int32), (once & 0xFFFFFFFF).astype(np.int32))
