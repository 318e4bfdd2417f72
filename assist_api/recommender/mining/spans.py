"""Every stretch of an agent's turn that may be a phrase: its segments, and those side by side together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from assist_api.recommender.mining.normal_form import MOST_SEGMENTS, SLOT, chained, normal_form, segments_of

LONGEST_RUN = 4
"""Segments of one phrase inside a longer chain; a pasted piece and a whole turn may have more."""

LEAST_CONTENT = 4
LONGEST_FORM = 300
_ENDS_WELL = tuple("。！？!?~～…;；")


@dataclass(frozen=True, slots=True)
class Segment:
    """A segment in its turn (code points, end exclusive); `ends_well`: behind it the agent surely made a break."""

    form: str
    start: int
    end: int
    ends_well: bool


@dataclass(frozen=True, slots=True)
class Span:
    """Segments `first` to `last` (inclusive) of a turn; `free` if breaks stand on both sides: it is no fragment."""

    form: str
    first: int
    last: int
    free: bool


@lru_cache(maxsize=20_000)
def segments(text: str) -> tuple[Segment, ...]:
    """The segments of a turn that say something, in order; remembered, for agents paste the same again and again."""
    found: list[Segment] = []
    at = 0
    for piece in chained(text):
        parts = segments_of(piece)
        for number, part in enumerate(parts, start=1):
            start = text.index(part, at)
            at = start + len(part)
            if form := normal_form(part):
                found.append(Segment(form, start, at, number == len(parts) or part.endswith(_ENDS_WELL)))
    return tuple(found[:MOST_SEGMENTS])


def spans(parts: Sequence[Segment]) -> Iterator[Span]:
    """Runs of up to `LONGEST_RUN` segments, and the whole turn, unless too short or too long to be a phrase."""
    for first in range(len(parts)):
        ends = range(first, min(first + LONGEST_RUN, len(parts)))
        for last in ends:
            yield from _span(parts, first, last)
    if len(parts) > LONGEST_RUN:
        yield from _span(parts, 0, len(parts) - 1)


def _span(parts: Sequence[Segment], first: int, last: int) -> Iterator[Span]:
    form = joined([part.form for part in parts[first : last + 1]])
    if content(form) >= LEAST_CONTENT and len(form) <= LONGEST_FORM:
        free = (first == 0 or parts[first - 1].ends_well) and parts[last].ends_well
        yield Span(form, first, last, free)


def joined(forms: list[str]) -> str:
    """The normal form of segments side by side."""
    return "".join(forms).replace(SLOT + SLOT, SLOT)


def content(form: str) -> int:
    """Characters that say something by themselves."""
    return len(form) - form.count(SLOT)
