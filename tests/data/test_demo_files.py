"""The demo shop's files are complete, agree with one another and claim nothing a shop could not keep."""

import csv
import re
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from assist_api.rules.orders import ORDER_STATES, PARCEL_STATES, REFUND_STATES
from assist_api.rules.shipping import fee, group_of
from assist_api.shop.importing import KINDS, Kind, Reading, parse
from assist_api.shop.schemas import Promotion, Row, ShopSettings
from assist_api.shop.service import settings_of

SHOP = Path(__file__).parents[2] / "data" / "shop"
NOW = datetime(2026, 3, 10, 6, 0, tzinfo=UTC)
READING = Reading(NOW, ZoneInfo("Asia/Shanghai"), relative_times=True)

# 最后 and 第一次 count, they do not praise.
SUPERLATIVE = re.compile(r"最(?!后|近|少|多|晚|早)|第一(?!次)|顶级|顶尖|极致|绝对|唯一|全网|百分百|国家级|永不|万能")
FIBRES = re.compile(r"棉|锦纶|氨纶|纤|莫代尔|羊|绒|毛|麻|EVA")


@cache
def rows(kind: Kind) -> tuple[Row, ...]:
    parsed = parse(kind, (SHOP / f"{kind}.csv").read_bytes(), READING)
    assert parsed.rejected == []
    return tuple(parsed.rows.values())


@cache
def shop() -> ShopSettings:
    return settings_of((SHOP / "settings.yml").read_bytes(), READING)


def products() -> dict[str, Row]:
    return {row["id"]: row for row in rows("products")}


def sizes_of(chart_id: str | None) -> list[str]:
    return [row["size"] for row in rows("size_charts") if row["chart_id"] == chart_id]


# --- goods ------------------------------------------------------------------------------------------------------------


def test_there_is_enough_to_choose_from() -> None:
    categories = Counter(row["category"] for row in rows("products"))
    assert len(products()) >= 45
    assert set(categories) >= {
        "内衣", "内裤", "家居服", "打底", "保暖", "连衣裙", "裤", "衬衫", "针织", "外套", "袜", "拖鞋", "帽", "围巾",
    }  # fmt: skip


def test_no_key_stands_twice() -> None:
    keys = {"size_charts": ("chart_id", "size"), "stock": ("product_id", "colour", "size")}
    for kind in KINDS:
        counted = Counter(tuple(row[name] for name in keys.get(kind, ("id",))) for row in rows(kind))
        assert [key for key, times in counted.items() if times > 1] == []


@pytest.mark.parametrize(
    "field", ["category", "colours", "facts", "weak_point", "strength", "tags", "goes_with", "links"]
)
def test_every_product_tells_what_it_should(field: str) -> None:
    assert [row["id"] for row in rows("products") if not row[field]] == []


def test_every_product_says_what_it_is_made_of_and_how_it_is_washed() -> None:
    without = [
        row["id"]
        for row in rows("products")
        if not {"面料", "洗护"} <= set(row["facts"]) or not FIBRES.search(row["facts"]["面料"])
    ]
    assert without == []


def test_a_crossed_out_price_is_above_the_price() -> None:
    listed = [row for row in rows("products") if row["list_price"] is not None]
    assert len(listed) > 10
    assert [row["id"] for row in listed if row["list_price"] <= row["price"]] == []


def test_what_goes_with_a_product_exists_and_is_another() -> None:
    known = products()
    wrong = [(row["id"], other) for row in rows("products") for other in row["goes_with"] if other not in known]
    assert wrong == []
    assert [row["id"] for row in rows("products") if row["id"] in row["goes_with"]] == []


def test_a_marketplace_link_means_one_product() -> None:
    links = Counter(link for row in rows("products") for link in row["links"])
    assert [link for link, times in links.items() if times > 1] == []


def test_every_chart_that_is_named_exists_and_every_chart_is_used() -> None:
    named = {row["chart_id"] for row in rows("products") if row["chart_id"]}
    assert named == {row["chart_id"] for row in rows("size_charts")}


