"""Which unpaid orders a buyer speaks of, and what is told and done about them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from assist_api.flows.answering.contract import SkillAsk
from assist_api.flows.answering.telling import order_card, say_items
from assist_api.flows.answering.view import Seen, ShopView
from assist_api.rules.masking import tail_of
from assist_api.rules.money import say_yuan
from assist_api.rules.orders import ORDER_STATES
from assist_api.rules.payment import closes_at
from assist_api.shop.tables import Order

REMINDED, DECLINED = "reminded_orders", "declined_orders"
"""Slots: orders of the last reminder, and those of which the buyer has said that they are not wanted."""


async def unpaid_orders(ask: SkillAsk, shop: ShopView) -> list[Order]:
    """The buyer's own unpaid orders that this line can mean, newest first: the one named, else those of the last
    reminder, else the newest."""
    unpaid = [seen.order for seen in await shop.own_orders(frozenset({"unpaid"}))]
    named = ask.heard_word("order_no")
    if named:
        return [order for order in unpaid if order.id == named or order.id.endswith(named)]
    product = ask.heard_word("product")
    of_product = [order for order in unpaid if any(item["product_id"] == product for item in order.items)]
    if of_product:
        return of_product
    reminded = [order for order in unpaid if order.id in ids_in(ask, REMINDED)]
    return reminded or unpaid[:1]


async def reminded_orders(ask: SkillAsk, shop: ShopView) -> list[Seen]:
    """The buyer's own orders of the last reminder, in whatever state they are by now."""
    named = ids_in(ask, REMINDED)
    return [seen for seen in await shop.own_orders(frozenset(ORDER_STATES)) if seen.order.id in named]


def ids_in(ask: SkillAsk, slot: str) -> list[str]:
    held = ask.slots.get(slot)
    return [str(one) for one in held] if isinstance(held, list) else []


def ids_of(orders: Sequence[Order]) -> list[str]:
    return [order.id for order in orders]


def closing(order: Order, shop: ShopView) -> datetime:
    """When the order closes if nobody pays."""
    return closes_at(order.placed_at, order.expires_at, shop.settings.payment.closes_after_hours)


def named_for_the_buyer(orders: Sequence[Order]) -> dict[str, str]:
    """`items` and `amount` of all of them, and `order_tails`: 4415、0923."""
    return {
        "items": "；".join(say_items(order) for order in orders),
        "amount": say_yuan(sum(order.amount for order in orders)),
        "order_tails": "、".join(tail_of(order.id) for order in orders),
    }


def card_of(orders: Sequence[Order]) -> dict[str, Any]:
    """The first one's: a message has room for one card."""
    return order_card(orders[0])
