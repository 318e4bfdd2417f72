"""A bare answer to what the shop has just asked: 165 where the height was asked, M where the size was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from zh_text.entities.feet import foot_centimetres
from zh_text.entities.girths import BUST, HIP, UNDERBUST, WAIST, Girth, read_length
from zh_text.entities.heights import bare_height
from zh_text.entities.line import Found, Line, TokenPattern
from zh_text.entities.weights import bare_weight
from zh_text.entity import EntityKind, Value, measure

_GIRTHS: Mapping[EntityKind, Girth] = {"bust": BUST, "waist": WAIST, "hip": HIP}
_TWO_NUMBERS = re.compile(
    r"\D{0,4}([0-9]{2,3}(?:\.[0-9])?)(?:cm|厘米)?[\s,、/和\-]+([0-9]{2,3}(?:\.[0-9])?)(?:cm|厘米)?\D{0,3}"
)
_AROUND = re.compile(
    r"(?:那么|那|要是|如果|假如|换成|换|我|大概|大约|应该|平时|穿|是|就|差不多|左右|的|吧|啊|呢|了|哦|亲|[\s,.。?!~])*"
)


class ExpectedRecogniser:
    """Speaks only when the shop has asked, and only if the line holds what was asked for and nothing else of weight."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]] = {}

    def find(self, line: Line) -> Iterator[Found]:
        if line.expected is None or not line.numbers:
            return
        if line.expected == "bust":
            yield from _two_busts(line)
        if line.expected in _GIRTHS:
            yield from _girth(line, line.expected)
        elif len(line.numbers) == 1 and (read := _READINGS.get(line.expected)) is not None:
            index = line.numbers[0]
            if _stands_alone(line, index, index + 1) and (value := read(line, index)) is not None:
                yield line.found(line.expected, value, index, index + 1, _reason(line.expected))


def _girth(line: Line, kind: EntityKind) -> Iterator[Found]:
    """A girth may have a unit and a second number: 70, 70cm, 2尺1."""
    girth, index = _GIRTHS[kind], line.numbers[0]
    read = read_length(line, index, girth.plausible_inches)
    if read is None or not _stands_alone(line, index, read[1]) or line.numbers[-1] >= read[1]:
        return
    if (value := girth.value(read[0])) is not None:
        yield line.found(kind, value, index, read[1], _reason(kind))


def _two_busts(line: Line) -> Iterator[Found]:
    """75 88 where both were asked for: the smaller one is the underbust, in whatever order."""
    match = _TWO_NUMBERS.fullmatch(line.text)
    if match is None:
        return
    numbers = {group: float(match[group]) for group in (1, 2)}
    for group, number in numbers.items():
        girth = UNDERBUST if number == min(numbers.values()) else BUST
        if (value := girth.value(number)) is not None and numbers[1] != numbers[2]:
            yield Found("bust", value, match.start(group), match.end(group), _reason("bust"))


def _stands_alone(line: Line, first: int, after: int) -> bool:
    return _AROUND.fullmatch(line.before(first)) is not None and _AROUND.fullmatch(line.after(after)) is not None


def _reason(kind: EntityKind) -> str:
    return f"a bare number where the shop asked for the {kind}"


def _height(line: Line, index: int) -> Value | None:
    centimetres = bare_height(line, index)
    return None if centimetres is None else measure(centimetres, "cm")


def _weight(line: Line, index: int) -> Value | None:
    weight = bare_weight(line, index)
    return None if weight is None else measure(weight[0], "kg")


def _size(line: Line, index: int) -> Value | None:
    number = line.number(index)
    return f"{number:g}" if number is not None and 20 <= number <= 180 else None


def _foot(line: Line, index: int) -> Value | None:
    number = line.number(index)
    centimetres = None if number is None else foot_centimetres(number)
    return None if centimetres is None else measure(centimetres, "cm")


_READINGS: Mapping[EntityKind, Callable[[Line, int], Value | None]] = {
    "height": _height,
    "weight": _weight,
    "size": _size,
    "foot": _foot,
}
