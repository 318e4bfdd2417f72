"""A bare answer to what the shop has just asked: 165 where the height was asked, M where the size was."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from zh_text.entities.heights import bare_height
from zh_text.entities.line import Found, Line, TokenPattern
from zh_text.entities.weights import bare_weight
from zh_text.entity import EntityKind, Value, measure

_AROUND = re.compile(
    r"(?:那么|那|要是|如果|假如|换成|换|我|大概|大约|应该|平时|穿|是|就|差不多|左右|的|吧|啊|呢|了|哦|亲|[\s,.。?!~])*"
)


class ExpectedRecogniser:
    """Speaks only when the shop has asked, and only if the line holds one number and nothing else of weight."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]] = {}

    def find(self, line: Line) -> Iterator[Found]:
        if line.expected is None or len(line.numbers) != 1 or (read := _READINGS.get(line.expected)) is None:
            return
        index = line.numbers[0]
        if not (_AROUND.fullmatch(line.before(index)) and _AROUND.fullmatch(line.after(index + 1))):
            return
        if (value := read(line, index)) is not None:
            reason = f"a bare number where the shop asked for the {line.expected}"
            yield line.found(line.expected, value, index, index + 1, reason)


def _height(line: Line, index: int) -> Value | None:
    centimetres = bare_height(line, index)
    return None if centimetres is None else measure(centimetres, "cm")


def _weight(line: Line, index: int) -> Value | None:
    weight = bare_weight(line, index)
    return None if weight is None else measure(weight[0], "kg")


def _size(line: Line, index: int) -> Value | None:
    number = line.number(index)
    return f"{number:g}" if number is not None and 20 <= number <= 180 else None


_READINGS: Mapping[EntityKind, Callable[[Line, int], Value | None]] = {
    "height": _height,
    "weight": _weight,
    "size": _size,
}
