"""Offers, desk hours, money, moments and masks."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from assist_api.rules.hours import DeskHours
from assist_api.rules.masking import digits_of, mask_name, mask_number, mask_phone, phone_tail_in, phone_tail_matches
from assist_api.rules.moments import end_of_day, say_day, say_moment
from assist_api.rules.money import say_yuan
from assist_api.rules.promotions import Offer, running, say_offers

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 12, 30, 14, 0, tzinfo=ZONE)
DAY = timedelta(days=1)
DESK = DeskHours(time(9, 0), time(23, 30))
NIGHT = DeskHours(time(18, 0), time(2, 0))


@pytest.mark.parametrize(
    ("days", "said"),
    [(-2, "12月28日"), (-1, "昨天"), (0, "今天"), (1, "明天"), (2, "2027年1月1日"), (400, "2028年2月3日")],
)
def test_days_are_said_as_seen_from_now(days: int, said: str) -> None:
    now = NOW if days != 2 else NOW - DAY
    offset = days if days != 2 else 3
    assert say_day(now + offset * DAY, now, ZONE) == said


def test_the_end_of_a_day_is_its_24_oclock() -> None:
    assert say_moment(end_of_day(NOW, ZONE), NOW, ZONE) == "今天24:00"
    assert say_moment(NOW.replace(hour=9, minute=5), NOW, ZONE) == "今天9:05"


def test_days_are_those_of_the_shop_and_not_of_utc() -> None:
    late = datetime(2026, 12, 30, 23, 30, tzinfo=ZONE)
    assert say_day(late.astimezone(ZoneInfo("UTC")), NOW, ZONE) == "今天"
    assert say_day(late + timedelta(hours=1), NOW, ZONE) == "明天"


@pytest.mark.parametrize(
    ("fen", "said"), [(12900, "129元"), (1250, "12.5元"), (1205, "12.05元"), (0, "0元"), (5, "0.05元")]
)
def test_money_is_said_without_idle_zeros(fen: int, said: str) -> None:
    assert say_yuan(fen) == said


@pytest.mark.parametrize(
    ("desk", "clock", "is_open"),
    [
        (DESK, time(9, 0), True),
        (DESK, time(8, 59), False),
        (DESK, time(23, 29), True),
        (DESK, time(23, 30), False),
        (NIGHT, time(1, 59), True),
        (NIGHT, time(2, 0), False),
        (NIGHT, time(18, 0), True),
    ],
)
def test_the_desk_is_open_within_its_hours(desk: DeskHours, clock: time, is_open: bool) -> None:
    assert desk.open_at(datetime.combine(NOW.date(), clock, ZONE), ZONE) is is_open


def test_off_hours_tell_when_somebody_is_back() -> None:
    night = NOW.replace(hour=23, minute=45)
    assert DESK.off_hours_note(night, ZONE) == "现在不在客服时间，明天9:00上班后处理"
    assert DESK.off_hours_note(NOW.replace(hour=3), ZONE) == "现在不在客服时间，今天9:00上班后处理"
    assert DESK.off_hours_note(NOW, ZONE) == ""


def test_only_offers_that_run_now_are_told_the_one_ending_first_first() -> None:
    month = Offer("月", "满减", NOW - DAY, NOW + 9 * DAY)
    flash = Offer("日", "加购", NOW, NOW + timedelta(hours=2))
    over = Offer("旧", "过期", NOW - 2 * DAY, NOW)
    later = Offer("新", "未到", NOW + timedelta(seconds=1), NOW + DAY)
    assert running([month, over, later, flash], NOW) == [flash, month]
    assert say_offers([flash], NOW, ZONE) == "日：加购，到今天16:00截止"


def test_masks_leave_what_a_buyer_recognises() -> None:
    assert mask_phone("138 0000 5821") == "138****5821"
    assert mask_number("731204558210047361") == "****7361"
    assert mask_number("123") == "***"
    assert mask_name("林婉儿") == "林**"
    assert digits_of("１３８-0000") == "1380000"


@pytest.mark.parametrize(
    ("phone", "tail", "matches"),
    [
        ("13800005821", "5821", True),
        ("13800005821", "５８２１", True),
        ("13800005821", "5822", False),
        ("13800005821", "05821", False),
        ("13800005821", "821", False),
        ("", "", False),
        ("", "0000", False),
        ("5821", "5821", False),
    ],
)
def test_a_phone_tail_is_exactly_the_last_four_digits(phone: str, tail: str, matches: bool) -> None:
    assert phone_tail_matches(phone, tail) is matches


NUMBER = "731204558210047361"


@pytest.mark.parametrize(
    ("text", "number", "tail"),
    [
        (f"{NUMBER} 5821", NUMBER, "5821"),
        (f"订单{NUMBER}手机尾号５８２１", NUMBER, "5821"),
        ("手机后四位5821", None, "5821"),
        ("5821", None, None),
        ("2024年买的，手机换了", None, None),
        (NUMBER, NUMBER, None),
        (f"{NUMBER} 5821 5822", NUMBER, None),
        ("电话13800005821", None, None),
    ],
)
def test_four_digits_are_a_phone_tail_only_by_name_or_beside_the_order(
    text: str, number: str | None, tail: str | None
) -> None:
    assert phone_tail_in(text, number) == tail
