"""Height and weight side by side where one or both have no unit: 165 108斤, 我170，130斤, 160/55, 身高163体重95."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from math import log

from zh_text.entities.heights import bare_height
from zh_text.entities.line import Found, Line, TokenPattern
from zh_text.entity import measure

_GLUE = re.compile(
    r"(?:[\s,、/.。;:\-—+]|cm|厘米|公分|m|米|kg|公斤|千克|斤|身高|体重|净重|高|重|是|的|有|大概|左右|才|只有|我|人|就|差不多|和|跟)*"
)
_UNIT = re.compile(r"\s*(?:(kg|公斤|千克)|(斤))")
# A unit of something else, or a longer word or size (160/84a), behind the second number.
_OTHER_UNIT = re.compile(r"\s*(?:[a-z0-9%*×]|[元块毛号码个件包袋箱盒米片抽把克月天点年厘多双条只张支瓶]|公分|\.[0-9])")
_PERSON = re.compile(r"身高|体重|穿|码|尺寸|我|[胖瘦]|大小|斤|kg|宝宝|孩子")
_BARE_HEIGHT_CM = (140, 205)
_USUAL_BMI = 21.5
"""The middle of the range of grown buyers: of kg and 斤 the reading nearer to it is taken."""
_POSSIBLE_BMI = (13.5, 42)


class BodyPairRecogniser:
    """Reads two neighbouring numbers as height and weight if a body can have both."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]] = {}

    def find(self, line: Line) -> Iterator[Found]:
        for one, other in pairwise(line.numbers):
            between = line.text[line.tokens[one].end : line.tokens[other].start]
            if between and _GLUE.fullmatch(between):
                yield from _pair(line, one, other) or _pair(line, other, one)


def _pair(line: Line, height_at: int, weight_at: int) -> list[Found]:
    """Both findings, or none if the two numbers cannot be a body's height and weight in this order."""
    height, weight = bare_height(line, height_at), line.number(weight_at)
    if height is None or weight is None or not _BARE_HEIGHT_CM[0] <= height <= _BARE_HEIGHT_CM[1]:
        return []
    unit = _UNIT.match(line.after(weight_at + 1))
    if unit is None and not (height_at < weight_at and _may_be_bare(line, height_at, weight_at)):
        return []
    kilograms, how = _kilograms(height, weight, unit)
    if not _POSSIBLE_BMI[0] <= _bmi(height, kilograms) <= _POSSIBLE_BMI[1]:
        return []
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
