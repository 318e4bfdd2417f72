"""Greets by the time of day with what is going on in the shop; a known buyer with the order that is still open."""

from typing import Any

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, say
from assist_api.flows.answering.telling import say_items
from assist_api.flows.answering.view import Seen, ShopView
from assist_api.rules.moments import say_hello
from assist_api.rules.orders import OrderState
from assist_api.rules.promotions import running, say_offers

_OPEN: frozenset[OrderState] = frozenset({"unpaid", "shipped"})


async def answer(_ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    hello, name = say_hello(shop.now, shop.zone), shop.settings.name
    if still_open := await shop.own_orders(_OPEN):
        newest = still_open[0]
        phrase = "greet_unpaid" if newest.order.state == "unpaid" else "greet_travelling"
        items = say_items(newest.order)
        return SkillAnswer(says=[say(phrase, _choices(still_open), hello=hello, shop_name=name, items=items)])
    offers = running(shop.settings.offers, shop.now)
    # One offer, the one that ends soonest: a greeting is read in a glance.
    news = say_offers(offers[:1], shop.now, shop.zone) if offers else shop.settings.welcome
    return SkillAnswer(says=[say("greet", hello=hello, shop_name=name, promotion=news)])


def _choices(still_open: list[Seen]) -> dict[str, Any]:
    """What is likely wanted: of the newest order of each state one button."""
    titles: dict[str, tuple[str, str]] = {
        "unpaid": ("看看没付款的那单", "inform"),
        "shipped": ("快递到哪了", "track_parcel"),
    }
    newest = {seen.order.state: seen.order.id for seen in reversed(still_open)}
    return {
        "buttons": [
            {
                "option": f"order_{state}",
                "title": title,
                "intent": intent,
                "entities": [{"kind": "order_no", "value": newest[state], "text": newest[state]}],
            }
            for state, (title, intent) in titles.items()
            if state in newest
        ]
    }
