"""What the product in question costs now."""

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, asking, say
from assist_api.flows.answering.telling import product_card
from assist_api.flows.answering.view import ShopView
from assist_api.rules.money import say_yuan


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    product = await shop.product(ask)
    if product is None:
        return asking("product", say("product_ask_which"))
    said = say("price_now", product_card(product), product_name=product.name, price=say_yuan(product.price))
    return SkillAnswer(says=[said])
