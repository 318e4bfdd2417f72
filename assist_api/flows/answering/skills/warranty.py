"""How long goods are repaired: the product's own warranty, else the shop's, counted from the buyer's order."""

from collections.abc import Sequence

from assist_api.flows.answering.contract import Say, SkillAnswer, SkillAsk, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.view import Seen, ShopView
from assist_api.rules.masking import tail_of
from assist_api.rules.moments import say_day
from assist_api.rules.orders import OrderState
from assist_api.shop.tables import Order, Product

_RECEIVED: frozenset[OrderState] = frozenset({"delivered"})


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    look = await shop.look(ask, [_RECEIVED])
    order = look.order if isinstance(look, Seen) else None
    product = await shop.product(ask) or await _product_of(order, shop)
    warranty = ((product.warranty if product else "") or shop.settings.warranty).rstrip("。")
    if not warranty:
        effect = hand_off("facts_unknown", f"买家问保修，资料里没有写：{ask.text}", shop)
        return SkillAnswer(says=[say("warranty_unknown")], effects=[effect])
    told = (
        say("warranty_of_product", product_name=product.name, warranty=warranty)
        if product and product.warranty
        else say("warranty_of_shop", warranty=warranty)
    )
    return SkillAnswer(says=[told, *_since(order, product, shop)])


async def _product_of(order: Order | None, shop: ShopView) -> Product | None:
    """The product of an order of one kind only; of several it is not known which one is meant."""
    ids = {str(item["product_id"]) for item in order.items} if order else set()
    return await shop.product_numbered(ids.pop()) if len(ids) == 1 else None


def _since(order: Order | None, product: Product | None, shop: ShopView) -> Sequence[Say]:
    """The day from which a warranty counts, where the buyer's order holds the product."""
    if order is None or order.delivered_at is None:
        return []
    if product and product.id not in {str(item["product_id"]) for item in order.items}:
        return []
    day = say_day(order.delivered_at, shop.now, shop.zone)
    return [say("warranty_since", order_tail=tail_of(order.id), delivered_day=day)]