def test_there_are_charts_of_every_kind() -> None:
    told: dict[str, set[str]] = {}
    for row in rows("size_charts"):
        measures = {column.removesuffix("_min") for column, value in row.items() if column.endswith("_min") and value}
        told.setdefault(row["chart_id"], set()).update(measures)
    assert len(told) >= 8
    for kind in ({"height", "weight"}, {"bust", "waist"}, {"waist", "hip"}, {"underbust", "bust"}, {"foot"}):
        assert kind in told.values(), kind


def test_cup_sizes_go_from_70b_to_85c() -> None:
    assert {"70B", "70C", "75B", "75C", "80B", "80C", "85B", "85C"} <= set(sizes_of("c-cup"))


def test_stock_is_kept_in_every_colour_and_size_of_a_product_and_no_other() -> None:
    for product_id, product in products().items():
        kept = {(row["colour"], row["size"]) for row in rows("stock") if row["product_id"] == product_id}
        sizes = sizes_of(product["chart_id"]) or ["均码"]
        assert kept == {(colour, size) for colour in product["colours"] for size in sizes}, product_id


def test_some_sizes_are_sold_out_and_some_of_those_come_again() -> None:
    gone = [row for row in rows("stock") if row["quantity"] == 0]
    assert len(gone) > 10
    assert sum(row["back_at"] is not None for row in gone) >= 4
    assert [row for row in rows("stock") if row["back_at"] and (row["quantity"] or row["back_at"] < NOW)] == []


def test_every_rule_of_return_and_every_way_sizes_fall_is_there() -> None:
    assert {row["return_rule"] for row in rows("products")} == {"no_reason", "if_sealed", "never"}
    assert {row["runs"] for row in rows("products")} >= {"small", "true", "large"}


# --- buyers, orders, parcels ------------------------------------------------------------------------------------------


def test_orders_parcels_and_refunds_are_there_in_every_state() -> None:
    assert {row["state"] for row in rows("orders")} == set(ORDER_STATES)
    assert {row["state"] for row in rows("parcels")} == set(PARCEL_STATES)
    assert {row["refund_state"] for row in rows("orders")} == set(REFUND_STATES)


def test_unpaid_orders_are_of_several_ages() -> None:
    ages = sorted(NOW - row["placed_at"] for row in rows("orders") if row["state"] == "unpaid")
    assert ages[0] == timedelta(minutes=15)
    assert timedelta(hours=3) in ages
    assert timedelta(hours=23) in ages
    assert any(row["expires_at"] and row["expires_at"] < NOW for row in rows("orders") if row["state"] == "unpaid")


def test_cases_of_the_after_sales_chart_can_be_shown() -> None:
    remarks = "\n".join(row["remark"] for row in rows("orders"))
    for case in ("缺货", "改成", "拦截", "少收到", "发错", "线头", "七天无理由", "补发"):
        assert case in remarks, case
    assert any(row["out_of_stock"] for row in rows("orders"))
    assert any(row["state"] == "delivered" and row["delivered_at"] < NOW - timedelta(days=8) for row in rows("orders"))
    assert any(row["refund_amount"] and row["refund_amount"] < row["amount"] for row in rows("orders"))


def test_an_order_is_a_known_buyers_and_holds_goods_that_exist() -> None:
    buyers, known = {row["id"]: row for row in rows("buyers")}, products()
    for order in rows("orders"):
        buyer = buyers[order["buyer_id"]]
        assert (order["phone"], order["region"]) == (buyer["phone"], buyer["region"]), order["id"]
        for item in order["items"]:
            product = known[item["product_id"]]
            assert item["colour"] in product["colours"], order["id"]
            assert item["size"] in (sizes_of(product["chart_id"]) or ["均码"]), order["id"]


def test_an_order_has_somebody_and_somewhere_to_go_to() -> None:
    for order in rows("orders"):
        assert order["recipient"], order["id"]
        assert order["address"].startswith(order["region"][:2]), order["id"]
        assert re.search(r"\d", order["address"]), order["id"]


