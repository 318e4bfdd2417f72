"""Post: when a parcel leaves, what it costs, how long it takes. Money in fen, days are calendar days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from assist_api.rules.moments import say_moment

# 新疆维吾尔自治区 is 新疆 in a rule; longest first, so that 自治区 does not leave 维吾尔 behind.
_ENDINGS = ("维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "省", "市")


@dataclass(frozen=True, slots=True)
class ShipPromise:
    """Paid before `cut_off` leaves the same day as a rule; `hours` after payment is the promise that is kept."""

    hours: int
    cut_off: time

    def deadline(self, paid_at: datetime) -> datetime:
        return paid_at + timedelta(hours=self.hours)

    def usually_on(self, paid_at: datetime, zone: ZoneInfo) -> Literal["same_day", "next_day"]:
        return "same_day" if paid_at.astimezone(zone).time() < self.cut_off else "next_day"


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """Places that share delivery days and a surcharge; `served` False means the shop does not ship there."""

    name: str
    places: tuple[str, ...]
    days: tuple[int, int]
    surcharge: int = 0
    served: bool = True


@dataclass(frozen=True, slots=True)
class FeeRule:
    """`base` fen below `free_from` fen; a region's surcharge is always paid, also on a free parcel."""

    base: int
    free_from: int


def say_promise(promise: ShipPromise, now: datetime, zone: ZoneInfo) -> str:
    """What holds for somebody who pays now; never more than the promise."""
    cut_off = f"{promise.cut_off.hour}:{promise.cut_off.minute:02d}"
    if promise.usually_on(now, zone) == "same_day":
        usual = f"今天{cut_off}前付款一般当天发出"
    else:
        usual = f"今天{cut_off}的发货已截止，现在付款一般明天发出"
    return f"{usual}，最晚付款后{promise.hours}小时内"


def say_deadline(deadline: datetime, now: datetime, zone: ZoneInfo) -> str:
    return f"{say_moment(deadline, now, zone)}前"


def plain_region(region: str) -> str:
    """A place without its administrative ending: 浙江省 → 浙江."""
    region = region.strip()
    for ending in _ENDINGS:
        if region.endswith(ending) and len(region) > len(ending) + 1:
            return region.removesuffix(ending)
    return region


def group_of(region: str, groups: Sequence[RegionGroup]) -> RegionGroup | None:
    """The group a place belongs to. The place named first decides (浙江杭州); 江西南昌 must not be found as 西南…."""
    wanted = plain_region(region)
    found = [
        (wanted.find(place), -len(place), index)
        for index, group in enumerate(groups)
        for place in group.places
        if place in wanted
    ]
    return groups[min(found)[2]] if found else None


def fee(amount: int, group: RegionGroup | None, rule: FeeRule) -> int:
    """Post in fen for goods of `amount` fen; without a known group no surcharge is assumed."""
    post = 0 if amount >= rule.free_from else rule.base
    return post + (group.surcharge if group else 0)


def say_days(group: RegionGroup) -> str:
    low, high = group.days
    return f"{low}天" if low == high else f"{low}到{high}天"
