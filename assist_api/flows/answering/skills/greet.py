"""Greets with the shop's name and what is going on in it."""

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, say
from assist_api.flows.answering.view import ShopView
from assist_api.rules.promotions import running, say_offers


async def answer(_ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    offers = running(shop.settings.offers, shop.now)
    news = say_offers(offers, shop.now, shop.zone) if offers else shop.settings.welcome
    return SkillAnswer(says=[say("greet", shop_name=shop.settings.name, promotion=news)])
