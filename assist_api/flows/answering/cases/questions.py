"""The words of each question of a case, with buttons where there are few answers."""

from typing import Any

from assist_api.flows.answering.cases.cancelling import OFFERS
from assist_api.flows.answering.cases.orders import CaseOrder
from assist_api.flows.answering.contract import Say, buttons, say
from assist_api.flows.answering.telling import facts_of
from assist_api.flows.answering.view import ShopView
from assist_api.rules.cases import Case
from assist_api.rules.moments import say_moment
from assist_api.rules.orders import ship_deadline

_MOST_PIECES = 4

_PHRASES = {
    "change": "case_ask_change",
    "variant": "case_ask_variant",
    "phone": "case_ask_phone",
    "redirect": "case_ask_redirect",
    "asked_around": "case_ask_around",
    "address_right": "case_ask_address_right",
    "what": "collect_ask_what",
    "pieces": "case_ask_pieces",
    "photo": "collect_ask_photo",
    "wish": "collect_ask_wish",
}
_BUTTONS: dict[str, dict[str, Any]] = {
    "change": buttons(
        ("address", "改收货地址"), ("phone", "改电话"), ("variant", "改颜色尺码"), ("remark", "加个备注")
    ),
    "redirect": buttons(("stop", "拦下退回"), ("redirect", "改送到别的地址")),
    "asked_around": buttons(("asked", "都问过了，没有"), ("not_yet", "还没问，先去看看")),
    "address_right": buttons(("right", "地址没错"), ("wrong", "地址写错了")),
    "photo": buttons(("no_photo", "没有照片")),
}
_CANCEL_REASONS = buttons(
    ("size", "尺码颜色拍错了"),
    ("late", "发货太慢，等不及"),
    ("cheaper", "别家更便宜"),
    ("address", "地址写错了"),
    ("unwanted", "不想要了"),
)
_RETURN_REASONS = buttons(
    ("size", "尺码不合适"),
    ("colour", "颜色款式不喜欢"),
    ("quality", "有质量问题"),
    ("wrong", "发错货了"),
    ("unwanted", "不想要了"),
)
_FAULT_WISHES = buttons(("exchange", "换一件好的"), ("return", "退货退款"), ("keep", "留着，补偿一部分"))
_WRONG_WISHES = buttons(("exchange", "换成我买的"), ("return", "退货退款"), ("keep", "留着，退差价"))
_KEEP = buttons(("keep", "可以，那就改"), ("cancel", "还是取消"))
_WAIT = buttons(("keep", "好，那再等等"), ("cancel", "还是取消"))


def question(case: Case, asked: str, order: CaseOrder, shop: ShopView) -> Say:
    """What is said to ask for a detail."""
    match case.kind, asked:
        case "cancel_order", "reason":
            return say("case_ask_cancel_reason", _CANCEL_REASONS)
        case _, "reason":
            return say("case_ask_return_reason", _RETURN_REASONS)
        case _, "keep":
            return _offer(case, order, shop)
        case _, "address":
            return say("case_ask_address_rest" if case.told.get("address") else "case_ask_address")
        case "report_wrong_item", "wish":
            return say("case_ask_wrong_wish", _WRONG_WISHES)
        case "report_wrong_item", "what":
            return say("case_ask_received")
        case _, "wish":
            return say("collect_ask_wish", _FAULT_WISHES)
        case "report_missing_item", "photo":
            return say("case_ask_photo_missing", _BUTTONS["photo"])
        case _, "pieces":
            return say("case_ask_pieces", _pieces(order))
        case _:
            return say(_PHRASES[asked], _BUTTONS.get(asked))


def takes(asked: str) -> list[str]:
    """Questions of the buyer that answer this one (有黑色L吗 says which piece is wished)."""
    return ["ask_size", "ask_stock"] if asked in ("variant", "keep") else []


def expects(asked: str) -> str | None:
    """The entity that a bare number would be: 36 is a size where the new size was asked for."""
    return {"variant": "size", "phone": "phone", "order_no": "order_no"}.get(asked)


def _offer(case: Case, order: CaseOrder, shop: ShopView) -> Say:
    phrase = OFFERS[case.told["offer"]].phrase
    if case.told["offer"] != "waiting" or order.seen is None:
        return say(phrase, _KEEP)
    deadline = ship_deadline(facts_of(order.seen.order), shop.settings.promise)
    by = say_moment(deadline, shop.now, shop.zone) if deadline else ""
    return say(phrase, _WAIT, ship_by=by)


def _pieces(order: CaseOrder) -> dict[str, Any] | None:
    """The order's own pieces to choose from, where there are several."""
    items = order.seen.order.items if order.seen else []
    if len(items) < 2:
        return None
    named = [
        (f"piece_{number}", f"{item['name'][:14]} {item['colour']}{item['size']}") for number, item in enumerate(items)
    ]
    return buttons(*named[:_MOST_PIECES], ("gift", "赠品没收到"))
