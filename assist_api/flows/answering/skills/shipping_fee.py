"""What post costs, by where it goes and what is bought; a courier that is named has its own rule told beside."""

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, number_of, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.regions import region_asked
from assist_api.flows.answering.skills import courier
from assist_api.flows.answering.view import ShopView
from assist_api.rules.money import say_yuan
from assist_api.rules.shipping import fee, free_from, group_of

RETURN_INSURANCE = "运费险"
"""Pays a buyer's post of a return: an insurer's, so the shop tells neither whether nor how much."""

_ANYWHERE_USUAL = "大部分地区"


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    if RETURN_INSURANCE in ask.text:
        return SkillAnswer(says=[say("return_insurance")])
    told = await _fee(ask, shop)
    if told.effects or ask.heard_word("courier") is None:
        return told
    # The fee is that of the shop's usual courier: 顺丰 may be paid beside it.
    by_whom = await courier.answer(ask, shop)
    return told.model_copy(update={"says": [*told.says, *by_whom.says]})


async def _fee(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    settings = shop.settings
    region = region_asked(ask)
    group = group_of(region, settings.region_groups) if region else None
    slots = {"region": region} if region else {}
    if group and not group.served:
        return SkillAnswer(slots=slots, effects=[hand_off("region_not_served", f"买家问寄到{region}的运费", shop)])
    threshold = say_yuan(free_from(group, settings.fee_rule))
    amount = await _amount(ask, shop)
    if amount and group and not fee(amount, group, settings.fee_rule):
        return SkillAnswer(says=[say("shipping_fee_free", free_from=threshold)], slots=slots)
    post = say_yuan(fee(0, group, settings.fee_rule))
    said = say("shipping_fee", region=region or _ANYWHERE_USUAL, fee=post, free_from=threshold)
    return SkillAnswer(says=[said], slots=slots)


async def _amount(ask: SkillAsk, shop: ShopView) -> int:
    """Fen of the goods in question: the amount named, else one piece of the product; 0 unknown."""
    named = number_of(ask.heard("money"))
    if named is not None and 0 < named < 1_000_000:
        return round(named * 100)
    product = await shop.product(ask)
    return product.price if product else 0
