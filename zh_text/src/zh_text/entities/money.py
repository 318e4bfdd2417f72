"""Amounts of money: 50元, ￥50, 9块9, 十块钱, 5毛, both amounts of 满199减20, and 合计:129.00 of an order card."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.entities.line import Found, Line, TokenPattern, shape
from zh_text.entities.tokens import read_digits
from zh_text.entity import measure

# 块 also counts pieces (3块肥皂) and 一块 means together: behind 块 only what can follow a price.
_BEHIND_KUAI = re.compile(
    r"\s*(?:$|[,.。?!、;~\-/)]|[钱吗吧呢的了啊呀行能卖券卷多每还就太给不]|包邮|可以|优惠|左右|以[上下内]"
    r"|[一每半](?:包(?!邮)|[个件袋斤盒箱双条只瓶套米张])|[个件袋斤盒箱]|邮费|运费|差价|红包)"
)
_BUYING = re.compile(r"(?:买|拍|要|来|吃|送|用|切|掰|有)了?$")
_GIFT = re.compile(r"\s*(?:送|就送|赠|可用|包邮)")
_COUNTER = re.compile(r"\s*(?:包(?!邮)|[个件袋斤盒箱双条只瓶片块张样起组套罐支把]|.?折)")
# What stands on cards: 合计：129.00, 券后价89. Without a colon a sum needs its cents: 合计12 may be so many pieces.
_ON_CARD = re.compile(
    r"(?:(?:合计|总价|总额|金额|应付款?|实[付收]款?|单价|价格|售价)(?:\s*:\s*|\s*(?=[0-9]+\.[0-9]{2}))"
    r"|(?:券后价?|到手价?|原价|现价|活动价)\s?:?\s?)"
    r"(?P<amount>[0-9]{1,7}(?:\.[0-9]{1,2})?)(?![0-9.]|\s*(?:[-~到/]|[年月日号点天件个只条双盒包斤折码楼套箱袋张人次位%]))"
)
_COUNTED = ("一", "两", "三", "四", "五", "几", "1", "2", "3")


class MoneyRecogniser:
    """The value is in CNY; 角 and 毛 are tenths."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {
        "money.unit": [shape(f"# {unit}") for unit in ("元", "圆", "rmb", "人民币", "元钱", "块钱")],
        "money.sign": [shape("¥ #"), shape("rmb #")],
        "money.kuai": [shape("# 块")],
        "money.with_tenths": [
            shape(pattern) for pattern in ("# 块 #", "# 块 # 毛", "# 块 # 角", "# 元 # 角", "# 元 # 毛")
        ],
        "money.tenths": [shape("# 毛"), shape("# 角"), shape("# 毛钱")],
        "money.offer": [shape(f"满 # {less} #") for less in ("减", "元 减", "立减", "元立减", "-")],
        "money.from": [shape("满 #")],
    }
    phrases: Mapping[str, Iterable[str]] = {}

    def find(self, line: Line) -> Iterator[Found]:
        for first, after in line.spans("money.unit"):
            yield from _amount(line, first, after, line.number(first), "a number before 元 or 块钱")
        for first, after in line.spans("money.sign"):
            yield from _amount(line, first, after, line.number(after - 1), "a number behind ¥")
        for first, after in line.spans("money.kuai"):
            if _BEHIND_KUAI.match(line.after(after)) and not _counts_pieces(line, first):
                yield from _amount(line, first, after, line.number(first), "a number before 块")
        for first, after in line.spans("money.with_tenths"):
            yield from _amount(line, first, after, _with_tenths(line, first), "yuan and tenths")
        for first, after in line.spans("money.tenths"):
            number = line.number(first)
            yield from _amount(line, first, after, None if number is None else number / 10, "tenths of a yuan")
        for first, after in line.spans("money.offer"):
            for index in (first + 1, after - 1):
                yield from _amount(line, index, index + 1, line.number(index), "an amount of a 满减 offer")
        for match in _ON_CARD.finditer(line.text):
            amount = measure(float(match["amount"]), "CNY")
            yield Found("money", amount, *match.span("amount"), "an amount behind 合计, 券后价 or the like")
        for first, after in line.spans("money.from"):
            if _GIFT.match(line.after(after)):
                yield from _amount(line, first + 1, after, line.number(first + 1), "the amount a gift is given from")


def _amount(line: Line, first: int, after: int, yuan: float | None, reason: str) -> Iterator[Found]:
    if yuan is not None and yuan < 10_000_000:
        yield line.found("money", measure(yuan, "CNY"), first, after, reason)


def _counts_pieces(line: Line, first: int) -> bool:
    counted = line.tokens[first].text in _COUNTED
    return counted and (line.tokens[first].text == "一" or _BUYING.search(line.before(first)) is not None)


def _with_tenths(line: Line, first: int) -> float | None:
    """9块9 is 9.90, 3块50 is 3.50; in 5块3个 and 25块一样 the second number counts something else."""
    yuan, tenths = line.number(first), read_digits(line.tokens[first + 2].text)
    if yuan is None or tenths is None or len(tenths) > 2 or yuan != int(yuan):
        return None
    same_script = line.tokens[first].text.isascii() == line.tokens[first + 2].text.isascii()
    if not same_script or _COUNTER.match(line.after(first + 3)):
        return None
    return yuan + float(f"0.{tenths}")
