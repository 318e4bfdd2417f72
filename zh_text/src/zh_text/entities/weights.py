"""Body weights with a unit or behind 体重; bare numbers beside a height are in `body_pairs`.

A weight in a shop is as often that of goods (3斤装, 买30斤). Without a word for a person only what a grown buyer can
weigh counts, and nothing that is bought or packed: 5kg stays out, 52kg comes in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.entities.line import Found, Line, TokenPattern, shape
from zh_text.entity import measure

PLAUSIBLE_KG = (2, 200)
_WITHOUT_CUE_KG = (32, 150)
_JIN_FROM = 80
"""A bare number behind 体重 is 斤 from here on: an 80 kg buyer says so, an 80斤 one does not."""

_KG = {"kg": 1.0, "公斤": 1.0, "千克": 1.0, "斤": 0.5}
_CUE = re.compile(
    r"(?:体重|身高|我|本人|宝宝|孩子|小孩|娃|儿子|女儿|闺女|老公|老婆|妈妈?|爸爸?|胖|瘦|(?<![净毛承限])重)[^,。?!斤]{0,6}$"
    r"|(?:cm|厘米|公分|(?<=[12一二])(?:米|m)[0-9零一二三四五六七八九]{0,3})[\s,、/]*$"  # behind a height
)
_GOODS_BEFORE = re.compile(r"(?:[买拍要来订定共送每箱袋装包满]|净重|毛重|承重|承受|限重|超过)了?[^,。?!\s]{0,4}$")
_GOODS_AFTER = re.compile(
    r"\s*(?:[装元块起/每]|一?[箱袋包盒桶份件瓶]|的?(?:核桃|[大小]?[米面油肉枣果茶狗猫粮]|衣服|洗衣|包邮|起)|多少钱|包邮)"
)
_PERSON_AFTER = re.compile(r"\s*(?:的?(?:可以|能|适合|应该|该)?穿|(?:选|拍|买|要)(?:什么|哪个|多大)|胖|瘦|左右穿)")
_FILLERS = frozenset("是约有为在大概就都也了写打说错应该改成:,= ~才")
_UNITS = tuple(_KG)


class WeightRecogniser:
    """Finds 108斤, 一百一十斤, 52kg, 100-110斤 (the middle), 体重95. A 斤 is half a kilogram."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {
        "weight.unit": [shape(f"# {unit}") for unit in _UNITS]
        + [shape(f"# {{about}} {unit}", about=("多", "来", "几")) for unit in _UNITS],
        "weight.range": [shape(f"# {{to}} # {unit}", to=("-", "到", "至", "~")) for unit in _UNITS],
        "weight.cued_range": [shape("体重 {filler}* # {to} #", filler=_FILLERS, to=("-", "到", "至", "~"))],
        "weight.cued": [shape("体重 {filler}* #", filler=_FILLERS)],
    }
    phrases: Mapping[str, Iterable[str]] = {}

    def find(self, line: Line) -> Iterator[Found]:
        for first, after in line.spans("weight.unit"):
            yield from _judged(line, first, after, line.number(first))
        for first, after in line.spans("weight.range"):
            low, high = line.number(first), line.number(first + 2)
            if low is not None and high is not None and low < high:
                yield from _judged(line, first, after, (low + high) / 2)
        for first, after in line.spans("weight.cued_range"):
            lighter, heavier = bare_weight(line, after - 3), bare_weight(line, after - 1)
            if lighter and heavier and lighter[1] == heavier[1] and lighter[0] < heavier[0]:
                middle = measure((lighter[0] + heavier[0]) / 2, "kg")
                yield line.found("weight", middle, first, after, f"a range behind 体重, read as {heavier[1]}")
        for _, after in line.spans("weight.cued"):
            if (weight := bare_weight(line, after - 1)) is not None:
                reason = f"a number behind 体重, read as {weight[1]}"
                yield line.found("weight", measure(weight[0], "kg"), after - 1, after, reason)


def bare_weight(line: Line, index: int) -> tuple[float, str] | None:
    """A number without a unit as kilograms, with the unit it was read in; None if no buyer weighs that."""
    number = line.number(index)
    if number is None or not 20 <= number <= 300:
        return None
    return (number / 2, "斤") if number >= _JIN_FROM else (number, "kg")


def _judged(line: Line, first: int, after: int, number: float | None) -> Iterator[Found]:
    unit = next(unit for unit in _UNITS if line.text[: line.tokens[after - 1].end].endswith(unit))
    before, behind = line.before(first), line.after(after)
    if number is None:
        return
    kilograms = number * _KG[unit]
    person = _PERSON_AFTER.match(behind) is not None or (
        _CUE.search(before) is not None and not _GOODS_BEFORE.search(before)
    )
    if not person and (_GOODS_BEFORE.search(before) or _GOODS_AFTER.match(behind)):
        return
    low, high = PLAUSIBLE_KG if person else _WITHOUT_CUE_KG
    if low <= kilograms <= high:
        reason = f"{unit} beside a word for a person" if person else f"{unit}, in the range of grown buyers"
        yield line.found("weight", measure(kilograms, "kg"), first, after, reason)
