"""Which size fits, by the product's own chart; asks for what is missing, hands over what the chart does not hold.

What buyers tell of bodies is kept by wearer in the slot `fitting`: 给我妈买的 begins with an empty body, and 那我自己呢
goes back to the first one. The slots of the measures are filled by the bot with what it finds in any line.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assist_api.flows.answering.contract import Say, SkillAnswer, SkillAsk, asking, number_of, say, word_of
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.telling import product_card
from assist_api.flows.answering.view import ShopView
from assist_api.rules.bra_sizes import read_bra_size
from assist_api.rules.fit_talk import (
    SELF,
    Wish,
    asks_for_the_chart,
    asks_how_it_runs,
    corrects,
    explains_wearer,
    garment_measure_in,
    is_usual_size,
    wearer_in,
    wish_in,
)
from assist_api.rules.size_choice import Advice, Between, Cut, Fit, Fits, Missing, Outside, Runs, advise, advise_usual
from assist_api.rules.sizes import (
    NAMES,
    PLAUSIBLE,
    Body,
    Measure,
    SizeLine,
    Span,
    bare_height_cm,
    bare_weight_kg,
    plausible,
    same_size,
    say_body,
    say_line,
)
from assist_api.shop.tables import Product, SizeRow
from zh_text import normalise

FITTING = "fitting"
"""The slot with what is remembered of wearers, wish and usual size."""

_SLOTS: tuple[Measure, ...] = ("height", "weight", "bust", "waist", "hip", "foot")
_BARE_NUMBER = re.compile(r"\s*(\d{1,3}(?:\.\d{1,2})?)[\s。.，,~～吧的呢哦]*")
_LABEL = re.compile(r"(\d{2,3})/(\d{2,3})[A-G]?")
_ABOUT_FIT = re.compile(r"紧(?!身衣)|[松勒窄绷]|偏[大小长短]|[大小]一码|缩|踩脚|裤[脚长]|往下卷|cm")
_ASKS_LENGTH = re.compile(r"拖地|扫地|(?:会不会|会|太|偏|是不是)(?:有点)?[短长](?!袖)|[短长]不[短长]|盖.{0,2}脚")
_LENGTH = re.compile(r"裤[长脚]|裙长|衣长|\dcm|长度|踩脚")
_FOR_PREGNANCY = re.compile(r"孕|托腹")
_LOOSE_CUT = re.compile(r"宽松|廓形|茧型|oversize")
_SNUG_CUT = re.compile(r"修身|紧身|贴身")
_FAR_BELOW_CM = 25
_NO_BUST_FROM_CM = 145

_RUNS_SAID: dict[str, str] = {
    "small": "这款版型偏小，平时的码可以考虑大一码",
    "true": "这款版型标准，照尺码表选就可以",
    "large": "这款版型偏大，平时的码可以考虑小一码",
}


@dataclass
class Fitting:
    """What is remembered beside the slots of the measures; as a slot it is a dictionary of plain values."""

    wearer: str = SELF
    bodies: dict[str, dict[str, float]] = field(default_factory=dict)
    """Wearer → measure → value, of everyone who was spoken of."""
    product: str = ""
    wish: Wish = ""
    usual: str = ""
    warned_of: str = ""
    """The product whose weak point was told last; nobody likes to hear it with every size."""

    @classmethod
    def read(cls, slot: Any) -> "Fitting":
        """Nothing remembered, where the slot holds anything else."""
        held = slot if isinstance(slot, Mapping) else {}
        return cls(**{name: held[name] for name in cls.__dataclass_fields__ if name in held})


@dataclass(frozen=True)
class Heard:
    """One line, read for sizes."""

    text: str
    body: dict[str, float]
    """What this line tells of the body."""
    several: bool
    """Two people's measures in one line."""
    candidate: str
    """The size the line asks about (M行吗)."""
    usual: str


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    heard = _hear(ask)
    fitting, body = _fitting(ask, heard)
    product = await shop.product(ask)
    if product is None:
        return asking("product", say("size_ask_product"), slots=_remember(fitting, body))
    _note_product(fitting, product, heard)
    chart = [_line(row) for row in await shop.size_chart(product)]
    body = _adult(chart, _tall(chart, body, heard), heard)
    if garment := garment_measure_in(heard.text):
        told = _garment(product, garment, shop)
    elif length := _length(product, heard.text):
        told = length
    elif not chart:
        told = await _without_chart(product, shop)
    elif heard.several:
        told = asking("height", say("size_one_by_one"))
    elif not heard.body and not heard.usual and (asked := _asked_of_the_product(product, chart, heard, fitting, shop)):
        told = asked
    else:
        told = _advise(product, chart, body, heard, fitting, shop)
    told.slots = _remember(fitting, body) | told.slots
    return told


# --- hearing --------------------------------------------------------------------------------------------------------


