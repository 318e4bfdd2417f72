"""Which size fits, by the product's own chart; asks for what is missing, hands over what the chart does not hold."""

import re
from typing import Any

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, asking, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.telling import product_card
from assist_api.flows.answering.view import ShopView
from assist_api.rules.sizes import (
    Between,
    Body,
    Fits,
    Measure,
    Missing,
    Outside,
    SizeLine,
    Span,
    advise,
    bare_height_cm,
    bare_weight_kg,
    plausible,
    say_body,
)
from assist_api.shop.tables import Product, SizeRow

_BARE_NUMBER = re.compile(r"\s*(\d{1,3}(?:\.\d{1,2})?)[\s。.，,~～吧的呢哦]*")
_GIRTHS: tuple[Measure, ...] = ("weight", "bust", "waist")


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    body = _body(ask)
    product = await shop.product(ask)
    if product is None:
        return asking("product", say("size_ask_product"), slots=_remember(body))
    chart = [_line(row) for row in await shop.size_chart(product)]
    if not chart:
        return await _without_chart(product, body, shop)
    advice = advise(chart, body)
    match advice:
        case Missing(measure="height"):
            return asking("height", say("size_ask_height"), slots=_remember(body))
        case Missing():
            return asking("weight", say("size_ask_weight"), slots=_remember(body))
        case Fits():
            said = say(
                "size_advice", product_card(product), product_name=product.name, size=advice.size, body=say_body(body)
            )
            return SkillAnswer(says=[said], slots=_remember(body) | {"size": advice.size})
        case Between():
            said = say(
                "size_between",
                product_card(product),
                product_name=product.name,
                size=advice.size,
                other_size=advice.other,
                body=say_body(body),
                reason=advice.reason,
            )
            return SkillAnswer(says=[said], slots=_remember(body) | {"size": advice.size})
        case Outside():
            return _outside(product, body, shop)


def _outside(product: Product, body: Body, shop: ShopView) -> SkillAnswer:
    said = say("size_outside_chart", product_name=product.name, body=say_body(body))
    effect = hand_off("size_outside_chart", f"{product.name}：{say_body(body)} 超出尺码表", shop)
    return SkillAnswer(says=[said], slots=_remember(body), effects=[effect])


async def _without_chart(product: Product, body: Body, shop: ShopView) -> SkillAnswer:
    """One size for all is told with the product's facts; several sizes without a chart need a person."""
    sizes = {line.size for line in await shop.stock_of(product)}
    if len(sizes) == 1:
        facts = "；".join([f"只有{sizes.pop()}", *(f"{name}：{fact}" for name, fact in product.facts.items())])
        said = say("ask_product", product_card(product), product_name=product.name, product_facts=facts)
        return SkillAnswer(says=[said], slots=_remember(body))
    effect = hand_off("no_size_chart", f"{product.name} 没有尺码表，买家问尺码", shop)
    return SkillAnswer(slots=_remember(body), effects=[effect])


def _body(ask: SkillAsk) -> Body:
    told: dict[Measure, float | None] = {
        measure: _plausible(measure, ask.known_number(measure)) for measure in ("height", *_GIRTHS)
    }
    if (match := _BARE_NUMBER.fullmatch(ask.text)) and not ask.entities:
        # A lone number answers the question the bot has just asked: height first, then weight.
        number = float(match[1])
        if told["height"] is None:
            told["height"] = bare_height_cm(number)
        elif not any(told[measure] for measure in _GIRTHS):
            told["weight"] = bare_weight_kg(number)
    return Body(**told)


def _plausible(measure: Measure, value: float | None) -> float | None:
    return value if value is not None and plausible(measure, value) else None


def _remember(body: Body) -> dict[str, Any]:
    measures = {"height": body.height, "weight": body.weight, "bust": body.bust, "waist": body.waist}
    return {name: value for name, value in measures.items() if value is not None}


def _line(row: SizeRow) -> SizeLine:
    return SizeLine(
        row.size,
        _span(row.height_min, row.height_max),
        _span(row.weight_min, row.weight_max),
        _span(row.bust_min, row.bust_max),
        _span(row.waist_min, row.waist_max),
    )


def _span(low: float | None, high: float | None) -> Span | None:
    return None if low is None or high is None else Span(low, high)
