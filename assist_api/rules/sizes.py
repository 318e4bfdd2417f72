"""The words of sizes: measures, charts, bodies, and how they are read, said and compared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, get_args

Measure = Literal["height", "weight", "bust", "waist", "underbust", "hip", "foot"]

# What the advice accepts at all; beyond it a typing error is likelier than a body. Centimetres and kilograms.
PLAUSIBLE: dict[Measure, tuple[float, float]] = {
    "height": (80, 230),
    "weight": (10, 250),
    "bust": (40, 180),
    "waist": (35, 180),
    "underbust": (50, 140),
    "hip": (50, 190),
    "foot": (10, 33),
}

_JIN_PER_KG = 2
# A bare number: no adult weighs under 35 kg, and grown women who say 75 and more nearly always count in 斤.
_BARE_WEIGHT_IN_JIN_FROM = 75


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
    underbust: Span | None = None
    hip: Span | None = None
    foot: Span | None = None


@dataclass(frozen=True, slots=True)
class Body:
    """What a buyer has told: cm and kg."""

    height: float | None = None
    weight: float | None = None
    bust: float | None = None
    waist: float | None = None
    underbust: float | None = None
    hip: float | None = None
    foot: float | None = None

    def told(self, measure: Measure) -> float | None:
        """One of them, None where the buyer has not told it."""
        value: float | None = getattr(self, measure)
        return value

    def measures(self) -> dict[Measure, float]:
        """What was told, in the order in which it is said."""
        return {measure: value for measure in _ORDER if (value := self.told(measure)) is not None}


_ORDER: tuple[Measure, ...] = ("height", "weight", "underbust", "bust", "waist", "hip", "foot")
NAMES: dict[Measure, str] = {
    "height": "身高",
    "weight": "体重",
    "underbust": "下胸围",
    "bust": "胸围",
    "waist": "腰围",
    "hip": "臀围",
    "foot": "脚长",
}


def span_of(line: SizeLine, measure: Measure) -> Span | None:
    match measure:
        case "height":
            return line.height
        case "weight":
            return line.weight
        case "bust":
            return line.bust
        case "waist":
            return line.waist
        case "underbust":
            return line.underbust
        case "hip":
            return line.hip
        case "foot":
            return line.foot


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
    return "、".join(
        _say_measure(measure, f"{value:g}", f"{value * _JIN_PER_KG:g}") for measure, value in body.measures().items()
    )


def say_line(line: SizeLine) -> str:
    """M：身高154-166cm、体重47.5-55kg（95-110斤）."""
    said = [
        _say_measure(measure, _say_span(span, 1), _say_span(span, _JIN_PER_KG))
        for measure in _ORDER
        if (span := span_of(line, measure))
    ]
    return f"{line.size}：{'、'.join(said)}"


def _say_measure(measure: Measure, number: str, in_jin: str) -> str:
    return f"体重{number}kg（{in_jin}斤）" if measure == "weight" else f"{NAMES[measure]}{number}cm"


def _say_span(span: Span, factor: int) -> str:
    low, high = span.low * factor, span.high * factor
    return f"{low:g}" if low == high else f"{low:g}-{high:g}"


def chart_faults(chart: Sequence[SizeLine]) -> list[str]:
    """What makes a chart unusable for `advise`: no measure at all, or ranges that do not ascend from size to size.

    In a chart with underbust the cups of one band (70A, 70B) are neighbours: bust ascends within the band and falls
    back at the next one.
    """
    measures: tuple[Measure, ...] = get_args(Measure)
    decides = any(span_of(line, measure) for line in chart for measure in measures if measure != "height")
    faults = [] if decides else ["every measure but height is missing"]
    return faults + [f"{measure} does not ascend" for measure in measures if not _ascends(chart, measure)]


def _ascends(chart: Sequence[SizeLine], measure: Measure) -> bool:
    lines = [(line.underbust, span) for line in chart if (span := span_of(line, measure))]
    return all(
        (before.low <= after.low and before.high <= after.high) or (measure == "bust" and band != next_band)
        for (band, before), (next_band, after) in pairwise(lines)
    )


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