def _hear(ask: SkillAsk) -> Heard:
    text = normalise(ask.text).text
    several = False
    body: dict[str, float] = {}
    for measure in PLAUSIBLE:
        values = [value for value in _values(ask, measure) if plausible(measure, value)]
        if values:
            body[measure] = values[-1] if corrects(text) else values[0]
            several = several or (len({round(value) for value in values}) > 1 and not corrects(text))
    sizes = [entity for entity in ask.entities if entity.kind == "size" and word_of(entity.value)]
    usual = next((word_of(size.value) or "" for size in sizes if _is_usual(text, size.text, size.value)), "")
    asked = [word_of(size.value) or "" for size in sizes]
    candidate = next((size for size in asked if size != usual), "")
    if not ask.entities and (match := _BARE_NUMBER.fullmatch(ask.text)):
        body = _bare(float(match[1]), ask)
    return Heard(text, _with_labels(body, usual), several, candidate, usual)


def _values(ask: SkillAsk, measure: Measure) -> list[float]:
    values = [entity.value for entity in ask.entities if entity.kind == _kind_of(measure)]
    numbers = [number_of(value) for value in values if _part_of(value) == ("under" if measure == "underbust" else "")]
    return [number for number in numbers if number is not None]


def _kind_of(measure: Measure) -> str:
    return "bust" if measure == "underbust" else measure


def _part_of(value: Any) -> str:
    return str(value.get("part") or "") if isinstance(value, Mapping) else ""


def _is_usual(text: str, piece: str, value: Any) -> bool:
    """A bra's size or a label is said of oneself even without 平时."""
    word = word_of(value) or ""
    piece = normalise(piece).text
    return is_usual_size(text, piece) or (text.strip(" 我是的吧哦,.") == piece and read_bra_size(word) is not None)


def _bare(number: float, ask: SkillAsk) -> dict[str, float]:
    """A lone number answers the question the bot has just asked: height first, then weight."""
    measure: Measure = "height" if ask.slots.get("height") is None else "weight"
    value = bare_height_cm(number) if measure == "height" else bare_weight_kg(number)
    if measure == "weight" and any(ask.slots.get(girth) for girth in ("weight", "bust", "waist")):
        return {}
    return {} if value is None else {measure: value}


def _with_labels(body: dict[str, float], usual: str) -> dict[str, float]:
    """160/84A says a height and a bust; what was measured counts before it."""
    if match := _LABEL.fullmatch(usual):
        return {"height": float(match[1]), "bust": float(match[2])} | body
    return body


def _fitting(ask: SkillAsk, heard: Heard) -> tuple[Fitting, Body]:
    """What is remembered, with this line in it, and the body of whom it is about."""
    fitting = Fitting.read(ask.slots.get(FITTING))
    wearer = wearer_in(heard.text)
    if wearer is None or wearer == fitting.wearer:
        known = fitting.bodies.get(fitting.wearer, {}) | _slots(ask)
    else:
        before = fitting.bodies.get(fitting.wearer, {}) | _slots(ask)
        known = before if explains_wearer(heard.text) else fitting.bodies.get(wearer, {})
        stays = {name: value for name, value in before.items() if name not in heard.body}
        fitting.bodies = {fitting.wearer: stays} | fitting.bodies
        fitting.wearer, fitting.usual = wearer, ""
    known = {name: value for name, value in (known | heard.body).items() if value}
    fitting.bodies = fitting.bodies | {fitting.wearer: known}
    fitting.usual = heard.usual or fitting.usual
    return fitting, Body(**known)


def _slots(ask: SkillAsk) -> dict[str, float]:
    """Measures of lines that other skills answered; those of this line are among them, told apart in `Heard`."""
    told: dict[str, float] = {}
    for measure in _SLOTS:
        slot = ask.slots.get(measure)
        for value in slot if isinstance(slot, list) else [slot]:
            name: Measure = "underbust" if _part_of(value) == "under" else measure
            number = number_of(value)
            if number is not None and plausible(name, number):
                told[name] = number
    return told


def _note_product(fitting: Fitting, product: Product, heard: Heard) -> None:
    """A wish is about one product: a sweater under a coat says nothing of the trousers; what is made for a pregnancy
    has a chart for it.
    """
    kept = fitting.wish if fitting.product in ("", product.id) else ""
    fitting.wish, fitting.product = wish_in(heard.text) or kept, product.id
    made_for = " ".join([product.name, *(product.tags or []), str(product.facts.get("适合", ""))])
    if fitting.wish == "pregnant" and _FOR_PREGNANCY.search(made_for):
        fitting.wish = ""


