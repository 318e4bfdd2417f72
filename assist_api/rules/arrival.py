"""When a parcel can be here, and an honest answer to 周五前能到吗: calendar days of the shop, never a promise."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

from assist_api.rules.shipping import RegionGroup

Chance = Literal["likely", "maybe", "unlikely"]

_LAST_ROUND = 19
"""From this hour on a parcel that is out for delivery is rather handed over tomorrow."""


@dataclass(frozen=True, slots=True)
class Window:
    """The first and the last day on which it usually arrives."""

    earliest: date
    latest: date


def window_after(leaves_at: datetime, group: RegionGroup, now: datetime, zone: ZoneInfo) -> Window:
    """Arrival of a parcel that leaves (or left) then; what has not come yet comes today at the earliest."""
    left, today = leaves_at.astimezone(zone).date(), now.astimezone(zone).date()
    low, high = group.days
    return Window(max(left + timedelta(days=low), today), max(left + timedelta(days=high), today))


def window_out_for_delivery(now: datetime, zone: ZoneInfo) -> Window:
    local = now.astimezone(zone)
    today = local.date()
    first = today if local.hour < _LAST_ROUND else today + timedelta(days=1)
    return Window(first, today + timedelta(days=1))


def chance_by(day: date, window: Window) -> Chance:
    """Whether it is here by the end of a day."""
    if day >= window.latest:
        return "likely"
    return "maybe" if day >= window.earliest else "unlikely"


def last_day(value: Any, zone: ZoneInfo) -> date | None:
    """The last day a time word names: a day, an instant, or a span whose `to` is exclusive; None for anything else."""
    if isinstance(value, dict):
        end = _moment(value.get("to"), zone)
        return (end - timedelta(microseconds=1)).date() if end else last_day(value.get("from"), zone)
    moment = _moment(value, zone)
    return moment.date() if moment else None


def _moment(value: Any, zone: ZoneInfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return None
    return moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)
