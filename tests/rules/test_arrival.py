"""When a parcel is here, and why one has not left."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assist_api.rules.arrival import Window, chance_by, last_day, window_after, window_out_for_delivery
from assist_api.rules.dispatch import why_not_sent
from assist_api.rules.orders import OrderFacts
from assist_api.rules.shipping import RegionGroup, ShipPromise

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 10, 14, 0, tzinfo=ZONE)
DAY = timedelta(days=1)
NEAR = RegionGroup("江浙沪", ("浙江",), (1, 2))
PROMISE = ShipPromise(48, time(16))


@pytest.mark.parametrize(
    ("left", "earliest", "latest"),
    [
        (NOW, date(2026, 3, 11), date(2026, 3, 12)),
        (NOW - DAY, date(2026, 3, 10), date(2026, 3, 11)),
        (NOW - 5 * DAY, date(2026, 3, 10), date(2026, 3, 10)),
    ],
)
def test_what_has_not_come_yet_comes_today_at_the_earliest(left: datetime, earliest: date, latest: date) -> None:
    assert window_after(left, NEAR, NOW, ZONE) == Window(earliest, latest)


@pytest.mark.parametrize(
    ("hour", "earliest"), [(14, date(2026, 3, 10)), (18, date(2026, 3, 10)), (19, date(2026, 3, 11))]
)
def test_late_in_the_evening_nobody_delivers_any_more(hour: int, earliest: date) -> None:
    assert window_out_for_delivery(NOW.replace(hour=hour), ZONE).earliest == earliest


@pytest.mark.parametrize(("day", "chance"), [(10, "unlikely"), (11, "maybe"), (12, "likely"), (20, "likely")])
def test_the_chance_that_it_is_here_by_a_day(day: int, chance: str) -> None:
    assert chance_by(date(2026, 3, day), Window(date(2026, 3, 11), date(2026, 3, 12))) == chance


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2026-03-11", date(2026, 3, 11)),
        ("2026-03-11T15:00:00+08:00", date(2026, 3, 11)),
        ("2026-03-11T20:00:00+00:00", date(2026, 3, 12)),
        ({"from": "2026-03-11", "to": "2026-03-13"}, date(2026, 3, 12)),
        ({"from": "2026-03-11T08:00:00+08:00", "to": "2026-03-11T12:00:00+08:00"}, date(2026, 3, 11)),
        ({"from": "2026-03-11"}, date(2026, 3, 11)),
        ("下周", None),
        (None, None),
        (7, None),
    ],
)
def test_the_day_a_time_word_ends_with(value: Any, day: date | None) -> None:
    assert last_day(value, ZONE) == day


@pytest.mark.parametrize(
    ("order", "packed", "reason"),
    [
        (OrderFacts("paid", NOW.replace(hour=9)), False, "今天9:00付的款，仓库正在配货打包"),
        (OrderFacts("paid", NOW.replace(hour=9) - DAY), False, "昨天9:00付的款，仓库还在配货打包"),
        (
            OrderFacts("paid", NOW.replace(hour=16) - DAY),
            False,
            "昨天16:00付的款，过了当天16:00的截单时间，排在第二天出库",
        ),
        (OrderFacts("paid", NOW.replace(hour=9)), True, "已经打包好，在等快递来取"),
        (OrderFacts("presale", NOW, NOW + 8 * DAY), False, "这单是预售款，按页面写的时间发货"),
        (OrderFacts("paid"), False, "仓库正在配货打包"),
    ],
)
def test_an_order_that_has_not_left_has_a_reason(order: OrderFacts, packed: bool, reason: str) -> None:
    assert why_not_sent(order, PROMISE, packed, NOW, ZONE) == reason
