"""How long and at whose cost one can return; for an order in view also until when."""

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.telling import facts_of, order_card
from assist_api.flows.answering.view import Preference, Seen, ShopView
from assist_api.rules.masking import mask_number, tail_of
from assist_api.rules.moments import say_moment
from assist_api.rules.orders import return_deadline

_MEANT: Preference = (frozenset({"delivered"}),)


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    policy = say(
        "return_policy",
        return_days=f"{shop.settings.returns.days}天",
        return_post=shop.settings.returns.post.rstrip("。") + "。",
    )
    look = await shop.look(ask, _MEANT)
    if not isinstance(look, Seen):
        # The policy holds for everybody; whose order it is matters only for the date.
        return SkillAnswer(says=[policy])
    deadline = return_deadline(facts_of(look.order), shop.settings.returns.days, shop.zone)
    if deadline is None:
        return SkillAnswer(says=[policy])
    if shop.now > deadline:
        note = f"订单 {mask_number(look.order.id)} 已过退换期限，买家问退换"
        return SkillAnswer(says=[policy], effects=[hand_off("return_deadline_passed", note, shop)])
    of_order = say(
        "return_policy_order",
        order_card(look.order),
        order_tail=tail_of(look.order.id),
        return_deadline=say_moment(deadline, shop.now, shop.zone),
    )
    return SkillAnswer(says=[policy, of_order])
