"""What of a buyer's data may be shown: order numbers, phones and names behind stars."""

import re
from hmac import compare_digest

_NOT_DIGIT = re.compile(r"\D")


def digits_of(text: str) -> str:
    """The ASCII digits of a number as people type it (spaces, dashes and full-width digits allowed)."""
    return "".join(str(int(digit)) for digit in _NOT_DIGIT.sub("", text))


def tail_of(number: str, length: int = 4) -> str:
    """The last digits, by which a buyer recognises an order or a phone."""
    return number[-length:]


def mask_number(number: str) -> str:
    """All but the last four characters hidden; a number of four or fewer is hidden whole."""
    return "*" * len(number) if len(number) <= 4 else "****" + number[-4:]


def mask_phone(phone: str) -> str:
    """138****5678; anything that is not a mobile number keeps its last four digits at most."""
    digits = digits_of(phone)
    return f"{digits[:3]}****{digits[-4:]}" if len(digits) == 11 else mask_number(digits)


def mask_name(name: str) -> str:
    """The family name only: 林晓 → 林*."""
    return name[:1] + "*" * (len(name) - 1)


def phone_tail_matches(phone: str, tail: str) -> bool:
    """Whether `tail` is exactly the last four digits of `phone`; an order without a phone matches nothing."""
    digits, given = digits_of(phone), digits_of(tail)
    return len(digits) >= 7 and len(given) == 4 and compare_digest(digits[-4:], given)


_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?![\d年])")
_SAYS_PHONE = re.compile(r"手机|电话|后四位|后4位|末四位|尾号")


def phone_tail_in(text: str, order_no: str | None = None) -> str | None:
    """The phone tail a buyer gives with an order number, or by its name (手机尾号5821); None for any other four digits.

    With the order number in the same line four lone digits are enough: "731204558210046208 5821".
    """
    rest = text.replace(order_no, " ") if order_no else text
    found = [digits_of(match) for match in _FOUR_DIGITS.findall(rest)]
    named = _SAYS_PHONE.search(rest) is not None or (order_no is not None and order_no in text)
    return found[0] if len(found) == 1 and named else None
