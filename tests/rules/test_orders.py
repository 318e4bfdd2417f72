from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from assist_api.rules.orders import (
    ORDER_STATES,
    STUCK_AFTER,
    OrderFacts,
    OrderState,
    ParcelFacts,
    ParcelState,
    describe,
    order_trouble,
    parcel_trouble,
    public_state,
    return_deadline,
    say_parcel,
    ship_deadline,
)
from assist_api.rules.shipping import ShipPromise

ZONE = ZoneInfo("Asia/Shanghai")
PROMISE = ShipPromise(hours=48, cut_off=time(16, 0))
NOW = datetime(2026, 3, 10, 14, 0, tzinfo=ZONE)
HOUR = timedelta(hours=1)


def words(order: OrderFacts) -> tuple[str, str]:
    told = describe(order, PROMISE, 7, NOW, ZONE)
    return told.state, told.next_step


@pytest.mark.parametrize(
    ("order", "state", "next_step"),
    [
        (OrderFacts("unpaid"), "还没有付款", "付款后就会安排发货"),
        (OrderFacts("paid", NOW - HOUR), "已付款，等待发货", "最晚后天13:00前发出"),
        (OrderFacts("presale", NOW - 90 * HOUR, ship_at=NOW + 48 * HOUR), "已付款，是预售款", "最晚后天14:00前发出"),
        (OrderFacts("shipped", NOW - 90 * HOUR), "已发货", "收到后请先检查再签收"),
        (OrderFacts("delivered", delivered_at=NOW - 24 * HOUR), "已签收", "需要退换请在3月16日内申请"),
        (OrderFacts("delivered", delivered_at=NOW - 24 * 8 * HOUR), "已签收", "穿着有问题随时告诉客服"),
        (OrderFacts("refunding"), "退款处理中", "处理好后款项会原路退回"),
        (OrderFacts("cancelled"), "已取消", "还喜欢的话可以重新下单"),
    ],
)
def test_an_order_is_told_with_its_next_step(order: OrderFacts, state: str, next_step: str) -> None:
    assert words(order) == (state, next_step)


@pytest.mark.parametrize(
    ("order", "trouble"),
    [
        (OrderFacts("paid", NOW - 48 * HOUR), None),
        (OrderFacts("paid", NOW - 48 * HOUR - timedelta(seconds=1)), "order_late"),
        (OrderFacts("paid", NOW - HOUR, out_of_stock=True), "order_out_of_stock"),
        (OrderFacts("paid", NOW - 99 * HOUR, out_of_stock=True), "order_out_of_stock"),
        (OrderFacts("presale", NOW - 99 * HOUR, ship_at=NOW + HOUR), None),
        (OrderFacts("presale", NOW - 99 * HOUR, ship_at=NOW - HOUR), "order_late"),
        (OrderFacts("shipped", NOW - 99 * HOUR), None),
        (OrderFacts("cancelled", NOW - 99 * HOUR, out_of_stock=True), None),
    ],
)
def test_late_and_missing_goods_are_trouble(order: OrderFacts, trouble: str | None) -> None:
    assert order_trouble(order, PROMISE, NOW) == trouble


def test_a_late_order_is_called_late_and_promises_no_time() -> None:
    state, next_step = words(OrderFacts("paid", NOW - 60 * HOUR))
    assert "晚" in state
    assert "最晚" not in next_step


@pytest.mark.parametrize("state", [state for state in ORDER_STATES if state not in ("paid", "presale")])
def test_only_what_waits_to_be_sent_has_a_ship_deadline(state: OrderState) -> None:
    assert ship_deadline(OrderFacts(state, NOW, ship_at=NOW), PROMISE) is None


def test_the_state_alone_tells_no_time_and_no_goods() -> None:
    for state in ORDER_STATES:
        assert not any(character.isdigit() for character in public_state(state))


@pytest.mark.parametrize(
    ("delivered_at", "until"),
    [("2026-03-02 00:00", "2026-03-09 23:59:59"), ("2026-03-02 23:59", "2026-03-09 23:59:59")],
)
def test_the_day_of_receipt_does_not_count_for_a_return(delivered_at: str, until: str) -> None:
    received = datetime.fromisoformat(delivered_at).replace(tzinfo=ZONE)
    expected = datetime.fromisoformat(until).replace(tzinfo=ZONE)
    assert return_deadline(OrderFacts("delivered", delivered_at=received), 7, ZONE) == expected


def test_there_is_no_return_deadline_before_receipt() -> None:
    assert return_deadline(OrderFacts("shipped"), 7, ZONE) is None


@pytest.mark.parametrize(
    ("state", "age", "trouble"),
    [
        ("in_transit", STUCK_AFTER, None),
        ("in_transit", STUCK_AFTER + HOUR, "parcel_stuck"),
        ("picked_up", STUCK_AFTER + HOUR, "parcel_stuck"),
        ("signed", STUCK_AFTER * 9, None),
        ("problem", HOUR, "parcel_problem"),
        ("lost", HOUR, "parcel_lost"),
        ("out_for_delivery", HOUR, None),
    ],
)
def test_a_parcel_in_trouble_is_noticed(state: ParcelState, age: timedelta, trouble: str | None) -> None:
    assert parcel_trouble(ParcelFacts(state, NOW - age), NOW) == trouble


def test_a_parcel_is_told_with_the_place_of_its_last_scan() -> None:
    assert say_parcel(ParcelFacts("in_transit", NOW - HOUR, "武汉"), NOW) == "正在运输途中，在武汉"
    stuck = say_parcel(ParcelFacts("in_transit", NOW - STUCK_AFTER - HOUR, "武汉"), NOW)
    assert stuck == "正在运输途中，但已超过72小时没有更新，在武汉"
    assert (
        say_parcel(ParcelFacts("problem", NOW, "武汉", "电话未打通"), NOW) == "运输中遇到了问题，在武汉（电话未打通）"
    )
