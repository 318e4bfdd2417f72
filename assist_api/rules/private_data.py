"""What of a talk must not be kept to learn from: numbers that name somebody, addresses, receivers' names, tokens."""

import re
from collections.abc import Iterator

from zh_text import Entity, mask

HIDDEN = "*****"

_PHONE = re.compile(r"(?<!\d)1[3-9]\d([ -]?)\d{4}\1\d{4}(?!\d)")
"""Only to know that the name beside it is somebody's."""

_HIDE = re.compile(
    r"(?P<kept>\[[A-Z][A-Z_]{1,19}_\d{1,10}\])"
    r"|(?:\d{3}[ -]?\*{4}[ -]?\d{4}|\d{3,4}(?:[ -]?\d{4})+\d*|\d{5,})"
    r"|(?<![\w.+-])[A-Za-z0-9._+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,5}"
    r"|(?P<page>https?://[^\s?#]{1,300})[?#][!-~]+"
)
"""Order, phone, card and parcel numbers, in groups of four or in one (165 108斤, prices and sizes are shorter), also a
phone whose middle is starred; mail addresses; what stands behind the page of a link, where tokens are.

Kept: stand-ins of publishers who masked before us ([ORDERID_10005629]); [订单x] has no digits.
"""


def without_private_data(text: str) -> str:
    """Long numbers, street addresses, receivers' names, mail addresses and what a link carries, hidden."""
    return _HIDE.sub(_hidden, mask(text, _phones(text)))


def _phones(text: str) -> Iterator[Entity]:
    return (Entity("phone", match[0], match[0], *match.span(), "") for match in _PHONE.finditer(text))


def _hidden(match: re.Match[str]) -> str:
    return match["kept"] or f"{match['page'] or ''}{HIDDEN}"
