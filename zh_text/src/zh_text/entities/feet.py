"""Lengths of feet: 脚长24.5, 脚长245mm, 24厘米半的脚."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.entities.line import Found, Line, TokenPattern, shape
from zh_text.entity import measure

PLAUSIBLE_CM = (9, 32)
_MILLIMETRES = (90, 320)
"""A bare number of this size is millimetres, as shoe boxes have it."""

_FILLERS = frozenset("是约有为在大概就量了只才都也差不多:,= ~的我长")
_UNITS = ("cm", "厘米", "公分")
_MM_UNITS = ("mm", "毫米")
_NO_LENGTH = re.compile(r"\s*(?:码|号|[元块双只个天岁年月小折%*×a-z]|\.[0-9])")
_OF_SHOES = re.compile(r"(?:内|鞋|袜|裤|垫)$")


class FootRecogniser:
    """The length of a foot in centimetres."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {
        "foot.cued": [
            shape(f"{cue} {{filler}}* #", filler=_FILLERS) for cue in ("脚长", "足长", "脚", "脚丫", "脚掌长")
        ],
        "foot.behind": [shape(f"# {unit} {half}的 脚") for unit in (*_UNITS, *_MM_UNITS) for half in ("", "半 ")],
    }
    phrases: Mapping[str, Iterable[str]] = {}

    def find(self, line: Line) -> Iterator[Found]:
        for first, after in line.spans("foot.cued"):
            yield from _cued(line, first, after)
        for first, after in line.spans("foot.behind"):
            yield from _judged(line, first, first, after, "a length before 脚")


def _cued(line: Line, first: int, after: int) -> Iterator[Found]:
    behind = line.after(after)
    unit = next((unit for unit in (*_UNITS, *_MM_UNITS) if behind.startswith(unit)), "")
    if _OF_SHOES.search(line.before(first)) or (not unit and _NO_LENGTH.match(behind)):
        return
    end = after + (1 if unit.isascii() and unit else len(unit))
    yield from _judged(line, first, after - 1, end, "a length behind 脚")


def _judged(line: Line, first: int, number_at: int, after: int, reason: str) -> Iterator[Found]:
    length = line.number(number_at)
    if length is None:
        return
    if "半" in line.text[line.tokens[first].start : line.tokens[after - 1].end]:
        length += 0.5
    elif line.after(after).startswith("半"):
        length, after = length + 0.5, after + 1
    if (centimetres := foot_centimetres(length)) is not None:
        yield line.found("foot", measure(centimetres, "cm"), first, after, reason)


def foot_centimetres(length: float) -> float | None:
    """A foot's length from centimetres or millimetres, None where no foot is that long."""
    centimetres = length / 10 if _MILLIMETRES[0] <= length <= _MILLIMETRES[1] else length
    return centimetres if PLAUSIBLE_CM[0] <= centimetres <= PLAUSIBLE_CM[1] else None
