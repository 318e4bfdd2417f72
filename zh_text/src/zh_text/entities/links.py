"""Links: the placeholder that normalising put in, with the address as its value."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.catalogue import Catalogue
from zh_text.entities.line import Found, Line, TokenPattern

_IDENTIFIER = re.compile(r"[A-Za-z0-9_\-]{3,}")


class LinkRecogniser:
    """A link is `link`, or `product` where its address names a product of the catalogue."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]] = {}

    def __init__(self, catalogue: Catalogue) -> None:
        self._ids = {product.id.lower(): product.id for product in catalogue.products}

    def find(self, line: Line) -> Iterator[Found]:
        for start, address in line.link_texts.items():
            product = self._product(address)
            if product is None:
                yield Found("link", address, start, start + 1, "a web address")
            else:
                yield Found("product", product, start, start + 1, "a web address that holds the product's id")

    def _product(self, address: str) -> str | None:
        parts = _IDENTIFIER.findall(address.lower())
        return next((self._ids[part] for part in parts if part in self._ids), None)
