from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.rules.moments import say_moment
from assist_api.rules.shipping import FeeRule, RegionGroup, ShipPromise, fee, free_from, group_of, say_days

ZONE = ZoneInfo("Asia/Shanghai")
PROMISE = ShipPromise(hours=48, cut_off=time(16, 0))
NEAR = RegionGroup("近", ("浙江", "杭州", "江苏"), (1, 2))
FAR = RegionGroup("远", ("新疆", "内蒙古", "内蒙"), (5, 8), surcharge=1000, free_from=29900)
SOUTH = RegionGroup("南", ("海南", "南京路"), (3, 3))
GROUPS = [NEAR, FAR, SOUTH]
RULE = FeeRule(base=800, free_from=9900)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE)


@pytest.mark.parametrize(
    ("paid_at", "said"),
    [
        ("2026-03-10 15:59", "今天24:00"),
        ("2026-03-10 16:00", "明天24:00"),
        ("2026-03-10 00:00", "今天24:00"),
        ("2026-03-10 23:59", "明天24:00"),
    ],
)
def test_what_is_paid_before_the_cut_off_is_expected_to_leave_the_same_day(paid_at: str, said: str) -> None:
    assert say_moment(PROMISE.expected_by(at(paid_at), ZONE), at(paid_at), ZONE) == said


def test_a_short_promise_is_never_exceeded_by_the_expectation() -> None:
    hasty = ShipPromise(hours=4, cut_off=time(16, 0))
    assert hasty.expected_by(at("2026-03-10 17:00"), ZONE) == at("2026-03-10 21:00")


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)), st.timedeltas(timedelta(0), timedelta(days=9)))
def test_who_pays_later_is_never_expected_to_be_sent_earlier(paid_at: datetime, later: timedelta) -> None:
    first = paid_at.replace(tzinfo=UTC)
    assert PROMISE.expected_by(first, ZONE) <= PROMISE.expected_by(first + later, ZONE)
    assert first < PROMISE.expected_by(first, ZONE) <= PROMISE.deadline(first)


@pytest.mark.parametrize(
    ("region", "group"),
    [
        ("浙江", NEAR),
        ("浙江省", NEAR),
        ("浙江省杭州市西湖区", NEAR),
        ("新疆维吾尔自治区", FAR),
        ("内蒙古自治区", FAR),
        ("内蒙", FAR),
        ("上海市南京路", SOUTH),
        ("火星", None),
        ("", None),
    ],
)
def test_a_place_is_found_in_its_group(region: str, group: RegionGroup | None) -> None:
    assert group_of(region, GROUPS) is group


def test_of_two_places_the_one_named_first_decides() -> None:
    assert group_of("新疆路在浙江", GROUPS) is FAR
    assert group_of("浙江新疆路", GROUPS) is NEAR


@pytest.mark.parametrize(
    ("amount", "group", "fen"),
    [
        (9899, NEAR, 800),
        (9900, NEAR, 0),
        (0, None, 800),
        (9900, None, 0),
        (9900, FAR, 1800),
        (29899, FAR, 1800),
        (29900, FAR, 0),
    ],
)
def test_post_depends_on_the_amount_and_the_region(amount: int, group: RegionGroup | None, fen: int) -> None:
    assert fee(amount, group, RULE) == fen


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.sampled_from([None, *GROUPS]))
def test_buying_more_never_costs_more_post(one: int, other: int, group: RegionGroup | None) -> None:
    assert fee(max(one, other), group, RULE) <= fee(min(one, other), group, RULE)


def test_a_region_may_have_its_own_threshold() -> None:
    assert (free_from(None, RULE), free_from(NEAR, RULE), free_from(FAR, RULE)) == (9900, 9900, 29900)


def test_days_are_a_range_or_one_number() -> None:
    assert (say_days(NEAR), say_days(SOUTH)) == ("1到2天", "3天")
