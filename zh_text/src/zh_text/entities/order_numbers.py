"""Order numbers: any long number behind 订单, or one whose very shape is a marketplace's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.entities.line import Found, Line, TokenPattern

_BEHIND_CUE = re.compile(
    r"(?:订单编号|订单号码?|订单|单号|定单号?)(?:是|为|:|;|\s|#|号|码|这个|\(|\[)*([a-z]{0,4}[0-9][0-9\-]{4,24}[0-9])(?![0-9a-z])"
)
# 16 to 19 digits: Taobao and Tmall. Six digits of the date, a hyphen and 15 digits: Pinduoduo.
_BARE = re.compile(r"(?<![0-9a-z\-.])(?:[0-9]{16,19}|2[0-9]{5}-[0-9]{15})(?![0-9a-z\-]|\.[0-9])")
# 单号 alone may be the parcel's: 快递单号, 物流单号, 运单号.
_PARCEL_WORD = re.compile(r"(?:快递|物流|运|包裹|货运|退货|寄回)(?:的)?$")


class OrderNumberRecogniser:
    """The value is the number as written, letters in capitals."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]] = {}

    def find(self, line: Line) -> Iterator[Found]:
        for match in _BEHIND_CUE.finditer(line.text):
            if not _PARCEL_WORD.search(line.text[: match.start()]):
                yield Found("order_no", match[1].upper(), *match.span(1), "a number behind 订单 or 单号")
        for match in _BARE.finditer(line.text):
            yield Found("order_no", match.group(), *match.span(), "the length of a marketplace's order number")
