"""Phone numbers: Chinese mobiles and landlines with their area code."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.entities.line import Found, Line, TokenPattern

# Digit look-arounds: there is no \b between a digit and a Chinese character. A letter before is part of another number
# (SF13812345678…), one behind is not (13812345678收).
_MOBILE = re.compile(r"(?<![0-9a-z.\-])(?:\+?86[ \-]?)?(1[3-9][0-9])([ \-]?)([0-9]{4})\2([0-9]{4})(?![0-9]|\.[0-9])")
_LANDLINE = re.compile(r"(?<![0-9a-z.\-])\(?(0[1-9][0-9]{1,2})\)?[ \-]?([2-9][0-9]{6,7})(?![0-9\-])")


class PhoneRecogniser:
    """The value is the bare digits, without +86."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]] = {}

    def find(self, line: Line) -> Iterator[Found]:
        for match in _MOBILE.finditer(line.text):
            number = match[1] + match[3] + match[4]
            yield Found("phone", number, *match.span(), "11 digits of a Chinese mobile number")
        for match in _LANDLINE.finditer(line.text):
            yield Found("phone", match[1] + match[2], *match.span(), "area code and local number")