def _adult(chart: list[SizeLine], body: Body, heard: Heard) -> Body:
    """The body with a lone number far below the chart's heights taken for a weight (108, where both were asked)."""
    heights = [line.height.low for line in chart if line.height]
    is_lone = list(heard.body) == ["height"] and _BARE_NUMBER.fullmatch(heard.text) is not None
    if not (is_lone and heights and body.height and body.weight is None):
        return body
    weight = bare_weight_kg(body.height)
    if body.height > min(heights) - _FAR_BELOW_CM or weight is None:
        return body
    return Body(**{**_plain(body), "height": None, "weight": weight})


def _tall(chart: list[SizeLine], body: Body, heard: Heard) -> Body:
    """The body with a lone number that no bust has taken for a height (162, where 胸围 was asked)."""
    is_lone = list(heard.body) == ["bust"] and _BARE_NUMBER.fullmatch(heard.text) is not None
    if not (is_lone and body.bust and body.bust >= _NO_BUST_FROM_CM and body.height is None):
        return body
    if not any(line.height for line in chart):
        return body
    return Body(**{**_plain(body), "bust": None, "height": body.bust})


def _plain(body: Body) -> dict[str, float]:
    return {str(measure): value for measure, value in body.measures().items()}


def _remember(fitting: Fitting, body: Body) -> dict[str, Any]:
    fitting.bodies = fitting.bodies | {fitting.wearer: _plain(body)}
    slots: dict[str, Any] = {measure: body.told(measure) for measure in _SLOTS}
    return slots | {FITTING: {name: getattr(fitting, name) for name in Fitting.__dataclass_fields__}}


# --- what is asked of the product -----------------------------------------------------------------------------------


def _asked_of_the_product(
    product: Product, chart: list[SizeLine], heard: Heard, fitting: Fitting, shop: ShopView
) -> SkillAnswer | None:
    """Answers to questions that name no body: how it runs, the chart, what one size is made for."""
    if asks_how_it_runs(heard.text):
        return _runs(product, fitting, shop)
    if asks_for_the_chart(heard.text):
        lines = "；".join(say_line(line) for line in chart)
        return SkillAnswer(says=[say("size_chart", product_card(product), product_name=product.name, size_chart=lines)])
    line = _line_of(chart, heard.candidate)
    if line and not fitting.bodies[fitting.wearer]:
        return SkillAnswer(
            says=[say("size_line", product_card(product), product_name=product.name, size_line=say_line(line))]
        )
    return None


def _runs(product: Product, fitting: Fitting, shop: ShopView) -> SkillAnswer:
    if product.runs not in _RUNS_SAID:
        effect = hand_off("facts_unknown", f"{product.name} 没有写偏大偏小，买家在问", shop)
        return SkillAnswer(says=[say("size_runs_unknown", product_name=product.name)], effects=[effect])
    said = say("size_runs", product_card(product), product_name=product.name, size_runs=_RUNS_SAID[product.runs])
    return SkillAnswer(says=[said, *_weak_point(product, fitting)])


def _garment(product: Product, garment: str, shop: ShopView) -> SkillAnswer:
    """衣长 and the like are facts of the product or of nobody here: the chart measures bodies."""
    facts = "；".join(f"{name}：{fact}" for name, fact in product.facts.items() if garment in name or garment in fact)
    if facts:
        said = say("ask_product", product_card(product), product_name=product.name, product_facts=facts)
        return SkillAnswer(says=[said])
    effect = hand_off("facts_unknown", f"{product.name} 没有写{garment}，买家在问", shop)
    return SkillAnswer(says=[say("size_garment_unknown", product_name=product.name)], effects=[effect])


def _length(product: Product, text: str) -> SkillAnswer | None:
    """Whether it trails or is short, in the page's own words; None where it is not asked or the page does not say."""
    told = [f"{name}：{fact}" for name, fact in product.facts.items() if _LENGTH.search(name)]
    if _LENGTH.search(product.weak_point):
        told.append(product.weak_point.rstrip("。"))
    if not told or not _ASKS_LENGTH.search(text):
        return None
    said = say("ask_product", product_card(product), product_name=product.name, product_facts="；".join(told))
    return SkillAnswer(says=[said])


async def _without_chart(product: Product, shop: ShopView) -> SkillAnswer:
    """One size for all is told with the product's facts; several sizes without a chart need a person."""
    sizes = {line.size for line in await shop.stock_of(product)}
    if len(sizes) == 1:
        facts = "；".join([f"只有{sizes.pop()}", *(f"{name}：{fact}" for name, fact in product.facts.items())])
        said = say("ask_product", product_card(product), product_name=product.name, product_facts=facts)
        return SkillAnswer(says=[said])
    effect = hand_off("no_size_chart", f"{product.name} 没有尺码表，买家问尺码", shop)
    return SkillAnswer(says=[say("size_no_chart", product_name=product.name)], effects=[effect])


# --- advising -------------------------------------------------------------------------------------------------------


