"""Offers: when they run, and what they make of a price. Money in fen.

A shop's text says what an offer is; only the parts of it that can be computed are computed, and offers are never added
up: whether two hold together is the shop's own rule, which the checkout knows.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from assist_api.rules.moments import say_moment


@dataclass(frozen=True, slots=True)
class Offer:
    """An offer from `starts_at` (included) to `ends_at` (excluded).

    `off` from `over` on, with `every` again for each further `over`; from `pieces` pieces on `pay_percent` of the price
    is paid (85 is 八五折); `gift` comes along once `over` or `pieces` is reached. `categories` empty: all goods count.
    """

    name: str
    text: str
    starts_at: datetime
    ends_at: datetime
    over: int | None = None
    off: int | None = None
    every: bool = False
    pieces: int | None = None
    pay_percent: int | None = None
    categories: tuple[str, ...] = ()
    gift: str = ""

    def runs_at(self, now: datetime) -> bool:
        return self.starts_at <= now < self.ends_at

    def counts(self, category: str) -> bool:
        return not self.categories or category in self.categories

    @property
    def is_computable(self) -> bool:
        return self.off is not None or self.pay_percent is not None


@dataclass(frozen=True, slots=True)
class Pieces:
    """So many of one product, at the price of one."""

    category: str
    price: int
    quantity: int = 1

    @property
    def total(self) -> int:
        return self.price * self.quantity


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What one offer does to what is bought: `saved` fen now, or what is still missing to its threshold."""

    offer: Offer
    saved: int = 0
    missing: int = 0
    """Fen below `over`; 0 when it is reached or when pieces decide."""
    missing_pieces: int = 0

    @property
    def is_reached(self) -> bool:
        return not (self.missing or self.missing_pieces)


def running(offers: Sequence[Offer], now: datetime) -> list[Offer]:
    """The offers that hold at `now`, the one that ends soonest first."""
    return sorted((offer for offer in offers if offer.runs_at(now)), key=lambda offer: offer.ends_at)


def coming(offers: Sequence[Offer], now: datetime) -> list[Offer]:
    """The offers announced for later, the next one first."""
    return sorted((offer for offer in offers if offer.starts_at > now), key=lambda offer: offer.starts_at)


def reckon(offer: Offer, bought: Pieces) -> Reckoned | None:
    """What the offer does for these pieces; None where it does not count them or cannot be computed."""
    if not offer.counts(bought.category) or not bought.quantity:
        return None
    if offer.over is not None:
        times = bought.total // offer.over if offer.over else 1
        if not times:
            return Reckoned(offer, missing=offer.over - bought.total)
        return Reckoned(offer, saved=(offer.off or 0) * (times if offer.every else 1))
    if offer.pieces is not None:
        if bought.quantity < offer.pieces:
            return Reckoned(offer, missing_pieces=offer.pieces - bought.quantity)
        percent = 100 if offer.pay_percent is None else offer.pay_percent
        return Reckoned(offer, saved=bought.total - bought.total * percent // 100)
    return Reckoned(offer) if offer.gift else None


def most_saving(offers: Sequence[Offer], bought: Pieces) -> Reckoned | None:
    """The one offer that saves most; None where none saves anything."""
    saving = [found for offer in offers if (found := reckon(offer, bought)) and found.saved > 0]
    return max(saving, key=lambda found: found.saved, default=None)


def nearest(offers: Sequence[Offer], bought: Pieces) -> Reckoned | None:
    """The computable offer that is missed by least, measured against what is bought; None where all are reached."""
    missed = [
        found
        for offer in offers
        if offer.is_computable and (found := reckon(offer, bought)) is not None and not found.is_reached
    ]
    return min(missed, key=lambda found: found.missing or found.missing_pieces * bought.price, default=None)


def gifts(offers: Sequence[Offer], bought: Pieces) -> list[Offer]:
    """The offers whose gift comes along with these pieces."""
    return [
        offer for offer in offers if offer.gift and (found := reckon(offer, bought)) is not None and found.is_reached
    ]


def say_offers(offers: Sequence[Offer], now: datetime, zone: ZoneInfo) -> str:
    """Each offer with its end, so that nobody is told of one that is over when they pay."""
    return "；".join(f"{offer.name}：{offer.text}，到{say_moment(offer.ends_at, now, zone)}截止" for offer in offers)


def say_coming(offers: Sequence[Offer], now: datetime, zone: ZoneInfo) -> str:
    """Each offer with its beginning: 年货节：满299减30，明天0:00开始."""
    return "；".join(f"{offer.name}：{offer.text}，{say_moment(offer.starts_at, now, zone)}开始" for offer in offers)
