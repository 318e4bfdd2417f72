"""Which size fits: a buyer's measures against the product's own chart.

Every measure selects a window of neighbouring sizes. Girths (weight, bust, waist, hip, foot) decide together, the
biggest one winning, because a garment that is too tight cannot be worn; height then narrows the choice. Where they
point to different sizes, both are named with what speaks for either, and further apart than neighbours a person has to
look. With a chart whose ranges ascend from size to size, a heavier buyer of the same height is never advised a smaller
size.

Bras with an underbust are different: the underbust selects the band, the bust the cup within it.

A wish (looser, a sweater beneath) and how the product runs decide between two sizes; a wish for room alone takes the
next size up. Charts tell bodies and may serve several products, so the size by the chart stays the advised one where
the product runs small or large, and its neighbour is named with the reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from assist_api.rules.bra_sizes import read_bra_size
from assist_api.rules.fit_talk import Wish
from assist_api.rules.sizes import NAMES, Body, Measure, SizeLine, Span, same_size, span_of

ON_THE_BORDER = "喜欢合身选小的，喜欢宽松选大的"
FULLER_THAN_TALL = "按体重围度大一码更舒展，按身高小一码长短更合适"
TALLER_THAN_FULL = "按体重围度小一码更贴身，按身高大一码长短更够"
BETWEEN_BANDS = "下围在两个号之间，喜欢稳一些选下围小的，喜欢松一些选下围大的"
BETWEEN_CUPS = "罩杯在两个之间，怕压胸选大一杯，喜欢包裹紧一些选小一杯"

Runs = Literal["", "small", "true", "large"]
"""How the product falls against usual sizes; empty where the shop has not said."""
Cut = Literal["", "loose", "snug"]

_WISH_ON_THE_BORDER: dict[Wish, str] = {
    "loose": "想宽松些选大的一码，想合身可以选小的",
    "layered": "里面还要穿衣服，大的一码留得出余量，单穿可以选小的",
    "growing": "还在长个子，大的一码能多穿一阵，要眼下合身选小的",
    "pregnant": "孕期要留些余量，选大的一码，按孕前身形可以选小的",
    "snug": "想贴身些选小的一码，觉得紧就选大的",
}
_WISH_FOR_MORE: dict[Wish, str] = {
    "loose": "按尺码表选小的一码是合身的，想宽松些就大一码",
    "layered": "按尺码表单穿选小的一码，里面再加衣服就大一码",
    "growing": "按尺码表眼下选小的一码合身，想多穿一阵就大一码",
    "pregnant": "按尺码表选小的一码，孕期还会变化，大一码留些余量",
}
_RUNS_ON_THE_BORDER: dict[Runs, str] = {
    "small": "这款版型偏小，在两个码之间选大的更稳妥，喜欢贴身选小的",
    "large": "这款版型偏大，在两个码之间选小的就够，喜欢宽松选大的",
}
_RUNS_OFF_THE_CHART: dict[Runs, str] = {
    "small": "这款版型偏小，不喜欢太贴就大一码",
    "large": "这款版型偏大，喜欢合身就小一码",
}
_RUNS_AS_WISHED: dict[tuple[Wish, Runs], str] = {
    ("loose", "large"): "这款版型偏大，照尺码表选就有余量",
    ("snug", "small"): "这款版型偏小，照尺码表选就比较贴身",
}
_RUNS_LARGE_AND_SNUG = "这款版型偏大，想贴身些就比尺码表小一码，照尺码表选会略松"
_NO_BIGGER_SIZE = "这已经是这款里大的一码，再大就没有了"
_CUT_IS_LOOSE = "这款本身就是宽松版，按尺码表选已经有余量"
_IS_SNUG_ENOUGH = "这一码就是合身的，再小一码容易紧"
_CUT_STAYS_LOOSE = "这款是宽松版，按尺码表选不会很贴身"


@dataclass(frozen=True, slots=True)
class Fit:
    """How it is to be worn, and how the product is cut."""

    wish: Wish = ""
    runs: Runs = ""
    cut: Cut = ""


@dataclass(frozen=True, slots=True)
class Fits:
    size: str
    remark: str = ""
    """What the wish comes to, where it changes nothing."""


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
    """The measure beyond the chart, None where the measures point to sizes far apart."""


@dataclass(frozen=True, slots=True)
class Missing:
    """Measures to ask for, all of them in one question."""

    measures: tuple[Measure, ...]


Advice = Fits | Between | Outside | Missing


@dataclass(frozen=True, slots=True)
class _Window:
    """Indices of the smallest and biggest size a measure allows."""

    first: int
    last: int


_GIRTHS: tuple[Measure, ...] = ("weight", "bust", "waist", "hip", "foot")
_TELLING_GIRTHS: tuple[Measure, ...] = ("bust", "waist", "hip")


def advise(chart: Sequence[SizeLine], body: Body, fit: Fit | None = None) -> Advice:
    """Advise a size; `chart` goes from the smallest size to the biggest and is not empty."""
    fit = fit or Fit()
    if missing := missing_measures(chart, body):
        return Missing(missing)
    if _has(chart, "underbust"):
        return _bra(chart, body)
    if fit.wish == "pregnant" and _has(chart, "waist") and not _has(chart, "bust"):
        return Outside("waist")
    return _by_windows(chart, body, fit)


def missing_measures(chart: Sequence[SizeLine], body: Body) -> tuple[Measure, ...]:
    """What the chart needs and the buyer has not told; empty where it is enough.

    A foot's chart needs the foot, a bra's underbust and bust. Else either height with any girth, or the girth that
    tells most of the garment (bust before waist before hip) without a height; charts without weights need bust and
    waist, or the height and the bust where they have heights (160/84A is cut by these two).
    """
    needed: list[Measure]
    if _has(chart, "foot"):
        needed = ["foot"]
    elif _has(chart, "underbust"):
        needed = [measure for measure in ("underbust", "bust") if _has(chart, measure)]
    elif _has(chart, "weight"):
        telling = next((measure for measure in _TELLING_GIRTHS if _has(chart, measure)), None)
        if telling and body.told(telling) is not None:
            return ()
        knows_girth = any(_has(chart, girth) and body.told(girth) is not None for girth in _GIRTHS)
        needed = [measure for measure in ("height", "weight") if _has(chart, measure)]
        needed = [measure for measure in needed if measure != "weight" or not knows_girth]
    else:
        girths: list[Measure] = [measure for measure in ("bust", "waist") if _has(chart, measure)]
        if _has(chart, "height") and body.told("height") is not None and "bust" in girths:
            girths = ["bust"]
        needed = girths or ["hip"]
    return tuple(measure for measure in needed if body.told(measure) is None)


def advise_usual(chart: Sequence[SizeLine], usual: str, fit: Fit) -> Advice | None:
    """Advise from the size worn elsewhere alone: the same, or its neighbour where the product runs small or large.

    None where the chart has no such size, or where the shop has not said how the product runs and the size is a letter,
    which every maker cuts differently (75B, 38 and 均码 are counted alike).
    """
    index = next((index for index, line in enumerate(chart) if same_size(line.size, usual)), None)
    if index is None or (fit.runs == "" and not _counted_alike(usual)):
        return None
    usual_size = chart[index].size
    if fit.runs == "small":
        if index + 1 == len(chart):
            return None
        return Between(chart[index + 1].size, usual_size, f"这款版型偏小，平时穿{usual_size}的建议大一码")
    if fit.runs == "large" and index:
        return Between(chart[index - 1].size, usual_size, f"这款版型偏大，平时穿{usual_size}的小一码合身，想宽松就照旧")
    return Fits(usual_size)


def _counted_alike(size: str) -> bool:
    return read_bra_size(size) is not None or (size[:1].isdigit() and "X" not in size) or same_size(size, "均码")


def _has(chart: Sequence[SizeLine], measure: Measure) -> bool:
    return any(span_of(line, measure) for line in chart)


# --- bands and cups ---------------------------------------------------------------------------------------------------


def _bra(chart: Sequence[SizeLine], body: Body) -> Advice:
    bands = _bands(chart, body.underbust or 0)
    if not bands:
        return Outside("underbust")
    if not _has(chart, "bust"):
        return _two_of([band[0] for band in bands], BETWEEN_BANDS)
    cups = [(band, _window(band, "bust", body.bust or 0)) for band in bands]
    fitting = [(band, window) for band, window in cups if window]
    if not fitting:
        return Outside("bust")
    if len(fitting) == 2:
        return _two_of([band[window.first] for band, window in fitting], BETWEEN_BANDS)
    band, window = fitting[0]
    return _two_of([band[index] for index in range(window.first, window.last + 1)][1::-1], BETWEEN_CUPS)


def _bands(chart: Sequence[SizeLine], underbust: float) -> list[list[SizeLine]]:
    """The sizes of the one or two bands that an underbust allows; none beyond the chart."""
    bands: dict[Span, list[SizeLine]] = {}
    for line in chart:
        if line.underbust:
            bands.setdefault(line.underbust, []).append(line)
    inside = [sizes for span, sizes in bands.items() if underbust in span]
    if inside:
        return inside[:2]
    below = [sizes for span, sizes in bands.items() if span.high < underbust]
    above = [sizes for span, sizes in bands.items() if span.low > underbust]
    return [below[-1], above[0]] if below and above else []


def _two_of(lines: Sequence[SizeLine], reason: str) -> Advice:
    if len(lines) == 1:
        return Fits(lines[0].size)
    return Between(lines[0].size, lines[1].size, reason)


# --- windows ----------------------------------------------------------------------------------------------------------


def _by_windows(chart: Sequence[SizeLine], body: Body, fit: Fit) -> Advice:
    girths: dict[Measure, _Window] = {}
    for measure in _GIRTHS:
        value = body.told(measure)
        if value is None or not _has(chart, measure):
            continue
        if (window := _window(chart, measure, value)) is None:
            return Outside(measure)
        girths[measure] = window
    girth = _Window(max(window.first for window in girths.values()), max(window.last for window in girths.values()))
    height = girth
    if body.height is not None and _has(chart, "height"):
        if (window := _window(chart, "height", body.height)) is None:
            return Outside("height")
        height = window
    disagreement = _disagreement(chart, girths)
    if disagreement is None:
        return _wished(chart, _choose(chart, girth, height, fit), fit)
    return disagreement if girth.first <= height.last and height.first <= girth.last else Outside(None)


def _disagreement(chart: Sequence[SizeLine], girths: dict[Measure, _Window]) -> Between | Outside | None:
    """What two girths that allow no common size come to; None where they agree."""
    widest = max(girths, key=lambda measure: girths[measure].first)
    slimmest = min(girths, key=lambda measure: girths[measure].last)
    bigger, smaller = girths[widest].first, girths[slimmest].last
    if smaller >= bigger:
        return None
    if bigger - smaller > 1:
        return Outside(None)
    either = f"{NAMES[slimmest]}对应{chart[smaller].size}，{NAMES[widest]}对应{chart[bigger].size}"
    reason = f"{either}，小了会紧，先看{NAMES[widest]}"
    return Between(chart[bigger].size, chart[smaller].size, reason)


def _choose(chart: Sequence[SizeLine], girth: _Window, height: _Window, fit: Fit) -> Advice:
    first, last = max(girth.first, height.first), min(girth.last, height.last)
    if first == last:
        return Fits(chart[first].size)
    if first < last:
        return _on_the_border(chart[first].size, chart[first + 1].size, fit)
    if girth.first == height.last + 1:
        return Between(chart[girth.first].size, chart[height.last].size, FULLER_THAN_TALL)
    if girth.last + 1 == height.first:
        return Between(chart[girth.last].size, chart[height.first].size, TALLER_THAN_FULL)
    return Outside(None)


def _on_the_border(smaller: str, bigger: str, fit: Fit) -> Between:
    """The wish decides, else how the product runs, else the smaller one, which sits closer."""
    if fit.wish:
        reason = _WISH_ON_THE_BORDER[fit.wish]
        return Between(smaller, bigger, reason) if fit.wish == "snug" else Between(bigger, smaller, reason)
    reason = _RUNS_ON_THE_BORDER.get(fit.runs, ON_THE_BORDER)
    return Between(bigger, smaller, reason) if fit.runs == "small" else Between(smaller, bigger, reason)


def _wished(chart: Sequence[SizeLine], advice: Advice, fit: Fit) -> Advice:
    """What a wish, or how the product runs, makes of a size that fits by the chart."""
    if not isinstance(advice, Fits):
        return advice
    index = [line.size for line in chart].index(advice.size)
    smaller = chart[index - 1].size if index else None
    bigger = chart[index + 1].size if index + 1 < len(chart) else None
    if not fit.wish:
        neighbour = {"small": bigger, "large": smaller}.get(fit.runs)
        return Between(advice.size, neighbour, _RUNS_OFF_THE_CHART[fit.runs]) if neighbour else advice
    if remark := _RUNS_AS_WISHED.get((fit.wish, fit.runs)):
        return Fits(advice.size, remark)
    if fit.wish == "snug":
        if fit.runs == "large" and smaller:
            return Between(smaller, advice.size, _RUNS_LARGE_AND_SNUG)
        return Fits(advice.size, _CUT_STAYS_LOOSE if fit.cut == "loose" else _IS_SNUG_ENOUGH)
    if fit.wish == "loose" and fit.cut == "loose":
        return Fits(advice.size, _CUT_IS_LOOSE)
    if bigger is None:
        return Outside(None) if fit.wish == "pregnant" else Fits(advice.size, _NO_BIGGER_SIZE)
    return Between(bigger, advice.size, _WISH_FOR_MORE[fit.wish])


def _window(chart: Sequence[SizeLine], measure: Measure, value: float) -> _Window | None:
    """The sizes a measure allows, None beyond the chart. A value in a gap between two lines allows both."""
    spans = [(index, span) for index, line in enumerate(chart) if (span := span_of(line, measure))]
    inside = [index for index, span in spans if value in span]
    if inside:
        return _Window(inside[0], inside[-1])
    below = [index for index, span in spans if span.high < value]
    above = [index for index, span in spans if span.low > value]
    return _Window(below[-1], above[0]) if below and above else None
