"""One file per skill: `async def answer(ask, shop)`. A new one is a file here and a line in `SKILLS`."""

from collections.abc import Awaitable, Callable

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk
from assist_api.flows.answering.skills import (
    authenticity,
    collect,
    courier,
    decline_payment,
    delivery_time,
    greet,
    how_to_order,
    invoice,
    order_status,
    payment_help,
    payment_reminder,
    picture,
    price,
    product,
    promise_payment,
    promotion,
    recommend,
    refund_progress,
    report_paid,
    return_policy,
    ship_time,
    shipping_fee,
    size_advice,
    small_talk,
    stock,
    track_parcel,
    warranty,
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
    "payment_reminder": payment_reminder.answer,
    "promise_payment": promise_payment.answer,
    "decline_payment": decline_payment.answer,
    "return_policy": return_policy.answer,
    "promotion": promotion.answer,
    "stock": stock.answer,
    "price": price.answer,
    "product": product.answer,
    "recommend": recommend.answer,
    "authenticity": authenticity.answer,
    "warranty": warranty.answer,
    "small_talk": small_talk.answer,
    "collect": collect.answer,
    "how_to_order": how_to_order.answer,
    "invoice": invoice.answer,
    "picture": picture.answer,
    "refund_progress": refund_progress.answer,
    "report_paid": report_paid.answer,
}
