"""How many pieces: 两件, 拍了3双, 一箱, x2."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.entities.line import Found, Line, TokenPattern, shape
from zh_text.entity import Quantity

_UNITS = tuple("件条双套个只盒包箱袋瓶罐支张台把本桶提打对组份片枚块顶床副卷串筒听样")
_EVERYDAY = frozenset("个样份块张打把提对组片支")
"""Measure words of much else: one of them counts only behind a verb of buying, sending or getting."""

_VERBS = re.compile(
    r"(?:[要买拍来拿订订购发寄退换加送收补少多差剩只共各每件带给]|下单|收到|一共|总共|还有|[买拍收发少多退换要][了到的过走]|数量|[*x×])\s*$"
)
_NOT_BEFORE = re.compile(r"(?:第|这|那|哪|每|某|上|下|半|几|十分|任意|[0-9]\s*[-~到至折减]|满|前|后|每满|[很太]少)\s*$")
_NOT_BEHIND = re.compile(
    r"\s*(?:月|星期|礼拜|小时|钟头|多?小?时|工作日|问题|疑问|味道|口味|金额|电话|短信|消息|订单|单号|快递|包裹|地址|颜色|尺码|码"
    r"|款式?|字|人|钱|朋友|代发|装|多月|半月)"
)
_HOLDS = re.compile(r"(?:里面)?(?:大概|大约)?(?:有|是|能[用吃穿喝])(?:多少|几)")
"""一包有多少 asks what one holds."""
_PRICE_BEFORE = re.compile(r"(?:元|块|毛|钱|多少|¥\s?[0-9.]+)\s*$")
"""100块钱一包 and 多少一袋 tell what one costs."""
_PRICE_PER = re.compile(r"\s*[一每半](?:[件条双套个只盒包箱袋瓶罐张斤米])")
"""8块一斤 is a price."""
_ONE_OF_A_KIND = re.compile(r"[送赠加]\s*$")
"""一样 is mostly alike; 再送一样 is one thing more."""
_MOST = 9999
_ON_CARD = re.compile(
    r"(?:数量|件数|总数)\s*:?\s*([0-9]{1,4})(?![0-9.\-~]|\s?[件条双套个只盒包箱袋瓶罐支张台]|[\u4e00-\u9fff])"
)
"""数量：2 of an order card; with a measure word behind it 数量：2件 is found as such."""


class QuantityRecogniser:
    """A number with a measure word. 一个 and its like mean little by themselves: they need a verb before them."""

    phrases: Mapping[str, Iterable[str]] = {}
    patterns: Mapping[str, Sequence[TokenPattern]] = {
        "quantity.counted": [shape("# {unit}", unit=_UNITS)],
        "quantity.times": [shape("{times} #", times=("x", "*", "×"))],
    }

    def find(self, line: Line) -> Iterator[Found]:
        for first, after in line.spans("quantity.counted"):
            count, unit = line.number(first), line.tokens[after - 1].text
            if count is not None and _is_count(count) and self._is_quantity(line, first, after, count, unit):
                value: Quantity = {"value": int(count), "unit": unit}
                yield line.found("quantity", value, first, after, "a number with a measure word")
        for match in _ON_CARD.finditer(line.text):
            if _is_count(int(match[1])):
                value = {"value": int(match[1]), "unit": ""}
                yield Found("quantity", value, *match.span(1), "a number behind 数量")
        for first, after in line.spans("quantity.times"):
            count = line.number(first + 1)
            ends = not line.after(after).strip()
            if count is not None and _is_count(count) and ends and first > 0:
                yield line.found(
                    "quantity", {"value": int(count), "unit": ""}, first, after, "times so many, at the end"
                )

    def _is_quantity(self, line: Line, first: int, after: int, count: float, unit: str) -> bool:
        before = line.before(first)
        if _NOT_BEFORE.search(before) or _NOT_BEHIND.match(line.after(after)):
            return False
        if unit == "块" and _PRICE_PER.match(line.after(after)):
            return False
        if count == 1 and (_PRICE_BEFORE.search(before) or _HOLDS.match(line.after(after))):
            return False
        if count == 1 and unit == "样" and not _ONE_OF_A_KIND.search(before):
            return False
        if unit in _EVERYDAY or count == 1:
            return bool(_VERBS.search(before)) or (count > 1 and not before.strip() and not line.after(after).strip())
        return True


def _is_count(number: float) -> bool:
    return number == int(number) and 1 <= number <= _MOST
