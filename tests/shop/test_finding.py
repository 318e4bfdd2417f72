"""Finding products and reading orders: what the bot's answers are computed from."""

from datetime import timedelta

import pytest

from assist_api.database import Database
from assist_api.settings import Settings
from assist_api.shop import service, store
from assist_api.shop.schemas import ShopSettings
from assist_api.shop.tables import Order
from tests.shop.conftest import NOW, clock

PRODUCTS = """\
id,name,category,price,tags,goes_with
d1,亚麻长裙,连衣裙,239,通勤|显瘦,k1|gone|s1
d2,棉布短裙,连衣裙,129,显瘦,
k1,薄针织,针织,169,通勤|100%棉,
s1,短袜,袜,19,,
""".encode()
STOCK = "product_id,colour,size,quantity\nd1,白,M,1\nd2,白,M,0\nk1,白,M,3\nk1,白,L,0\ns1,白,均码,9\n".encode()


@pytest.fixture
async def shop(database: Database, settings: Settings) -> Database:
    for kind, content in (("products", PRODUCTS), ("stock", STOCK)):
        report = await service.import_file(database, settings, clock, kind, content)
        assert report.rejected == []
    return database


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ({}, ["s1", "k1", "d1"]),
        ({"in_stock": False}, ["s1", "d2", "k1", "d1"]),
        ({"categories": ["连衣裙"], "in_stock": False}, ["d2", "d1"]),
        ({"tags": ["通勤"]}, ["k1", "d1"]),
        ({"tags": ["通勤", "显瘦"]}, ["d1", "k1"]),
        ({"tags": ["通"]}, []),
        ({"tags": ["100%棉"]}, ["k1"]),
        ({"tags": ["100_棉"]}, []),
        ({"tags": ['通勤"', "%"]}, []),
        ({"price_from": 12900, "price_to": 16900, "in_stock": False}, ["d2", "k1"]),
        ({"price_to": 1899}, []),
        ({"limit": 1}, ["s1"]),
    ],
)
async def test_products_are_found_by_category_need_and_budget(
    shop: Database, wish: dict[str, object], found: list[str]
) -> None:
    async with shop.read() as session:
        assert [product.id for product in await store.search_products(session, **wish)] == found  # type: ignore[arg-type]


async def test_what_goes_with_a_product_comes_in_the_shops_order_without_unknown_ids(shop: Database) -> None:
    async with shop.read() as session:
        dress = await store.product(session, "d1")
        assert dress
        assert [product.id for product in await store.goes_with(session, dress)] == ["k1", "s1"]


async def test_categories_and_tags_are_those_in_use(shop: Database) -> None:
    async with shop.read() as session:
        assert set(await store.categories(session)) == {"连衣裙", "针织", "袜"}
        assert set(await store.tags(session)) == {"通勤", "显瘦", "100%棉"}


def order(**values: object) -> Order:
    return Order(**{"state": "unpaid", "placed_at": NOW, "refund_state": ""} | values)


async def test_an_unpaid_order_closes_when_it_says_or_after_the_shops_hours(
    database: Database, settings: Settings
) -> None:
    text = (settings.data / "shop" / "settings.yml").read_text().split("\npromotions:")[0]
    await service.import_file(database, settings, clock, "settings", text.encode())
    async with database.read() as session:
        shop: ShopSettings = await service.shop_settings(session)
    hours = shop.payment.closes_after_hours
    assert service.closes_at(order(), shop) == NOW + timedelta(hours=hours)
    assert service.closes_at(order(expires_at=NOW + timedelta(minutes=5)), shop) == NOW + timedelta(minutes=5)
    assert service.closes_at(order(state="paid"), shop) is None