def _advise(
    product: Product, chart: list[SizeLine], body: Body, heard: Heard, fitting: Fitting, shop: ShopView
) -> SkillAnswer:
    fit = Fit(fitting.wish, _runs_of(product), _cut(product))
    advice, by_usual = advise(chart, body, fit), False
    if isinstance(advice, Missing) and fitting.usual:
        usual = _by_usual(chart, body, fitting.usual, fit)
        advice, by_usual = (usual, True) if usual else (advice, False)
    match advice:
        case Missing():
            return _ask_for(advice.measures)
        case Outside():
            return _outside(product, body, fitting, shop)
        case Fits() | Between():
            told = say_body(body) if body.measures() and not by_usual else f"平时穿{fitting.usual}"
            says = [_say_advice(product, advice, told, heard.candidate)]
            if not by_usual:
                says += _differs_from_usual(chart, advice, fitting.usual)
            return SkillAnswer(says=[*says, *_weak_point(product, fitting)], slots={"size": advice.size})


def _by_usual(chart: list[SizeLine], body: Body, usual: str, fit: Fit) -> Advice | None:
    """By the size worn elsewhere: one of the chart's own, or what a bra's size says of the body."""
    bra = read_bra_size(usual)
    if advice := advise_usual(chart, bra.label if bra else usual, fit):
        return advice
    if bra is None:
        return None
    told = {"underbust": bra.underbust, "bust": bra.bust} | _plain(body)
    advice = advise(chart, Body(**told), fit)
    return None if isinstance(advice, Missing) else advice


def _ask_for(missing: tuple[Measure, ...]) -> SkillAnswer:
    """One question for all that is missing; the form waits for the first, an answer may bring the others."""
    waits_for = _kind_of(missing[0])
    if missing == ("height", "weight"):
        return asking(waits_for, say("size_ask_body"))
    if missing in (("height",), ("weight",)):
        return asking(waits_for, say(f"size_ask_{missing[0]}"))
    return asking(waits_for, say("size_ask_measures", measures="和".join(NAMES[measure] for measure in missing)))


def _outside(product: Product, body: Body, fitting: Fitting, shop: ShopView) -> SkillAnswer:
    told = say_body(body) or f"平时穿{fitting.usual}"
    said = say("size_outside_chart", product_name=product.name, body=told)
    wearer = f"{fitting.wearer}，" if fitting.wearer else ""
    effect = hand_off("size_outside_chart", f"{product.name}：{wearer}{told}，尺码表定不下来", shop)
    return SkillAnswer(says=[said], effects=[effect])


def _say_advice(product: Product, advice: Fits | Between, told: str, candidate: str) -> Say:
    values = {"product_name": product.name, "size": advice.size, "body": told}
    if isinstance(advice, Between):
        values |= {"other_size": advice.other, "reason": advice.reason}
        return say("size_between", product_card(product), **values)
    if advice.remark:
        return say("size_advice_remark", product_card(product), **values, reason=advice.remark)
    if candidate and not same_size(candidate, advice.size):
        return say("size_not_that_one", product_card(product), **values, other_size=candidate)
    return say("size_advice", product_card(product), **values)


def _differs_from_usual(chart: list[SizeLine], advice: Fits | Between, usual: str) -> list[Say]:
    """Measures count before what another shop calls M, and the buyer is told that they differ."""
    line = _line_of(chart, usual)
    advised = [advice.size] + ([advice.other] if isinstance(advice, Between) else [])
    if line is None or line.size in advised:
        return []
    return [say("size_usual_differs", size=advice.size, other_size=line.size)]


def _weak_point(product: Product, fitting: Fitting) -> list[Say]:
    """Once, and only what of it is about fit."""
    if fitting.warned_of == product.id or not _ABOUT_FIT.search(product.weak_point):
        return []
    fitting.warned_of = product.id
    return [say("size_weak_point", weak_point=product.weak_point.rstrip("。"))]


def _runs_of(product: Product) -> Runs:
    return product.runs if product.runs in _RUNS_SAID else ""  # type: ignore[return-value]  # importer


def _cut(product: Product) -> Cut:
    cut = str(product.facts.get("版型", ""))
    if _LOOSE_CUT.search(cut):
        return "loose"
    return "snug" if _SNUG_CUT.search(cut) else ""


def _line_of(chart: list[SizeLine], size: str) -> SizeLine | None:
    return next((line for line in chart if size and same_size(line.size, size)), None)


def _line(row: SizeRow) -> SizeLine:
    spans = {measure: _span(getattr(row, f"{measure}_min"), getattr(row, f"{measure}_max")) for measure in PLAUSIBLE}
    return SizeLine(row.size, **{str(measure): span for measure, span in spans.items()})


def _span(low: float | None, high: float | None) -> Span | None:
    return None if low is None or high is None else Span(low, high)
