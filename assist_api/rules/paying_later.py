"""Until when a buyer who will pay later is left in peace, by what they say: 晚上付, 15号, 忙完就付, 发工资再付."""

import re
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from assist_api.rules.moments import end_of_day

A_WHILE = timedelta(hours=3)
"""等会, 稍后, 忙完."""

# What has no clock time, the longer waits first: 发工资再说 is also 再说.
_VAGUE: tuple[tuple[re.Pattern[str], int], ...] = tuple(
    (re.compile(words), days)
    for words, days in (
        (r"工资|薪水|发薪|奖金|下个?月|有钱|手头|周转|到账再|回款|生活费", 7),
        (r"[过等]几天|几天后|这几天|改天|过[一两2二三3]?阵|[过等]段时间|回[来家]再|出差", 3),
        (r"[过等][两2二]天|这两天|考虑|想想|想一想|再看看|再说|商量|问问|问一下|比较|纠结|再选|先放|先留|不急", 2),
        (r"晚点|晚些|晚一点|下班|回去|到家|放学|睡前|今天|抽空|有空|有时间|迟点|稍晚", 0),
    )
)
_SOON = re.compile(
    r"等[一会下]|一会|会儿|待会|过会|稍后|稍等|忙完|开完|吃完|洗完|打完|弄完|回头|分钟|等我|先忙|在忙|在开"
)
_NOW = re.compile(r"马上|这就|现在|立刻|立马|正在|在付|就付|去付|已?经?在操作|忘")


def until_paid(text: str, named: Any, now: datetime, zone: ZoneInfo) -> datetime | None:
    """The moment from which a reminder would be in place again; None for who pays at once, or does not say.

    `named` is the value of the entity `time`. A clock time is that moment; of a day, an evening or a week the end, for
    nobody is reminded while the time they named is still running. Without one: 等会 is three hours, 晚点 the end of the
    day, 过两天 two days more, 过几天 three, 发工资 a week. A time that has passed counts as not named.
    """
    until = _end_of(named, zone)
    if until is not None and until > now:
        return until
    for words, days in _VAGUE:
        if words.search(text):
            return end_of_day(now, zone, days)
    if _NOW.search(text):
        return None
    return now + A_WHILE if _SOON.search(text) else None


def _end_of(named: Any, zone: ZoneInfo) -> datetime | None:
    """An ISO instant itself, of an ISO date or a range the last second; None for anything else."""
    value = named.get("to") if isinstance(named, dict) else named
    if not isinstance(value, str):
        return None
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        return None
    if len(value) == len("2026-03-08"):
        return end_of_day(datetime.combine(at.date(), time(), zone), zone)
    at = at if at.tzinfo else at.replace(tzinfo=zone)
    return at - timedelta(seconds=1) if isinstance(named, dict) and at.time() == time() else at
