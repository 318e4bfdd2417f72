"""Products by their names, aliases and ids in the catalogue."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.catalogue import Catalogue
from zh_text.entities.line import Found, Line, TokenPattern
from zh_text.normalising import normalise

_SHORTEST_WORDING = 2


class ProductRecogniser:
    """The value is the product's id. A wording that two products share names neither."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]]

    def __init__(self, catalogue: Catalogue) -> None:
        owners: dict[str, set[str]] = defaultdict(set)
        for wording, product_id in catalogue.names():
            owners[normalise(wording).text].add(product_id)
        self._product_of = {
            wording: ids.pop() for wording, ids in owners.items() if len(ids) == 1 and len(wording) >= _SHORTEST_WORDING
        }
        self.phrases = {"product.name": tuple(self._product_of)}

    def find(self, line: Line) -> Iterator[Found]:
        for first, after in line.spans("product.name"):
            wording = line.text[line.tokens[first].start : line.tokens[after - 1].end]
            yield line.found("product", self._product_of[wording], first, after, "a name in the catalogue")
