"""How long and at whose cost one can return; for an order in view also until when."""

from assist_api.flows.answering.contract import Say, SkillAnswer, SkillAsk, asking, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.skills.shipping_fee import RETURN_INSURANCE
from assist_api.flows.answering.telling import facts_of, order_card, tell_order, tell_unseen
from assist_api.flows.answering.view import Locked, Preference, Seen, ShopView, StateOnly
from assist_api.rules.masking import mask_number, tail_of
from assist_api.rules.moments import say_moment
from assist_api.rules.orders import return_deadline

_MEANT: Preference = (frozenset({"delivered"}),)


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
            return _of_order(look, policy, ask, shop)
        case StateOnly(wrong_tail=False) if ask.heard("order_no"):
            # The policy holds for everybody, the date only for whose order it is.
            ask_tail = say("order_ask_phone_tail", order_tail=tail_of(look.order_id))
            return asking("phone_tail", policy, ask_tail, slots={"order_no": look.order_id})
        case StateOnly(wrong_tail=True) | Locked():
            return tell_unseen(look, shop)
        case _:
            return SkillAnswer(says=[policy])


def _of_order(look: Seen, policy: Say, ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    """The policy with the order's own date; where only the phone's tail was awaited, the policy has been told."""
    told = [] if "phone_tail" in ask.slots else [policy]
    deadline = return_deadline(facts_of(look.order), shop.settings.returns.days, shop.zone)
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
    )
    return SkillAnswer(says=[*told, of_order])
