"""A buyer who says that it is paid: looked up where the order may be seen, else thanks and what to check."""

from assist_api.flows.answering.contract import Effect, SkillAnswer, SkillAsk, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.telling import order_card, say_items, state_of
from assist_api.flows.answering.unpaid import reminded_orders
from assist_api.flows.answering.view import Preference, Seen, ShopView
from assist_api.rules.masking import mask_number, tail_of
from assist_api.rules.moments import say_moment
from assist_api.rules.orders import public_state
from assist_api.rules.payment import MONEY_MOVED, fault_in
from assist_api.shop.tables import Order

_MEANT: Preference = (frozenset({"paid", "presale", "unpaid"}),)


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    look = await _reminded_of(ask, shop) or await shop.look(ask, _MEANT)
    if not isinstance(look, Seen):
        return SkillAnswer(says=[say("report_paid")])
    order = look.order
    tail, card = tail_of(order.id), order_card(order)
    if order.state == "unpaid":
        return _not_seen(order, ask, shop)
    if order.state == "paid" and order.paid_at:
        by = say_moment(shop.settings.promise.deadline(order.paid_at), shop.now, shop.zone)
        return SkillAnswer(says=[say("report_paid_seen", card, order_tail=tail, items=say_items(order), ship_by=by)])
    state = public_state(state_of(order))
    return SkillAnswer(says=[say("payment_check_order", card, order_tail=tail, order_state=state)])


async def _reminded_of(ask: SkillAsk, shop: ShopView) -> Seen | None:
    """Who names no order speaks of the reminder: of what is still not paid there, else of what is."""
    if ask.heard_word("order_no"):
        return None
    reminded = await reminded_orders(ask, shop)
    return next((seen for seen in reminded if seen.order.state == "unpaid"), next(iter(reminded), None))


def _not_seen(order: Order, ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    """How to look; where money has gone a person looks into the account."""
    tail, card = tail_of(order.id), order_card(order)
    if fault_in(ask.text) not in MONEY_MOVED:
        return SkillAnswer(says=[say("report_paid_not_seen", card, order_tail=tail)])
    state = public_state("unpaid")
    effects: list[Effect] = [
        hand_off("payment_problem", f"订单 {mask_number(order.id)} 买家说已付款，系统显示{state}", shop)
    ]
    return SkillAnswer(says=[say("payment_not_arrived", card, order_tail=tail, order_state=state)], effects=effects)
