"""How far a refund is, of the order that is meant; else how refunds go."""

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, say
from assist_api.flows.answering.refunds import tell_refund
from assist_api.flows.answering.telling import tell_unseen
from assist_api.flows.answering.view import NotNamed, Preference, Seen, ShopView
from assist_api.rules.orders import ORDER_STATES

_MEANT: Preference = (frozenset({"refunding"}), frozenset({"returned"}))


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    look = await shop.look(ask, _MEANT)
    match look:
        case Seen():
            return tell_refund(look, shop)
        case NotNamed() if latest := await _latest_refund(shop):
            return tell_refund(latest, shop)
        case NotNamed():
            # Mostly a general question; who wants one order looked up finds in the answer that its number is needed.
            return SkillAnswer(says=[say("ask_refund_progress")])
        case _:
            return tell_unseen(look, shop)


async def _latest_refund(shop: ShopView) -> Seen | None:
    """Of the buyer's own orders the one whose refund moved last: a refused one is in no state of its own."""
    with_refund = [one for one in await shop.own_orders(frozenset(ORDER_STATES)) if one.order.refund_state]
    moved = [(one.order.refund_at, one) for one in with_refund if one.order.refund_at]
    return max(moved, key=lambda pair: pair[0])[1] if moved else None
