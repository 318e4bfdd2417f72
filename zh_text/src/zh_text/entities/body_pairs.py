"""Height and weight side by side where one or both have no unit: 165 108斤, 我170，130斤, 160/55, 一米六五一百一."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import log

from zh_text.entities.heights import bare_height, metres
from zh_text.entities.line import Found, Line, TokenPattern
from zh_text.entities.tokens import read_digits, read_number
from zh_text.entity import measure

_GLUE = re.compile(
    r"(?:[\s,、/.。;:\-—+]|cm|厘米|公分|m|米|kg|公斤|千克|斤|身高|体重|净重|个子|个头|高|重|是|的|有|大概|左右|才|只有|我|人|就|差不多|和|跟)*"
)
_UNIT = re.compile(r"\s*(?:(kg|公斤|千克)|(斤))")
# A unit of something else, or a longer word or size (160/84a), behind the second number.
_OTHER_UNIT = re.compile(r"\s*(?:[a-z0-9%*×]|[元块毛号码个件包袋箱盒米片抽把克月天点年厘多双条只张支瓶]|公分|\.[0-9])")
_METRES_AND_MORE = re.compile(
    r"(?<![0-9一二三四五六七八九十])[一1](?:米|m)([一二三四五六七八九]{1,2}?)([一二三四五六七八九][十百][一二三四五六七八九十零百]*)"
)
_POINT = re.compile(r"(1[4-9][0-9])\.([0-9]{2,3})")
"""168.5 stays a number for its single digit, 165.25 because nobody weighs that."""
_PERSON = re.compile(
    r"身高|体重|穿|码|尺寸|我|[胖瘦]|大小|斤|kg|宝宝|孩子|[选拍](?:哪|什么|啥|几|多大)|[怎咋]么?选|合适"
)
_BARE_HEIGHT_CM = (140, 205)
_USUAL_BMI = 21.5
"""The middle of the range of grown buyers: of kg and 斤 the reading nearer to it is taken."""
_TO = ("-", "到", "至", "~")
_WIDEST_RANGE_CM = 12
_POSSIBLE_BMI = (13.5, 42)
_POSSIBLE_BMI_WITH_UNIT = (11, 60)


class BodyPairRecogniser:
    """Reads two neighbouring numbers as height and weight if a body can have both."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]] = {}

    def find(self, line: Line) -> Iterator[Found]:
        for one, other in pairwise(line.numbers):
            between = line.text[line.tokens[one].end : line.tokens[other].start]
            if _GLUE.fullmatch(between or "?") and not (
                line.before(one).endswith("不是") or _is_range(line, one, other)
            ):
                yield from _pair(line, one, other) or _pair(line, other, one)
        yield from _behind_metres(line)
        yield from _run_together(line)
        yield from _with_a_point(line)


def _is_range(line: Line, one: int, other: int) -> bool:
    """身高160-165: two heights."""
    low, high = line.number(one) or 0, line.number(other) or 0
    joined = line.text[line.tokens[one].end : line.tokens[other].start].strip() in _TO
    return (
        joined and _BARE_HEIGHT_CM[0] <= low < high <= low + _WIDEST_RANGE_CM and not _UNIT.match(line.after(other + 1))
    )


def _behind_metres(line: Line) -> Iterator[Found]:
    """一米六五，一百一: the height is found by its own unit, the number behind it is the weight."""
    for first, after in line.spans("height.metres"):
        height = metres(line, first, after)
        weight_at = next((index for index in line.numbers if index >= after), None)
        if height is None or weight_at is None:
            continue
        weight, glue = line.number(weight_at), line.text[line.tokens[after - 1].end : line.tokens[weight_at].start]
        if weight is None or not _GLUE.fullmatch(glue) or _OTHER_UNIT.match(line.after(weight_at + 1)):
            continue
        if _UNIT.match(line.after(weight_at + 1)) is None and (read := _possible(height, weight, None)):
            reason = f"a number behind a body height, read as {read[1]}"
            yield line.found("weight", measure(read[0], "kg"), weight_at, weight_at + 1, reason)


