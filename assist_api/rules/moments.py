"""Times the way a shop says them to a buyer: 今天18:00, 明天10:30, 11月24日10:30."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

_NEAR_DAYS = {-1: "昨天", 0: "今天", 1: "明天", 2: "后天"}


_HELLO = ((5, "夜深了"), (9, "早上好"), (12, "上午好"), (14, "中午好"), (18, "下午好"), (24, "晚上好"))


def say_hello(now: datetime, zone: ZoneInfo) -> str:
    """How one greets at this hour: 早上好 until nine, 上午好 until noon, 夜深了 before five."""
    return next(word for until, word in _HELLO if now.astimezone(zone).hour < until)


def say_day(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """The day of `at` as seen from `now`; the year is told only when it is another one."""
    day, today = at.astimezone(zone).date(), now.astimezone(zone).date()
    near = _NEAR_DAYS.get((day - today).days)
    if near:
        return near
    said = f"{day.month}月{day.day}日"
    return said if day.year == today.year else f"{day.year}年{said}"


def say_moment(at: datetime, now: datetime, zone: ZoneInfo) -> str:
    """Day and wall-clock time of the shop; the end of a day is its 24:00."""
    local = at.astimezone(zone)
    if (local.hour, local.minute, local.second) == (23, 59, 59):
        return f"{say_day(at, now, zone)}24:00"
    return f"{say_day(at, now, zone)}{local.hour}:{local.minute:02d}"


def end_of_day(at: datetime, zone: ZoneInfo, days_later: int = 0) -> datetime:
    """The last second of the local day `days_later` after the day of `at`."""
    day = at.astimezone(zone).date() + timedelta(days=days_later)
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=zone)
