"""How to pay, and whether a payment arrived."""

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.telling import order_card, state_of, tell_unseen
from assist_api.flows.answering.view import NotNamed, Preference, Seen, ShopView
from assist_api.rules.masking import mask_number, tail_of
from assist_api.rules.orders import public_state

_MEANT: Preference = (frozenset({"unpaid", "paid", "presale"}),)
_MEANT_UNPAID: Preference = (frozenset({"unpaid"}),)
_ABOUT_AN_ORDER = {"report_payment_problem": _MEANT, "report_paid": _MEANT}
_ABOUT_AN_UNPAID_ORDER = {"promise_payment": _MEANT_UNPAID, "decline_payment": _MEANT_UNPAID}


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    preference = (_ABOUT_AN_ORDER | _ABOUT_AN_UNPAID_ORDER).get(ask.intent)
    if preference is None:
        return _steps(shop)
    look = await shop.look(ask, preference)
    match look:
        case Seen():
            return _checked(ask, look, shop)
        case NotNamed() if ask.intent != "report_payment_problem":
            return _steps(shop)
        case _:
            return tell_unseen(look, shop)


def _steps(shop: ShopView) -> SkillAnswer:
    methods = list(shop.settings.payment_methods)
    if shop.settings.cash_on_delivery:
        methods.append("货到付款")
    return SkillAnswer(says=[say("payment_steps", payment_methods="、".join(methods))])


def _checked(ask: SkillAsk, seen: Seen, shop: ShopView) -> SkillAnswer:
    order = seen.order
    state = public_state(state_of(order))
    said = say("payment_check_order", order_card(order), order_tail=tail_of(order.id), order_state=state)
    # Paid by the buyer's word and unpaid by ours: only a person can look into the account.
    disputed = ask.intent == "report_payment_problem" and order.state == "unpaid"
    note = f"订单 {mask_number(order.id)} 买家反映付款异常，系统显示{state}"
    effects = [hand_off("payment_problem", note, shop)] if disputed else []
    return SkillAnswer(says=[said], effects=effects)
