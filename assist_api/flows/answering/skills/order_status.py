"""State and next step of the order in question."""

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk
from assist_api.flows.answering.refunds import tell_refund
from assist_api.flows.answering.telling import state_of, tell_order, tell_unseen
from assist_api.flows.answering.view import Preference, Seen, ShopView
from assist_api.rules.orders import OPEN_STATES, ORDER_STATES

_MEANT: Preference = (OPEN_STATES, frozenset(ORDER_STATES))


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    look = await shop.look(ask, _MEANT)
    if not isinstance(look, Seen):
        return tell_unseen(look, shop)
    return tell_refund(look, shop) if state_of(look.order) == "refunding" else tell_order(look, shop)
