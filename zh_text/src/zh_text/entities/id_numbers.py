"""Identity card numbers: found to be masked, never to be used."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from zh_text.entities.line import Found, Line, TokenPattern

_ID_NUMBER = re.compile(r"(?<![0-9a-z])[1-9][0-9]{16}[0-9x](?![0-9a-z])")
_CUE = re.compile(r"身份证(?:号码?|是|为|[:\s])*$")

# GB 11643-1999: weights of the first 17 digits and the check character by the sum's remainder.
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_CHARACTERS = "10x98765432"


class IdNumberRecogniser:
    """18 characters with a birthday and the right check character; behind 身份证 the length alone will do."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]] = {}

    def find(self, line: Line) -> Iterator[Found]:
        for match in _ID_NUMBER.finditer(line.text):
            number = match.group()
            if _CUE.search(line.text[: match.start()]):
                yield Found("id_no", number.upper(), *match.span(), "18 characters behind 身份证")
            elif _has_birthday(number) and _has_right_check(number):
                yield Found("id_no", number.upper(), *match.span(), "birthday and check character of an identity card")


def _has_birthday(number: str) -> bool:
    try:
        return 1900 <= date(int(number[6:10]), int(number[10:12]), int(number[12:14])).year <= 2100
    except ValueError:
        return False


def _has_right_check(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number, strict=False))
    return _CHECK_CHARACTERS[total % 11] == number[-1]
