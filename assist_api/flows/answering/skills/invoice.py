"""Invoices: which there are and when they come; who wants one now gives order, title and tax number for a person."""

from typing import Any

from assist_api.flows.answering.contract import MATTER, Say, SkillAnswer, SkillAsk, buttons, going_on, say
from assist_api.flows.answering.handing_off import hand_off_case
from assist_api.flows.answering.view import Preference, Seen, ShopView
from assist_api.rules.cases import NOT_GIVEN, declines, leaves
from assist_api.rules.invoices import PERSONAL, asks_merged, asks_special, read_invoice, wants_one
from assist_api.rules.masking import mask_number
from assist_api.shop.schemas import Invoice

_SKILL = "invoice"
_MEANT: Preference = (frozenset({"paid", "presale", "shipped", "delivered"}),)
_SPECIAL = "专"
"""Stands in the name of every kind of special invoice, and in that of no other one."""

_PERSON = {"buttons": [{"option": "request_human", "title": "请同事确认", "intent": "request_human"}]}
_TITLES = buttons(("personal", "开个人"), ("company", "开公司单位"))


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    kept = ask.matter(_SKILL)
    if ask.answer is None or not kept:
        return await _begin(ask, shop)
    if leaves(ask.text):
        return SkillAnswer(says=[say("form_left")], slots={MATTER: None})
    asked = str(kept.get("asked") or "")
    told = {**(kept.get("told") or {}), **_read(ask, asked)}
    if asked == "title" and told.get("title") == "开公司单位":
        del told["title"]
        return _asking("title", told, say("invoice_ask_company"))
    if asked not in told:
        if ask.answer.get("unseen"):
            return _asking(asked, told, _question(asked))
        if asked == kept.get("asked_twice") or declines(ask.text):
            told[asked] = NOT_GIVEN
        else:
            return _asking(asked, told, _question(asked), twice=True)
    return await _next(told, shop, ())


async def _begin(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    settings = shop.settings.invoice
    if settings.kinds and asks_special(ask.text) and not any(_SPECIAL in kind for kind in settings.kinds):
        return SkillAnswer(says=[say("invoice_no_special", invoice_kinds="、".join(settings.kinds))])
    if not wants_one(ask.text):
        merged = [say("invoice_merged", _PERSON)] if settings.kinds and asks_merged(ask.text) else []
        return SkillAnswer(says=[_policy(settings), *merged])
    told = _read(ask, "")
    if "order_no" not in told and isinstance(look := await shop.look(ask, _MEANT), Seen):
        told["order_no"] = look.order.id
    return await _next(told, shop, (say("invoice_open"),))


def _policy(settings: Invoice) -> Say:
    if not settings.kinds:
        return say("ask_invoice")
    known = {
        "invoice_kinds": "、".join(settings.kinds),
        "issued": settings.issued,
        "title_needed": settings.title_needed,
    }
    phrase = "invoice_policy" if settings.issued and settings.title_needed else "invoice_kinds"
    return say(phrase, **{name: value.rstrip("。") for name, value in known.items() if value})


async def _next(told: dict[str, str], shop: ShopView, before: tuple[Say, ...]) -> SkillAnswer:
    missing = next(
        (name for name in ("order_no", "title", "tax_no") if name not in told and _is_needed(name, told)), None
    )
    if missing:
        return _asking(missing, told, *before, _question(missing))
    effect = hand_off_case("ask_invoice", await _note(told, shop), shop, dict(told))
    return SkillAnswer(says=[*before, say("invoice_done")], slots={MATTER: None}, effects=[effect])


def _is_needed(name: str, told: dict[str, str]) -> bool:
    return name != "tax_no" or told.get("title") not in (PERSONAL, NOT_GIVEN)


def _read(ask: SkillAsk, asked: str) -> dict[str, str]:
    words = read_invoice(ask.text, asked)
    order_no = ask.heard_word("order_no")
    # A tax number has as many digits as an order number: what was asked for decides.
    number = order_no if order_no and words.tax_no is None else None
    if asked == "order_no" and order_no:
        number, words = order_no, read_invoice(ask.text.replace(order_no, " "))
    tax_no = words.tax_no
    if order_no and order_no == tax_no and asked != "tax_no":
        number, tax_no = order_no, None
    named = {"order_no": number, "title": words.title, "tax_no": tax_no}
    return {name: value for name, value in named.items() if value}


def _question(name: str) -> Say:
    if name == "title":
        return say("invoice_ask_title", _TITLES)
    return say("collect_ask_order" if name == "order_no" else "invoice_ask_tax_no")


def _asking(name: str, told: dict[str, str], *says: Say, twice: bool = False) -> SkillAnswer:
    matter: dict[str, Any] = {"asked": name, "told": told, "note": "要开发票"}
    if twice:
        matter["asked_twice"] = name
    return going_on(matter, *says)


async def _note(told: dict[str, str], shop: ShopView) -> str:
    number = told.get("order_no", NOT_GIVEN)
    whose = "没有给订单号"
    if number != NOT_GIVEN:
        whose = (
            f"订单 {mask_number(number)}（{'买家本人的订单' if await shop.is_mine(number) else '未核实是否本人订单'}）"
        )
    tax_no = told.get("tax_no", NOT_GIVEN)
    return f"{whose}；要开发票，抬头：{told.get('title', '没有说')}；税号：{'没有' if tax_no == NOT_GIVEN else tax_no}"
