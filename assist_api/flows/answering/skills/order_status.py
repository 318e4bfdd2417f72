"""State and next step of the order in question; also how far a refund is."""

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, say
from assist_api.flows.answering.telling import tell_order, tell_unseen
from assist_api.flows.answering.view import NotNamed, Preference, Seen, ShopView
from assist_api.rules.orders import OPEN_STATES, ORDER_STATES

_MEANT: Preference = (OPEN_STATES, frozenset(ORDER_STATES))
_MEANT_REFUND: Preference = (frozenset({"refunding"}), frozenset({"returned"}), *_MEANT)


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    about_refund = ask.intent == "ask_refund_progress"
    look = await shop.look(ask, _MEANT_REFUND if about_refund else _MEANT)
    if about_refund and isinstance(look, NotNamed):
        # Mostly a general question; who wants one order looked up finds in the answer that its number is needed.
        return SkillAnswer(says=[say("ask_refund_progress")])
    return tell_order(look, shop) if isinstance(look, Seen) else tell_unseen(look, shop)
