"""A buyer who does not want an unpaid order any more, or no more reminders: done at once, the reason asked once."""

import re
from typing import Any

from assist_api.flows.answering.contract import (
    ANSWER,
    MATTER,
    Say,
    SkillAnswer,
    SkillAsk,
    buttons,
    effect,
    say,
)
from assist_api.flows.answering.handing_off import hand_off_case
from assist_api.flows.answering.skills import promise_payment, report_paid
from assist_api.flows.answering.unpaid import (
    DECLINED,
    REMINDED,
    card_of,
    closing,
    ids_in,
    ids_of,
    named_for_the_buyer,
    reminded_orders,
    unpaid_orders,
)
from assist_api.flows.answering.view import ShopView
from assist_api.rules.moments import say_moment
from assist_api.rules.promotions import running, say_offers
from assist_api.rules.unwanted import UnwantedReason, bargains, unwanted_reason
from assist_api.shop.tables import Order
from zh_text import refuses_reminders

_SKILL = "decline_payment"
_NOT_WANTED = re.compile(r"不(?:付|买|想要|需要)|不要(?!再|给|催|提醒|发|打扰|来|老|总|一直|这)")
_REASONS = (
    ("size", "尺码不合适"),
    ("price", "价格有点高"),
    ("elsewhere", "在别处买了"),
    ("needless", "暂时用不上"),
    ("mistake", "拍错或拍重了"),
    ("other", "其他原因"),
)
# Of these a reason never consists; what they ask for is dealt with as always.
_ASIDE = (
    "request_return",
    "intercept_parcel",
    "report_payment_problem",
    "report_not_received",
    "report_quality",
    "report_wrong_item",
    "report_missing_item",
)


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    if ask.answer and ask.matter(_SKILL):
        told = await _on_reason(ask, shop)
        return told.model_copy(update={"slots": {MATTER: None} | told.slots})
    if refuses_reminders(ask.text, reminded=bool(ids_in(ask, REMINDED))):
        return await _stopped(ask, shop)
    orders = await unpaid_orders(ask, shop)
    return _declined(orders, ask, shop) if orders else await _nothing_unpaid(ask, shop)


async def _stopped(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    """No reminder any more; who also says that the order is not wanted is believed at once."""
    effects = [effect("opt_out_of_reminders")]
    orders = await unpaid_orders(ask, shop) if _NOT_WANTED.search(ask.text) else []
    if not orders:
        return SkillAnswer(says=[say("reminders_stopped")], effects=effects)
    declined = effect("decline_orders", orders=ids_of(orders))
    said = say("reminders_stopped_declined", card_of(orders), **_values(orders, shop))
    return SkillAnswer(says=[said], effects=[*effects, declined], slots=_keeping(ask, orders))


def _declined(orders: list[Order], ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    effects = [effect("decline_orders", orders=ids_of(orders))]
    stored = say("order_declined", card_of(orders), **_values(orders, shop))
    known = set(ids_of(orders)) <= set(ids_in(ask, DECLINED))
    slots = _keeping(ask, orders)
    if reason := unwanted_reason(ask.text):
        return SkillAnswer(says=[stored, *_fitting(reason, shop)], effects=effects, slots=slots)
    if known:
        return SkillAnswer(says=[stored], effects=effects, slots=slots)
    # Asked once: the matter holds no question that would be repeated after something aside.
    matter = {"skill": _SKILL, "question": {}, "takes": ["haggle"], "aside": list(_ASIDE)}
    asked = say("decline_ask_reason", _reason_buttons())
    return SkillAnswer(says=[stored, asked], effects=effects, slots={**slots, MATTER: matter}, ask=ANSWER)


async def _nothing_unpaid(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    """What was paid meanwhile is for cancelling; of an order that cannot be seen only the usual is told."""
    paid = [seen.order for seen in await reminded_orders(ask, shop) if seen.order.state in ("paid", "presale")]
    if not paid:
        return SkillAnswer(says=[say("decline_payment")])
    payload = {"buttons": [{"option": "cancel", "title": "取消这笔订单", "intent": "cancel_order"}]}
    tails = named_for_the_buyer(paid)["order_tails"]
    return SkillAnswer(says=[say("decline_but_paid", card_of(paid) | payload, order_tails=tails)])


async def _on_reason(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    """Whatever the answer is, the order stays declined, unless it is wanted after all."""
    intent = (ask.answer or {}).get("intent")
    if intent == "promise_payment":
        return await promise_payment.answer(ask, shop)
    if intent == "report_paid" and unwanted_reason(ask.text) is None:
        return await report_paid.answer(ask, shop)
    if bargains(ask.text):
        slots = {name: value for name, value in ask.slots.items() if name == REMINDED}
        note = "催付后买家说不想要，问原因时提出要优惠"
        return SkillAnswer(says=[say("haggle_passed_on")], effects=[hand_off_case("haggle", note, shop, slots)])
    reason = unwanted_reason(ask.text)
    return SkillAnswer(says=_fitting(reason, shop) if reason else [say("decline_thanks")])


def _fitting(reason: UnwantedReason, shop: ShopView) -> list[Say]:
    """A word that suits the reason; of offers only those that run now."""
    told = say(f"decline_reason_{reason}")
    offers = say_offers(running(shop.settings.offers, shop.now), shop.now, shop.zone)
    return [told, say("promotion_running", promotion=offers)] if reason == "price" and offers else [told]


def _keeping(ask: SkillAsk, orders: list[Order]) -> dict[str, Any]:
    return {DECLINED: list(dict.fromkeys([*ids_in(ask, DECLINED), *ids_of(orders)]))}


def _values(orders: list[Order], shop: ShopView) -> dict[str, str]:
    """For several orders the last one's closing: until then the list of orders shows one as unpaid."""
    closes = max(closing(order, shop) for order in orders)
    return named_for_the_buyer(orders) | {"pay_by": say_moment(closes, shop.now, shop.zone)}


def _reason_buttons() -> dict[str, Any]:
    """Their intent keeps 价格有点高 from being read as haggling."""
    shown = buttons(*_REASONS)
    return {"buttons": [{**button, "intent": _SKILL} for button in shown["buttons"]]}
