"""What the product page says: the fact that was asked for, else all of them; the weak point before the strength."""

import re

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, asking, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.telling import product_card
from assist_api.flows.answering.view import ShopView
from assist_api.shop.tables import Product

# Which fact a question is about. The first column is the fact's name in products.csv.
_ASKED: dict[str, re.Pattern[str]] = {
    "面料": re.compile(r"面料|材质|料子|成分|什么料|纯棉|棉的|含棉|真丝|羊毛|什么做的"),
    "版型": re.compile(r"版型|修身|宽松|显瘦|钢圈|领口|高腰|低腰|长度|多长"),
    "厚薄": re.compile(r"厚|薄|透不透|会透|透吗|克重|充绒|保暖|暖和|冷不冷"),
    "弹性": re.compile(r"弹|勒|紧不紧"),
    "洗护": re.compile(r"洗|掉色|褪色|缩水|起球|变形|熨|烘干|晾"),
    "适合": re.compile(r"适合|什么时候穿|什么季节|几月|场合|能.*穿吗"),
}
# Questions about what wear does are questions about weak points: the honest answer names them. Beside each the sign by
# which one sees that the product's own words speak of it.
_WEAR = {
    "掉色": "色",
    "褪色": "色",
    "缩水": "缩",
    "起球": "球",
    "变形": "变形",
    "透不透": "透",
    "会透": "透",
    "透吗": "透",
    "静电": "静电",
    "掉毛": "毛",
    "皱": "皱",
}
_ABOUT_WEAKNESS = re.compile("|".join([*_WEAR, "缺点", "容易坏", "结实"]))


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    product = await shop.product(ask)
    if product is None:
        return asking("product", say("product_ask_which"))
    facts = _facts_asked(product, ask.text) or _all_facts(product)
    if not facts:
        return SkillAnswer(effects=[hand_off("facts_unknown", f"{product.name} 没有商品资料：{ask.text}", shop)])
    return SkillAnswer(says=[say("ask_product", product_card(product), product_name=product.name, product_facts=facts)])


def _facts_asked(product: Product, text: str) -> str:
    found = [
        f"{name}：{product.facts[name]}"
        for name, wording in _ASKED.items()
        if name in product.facts and wording.search(text)
    ]
    if product.weak_point and (asked := _ABOUT_WEAKNESS.search(text)):
        told = "；".join([*found, product.weak_point, product.strength])
        if _WEAR.get(asked[0], "") not in told:
            found.append(f"会不会{asked[0]}，商品资料里没有写，可以请人工同事核实")
        found.append(_weak_then_strong(product))
    return "；".join(found)


def _all_facts(product: Product) -> str:
    told = [f"{name}：{fact}" for name, fact in product.facts.items()]
    return "；".join([*told, *([_weak_then_strong(product)] if product.weak_point or product.strength else [])])


def _weak_then_strong(product: Product) -> str:
    weak = f"要先跟您说的是，{product.weak_point}" if product.weak_point else ""
    if not weak or not product.strength:
        return weak or product.strength
    return f"{weak}；好在{product.strength}"
