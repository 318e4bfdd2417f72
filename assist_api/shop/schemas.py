"""The shop's settings, typed, and what the public route and the importer answer. Money in fen inside, yuan in files."""

import re
from datetime import time
from decimal import Decimal, InvalidOperation
from typing import Annotated, Any, Literal, Self
from zoneinfo import ZoneInfo

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    model_validator,
)

from assist_api.rules.hours import DeskHours
from assist_api.rules.promotions import Offer
from assist_api.rules.shipping import FeeRule, RegionGroup, ShipPromise


def _clock_time(value: object) -> object:
    """9:00 as people write it. YAML 1.1 reads an unquoted 16:00 as 960 (base 60): that is read back, too."""
    if isinstance(value, int):
        if not 0 <= value < 24 * 60:
            raise ValueError("a time of day such as 16:00")
        return time(value // 60, value % 60)
    if isinstance(value, str) and (match := re.fullmatch(r"(\d{1,2}):([0-5]\d)", value)) and int(match[1]) < 24:
        return time(int(match[1]), int(match[2]))
    return value


def _fen(value: object) -> object:
    """Yuan as people write them (8, 8.5, "8.50") to fen."""
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        try:
            fen = Decimal(str(value)) * 100
        except InvalidOperation:
            raise ValueError("yuan, such as 8 or 8.50") from None
        if not fen.is_finite() or fen != fen.to_integral_value():
            raise ValueError("yuan with two decimals at most")
        return int(fen)
    return value


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise ValueError("a time zone such as Asia/Shanghai") from None
    return name


def _yuan(fen: int) -> str:
    return f"{fen / 100:.2f}"


ClockTime = Annotated[time, BeforeValidator(_clock_time)]
Yuan = Annotated[int, BeforeValidator(_fen), Field(ge=0), PlainSerializer(_yuan)]
"""Fen in Python, yuan in YAML and JSON."""


Runs = Literal["", "small", "true", "large"]
"""How a product's sizes fall; empty where the shop has not said."""

ReturnRule = Literal["no_reason", "if_sealed", "never"]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Hours(_Part):
    opens: ClockTime
    closes: ClockTime


class Courier(_Part):
    """A courier and the rule when it is used, as a buyer may read it."""

    name: str
    when: str = ""
    phone: str = ""


class Shipping(_Part):
    promise_hours: Annotated[int, Field(ge=1, le=720)]
    cut_off: ClockTime
    base_fee: Yuan
    free_from: Yuan
    ships_from: str = Field("", description="where the warehouse is, as buyers are told; empty where it is not told")


class Region(_Part):
    """`days` from the parcel's leaving to its arrival: fewest and most."""

    name: str
    places: list[str]
    days: tuple[int, int]
    surcharge: Yuan = 0
    free_from: Yuan | None = None
    served: bool = True


class Returns(_Part):
    days: Annotated[int, Field(ge=0, le=365)]
    post: str = Field(description="who pays the post of a return, and what cannot come back")


class Promotion(_Part):
    """An offer in words; the other fields let its price be worked out. Without any of them it is only told.

    Money off: `off` from `over` of goods (with `every`: again for each further `over`). By pieces: from `pieces` on
    `pay_percent` of the price is paid (85 is 八五折). `gift` comes along once `over` or `pieces` is reached.
    """

    name: str
    text: str
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    over: Yuan | None = None
    off: Yuan | None = None
    every: bool = False
    pieces: Annotated[int, Field(ge=1, le=99)] | None = None
    pay_percent: Annotated[int, Field(ge=1, le=99)] | None = None
    categories: list[str] = Field([], description="goods that count; empty: all")
    gift: str = ""

    def as_offer(self) -> Offer:
        return Offer(
            self.name,
            self.text,
            self.starts_at,
            self.ends_at,
            over=self.over,
            off=self.off,
            every=self.every,
            pieces=self.pieces,
            pay_percent=self.pay_percent,
            categories=tuple(self.categories),
            gift=self.gift,
        )

    @model_validator(mode="after")
    def _parts_belong_together(self) -> Self:
        if self.ends_at <= self.starts_at:
            raise ValueError("ends_at 要晚于 starts_at")
        if (self.off is not None or self.every) and not self.over:
            raise ValueError("有 off 或 every 时 over 必填，且大于 0")
        if self.off is not None and self.over is not None and self.off >= self.over:
            raise ValueError("off 要小于 over")
        if self.pay_percent is not None and self.pieces is None:
            raise ValueError("有 pay_percent 时 pieces 必填")
        return self


class Invoice(_Part):
    kinds: list[str] = Field([], description="which invoices there are: 电子普通发票; empty: a person answers")
    title_needed: str = Field("", description="what a buyer has to give")
    issued: str = Field("", description="when and how it comes")


class Claims(_Part):
    """Arguments that are only used where they are true."""

    own_factory: bool = False
    own_brand: bool = False
    real_photos: bool = False


class Payment(_Part):
    closes_after_hours: Annotated[int, Field(ge=1, le=720)] = 72


class PriceProtection(_Part):
    """What holds when a price falls after the purchase; `days` 0: the shop does not give it."""

    days: Annotated[int, Field(ge=0, le=365)] = 0
    text: str = ""


class Reminders(_Part):
    """When a buyer may be reminded of an unpaid order. A presale order never is, whatever stands here."""

    enabled: bool = True
    first_after_minutes: Annotated[int, Field(ge=1, le=24 * 60)] = 15
    second_next_day: bool = Field(True, description="once more the next day at the same time of day")
    min_hours_between: Annotated[int, Field(ge=1, le=720)] = Field(24, description="between two to one buyer")
    quiet_from: ClockTime = time(22)
    quiet_to: ClockTime = time(9)


class ShopSettings(_Part):
    """All that holds for the whole shop; `settings.yml` in data/shop shows every field."""

    name: str
    timezone: Annotated[str, AfterValidator(_known_zone)] = "Asia/Shanghai"
    welcome: str = Field(description="told in greetings while no offer runs")
    hours: Hours
    shipping: Shipping
    couriers: Annotated[list[Courier], Field(min_length=1)]
    regions: list[Region]
    payment_methods: Annotated[list[str], Field(min_length=1)]
    cash_on_delivery: bool = False
    returns: Returns
    promotions: list[Promotion] = []
    invoice: Invoice = Invoice()
    warranty: str = Field("", description="of every product that has none of its own; empty: a person answers")
    authenticity: str = Field("", description="the guarantee the shop can keep; empty: a person answers")
    claims: Claims = Claims()
    payment: Payment = Payment()
    price_protection: PriceProtection = PriceProtection()
    reminders: Reminders = Reminders()
    shop_may_not_tell: list[str] = Field([], description="what buyers may ask and nobody may tell: 进货价")

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.timezone)

    @property
    def desk_hours(self) -> DeskHours:
        return DeskHours(self.hours.opens, self.hours.closes)

    @property
    def promise(self) -> ShipPromise:
        return ShipPromise(self.shipping.promise_hours, self.shipping.cut_off)

    @property
    def fee_rule(self) -> FeeRule:
        return FeeRule(self.shipping.base_fee, self.shipping.free_from)

    @property
    def region_groups(self) -> list[RegionGroup]:
        return [
            RegionGroup(place.name, tuple(place.places), place.days, place.surcharge, place.free_from, place.served)
            for place in self.regions
        ]

    @property
    def offers(self) -> list[Offer]:
        return [promotion.as_offer() for promotion in self.promotions]


class PublicProduct(BaseModel):
    id: str
    name: str
    price: str = Field(description="yuan with two decimals")
    colours: list[str]
    sizes: list[str]
    facts: dict[str, str]


class PublicShop(BaseModel):
    """What anybody may read: no stock counts, buyers or orders."""

    name: str
    products: list[PublicProduct]


class Rejection(BaseModel):
    """A row that was left out. `row` counts as a spreadsheet does, the header being row 1; 0 is the whole file."""

    row: int
    field: str
    expected: str
    got: str = ""


class ImportReport(BaseModel):
    kind: str
    imported: int
    rejected: list[Rejection]


Row = dict[str, Any]
"""Column of a table → its value."""
