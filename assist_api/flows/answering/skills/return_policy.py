"""Whether, how long and at whose cost one can return: for an order in view by its own dates and goods."""

import re

from assist_api.flows.answering.contract import Say, SkillAnswer, SkillAsk, asking, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.skills.shipping_fee import RETURN_INSURANCE
from assist_api.flows.answering.telling import facts_of, order_card, tell_order, tell_unseen
from assist_api.flows.answering.view import Locked, Preference, Seen, ShopView, StateOnly
from assist_api.rules.masking import mask_number, tail_of
from assist_api.rules.moments import say_moment
from assist_api.rules.orders import return_day, return_deadline
from assist_api.shop.tables import Product

_MEANT: Preference = (frozenset({"delivered"}),)
_ABOUT_CONDITION = re.compile(r"拆|试穿|试过|穿过|洗|吊牌|贴身|内衣|内裤|袜|标签|包装")


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    if RETURN_INSURANCE in ask.text:
        return SkillAnswer(says=[say("return_insurance")])
    policy = say(
        "return_policy",
        return_days=f"{shop.settings.returns.days}天",
        return_post=shop.settings.returns.post.rstrip("。"),
    )
    look = await shop.look(ask, _MEANT)
    match look:
        case Seen():
            return await _of_order(look, policy, ask, shop)
        case StateOnly(wrong_tail=False) if ask.heard("order_no"):
            # The policy holds for everybody, the date only for whose order it is.
            ask_tail = say("order_ask_phone_tail", order_tail=tail_of(look.order_id))
            return asking("phone_tail", policy, ask_tail, slots={"order_no": look.order_id})
        case StateOnly(wrong_tail=True) | Locked():
            return tell_unseen(look, shop)
        case _:
            return SkillAnswer(says=[policy, *await _of_goods(ask, shop)])


async def _of_goods(ask: SkillAsk, shop: ShopView) -> list[Say]:
    """What holds for the product in question beside the policy; of an ordinary one only where asked."""
    product = await shop.product(ask)
    if product is not None and product.return_rule in ("if_sealed", "never"):
        return [_rule(product)]
    return [say("return_condition")] if _ABOUT_CONDITION.search(ask.text) else []


def _rule(product: Product) -> Say:
    return say(f"return_rule_{product.return_rule}", product_name=product.name)


async def _of_order(look: Seen, policy: Say, ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    """The policy with the order's own date; where only the phone's tail was awaited, the policy has been told."""
    told = [] if "phone_tail" in ask.slots else [policy]
    facts, days = facts_of(look.order), shop.settings.returns.days
    deadline = return_deadline(facts, days, shop.zone)
    if deadline is None:
        return SkillAnswer(says=told) if told else tell_order(look, shop)
    if shop.now > deadline:
        note = f"订单 {mask_number(look.order.id)} 已过退换期限，买家问退换"
        return SkillAnswer(says=told, effects=[hand_off("return_deadline_passed", note, shop)])
    of_order = say(
        "return_policy_order",
        order_card(look.order),
        order_tail=tail_of(look.order.id),
        return_deadline=say_moment(deadline, shop.now, shop.zone),
        return_day=_say_day(return_day(facts, shop.now, shop.zone)),
    )
    return SkillAnswer(says=[*told, of_order, *await _of_items(look, ask, shop)])


async def _of_items(look: Seen, ask: SkillAsk, shop: ShopView) -> list[Say]:
    found = [await shop.product_numbered(str(item["product_id"])) for item in look.order.items]
    special = [product for product in found if product and product.return_rule in ("if_sealed", "never")]
    if special:
        return [_rule(product) for product in special[:2]]
    return [say("return_condition")] if _ABOUT_CONDITION.search(ask.text) else []


def _say_day(day: int) -> str:
    return f"签收后的第{day}天" if day else "签收当天"
