"""A time as it was read: its value, and what 前 and 内 behind it would mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from zh_text.entities.tokens import read_number
from zh_text.entity import TimeRange, Value

COUNT = r"(?:[0-9]{1,2}|[零一二两三四五六七八九十]{1,3})"
"""A number of days, hours or months in words or digits."""

FREE_COUNT = r"(?:(?<![0-9.])[0-9]{1,2}|[零一二两三四五六七八九十]{1,3})"
"""One that is not the end of a longer number."""


@dataclass(frozen=True, slots=True)
class Reading:
    """`before` is where the time ends that 前 speaks of (周五前: at Friday's first moment), `end` where 内 does."""

    value: Value
    before: datetime
    end: datetime

    def up_to(self, now: datetime, within: bool) -> TimeRange | None:
        """From now to `before`, or to `end` where that has passed or 内 was said; None where all of it has passed."""
        to = self.end if within or self.before <= now else self.before
        return {"from": now.isoformat(), "to": to.isoformat()} if to > now else None


def whole_day(day: date, now: datetime) -> Reading:
    return Reading(day.isoformat(), midnight(day, now), midnight(day + timedelta(days=1), now))


def instant(at: datetime) -> Reading:
    return Reading(at.isoformat(), at, at)


def stretch(start: datetime, end: datetime, before: datetime | None = None) -> Reading:
    """A range; `before` where 前 does not speak of its start (月底前 is the month with its last days)."""
    return Reading({"from": start.isoformat(), "to": end.isoformat()}, before or start, end)


def days(first: date, after: date, now: datetime, before: date | None = None) -> Reading:
    """Whole days from `first` up to, not including, `after`."""
    return stretch(midnight(first, now), midnight(after, now), midnight(before, now) if before else None)


def midnight(day: date, now: datetime) -> datetime:
    """The day's first moment, at the offset of `now`."""
    return datetime.combine(day, time(), now.tzinfo)


def valid_date(year: int, month: int, day: int) -> date | None:
    """None for a day that no calendar has."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def whole(word: str) -> int:
    """The number a `COUNT` stands for."""
    return int(read_number(word) or 0)
