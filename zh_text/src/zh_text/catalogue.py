"""The shop's products as far as text needs them: an id and what buyers call it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from zh_text.item_links import link_key


class CatalogueError(ValueError):
    """A catalogue file that cannot be read; the message names file, line and field."""


@dataclass(frozen=True, slots=True)
class Product:
    """One product; `aliases` are other names of it, `links` its items on marketplaces, spelled by `link_key`."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All products of the shop, in the order of the file."""

    products: tuple[Product, ...] = ()

    @classmethod
    def load(cls, path: Path) -> Catalogue:
        """Read JSON lines `{"id", "name", "aliases", "links"}`, the last two optional; no file is an empty catalogue.

        Raises CatalogueError naming file, line and field.
        """
        if not path.exists():
            return cls()
        rows = path.read_text(encoding="utf-8").splitlines()
        products = tuple(_product(row, f"{path}:{number}") for number, row in enumerate(rows, 1) if row.strip())
        _refuse_repeated_ids(products, path)
        return cls(products)

    def names(self) -> Iterator[tuple[str, str]]:
        """Every wording with the id of its product: names, aliases and the id itself."""
        for product in self.products:
            for wording in (product.name, *product.aliases, product.id):
                yield wording, product.id


def _product(row: str, where: str) -> Product:
    try:
        fields = json.loads(row)
    except json.JSONDecodeError as error:
        raise CatalogueError(f"{where}: expected one JSON object on the line ({error.msg})") from error
    if not isinstance(fields, dict):
        raise CatalogueError(f"{where}: expected a JSON object, found {type(fields).__name__}")
    return Product(
        _text(fields, "id", where),
        _text(fields, "name", where),
        _texts(fields, "aliases", where),
        tuple(_link(link, where) for link in _texts(fields, "links", where)),
    )


def _texts(fields: dict[str, object], name: str, where: str) -> tuple[str, ...]:
    value = fields.get(name) or []
    if not isinstance(value, list) or not all(isinstance(text, str) for text in value):
        raise CatalogueError(f"{where}: field '{name}': expected a list of strings")
    return tuple(filter(None, (text.strip() for text in value)))


def _link(text: str, where: str) -> str:
    key = link_key(text)
    if not key:
        raise CatalogueError(
            f"{where}: field 'links': expected an item id (tmall:651230001) or an address, found {text!r}"
        )
    return key


def _text(fields: dict[str, object], name: str, where: str) -> str:
    value = fields.get(name)
    if not isinstance(value, str) or not value.strip():
        raise CatalogueError(f"{where}: field '{name}': expected a text that is not empty")
    return value.strip()


def _refuse_repeated_ids(products: Sequence[Product], path: Path) -> None:
    seen: set[str] = set()
    for product in products:
        if product.id in seen:
            raise CatalogueError(f"{path}: field 'id': {product.id!r} stands in more than one line")
        seen.add(product.id)
