"""How one can pay, and what to do where paying fails: advice by the cause, a person where money has moved."""

import re

from assist_api.flows.answering.contract import MATTER, Say, SkillAnswer, SkillAsk, buttons, going_on, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.telling import order_card, state_of, tell_unseen
from assist_api.flows.answering.view import Locked, NoSuchOrder, Preference, Seen, ShopView, StateOnly
from assist_api.rules.masking import mask_number, tail_of
from assist_api.rules.orders import public_state
from assist_api.rules.payment import MONEY_MOVED, PaymentFault, fault_in

_SKILL = "payment_help"
_MEANT: Preference = (frozenset({"unpaid", "paid", "presale"}),)
_ON_DELIVERY = re.compile(r"货到付款|到付(?!快递)|先收货|收到货?再付|见货")
_LATER = re.compile(r"花呗|分期|白条|信用付|先用后付|信用卡")
_ASKS_FOR_A_WAY = re.compile(r"[能可](?:不能|以|否)?用([^\s,，。?？]{2,8}?)(?:支付|付款|付钱|付)[吗么嘛不?？]")
_OTHER_PAYS = re.compile(r"代付|帮付|朋友付|别人付|找人付")
_FAULTS = buttons(
    ("balance", "余额不足"),
    ("limit", "提示超过限额"),
    ("password", "密码错误或忘了"),
    ("card", "银行卡不支持"),
    ("page", "页面打不开"),
    ("paid_but_unpaid", "付了还显示未付款"),
)


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    if ask.intent != "report_payment_problem":
        return SkillAnswer(says=[_ways(ask, shop)])
    asked = bool(ask.answer and ask.matter(_SKILL))
    fault = fault_in(ask.text)
    if not asked and fault not in MONEY_MOVED and _ASKS_FOR_A_WAY.search(ask.text):
        return SkillAnswer(says=[_ways(ask, shop)])
    if fault is None and not asked:
        return going_on({}, say("payment_ask_fault", _FAULTS))
    told = await _on_fault(fault, ask, shop)
    return told.model_copy(update={"slots": {**told.slots, MATTER: None}}) if ask.matter(_SKILL) else told


def _ways(ask: SkillAsk, shop: ShopView) -> Say:
    methods = _methods(shop)
    named = "、".join(methods)
    if _ON_DELIVERY.search(ask.text):
        return say(
            "payment_on_delivery_yes" if shop.settings.cash_on_delivery else "payment_on_delivery_no",
            payment_methods=named,
        )
    if wanted := _LATER.search(ask.text):
        has = any(wanted[0] in method for method in methods)
        return say("payment_way_yes" if has else "payment_way_no", way=wanted[0], payment_methods=named)
    if (asked := _ASKS_FOR_A_WAY.search(ask.text)) and asked[1] not in "它这个什么":
        has = any(asked[1] in method or method in asked[1] for method in methods)
        return say("payment_way_yes" if has else "payment_way_no", way=asked[1], payment_methods=named)
    if _OTHER_PAYS.search(ask.text):
        return say("payment_by_friend", payment_methods=named)
    return say("payment_steps", payment_methods=named)


def _methods(shop: ShopView) -> list[str]:
    methods = list(shop.settings.payment_methods)
    return [*methods, "货到付款"] if shop.settings.cash_on_delivery else methods


async def _on_fault(fault: PaymentFault | None, ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    if fault in MONEY_MOVED:
        return await _money_moved(fault, ask, shop)
    if fault is None:
        note = f"买家付款遇到问题：{ask.text[:100]}"
        return SkillAnswer(says=[say("payment_fault_other")], effects=[hand_off("payment_problem", note, shop)])
    return SkillAnswer(says=[say(f"payment_fault_{fault}", payment_methods="、".join(_methods(shop)))])


async def _money_moved(fault: PaymentFault | None, ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    """The order is looked up first: what shows as paid may only have been slow, what does not goes to a person."""
    look = await shop.look(ask, _MEANT)
    match look:
        case Seen():
            return _checked(fault, look, shop)
        case StateOnly() | Locked() if ask.known_word("order_no"):
            state, tail = public_state(look.state), tail_of(look.order_id)
            said = say("payment_check_order", order_tail=tail, order_state=state)
            settled = fault == "paid_but_unpaid" and look.state != "unpaid"
            note = f"订单 {mask_number(look.order_id)}（未核实是否本人订单）买家说{_WORDS[fault]}，系统显示{state}"
            return SkillAnswer(says=[said], effects=[] if settled else [hand_off("payment_problem", note, shop)])
        case NoSuchOrder():
            return tell_unseen(look, shop)
        case _:
            calm = say("payment_money_safe")
            told = tell_unseen(look, shop)
            return told.model_copy(update={"says": [calm, *told.says]})


_WORDS: dict[PaymentFault | None, str] = {
    "paid_twice": "付了两次",
    "paid_but_unpaid": "付了款仍显示未付",
    "money_gone": "钱扣了订单没有成功",
}


def _checked(fault: PaymentFault | None, seen: Seen, shop: ShopView) -> SkillAnswer:
    order = seen.order
    state = public_state(state_of(order))
    tail, card = tail_of(order.id), order_card(order)
    if fault != "paid_twice" and order.state != "unpaid":
        return SkillAnswer(says=[say("payment_arrived", card, order_tail=tail, order_state=state)])
    phrase = "payment_twice_checked" if fault == "paid_twice" else "payment_not_arrived"
    note = f"订单 {mask_number(order.id)} 买家说{_WORDS[fault]}，系统显示{state}"
    said = say(phrase, card, order_tail=tail, order_state=state)
    return SkillAnswer(says=[said], effects=[hand_off("payment_problem", note, shop)])
