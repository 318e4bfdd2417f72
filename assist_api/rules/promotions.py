"""Offers and when they run."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from assist_api.rules.moments import say_moment


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer from `starts_at` (included) to `ends_at` (excluded)."""

    name: str
    text: str
    starts_at: datetime
    ends_at: datetime

    def runs_at(self, now: datetime) -> bool:
        return self.starts_at <= now < self.ends_at


def running(offers: Sequence[Offer], now: datetime) -> list[Offer]:
    """The offers that hold at `now`, the one that ends soonest first."""
    return sorted((offer for offer in offers if offer.runs_at(now)), key=lambda offer: offer.ends_at)


def say_offers(offers: Sequence[Offer], now: datetime, zone: ZoneInfo) -> str:
    """Each offer with its end, so that nobody is told of one that is over when they pay."""
    return "；".join(f"{offer.name}：{offer.text}，到{say_moment(offer.ends_at, now, zone)}截止" for offer in offers)
