"""What is told of an order's refund."""

from assist_api.flows.answering.contract import SkillAnswer, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.telling import order_card, tell_order
from assist_api.flows.answering.view import Seen, ShopView
from assist_api.rules.masking import mask_number, tail_of
from assist_api.rules.orders import REFUND_STATES
from assist_api.rules.refunds import RefundFacts, is_late, say_refund


def tell_refund(seen: Seen, shop: ShopView) -> SkillAnswer:
    """State and next step of the refund; a late or refused one goes to a person, an order without one tells its own."""
    order = seen.order
    state = next((one for one in REFUND_STATES if one and one == order.refund_state), None)
    if state is None:
        return tell_order(seen, shop)
    refund = RefundFacts(state, order.refund_at, order.refund_amount, goods_sent=order.shipped_at is not None)
    words, next_step = say_refund(refund, shop.now, shop.zone)
    tail = tail_of(order.id)
    said = say("refund_state", order_card(order), order_tail=tail, refund_state=words, next_step=next_step)
    if not is_late(refund, shop.now) and state != "refused":
        return SkillAnswer(says=[said])
    note = f"订单 {mask_number(order.id)} {words}，买家催问"
    late = [say("refund_late")] if state != "refused" else []
    return SkillAnswer(says=[said, *late], effects=[hand_off("refund_late", note, shop)])
