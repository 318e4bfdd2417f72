from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assist_api.rules.paying_later import until_paid

ZONE = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 3, 10, 14, 0, tzinfo=ZONE)


def at(day: int, hour: int = 0, minute: int = 0, second: int = 0) -> datetime:
    return datetime(2026, 3, day, hour, minute, second, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("text", "named", "until"),
    [
        ("晚上八点付", "2026-03-10T20:00:00+08:00", at(10, 20)),
        ("晚上付", {"from": "2026-03-10T18:00:00+08:00", "to": "2026-03-11T00:00:00+08:00"}, at(10, 23, 59, 59)),
        ("明天付", "2026-03-11", at(11, 23, 59, 59)),
        ("15号发工资", "2026-03-15", at(15, 23, 59, 59)),
        ("等会儿", None, at(10, 17)),
        ("忙完就弄", None, at(10, 17)),
        ("下班再说", None, at(12, 23, 59, 59)),
        ("下班付", None, at(10, 23, 59, 59)),
        ("过两天", None, at(12, 23, 59, 59)),
        ("过几天吧", None, at(13, 23, 59, 59)),
        ("发工资再付", None, at(17, 23, 59, 59)),
        ("我考虑一下", None, at(12, 23, 59, 59)),
    ],
)
def test_the_time_said_or_what_vague_words_stand_for(text: str, named: Any, until: datetime) -> None:
    assert until_paid(text, named, NOW, ZONE) == until


@pytest.mark.parametrize("text", ["忘了，马上付", "这就去付", "好的", "嗯", "哎呀忘记了"])
def test_who_pays_at_once_is_not_put_off(text: str) -> None:
    assert until_paid(text, None, NOW, ZONE) is None


def test_a_time_that_has_passed_was_not_meant() -> None:
    morning = {"from": "2026-03-10T06:00:00+08:00", "to": "2026-03-10T09:00:00+08:00"}
    assert until_paid("早上付的", morning, NOW, ZONE) is None


@pytest.mark.parametrize("named", ["bald", 3, {"from": "x"}, ["2026-03-11"]])
def test_a_value_that_is_no_time_says_nothing(named: Any) -> None:
    assert until_paid("好", named, NOW, ZONE) is None
