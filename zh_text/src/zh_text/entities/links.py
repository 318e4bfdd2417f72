"""Links: the placeholder that normalising put in, with the address as its value, and the marketplaces' passwords."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.catalogue import Catalogue
from zh_text.entities.line import Found, Line, TokenPattern
from zh_text.item_links import item_number, link_key

_IDENTIFIER = re.compile(r"[A-Za-z0-9_\-]{3,}")
# What Taobao's app copies beside or in place of a link: ￥AbCdEf12345￥. It names no item that could be read off it.
_PASSWORD = re.compile(r"([¥€$₤₴¢])(?=[0-9]*[a-z])[0-9a-z]{8,13}\1")


class LinkRecogniser:
    """A link is `link`, or `product` where its address names a product of the catalogue.

    On a marketplace only the item's own number counts, not the shop's or the variant's in the same address: it is
    among a product's links, or a product's id. Elsewhere the address is among the links, or one of its parts is an id.
    """

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]] = {}

    def __init__(self, catalogue: Catalogue) -> None:
        self._ids = {product.id.lower(): product.id for product in catalogue.products}
        self._product_of = {link: product.id for product in reversed(catalogue.products) for link in product.links}

    def find(self, line: Line) -> Iterator[Found]:
        for start, address in line.link_texts.items():
            product = self._product(unicodedata.normalize("NFKC", address))
            if product is None:
                yield Found("link", address, start, start + 1, "a web address")
            else:
                yield Found("product", product, start, start + 1, "a web address that names the product")
        for match in _PASSWORD.finditer(line.text):
            yield Found("link", match.group(), *match.span(), "a password of the Taobao app")

    def _product(self, address: str) -> str | None:
        key = link_key(address)
        if key in self._product_of:
            return self._product_of[key]
        if number := item_number(key):
            return self._ids.get(number.lower())
        parts = _IDENTIFIER.findall(address.lower())
        return next((self._ids[part] for part in parts if part in self._ids), None)
