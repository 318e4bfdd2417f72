"""The shop's products as far as text needs them: an id and what buyers call it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path


class CatalogueError(ValueError):
    """A catalogue file that cannot be read; the message names file, line and field."""


@dataclass(frozen=True, slots=True)
class Product:
    """One product; `aliases` are other names buyers use."""

    id: str
    name: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All products of the shop, in the order of the file."""

    products: tuple[Product, ...] = ()

    @classmethod
    def load(cls, path: Path) -> Catalogue:
        """Read JSON lines `{"id", "name", "aliases"}`; a file that is not there is an empty catalogue.

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
    aliases = fields.get("aliases") or []
    if not isinstance(aliases, list) or not all(isinstance(alias, str) for alias in aliases):
        raise CatalogueError(f"{where}: field 'aliases': expected a list of strings")
    stripped = (alias.strip() for alias in aliases)
    return Product(_text(fields, "id", where), _text(fields, "name", where), tuple(filter(None, stripped)))


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
