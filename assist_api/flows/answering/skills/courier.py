"""Which couriers the shop sends with, each with its rule and enquiry line; and whether a wished one is among them."""

import re

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, say
from assist_api.flows.answering.view import ShopView
from assist_api.shop.schemas import Courier

_NOT_THAT_ONE = re.compile(r"不要|别(?:发|用|寄|走)|不(?:想|能)?(?:发|用|寄|走)|除了")
_SUFFIX = re.compile(r"快递|速运|速递|物流|快运")
_PICK_UP = re.compile(r"自[取提]|上门(?:拿|取)|到店")


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    couriers = shop.settings.couriers
    named = "、".join(_named(one) for one in couriers)
    if _PICK_UP.search(ask.text):
        return SkillAnswer(says=[say("courier_no_pick_up", couriers=named)])
    wished = ask.heard_word("courier")
    if wished is None:
        return SkillAnswer(says=[say("courier", couriers=named)])
    ours = next((one for one in couriers if _family(one.name) == _family(wished)), None)
    if _NOT_THAT_ONE.search(ask.text):
        others = "、".join(one.name for one in couriers if one is not ours)
        phrase = "courier_avoid" if ours and others else "courier_avoid_not_ours"
        return SkillAnswer(says=[say(phrase, courier=wished, couriers=others or named)])
    if ours is None:
        return SkillAnswer(says=[say("courier_not_ours", courier=wished, couriers=named)])
    if ours.when and ours.when != _USUAL:
        return SkillAnswer(says=[say("courier_ours_when", courier=ours.name, when=ours.when)])
    return SkillAnswer(says=[say("courier_ours", courier=ours.name)])


_USUAL = "默认"
"""How the shop's settings mark the courier that takes whatever no other one does."""


_POST = re.compile(r"邮政|邮宝|EMS|ems")


def _family(name: str) -> str:
    """The name without 快递; all that 中国邮政 delivers is one to who wants it or does not."""
    return "邮政" if _POST.search(name) else _SUFFIX.sub("", name)


def _named(courier: Courier) -> str:
    remarks = [courier.when, f"查件电话{courier.phone}" if courier.phone else ""]
    told = "，".join(remark for remark in remarks if remark)
    return f"{courier.name}（{told}）" if told else courier.name