def _run_together(line: Line) -> Iterator[Found]:
    """一米六五一百一十斤: one numeral in which the height ends and the weight begins."""
    for match in _METRES_AND_MORE.finditer(line.text):
        centimetres, weight = read_digits(match[1]), read_number(match[2])
        if centimetres is None or weight is None or _OTHER_UNIT.match(line.text, match.end()):
            continue
        height = 100 + int(centimetres.ljust(2, "0"))
        unit = _UNIT.match(line.text, match.end())
        if read := _possible(height, weight, unit):
            end = unit.end() if unit else match.end()
            yield Found(
                "height", measure(height, "cm"), match.start(), match.end(1), "metres run together with a weight"
            )
            reason = f"a number run together with a height, read as {read[1]}"
            yield Found("weight", measure(read[0], "kg"), match.start(2), end, reason)
            return


def _with_a_point(line: Line) -> Iterator[Found]:
    """165.110 is no number of anything, but a body's two with a point between them."""
    for index in line.numbers:
        match = _POINT.fullmatch(line.tokens[index].text)
        if (
            match is None
            or _OTHER_UNIT.match(line.after(index + 1))
            or line.after(index + 1).startswith(("cm", "厘米"))
        ):
            continue
        if read := _possible(float(match[1]), float(match[2]), _UNIT.match(line.after(index + 1))):
            start = line.tokens[index].start
            yield Found("height", measure(float(match[1]), "cm"), start, start + 3, "a number joined to a weight")
            yield Found("weight", measure(read[0], "kg"), start + 4, line.tokens[index].end, f"read as {read[1]}")


def _possible(height: float, weight: float, unit: re.Match[str] | None) -> tuple[float, str] | None:
    """Kilograms, and how they were read; None if no body has both."""
    kilograms, how = _kilograms(height, weight, unit)
    if not _BARE_HEIGHT_CM[0] <= height <= _BARE_HEIGHT_CM[1]:
        return None
    low, high = _POSSIBLE_BMI_WITH_UNIT if unit else _POSSIBLE_BMI
    return (kilograms, how) if low <= _bmi(height, kilograms) <= high else None


def _pair(line: Line, height_at: int, weight_at: int) -> list[Found]:
    """Both findings, or none if the two numbers cannot be a body's height and weight in this order."""
    height, weight = bare_height(line, height_at), line.number(weight_at)
    if height is None or weight is None:
        return []
    unit = _UNIT.match(line.after(weight_at + 1))
    if unit is None and not (height_at < weight_at and _may_be_bare(line, height_at, weight_at)):
        return []
    if (read := _possible(height, weight, unit)) is None:
        return []
    kilograms, how = read
    found = [line.found("height", measure(height, "cm"), height_at, height_at + 1, "a number beside a body weight")]
    if unit is None:
        reason = f"a number beside a body height, read as {how}"
        found.append(line.found("weight", measure(kilograms, "kg"), weight_at, weight_at + 1, reason))
    else:
        end = line.tokens[weight_at].end + unit.end()
        reason = f"{how} beside a body height"
        found.append(Found("weight", measure(kilograms, "kg"), line.tokens[weight_at].start, end, reason))
    return found


def _may_be_bare(line: Line, height_at: int, weight_at: int) -> bool:
    """Two numbers without a unit are a body's only if the line says so or holds nothing else."""
    before, behind = line.before(height_at), line.after(weight_at + 1)
    if _OTHER_UNIT.match(behind):
        return False
    return _PERSON.search(line.text) is not None or bool(_GLUE.fullmatch(before) and _GLUE.fullmatch(behind))


def _kilograms(height: float, weight: float, unit: re.Match[str] | None) -> tuple[float, str]:
    if unit is not None:
        return (weight, "kg") if unit[1] else (weight / 2, "斤")
    readings = ((weight, "kg"), (weight / 2, "斤"))
    return min(readings, key=lambda reading: abs(log(max(_bmi(height, reading[0]), 0.1) / _USUAL_BMI)))


def _bmi(height_cm: float, weight_kg: float) -> float:
    return weight_kg / (height_cm / 100) ** 2
