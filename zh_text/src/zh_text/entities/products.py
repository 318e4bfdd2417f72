"""Products by their names, aliases and ids in the catalogue."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.catalogue import Catalogue
from zh_text.entities.line import Found, Line, TokenPattern
from zh_text.item_links import item_number
from zh_text.normalising import normalise

_SHORTEST_WORDING = 2
_CODE = re.compile(r"[a-z0-9]+(?:[_.\-][a-z0-9]+)*")
"""How most shops write ids. They are looked up in a dictionary: in the matcher each would cost kilobytes."""

_ANNOUNCED_NUMBER = re.compile(
    r"(?:商品|宝贝|货品|产品)(?:的?(?:id|编[号码]|货号)|号)(?:是|为|:|\s)*([0-9]{4,20})(?![0-9])"
)
_LONG_NUMBER = re.compile(r"(?<![0-9a-z.\-])[0-9]{9,20}(?![0-9a-z\-]|\.[0-9])")


class ProductRecogniser:
    """The value is the product's id. A wording that two products share names neither.

    A marketplace's item number, which stands in a product's links, counts from nine digits on, or behind 商品ID.
    """

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]]

    def __init__(self, catalogue: Catalogue) -> None:
        owners: dict[str, set[str]] = defaultdict(set)
        for wording, product_id in catalogue.names():
            owners[normalise(wording).text].add(product_id)
        self._product_of = {
            wording: ids.pop() for wording, ids in owners.items() if len(ids) == 1 and len(wording) >= _SHORTEST_WORDING
        }
        self._product_of_number = _products_of_numbers(catalogue)
        self.phrases = {"product.name": tuple(name for name in self._product_of if not _CODE.fullmatch(name))}

    def find(self, line: Line) -> Iterator[Found]:
        for first, after in line.spans("product.name"):
            wording = line.text[line.tokens[first].start : line.tokens[after - 1].end]
            yield line.found("product", self._product_of[wording], first, after, "a name in the catalogue")
        for code in _CODE.finditer(line.text):
            if product := self._product_of.get(code[0]):
                yield Found("product", product, code.start(), code.end(), "an id in the catalogue")
        for pattern in (_ANNOUNCED_NUMBER, _LONG_NUMBER):
            for number in pattern.finditer(line.text):
                last = number.lastindex or 0
                if product := self._product_of_number.get(number[last]):
                    yield Found("product", product, *number.span(last), "a marketplace's number of the product")


def _products_of_numbers(catalogue: Catalogue) -> Mapping[str, str]:
    """Item number → product, without the numbers that mean two: marketplaces count each for itself."""
    owners: dict[str, set[str]] = defaultdict(set)
    for product in catalogue.products:
        for link in product.links:
            if number := item_number(link):
                owners[number].add(product.id)
    return {number: ids.pop() for number, ids in owners.items() if len(ids) == 1}
