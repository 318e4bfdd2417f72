"""Goods that a line names by a marketplace's page or number, which the shop has not told us to be one of its own."""

import re
from collections.abc import Iterable

from zh_text import link_key

_ADDRESS = re.compile(r"https?://[!-~]+")
_KEY_OF_ITEM = re.compile(r"[0-9a-z]+:")
# Phones and most numbers of orders and parcels are entities; prices, years and sizes are far shorter.
_ITEM_NUMBER = re.compile(r"(?<![0-9a-zA-Z])[0-9]{11,13}(?![0-9a-zA-Z])")


def names_goods_by_number(text: str, read_otherwise: Iterable[str] = ()) -> bool:
    """Whether the line holds a marketplace's page of an item, or an item's bare number.

    `read_otherwise`: parts of the line that are known to mean something else, such as an order's number.
    """
    for part in filter(None, read_otherwise):
        text = text.replace(part, " ")
    pages = any(_KEY_OF_ITEM.match(link_key(address)) for address in _ADDRESS.findall(text))
    return pages or bool(_ITEM_NUMBER.search(_ADDRESS.sub(" ", text)))
