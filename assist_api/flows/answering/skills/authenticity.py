"""Whether goods are genuine: the guarantee and the arguments the shop itself has set, and no others."""

import re

from assist_api.flows.answering.contract import Say, SkillAnswer, SkillAsk, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.shelf import page_of
from assist_api.flows.answering.view import ShopView

_REPORT = re.compile(r"质检|检测|报告|证书|合格证|吊牌|授权")
_PHOTOS = re.compile(r"实物|图片|照片|色差|实拍|图一样|和图")
_REPORT_FACT = re.compile(r"检测|质检|标准|证书|认证|等级")


def asks_for_photos(text: str) -> bool:
    """Whether a line asks if the pictures are the shop's own; how true their colours are is another question."""
    return bool(re.search(r"实拍|实物图|自己拍|盗图|网图", text))


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    settings = shop.settings
    says: list[Say] = []
    if _REPORT.search(ask.text):
        says += await _on_report(ask, shop)
    if settings.claims.real_photos and _PHOTOS.search(ask.text):
        says.append(say("authenticity_photos"))
    guarantee = settings.authenticity.rstrip("。")
    if guarantee and not says:
        says.append(say("authenticity_guarantee", guarantee=guarantee))
        says += _claims(shop)
    if says:
        return SkillAnswer(says=says)
    effect = hand_off("facts_unknown", f"买家不放心是否正品，店铺没有填写正品说明：{ask.text}", shop)
    return SkillAnswer(says=[say("ask_authenticity")], effects=[effect])


def _claims(shop: ShopView) -> list[Say]:
    claims = shop.settings.claims
    if claims.own_factory:
        return [say("authenticity_own_factory")]
    return [say("authenticity_own_brand")] if claims.own_brand else []


async def _on_report(ask: SkillAsk, shop: ShopView) -> list[Say]:
    """What the product's page says of tests and standards."""
    product = await shop.product(ask)
    if product is None:
        return []
    told = [f"{name}：{fact}" for name, fact in page_of(product).facts.items() if _REPORT_FACT.search(name)]
    return [say("ask_product", product_name=product.name, product_facts="；".join(told))] if told else []
