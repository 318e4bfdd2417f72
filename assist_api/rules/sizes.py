"""Which size fits: a buyer's measures against the product's own chart.

Every measure selects a window of neighbouring sizes. Girths (weight, bust, waist) decide together, the biggest one
winning, because a garment that is too tight cannot be worn; height then narrows the choice. With a chart whose ranges
ascend from size to size, a heavier buyer of the same height is never advised a smaller size.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Measure = Literal["height", "weight", "bust", "waist"]

# What the advice accepts at all; beyond it a typing error is likelier than a body. Centimetres and kilograms.
PLAUSIBLE: dict[Measure, tuple[float, float]] = {
    "height": (80, 230),
    "weight": (10, 250),
    "bust": (40, 180),
    "waist": (35, 180),
}

_JIN_PER_KG = 2
# A bare number: no adult weighs under 35 kg, and grown women who say 75 and more nearly always count in 斤.
_BARE_WEIGHT_IN_JIN_FROM = 75


ON_THE_BORDER = "喜欢合身选小的，喜欢宽松选大的"
FULLER_THAN_TALL = "按体重围度大一码更舒展，按身高小一码衣长更合适"
TALLER_THAN_FULL = "按体重围度小一码更贴身，按身高大一码衣长更够"


@dataclass(frozen=True, slots=True)
class Span:
    """A range of a measure, both ends included."""

    low: float
    high: float

    def __contains__(self, value: float) -> bool:
        return self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class SizeLine:
    """One line of a size chart: cm for lengths and girths, kg for weight; None where the chart says nothing."""

    size: str
    height: Span | None = None
    weight: Span | None = None
    bust: Span | None = None
    waist: Span | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """What a buyer has told: cm and kg."""

    height: float | None = None
    weight: float | None = None
    bust: float | None = None
    waist: float | None = None


@dataclass(frozen=True, slots=True)
class Fits:
    size: str


@dataclass(frozen=True, slots=True)
class Between:
    """Two sizes are possible: `size` is the advised one, `reason` says what speaks for either."""

    size: str
    other: str
    reason: str


@dataclass(frozen=True, slots=True)
class Outside:
    """The chart does not hold for this body: a person has to look."""

    measure: Measure | None
    """The measure beyond the chart, None where height and girth point to sizes far apart."""


@dataclass(frozen=True, slots=True)
class Missing:
    measure: Literal["height", "weight"]


Advice = Fits | Between | Outside | Missing


@dataclass(frozen=True, slots=True)
class _Window:
    """Indices of the smallest and biggest size a measure allows."""

    first: int
    last: int


def advise(chart: Sequence[SizeLine], body: Body) -> Advice:
    """Advise a size; `chart` goes from the smallest size to the biggest and is not empty."""
    needs_height = any(line.height for line in chart)
    if needs_height and body.height is None:
        return Missing("height")
    girths: list[tuple[Measure, float | None]] = [("weight", body.weight), ("bust", body.bust), ("waist", body.waist)]
    given = [
        (measure, value)
        for measure, value in girths
        if value is not None and any(_span(line, measure) for line in chart)
    ]
    if not given:
        return Missing("weight")
    girth = _Window(0, 0)
    for measure, value in given:
        window = _window(chart, measure, value)
        if window is None:
            return Outside(measure)
        girth = _Window(max(girth.first, window.first), max(girth.last, window.last))
    if not needs_height or body.height is None:
        return _choose(chart, girth, girth)
    height = _window(chart, "height", body.height)
    return Outside("height") if height is None else _choose(chart, girth, height)


def _choose(chart: Sequence[SizeLine], girth: _Window, height: _Window) -> Advice:
    first, last = max(girth.first, height.first), min(girth.last, height.last)
    if first == last:
        return Fits(chart[first].size)
    if first < last:
        return Between(chart[first].size, chart[first + 1].size, ON_THE_BORDER)
    if girth.first == height.last + 1:
        return Between(chart[girth.first].size, chart[height.last].size, FULLER_THAN_TALL)
    if girth.last + 1 == height.first:
        return Between(chart[girth.last].size, chart[height.first].size, TALLER_THAN_FULL)
    return Outside(None)


def _window(chart: Sequence[SizeLine], measure: Measure, value: float) -> _Window | None:
    """The sizes a measure allows, None beyond the chart. A value in a gap between two lines allows both."""
    spans = [(index, span) for index, line in enumerate(chart) if (span := _span(line, measure))]
    inside = [index for index, span in spans if value in span]
    if inside:
        return _Window(inside[0], inside[-1])
    below = [index for index, span in spans if span.high < value]
    above = [index for index, span in spans if span.low > value]
    return _Window(below[-1], above[0]) if below and above else None


def _span(line: SizeLine, measure: Measure) -> Span | None:
    match measure:
        case "height":
            return line.height
        case "weight":
            return line.weight
        case "bust":
            return line.bust
        case "waist":
            return line.waist


def plausible(measure: Measure, value: float) -> bool:
    low, high = PLAUSIBLE[measure]
    return low <= value <= high


def bare_weight_kg(number: float) -> float | None:
    """Kilograms of a weight given without its unit (108 is 斤, 54 is 公斤); None when it can be neither."""
    kg = number / _JIN_PER_KG if number >= _BARE_WEIGHT_IN_JIN_FROM else number
    return kg if 35 <= kg <= 150 else None


def bare_height_cm(number: float) -> float | None:
    """Centimetres of a height given without its unit: 165, or 1.65 metres; None when it can be neither."""
    cm = number * 100 if 1 <= number < 2.3 else number
    return round(cm, 1) if 100 <= cm <= 230 else None


def say_body(body: Body) -> str:
    """身高165cm、体重54kg（108斤）: both units, so that a misheard 斤 is seen at once."""
    parts = []
    if body.height is not None:
        parts.append(f"身高{body.height:g}cm")
    if body.weight is not None:
        parts.append(f"体重{body.weight:g}kg（{body.weight * _JIN_PER_KG:g}斤）")
    if body.bust is not None:
        parts.append(f"胸围{body.bust:g}cm")
    if body.waist is not None:
        parts.append(f"腰围{body.waist:g}cm")
    return "、".join(parts)


def chart_faults(chart: Sequence[SizeLine]) -> list[str]:
    """What makes a chart unusable for `advise`: no measure at all, or ranges that do not ascend from size to size."""
    has_girth = any(line.weight or line.bust or line.waist for line in chart)
    faults = [] if has_girth else ["weight, bust or waist is missing"]
    measures: tuple[Measure, ...] = ("height", "weight", "bust", "waist")
    for measure in measures:
        spans = [span for line in chart if (span := _span(line, measure))]
        if any(after.low < before.low or after.high < before.high for before, after in pairwise(spans)):
            faults.append(f"{measure} does not ascend")
    return faults


_MANY_X = re.compile(r"(X{2,})([LS])")
_SIZE_SPELLINGS = {
    "1XL": "XL",
    "1XS": "XS",
    "大": "L",
    "中": "M",
    "小": "S",
    "均": "均码",
}


def same_size(one: str, other: str) -> bool:
    """xxl, 2XL and 2xl码 are one size."""
    return _plain_size(one) == _plain_size(other)


def _plain_size(size: str) -> str:
    plain = size.strip().upper().removesuffix("码").removesuffix("号")
    counted = _MANY_X.sub(lambda match: f"{len(match[1])}X{match[2]}", plain)
    return _SIZE_SPELLINGS.get(counted, counted)
