"""Reminds of orders that are not paid yet: what was ordered, what it comes to, until when it is kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from assist_api.flows.answering.contract import Say, SkillAnswer, SkillAsk, say
from assist_api.flows.answering.telling import order_card, product_card, say_items
from assist_api.flows.answering.view import ShopView
from assist_api.rules.links import page_of
from assist_api.rules.masking import tail_of
from assist_api.rules.moments import say_moment
from assist_api.rules.money import say_yuan
from assist_api.rules.payment import closes_at
from assist_api.rules.reminders import Stage
from assist_api.shop.tables import Order

FEW = 3
"""Pieces of a size and colour from which on the buyer is told how many are left: the true number, and only then."""

_PHRASES = {Stage.FIRST: "payment_reminder_first", Stage.SECOND: "payment_reminder_second"}


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    """Says nothing where none of the orders named is this buyer's and unpaid."""
    orders = await _orders(ask, shop)
    if not orders:
        return SkillAnswer()
    phrase = _PHRASES[Stage(int(ask.heard("reminder_stage") or Stage.FIRST))]
    says = [_one(phrase, orders[0], shop) if len(orders) == 1 else _several(phrase, orders, shop)]
    says += await _few_left(orders, shop)
    says.append(say("payment_reminder_until", pay_by=say_moment(_first_closing(orders, shop), shop.now, shop.zone)))
    says[0].payload = await _cards(orders, shop)
    reminded: dict[str, Any] = {"reminded_orders": [order.id for order in orders]}
    return SkillAnswer(says=says, slots=reminded | _product_meant(orders))


def _product_meant(orders: Sequence[Order]) -> dict[str, Any]:
    """What a question of size or stock is about from now on, where the orders hold one product alone."""
    products = {item["product_id"] for order in orders for item in order.items}
    return {"product": products.pop()} if len(products) == 1 else {}


async def _orders(ask: SkillAsk, shop: ShopView) -> list[Order]:
    """Of the orders named those that are the buyer's own and unpaid, as they were placed."""
    named = {str(entity.value) for entity in ask.entities if entity.kind == "reminded_order"}
    unpaid = [seen.order for seen in await shop.own_orders(frozenset({"unpaid"}))]
    return [order for order in reversed(unpaid) if order.id in named]


def _one(phrase: str, order: Order, shop: ShopView) -> Say:
    return say(
        phrase,
        shop_name=shop.settings.name,
        items=say_items(order),
        amount=say_yuan(order.amount),
        order_tail=tail_of(order.id),
    )


def _several(phrase: str, orders: Sequence[Order], shop: ShopView) -> Say:
    return say(
        f"{phrase}_several",
        shop_name=shop.settings.name,
        orders=str(len(orders)),
        items="；".join(say_items(order) for order in orders),
        amount=say_yuan(sum(order.amount for order in orders)),
    )


async def _few_left(orders: Sequence[Order], shop: ShopView) -> list[Say]:
    """The first item of which few are left."""
    for order in orders:
        for item in order.items:
            product = await shop.product_numbered(item["product_id"])
            for line in await shop.stock_of(product) if product else []:
                if (line.colour, line.size) == (item["colour"], item["size"]) and 0 < line.quantity <= FEW:
                    return [say("payment_reminder_few", product_name=item["name"], left=str(line.quantity))]
    return []


def _first_closing(orders: Sequence[Order], shop: ShopView) -> datetime:
    hours = shop.settings.payment.closes_after_hours
    return min(closes_at(order.placed_at, order.expires_at, hours) for order in orders)


async def _cards(orders: Sequence[Order], shop: ShopView) -> dict[str, Any]:
    """The newest order, and what it holds first; a message has room for one card of each kind."""
    newest = orders[-1]
    product = await shop.product_numbered(newest.items[0]["product_id"]) if newest.items else None
    if product is None:
        return order_card(newest)
    card = product_card(product)
    page = next((address for link in product.links if (address := page_of(link))), None)
    if page:
        card["product"]["url"] = page
    return order_card(newest) | card
