"""One file per skill: `async def answer(ask, shop)`. A new one is a file here and a line in `SKILLS`."""

from collections.abc import Awaitable, Callable

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk
from assist_api.flows.answering.skills import (
    collect,
    courier,
    delivery_time,
    greet,
    order_status,
    payment_help,
    price,
    product,
    promotion,
    return_policy,
    ship_time,
    shipping_fee,
    size_advice,
    stock,
    track_parcel,
)
from assist_api.flows.answering.view import ShopView

Skill = Callable[[SkillAsk, ShopView], Awaitable[SkillAnswer]]

SKILLS: dict[str, Skill] = {
    "greet": greet.answer,
    "size_advice": size_advice.answer,
    "ship_time": ship_time.answer,
    "courier": courier.answer,
    "shipping_fee": shipping_fee.answer,
    "delivery_time": delivery_time.answer,
    "order_status": order_status.answer,
    "track_parcel": track_parcel.answer,
    "payment_help": payment_help.answer,
    "return_policy": return_policy.answer,
    "promotion": promotion.answer,
    "stock": stock.answer,
    "price": price.answer,
    "product": product.answer,
    "collect": collect.answer,
}
