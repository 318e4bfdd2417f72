"""The demo's own data fits what the bot finds in buyers' lines."""

import csv
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assist_api.rules.shipping import group_of
from assist_api.shop.importing import Reading
from assist_api.shop.schemas import ShopSettings
from assist_api.shop.service import settings_of
from zh_text import Catalogue, EntityFinder, Lexicon, Product

DATA = Path(__file__).parents[2] / "data"
NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def shop() -> ShopSettings:
    reading = Reading(NOW, ZoneInfo("Asia/Shanghai"), relative_times=True)
    return settings_of((DATA / "shop" / "settings.yml").read_bytes(), reading)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return Lexicon.load(DATA / "lexicon")


def rows(kind: str) -> list[dict[str, str]]:
    with (DATA / "shop" / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_place_the_bot_can_find_has_its_delivery_days(shop: ShopSettings, lexicon: Lexicon) -> None:
    groups = shop.region_groups
    homeless = [region.name for region in lexicon.regions.places.values() if group_of(region.name, groups) is None]
    assert homeless == []


def test_every_product_is_found_by_its_name_and_aliases(lexicon: Lexicon) -> None:
    products = rows("products")
    catalogue = Catalogue(tuple(Product(row["id"], row["name"], tuple(row["aliases"].split("|"))) for row in products))
    finder = EntityFinder(lexicon, catalogue)
    for row in products:
        for name in (row["name"], *row["aliases"].split("|")):
            found = [entity.value for entity in finder.find(f"{name}还有吗", NOW) if entity.kind == "product"]
            assert found == [row["id"]], name


def test_every_order_number_is_found_in_a_line(lexicon: Lexicon) -> None:
    finder = EntityFinder(lexicon)
    for row in rows("orders"):
        found = [entity.value for entity in finder.find(f"帮我看下{row['id']}", NOW) if entity.kind == "order_no"]
        assert found == [row["id"]]


def test_every_alias_belongs_to_one_product() -> None:
    aliases = [alias for row in rows("products") for alias in (row["name"], *row["aliases"].split("|"))]
    assert sorted(set(aliases)) == sorted(aliases)
