"""Tracking numbers: by the couriers' own shapes, or any long number behind 快递单号 and the like."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.entities.line import Found, Line, TokenPattern

_BEHIND_CUE = re.compile(
    r"(?:(?:快递|物流|运|包裹|货运|退货|寄回)的?单号?|快递号|物流号|物流编号|运单编号)(?:码|是|为|:|;|\s|#|这个|\()*"
    r"([a-z]{0,4}[0-9]{8,20})(?![0-9a-z])"
)
_SHAPES = (
    (re.compile(r"(?<![0-9a-z])sf[0-9]{12,15}(?![0-9a-z])"), "SF and 12 to 15 digits: 顺丰"),
    (re.compile(r"(?<![0-9a-z])yt[0-9]{13,15}(?![0-9a-z])"), "YT and 13 to 15 digits: 圆通"),
    (re.compile(r"(?<![0-9a-z])jt[0-9]{13,15}(?![0-9a-z])"), "JT and 13 to 15 digits: 极兔"),
    (re.compile(r"(?<![0-9a-z])jd[a-z]{0,3}[0-9]{11,15}(?![0-9a-z])"), "JD and 11 to 15 digits: 京东"),
    (re.compile(r"(?<![0-9a-z])(?:zt|sto|yd|dpk|db)[0-9]{10,15}(?![0-9a-z])"), "a courier's letters and digits"),
    (re.compile(r"(?<![0-9a-z])[a-z]{2}[0-9]{9}cn(?![0-9a-z])"), "two letters, nine digits and CN: EMS"),
    (re.compile(r"(?<![0-9a-z.\-])(?:7[3568][0-9]{12}|77[0-9]{13})(?![0-9a-z\-]|\.[0-9])"), "digits of 中通 or 申通"),
    (re.compile(r"(?<![0-9a-z.\-])(?:31|43|46)[0-9]{13}(?![0-9a-z\-]|\.[0-9])"), "15 digits from 31, 43 or 46: 韵达"),
    (re.compile(r"(?<![0-9a-z.\-])(?:9[6-9]|1[01])[0-9]{11}(?![0-9a-z\-]|\.[0-9])"), "13 digits of 邮政 or EMS"),
)


class TrackingNumberRecogniser:
    """The value is the number with its letters in capitals.

    Twelve bare digits are left alone: they are as often a product's id or an order of another marketplace.
    """

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]] = {}

    def find(self, line: Line) -> Iterator[Found]:
        for match in _BEHIND_CUE.finditer(line.text):
            yield Found("tracking_no", match[1].upper(), *match.span(1), "a number behind 快递单号, 运单号 or the like")
        for pattern, reason in _SHAPES:
            for match in pattern.finditer(line.text):
                yield Found("tracking_no", match.group().upper(), *match.span(), reason)
