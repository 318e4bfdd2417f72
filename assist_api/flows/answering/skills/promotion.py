"""Tells the offers that hold now, and none that does not."""

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, say
from assist_api.flows.answering.view import ShopView
from assist_api.rules.promotions import running, say_offers


async def answer(_ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    offers = running(shop.settings.offers, shop.now)
    if not offers:
        return SkillAnswer(says=[say("promotion_none")])
    return SkillAnswer(says=[say("promotion_running", promotion=say_offers(offers, shop.now, shop.zone))])