def test_phone_tails_tell_buyers_apart() -> None:
    tails = [row["phone"][-4:] for row in rows("buyers")]
    assert len(set(tails)) == len(tails) >= 15


@dataclass(frozen=True)
class Goods:
    category: str
    price: int
    quantity: int


def off(goods: list[Goods], offer: Promotion) -> int:
    """Fen off, worked out here once more, from the offer's own words."""
    counted = [one for one in goods if not offer.categories or one.category in offer.categories]
    total = sum(one.price * one.quantity for one in counted)
    if offer.off and offer.over:
        times = total // offer.over
        return offer.off * (times if offer.every else min(times, 1))
    if offer.pay_percent and offer.pieces and sum(one.quantity for one in counted) >= offer.pieces:
        return total * (100 - offer.pay_percent) // 100
    return 0


def test_what_an_order_cost_follows_from_the_goods_the_offers_and_the_post() -> None:
    """A bot that works out a price must not contradict what the demo's buyers have paid."""
    known = products()
    for order in rows("orders"):
        if order["remark"] == "补发":  # carries the price of the order it replaces
            continue
        goods = [
            Goods(known[item["product_id"]]["category"], known[item["product_id"]]["price"], item["quantity"])
            for item in order["items"]
        ]
        running = [offer for offer in shop().promotions if offer.starts_at <= order["placed_at"] < offer.ends_at]
        total = sum(one.price * one.quantity for one in goods) - sum(off(goods, offer) for offer in running)
        post = fee(total, group_of(order["region"], shop().region_groups), shop().fee_rule)
        assert order["amount"] == total + post, order["id"]


def test_a_parcel_belongs_to_an_order_that_has_left_or_is_about_to() -> None:
    orders = {row["id"]: row for row in rows("orders")}
    for parcel in rows("parcels"):
        order = orders[parcel["order_id"]]
        assert order["shipped_at"] is not None, parcel["id"]
        if parcel["state"] == "signed":
            assert order["delivered_at"] == parcel["scanned_at"], parcel["id"]
        else:
            assert order["delivered_at"] is None, parcel["id"]
        assert parcel["courier"] in {courier.name for courier in shop().couriers}


def test_every_order_on_its_way_or_received_has_its_parcel() -> None:
    tracked = {row["order_id"] for row in rows("parcels")}
    assert [row["id"] for row in rows("orders") if row["shipped_at"] and row["id"] not in tracked] == []


# --- the shop's own rules ---------------------------------------------------------------------------------------------


def test_every_part_of_the_settings_is_told() -> None:
    settings = shop()
    assert all((settings.warranty, settings.authenticity, settings.invoice.kinds, settings.price_protection.text))
    assert settings.price_protection.days > 0
    assert settings.shop_may_not_tell
    assert settings.claims.own_brand
    assert not settings.claims.own_factory


def test_an_offer_of_every_kind_runs_or_comes() -> None:
    offers = shop().promotions
    assert any(offer.off and not offer.every for offer in offers)
    assert any(offer.off and offer.every for offer in offers)
    assert any(offer.pay_percent for offer in offers)
    assert any(offer.gift for offer in offers)
    assert {category for offer in offers for category in offer.categories} <= {
        row["category"] for row in rows("products")
    }


def test_nothing_is_praised_beyond_what_can_be_shown() -> None:
    with (SHOP / "products.csv").open(encoding="utf-8", newline="") as file:
        texts = {f"{row['id']}.{name}": text for row in csv.DictReader(file) for name, text in row.items()}
    texts["settings"] = (SHOP / "settings.yml").read_text()
    found = {where: match[0] for where, text in texts.items() if (match := SUPERLATIVE.search(text))}
    assert found == {}


@pytest.mark.parametrize("kind", ["products", "orders", "parcels", "buyers"])
def test_the_files_hold_no_column_nobody_reads(kind: Kind) -> None:
    with (SHOP / f"{kind}.csv").open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert set(header) == set(rows(kind)[0])
