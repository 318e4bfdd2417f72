"""Which couriers the shop sends with, each with its rule and enquiry line."""

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, say
from assist_api.flows.answering.view import ShopView
from assist_api.shop.schemas import Courier


async def answer(_ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    return SkillAnswer(says=[say("courier", couriers="、".join(_named(one) for one in shop.settings.couriers))])


def _named(courier: Courier) -> str:
    remarks = [courier.when, f"查件电话{courier.phone}" if courier.phone else ""]
    told = "，".join(remark for remark in remarks if remark)
    return f"{courier.name}（{told}）" if told else courier.name
