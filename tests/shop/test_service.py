import json
from datetime import datetime, timedelta

import httpx
import pytest
from fastapi import FastAPI

from assist_api.database import Database
from assist_api.errors import BadInput, Conflict
from assist_api.rules.orders import ORDER_STATES, PARCEL_STATES
from assist_api.settings import Settings
from assist_api.shop import routes, service, store
from tests.shop.conftest import NOW, clock

ORDER = "731204558210046208"
TAIL = "5821"


def _demo_lines(settings: Settings, kind: str) -> list[str]:
    return (settings.data / "shop" / f"{kind}.csv").read_text().splitlines()[1:]


async def test_the_demo_is_loaded_once_and_into_an_empty_shop_only(database: Database, settings: Settings) -> None:
    assert await service.load_demo(database, settings, clock)
    assert not await service.load_demo(database, settings, clock)


async def test_the_demo_holds_every_state_of_orders_and_parcels(database: Database, settings: Settings) -> None:
    await service.load_demo(database, settings, clock)
    async with database.read() as session:
        buyers = [line.split(",")[0] for line in _demo_lines(settings, "buyers")]
        orders = [order for buyer in buyers for order in await store.orders_of(session, buyer, "site")]
        parcels = [parcel for order in orders if (parcel := await store.parcel_of(session, order.id))]
        assert len(await store.products(session)) >= 20
    assert len(orders) >= 25
    assert {order.state for order in orders} == set(ORDER_STATES)
    assert {parcel.state for parcel in parcels} >= set(PARCEL_STATES) - {"waiting"}
    assert any(order.out_of_stock for order in orders)


async def test_the_demo_goes_and_what_was_imported_over_it_stays(database: Database, settings: Settings) -> None:
    await service.load_demo(database, settings, clock)
    await service.import_file(database, settings, clock, "products", "id,name,price\np1001,自家内衣,66\n".encode())
    await service.import_file(
        database,
        settings,
        clock,
        "parcels",
        f"id,order_id,courier,state,scanned_at\nX1,{ORDER},中通,lost,2026-03-09 10:00\n".encode(),
    )
    assert await service.remove_demo(database, settings) > 100
    async with database.read() as session:
        assert [product.name for product in await store.products(session)] == ["自家内衣"]
        assert await store.parcel_of(session, ORDER)
        with pytest.raises(Conflict):
            await service.shop_settings(session)
    assert await service.remove_demo(database, settings) == 0


async def test_importing_again_changes_nothing(database: Database, settings: Settings) -> None:
    rows = "id,name,price\np1,裙,10\np2,裤,20\n".encode()
    first = await service.import_file(database, settings, clock, "products", rows)
    second = await service.import_file(database, settings, clock, "products", rows)
    assert first == second
    async with database.read() as session:
        assert len(await store.products(session)) == 2


async def test_a_size_gone_from_the_file_is_gone_from_its_chart(database: Database, settings: Settings) -> None:
    header = "chart_id,size,weight\n"
    await service.import_file(database, settings, clock, "size_charts", (header + "c,M,40-50\nc,L,50-60\n").encode())
    await service.import_file(database, settings, clock, "size_charts", (header + "c,L,50-60\n").encode())
    async with database.read() as session:
        assert [row.size for row in await store.size_chart(session, "c")] == ["L"]


async def test_stock_of_an_unknown_product_and_a_parcel_of_no_order_are_rejected(
    database: Database, settings: Settings
) -> None:
    stock = await service.import_file(
        database, settings, clock, "stock", "product_id,colour,size,quantity\np9,黑,M,1\n".encode()
    )
    parcel = await service.import_file(
        database,
        settings,
        clock,
        "parcels",
        "id,order_id,courier,state,scanned_at\n1,2,中通,lost,2026-03-09 10:00\n".encode(),
    )
    assert [(fault.row, fault.field) for fault in (*stock.rejected, *parcel.rejected)] == [
        (2, "product_id"),
        (2, "order_id"),
    ]


async def test_an_unknown_kind_is_refused(database: Database, settings: Settings) -> None:
    with pytest.raises(BadInput):
        await service.import_file(database, settings, clock, "coupons", b"")


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ("- 1", ""),
        ("a: [", ""),
        ("name: 店", "welcome"),
        ("timezone: Mars/Base", "timezone"),
        ("hours: {opens: 25:00, closes: '23:30'}", "hours.opens"),
        ("shipping: {promise_hours: 48, cut_off: 16:00, base_fee: 一, free_from: 9}", "shipping.base_fee"),
        ("promotions: [{name: a, text: b, starts_at: 明天, ends_at: 后天}]", ""),
    ],
)
async def test_wrong_settings_are_named_by_their_field(
    database: Database, settings: Settings, content: str, field: str
) -> None:
    report = await service.import_file(database, settings, clock, "settings", content.encode())
    assert report.imported == 0
    assert field in {fault.field for fault in report.rejected}


