"""The real word lists with a catalogue of four invented products, at a fixed moment."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import TypeAlias

import pytest
from hypothesis import settings

from zh_text import Catalogue, Entity, EntityFinder, EntityKind, Lexicon, Product, Value

# A busy machine is no wrong answer.
settings.register_profile("untimed", deadline=None)
settings.load_profile("untimed")

LEXICON = Path(__file__).parents[2] / "data" / "lexicon"

# A Sunday, in the afternoon.
NOW = datetime(2026, 11, 22, 15, 0, tzinfo=timezone(timedelta(hours=8)))

CATALOGUE = Catalogue(
    (
        Product("p1001", "云朵绵绵连帽卫衣", ("云朵卫衣", "连帽卫衣"), ("tmall:651230001122", "jd:100230")),
        Product("p1002", "新疆灰枣礼盒", ("灰枣",), ("pdd:90017", "shop.example.com/dates")),
        Product("p1003", "山野Trail2徒步鞋", ("徒步鞋", "连帽卫衣")),
        Product("100777", "折叠水壶", (), ("pdd:100230",)),
    )
)

Finding: TypeAlias = tuple[Value, str]
FindKind: TypeAlias = Callable[[EntityKind, str], list[Finding]]


@pytest.fixture(scope="session")
def lexicon() -> Lexicon:
    return Lexicon.load(LEXICON)


@pytest.fixture(scope="session")
def finder(lexicon: Lexicon) -> EntityFinder:
    return EntityFinder(lexicon, CATALOGUE)


@pytest.fixture(scope="session")
def find(finder: EntityFinder) -> Callable[[str], list[Entity]]:
    return lambda text: finder.find(text, NOW)


@pytest.fixture(scope="session")
def find_kind(finder: EntityFinder) -> FindKind:
    """Values and texts of one kind in a line."""

    def of_kind(kind: EntityKind, text: str) -> list[Finding]:
        return [(entity.value, entity.text) for entity in finder.find(text, NOW) if entity.kind == kind]

    return of_kind
