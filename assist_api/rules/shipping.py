"""Post: when a parcel leaves, what it costs, how long it takes. Money in fen, days are calendar days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from assist_api.rules.moments import end_of_day

# 新疆维吾尔自治区 is 新疆 in a rule; longest first, so that 自治区 does not leave 维吾尔 behind.
_ENDINGS = ("维吾尔自治区", "壮族自治区", "回族自治区", "特别行政区", "自治区", "省", "市")


@dataclass(frozen=True, slots=True)
class ShipPromise:
    """Paid before `cut_off` leaves the same day as a rule; `hours` after payment is the promise that is kept."""

    hours: int
    cut_off: time

    def deadline(self, paid_at: datetime) -> datetime:
        return paid_at + timedelta(hours=self.hours)

    def expected_by(self, paid_at: datetime, zone: ZoneInfo) -> datetime:
        """The end of the day on which it usually leaves, never later than the promise."""
        days_later = 0 if paid_at.astimezone(zone).time() < self.cut_off else 1
        return min(end_of_day(paid_at, zone, days_later), self.deadline(paid_at))


@dataclass(frozen=True, slots=True)
class RegionGroup:
    """Places that share delivery days and post; `served` False means the shop does not ship there.

    `surcharge` fen come on top of the shop's fee; `free_from` fen replace the shop's own threshold.
    """

    name: str
    places: tuple[str, ...]
    days: tuple[int, int]
    surcharge: int = 0
    free_from: int | None = None
    served: bool = True


@dataclass(frozen=True, slots=True)
class FeeRule:
    """`base` fen below `free_from` fen of goods, nothing from there on."""

    base: int
    free_from: int


def plain_region(region: str) -> str:
    """A place without its administrative ending: 浙江省 → 浙江."""
    region = region.strip()
    for ending in _ENDINGS:
        if region.endswith(ending) and len(region) > len(ending) + 1:
            return region.removesuffix(ending)
    return region


def group_of(region: str, groups: Sequence[RegionGroup]) -> RegionGroup | None:
    """The group a place belongs to; of several names (浙江杭州) the first one decides, at one spot the longest."""
    wanted = plain_region(region)
    found = [
        (wanted.find(place), -len(place), index)
        for index, group in enumerate(groups)
        for place in group.places
        if place in wanted
    ]
    return groups[min(found)[2]] if found else None


def free_from(group: RegionGroup | None, rule: FeeRule) -> int:
    """Goods of so many fen go there post free."""
    return rule.free_from if group is None or group.free_from is None else group.free_from


def fee(amount: int, group: RegionGroup | None, rule: FeeRule) -> int:
    """Post in fen for goods of `amount` fen; without a known group no surcharge is assumed."""
    if amount >= free_from(group, rule):
        return 0
    return rule.base + (group.surcharge if group else 0)


def say_days(group: RegionGroup) -> str:
    low, high = group.days
    return f"{low}天" if low == high else f"{low}到{high}天"
