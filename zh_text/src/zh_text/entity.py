"""What an entity is: a kind, a value with its unit, its place in the buyer's text, and why it was taken for that."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, TypedDict, get_args

EntityKind: TypeAlias = Literal[
    "order_no",
    "tracking_no",
    "phone",
    "height",
    "weight",
    "bust",
    "waist",
    "hip",
    "foot",
    "size",
    "color",
    "quantity",
    "money",
    "time",
    "courier",
    "region",
    "address",
    "product",
    "link",
    "id_no",
]
"""The fixed kinds. A shop adds kinds of its own with the prefix `x_`."""

ENTITY_KINDS: tuple[EntityKind, ...] = get_args(EntityKind)


class _Part(TypedDict, total=False):
    part: str


class Measure(_Part):
    """A measured value; `unit` is `cm`, `kg` or `CNY`, whatever the buyer wrote. `part` is `under` of an underbust."""

    value: int | float
    unit: Literal["cm", "kg", "CNY"]


TimeRange = TypedDict("TimeRange", {"from": str, "to": str})
"""Two ISO 8601 instants, `to` exclusive."""


class Address(TypedDict):
    """`value` is the whole, `region` its place in the lexicon or empty, `detail` the street and the door."""

    value: str
    region: str
    detail: str


class Quantity(TypedDict):
    """So many of something; `unit` is the measure word (件, 双, 盒)."""

    value: int
    unit: str


Value: TypeAlias = str | Measure | TimeRange | Address | Quantity
"""Measured kinds: `Measure`. `quantity`: `Quantity`. `address`: `Address`. `time`: an ISO 8601 date (`2026-11-23`, the
whole day), an ISO 8601 instant with the offset of `now`, or a `TimeRange`. All other kinds: a string."""


def measure(value: float, unit: Literal["cm", "kg", "CNY"]) -> Measure:
    """A measure to two decimals, as an integer where it is whole."""
    rounded = round(value, 2)
    return {"value": int(rounded) if rounded == int(rounded) else rounded, "unit": unit}


@dataclass(frozen=True, slots=True)
class Entity:
    """One finding. `start` and `end` count code points of the original text, end exclusive, and
    `text == original[start:end]`."""

    kind: EntityKind
    value: Value
    text: str
    start: int
    end: int
    reason: str

    def as_dict(self) -> dict[str, object]:
        """The form in which entities travel between the processes."""
        return {
            "kind": self.kind,
            "value": self.value,
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "reason": self.reason,
        }