async def test_an_unquoted_yaml_time_is_read_as_the_time_it_means(database: Database, settings: Settings) -> None:
    text = (settings.data / "shop" / "settings.yml").read_text().replace('"16:00"', "16:00").split("\npromotions:")[0]
    report = await service.import_file(database, settings, clock, "settings", text.encode())
    assert report.rejected == []
    async with database.read() as session:
        assert f"{(await service.shop_settings(session)).shipping.cut_off:%H:%M}" == "16:00"


async def test_the_catalogue_is_written_for_the_bot(database: Database, settings: Settings) -> None:
    await service.load_demo(database, settings, clock)
    entries = [json.loads(line) for line in settings.catalogue.read_text().splitlines()]
    assert {"id", "name", "aliases", "links"} == set(entries[0])
    await service.import_file(database, settings, clock, "products", "id,name,price\np1,新裙,10\n".encode())
    assert len(settings.catalogue.read_text().splitlines()) == len(entries) + 1
    assert [path.name for path in settings.home.iterdir() if path.name.endswith(".new")] == []


async def test_the_public_page_shows_the_catalogue_and_nobodys_data(database: Database, settings: Settings) -> None:
    await service.load_demo(database, settings, clock)
    app = FastAPI()
    app.state.database = database
    app.include_router(routes.router)
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://shop") as client:
        answer = await client.get("/api/v1/demo/shop")
    shop = answer.json()
    assert shop["name"] == "青禾衣铺"
    assert shop["products"][0]["sizes"] == ["S", "M", "L", "XL"]
    assert shop["products"][0]["price"] == "89.00"
    assert set(shop["products"][0]) == {"id", "name", "price", "colours", "sizes", "facts"}
    assert TAIL not in answer.text


# --- phone tails ------------------------------------------------------------------------------------------------------


@pytest.fixture
async def shop(database: Database, settings: Settings) -> Database:
    await service.load_demo(database, settings, clock)
    return database


async def tried(
    database: Database, message: int, tail: str, conversation: str = "c_1", order: str = ORDER, at: datetime = NOW
) -> str:
    async with database.begin() as session:
        return await service.try_phone_tail(session, conversation, message, order, tail, at)


async def test_the_right_tail_opens_the_order_in_this_conversation_for_a_day(shop: Database) -> None:
    assert await tried(shop, 1, TAIL) == "right"
    async with shop.read() as session:
        assert await service.is_open(session, "c_1", ORDER, NOW + timedelta(hours=23))
        assert not await service.is_open(session, "c_1", ORDER, NOW + timedelta(hours=25))
        assert not await service.is_open(session, "c_2", ORDER, NOW)
        assert not await service.is_open(session, "c_1", "731204558210039914", NOW)


async def test_after_five_wrong_tails_even_the_right_one_opens_nothing(shop: Database) -> None:
    outcomes = [await tried(shop, message, "0000") for message in range(5)]
    assert outcomes == ["wrong"] * 5
    assert await tried(shop, 6, TAIL) == "locked"
    assert await tried(shop, 7, TAIL, at=NOW + timedelta(minutes=59)) == "locked"
    assert await tried(shop, 8, TAIL, at=NOW + timedelta(minutes=61)) == "right"


async def test_wrong_tails_count_per_order_over_many_conversations(shop: Database) -> None:
    for number in range(5):
        await tried(shop, 1, "0000", conversation=f"c_{number}")
    assert await tried(shop, 1, TAIL, conversation="c_new") == "locked"


async def test_wrong_tails_count_per_conversation_over_many_orders(shop: Database) -> None:
    orders = [
        "731204560077015583",
        "731204560077012247",
        "731204560077009136",
        "731204562390028870",
        "731204562390021459",
    ]
    for message, order in enumerate(orders):
        await tried(shop, message, "0000", order=order)
    assert await tried(shop, 99, TAIL) == "locked"


async def test_a_turn_computed_again_counts_its_try_once(shop: Database) -> None:
    for _ in range(9):
        assert await tried(shop, 1, "0000") == "wrong"
    assert await tried(shop, 2, TAIL) == "right"
    assert await tried(shop, 2, TAIL) == "right"


async def test_an_order_without_a_phone_is_opened_by_nothing(shop: Database) -> None:
    async with shop.begin() as session:
        order = await store.order(session, ORDER)
        assert order
        order.phone = ""
    assert [await tried(shop, message, tail) for message, tail in enumerate(("", "0000", TAIL))] == ["wrong"] * 3


async def test_one_message_is_a_try_at_one_order_only(shop: Database) -> None:
    assert await tried(shop, 1, "0000") == "wrong"
    assert await tried(shop, 1, "7714", order="731204560077015583") == "locked"
    async with shop.read() as session:
        assert await store.try_of(session, "c_1", 1) is not None
