"""A buyer who will pay: thanked and told how and until when; who pays later is left in peace till then."""

import re
from datetime import datetime

from assist_api.flows.answering.contract import Effect, SkillAnswer, SkillAsk, effect, say
from assist_api.flows.answering.skills import report_paid
from assist_api.flows.answering.unpaid import (
    DECLINED,
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
from assist_api.rules.paying_later import until_paid
from assist_api.shop.tables import Order

_WANTS_REMINDING = re.compile(r"(?:提醒|叫|喊|催)(?:一?下)?我")


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    orders = await unpaid_orders(ask, shop)
    if not orders:
        paid = await reminded_orders(ask, shop)
        return await report_paid.answer(ask, shop) if paid else SkillAnswer(says=[say("promise_payment")])
    told = _told(orders, until_paid(ask.text, ask.heard("time"), shop.now, shop.zone), shop)
    effects = told.effects + _wishes(ask, orders)
    return told.model_copy(update={"effects": effects, "slots": {DECLINED: None} if _thought_again(ask) else {}})


def _told(orders: list[Order], until: datetime | None, shop: ShopView) -> SkillAnswer:
    """No reminder comes before `until`, nor is it put off beyond the moment the last of the orders closes."""
    closes = sorted(closing(order, shop) for order in orders)
    values = named_for_the_buyer(orders) | {"pay_by": say_moment(closes[0], shop.now, shop.zone)}
    card = card_of(orders)
    if until is None:
        return SkillAnswer(says=[say("promise_payment_now", card, **values)])
    snooze = effect("snooze_reminders", until=min(until, closes[-1]).isoformat())
    if until >= closes[0]:
        return SkillAnswer(says=[say("promise_payment_closes_before", card, **values)], effects=[snooze])
    until_words = say_moment(until, shop.now, shop.zone)
    return SkillAnswer(says=[say("promise_payment_later", card, until=until_words, **values)], effects=[snooze])


def _wishes(ask: SkillAsk, orders: list[Order]) -> list[Effect]:
    wishes = [effect("want_orders_again", orders=ids_of(orders))] if _thought_again(ask) else []
    return [*wishes, effect("opt_in_to_reminders")] if _WANTS_REMINDING.search(ask.text) else wishes


def _thought_again(ask: SkillAsk) -> bool:
    return bool(ids_in(ask, DECLINED))
