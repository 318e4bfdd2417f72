"""Amounts of money: 50元, ￥50, 9块9, 十块钱, 5毛, and both amounts of 满199减20."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.entities.line import Found, Line, TokenPattern, shape
from zh_text.entities.tokens import read_digits
from zh_text.entity import measure

# 块 also counts pieces (3块肥皂) and 一块 means together: behind 块 only what can follow a price.
_BEHIND_KUAI = re.compile(
    r"\s*(?:$|[,.。?!、;~\-/)]|钱|包邮|吗|吧|呢|的|了|啊|呀|行|可以|能|卖|优惠|券|卷|左右|多|以[上下内]|一[个件包袋斤盒箱]|每|还|就|太|给|邮费|运费|差价|红包|不)"
)
_BUYING = re.compile(r"(?:买|拍|要|来|吃|送|用|切|掰|有)了?$")
_COUNTED = ("一", "两", "三", "四", "五", "几", "1", "2", "3")


class MoneyRecogniser:
    """The value is in CNY; 角 and 毛 are tenths."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {
        "money.unit": [shape("# 元"), shape("# 圆"), shape("# rmb"), shape("# 人民币"), shape("# 元钱"), shape("# 块钱")],
        "money.sign": [shape("¥ #"), shape("rmb #")],
        "money.kuai": [shape("# 块")],
        "money.with_tenths": [shape("# 块 #"), shape("# 元 #"), shape("# 块 # 毛"), shape("# 元 # 角"), shape("# 块 # 角")],
        "money.tenths": [shape("# 毛"), shape("# 角"), shape("# 毛钱")],
        "money.offer": [shape("满 # 减 #"), shape("满 # 元 减 #"), shape("满 # 送 #"), shape("满 # 立减 #"), shape("满 # - #")],
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


def _amount(line: Line, first: int, after: int, yuan: float | None, reason: str) -> Iterator[Found]:
    if yuan is not None and yuan < 10_000_000:
        yield line.found("money", measure(yuan, "CNY"), first, after, reason)


def _counts_pieces(line: Line, first: int) -> bool:
    counted = line.tokens[first].text in _COUNTED
    return counted and (line.tokens[first].text == "一" or _BUYING.search(line.before(first)) is not None)


def _with_tenths(line: Line, first: int) -> float | None:
    """9块9 is 9.90, 3块50 is 3.50; 5元3个 is no amount of its own."""
    yuan, tenths = line.number(first), read_digits(line.tokens[first + 2].text)
    if yuan is None or tenths is None or len(tenths) > 2 or yuan != int(yuan):
        return None
    if re.match(r"\s*(?:[个件包袋斤盒箱双条只瓶片元块张]|.?折)", line.after(first + 3)):
        return None
    return yuan + int(tenths) / 10 ** len(tenths)
