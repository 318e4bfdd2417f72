"""What the product in question costs now, what a running offer makes of it, and why a price shows as it does."""

import re

from assist_api.flows.answering.contract import Say, SkillAnswer, SkillAsk, asking, number_of, say
from assist_api.flows.answering.telling import product_card
from assist_api.flows.answering.view import ShopView
from assist_api.rules.money import say_yuan
from assist_api.rules.promotions import Pieces, gifts, most_saving, nearest, running
from assist_api.shop.tables import Product

_CROSSED_OUT = re.compile(r"划线|划掉|原价|吊牌价|专柜价|市场价|日常价|那个价格是")
_OTHER_AMOUNT = re.compile(
    r"(购物车|结算|付款|下单|提交|页面|详情|链接|直播间?|搜索|首页|打开|拍下).{0,10}(不一样|不同|不对|不符|对不上|怎么是|变成|又是|贵)|"
    r"价格.{0,6}(不一样|不同|不对|对不上)|怎么.{0,4}(多|贵)了?.{0,3}(块|元|钱)|为什么.{0,6}(贵|多)"
)
_CHANGED = re.compile(
    r"涨价|涨了|又贵了|不是(?:卖|才|要)?\d+(?:\.\d+)?[元块]?[吗么嘛]|刚刚?才?.{0,4}\d+[元块]?.{0,6}怎么|怎么(?:就|又|都)?(?:变|成)了?|贵了|变价|之前.{0,8}(元|块|便宜|价)|昨天.{0,8}(元|块|便宜|价)|上次.{0,8}(元|块|便宜|价)|会(不会)?降|会(不会)?涨|什么时候(降|涨)"
)
_COUNT = re.compile(r"([两二三四五六七八九十]|\d{1,2})\s*(?:件|条|套|双|盒|包|个|袋|瓶|箱|支|罐|份|把|台|只|片|提)")
_DIGITS = {"两": 2, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10}
_MOST_PIECES = 99
_MOST_AT_ONCE = 4
_NEAR = 2
"""An offer is worth naming while at most half of its threshold is missing."""


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    named = await shop.shelf.named(ask)
    if len(named) > 1:
        return SkillAnswer(says=[_price(one, pieces_of(one, ask)) for one in named[:_MOST_AT_ONCE]])
    product = await shop.product(ask)
    if product is None:
        return asking("product", say("product_ask_which"))
    pieces = pieces_of(product, ask)
    return SkillAnswer(says=[_price(product, pieces), *_why(product, ask.text), *_offers(pieces, shop)])


def worked_out(product: Product, pieces: Pieces, shop: ShopView) -> list[Say]:
    """What so many pieces cost, and what the offers make of it."""
    return [_price(product, pieces), *_offers(pieces, shop)]


def pieces_of(product: Product, ask: SkillAsk) -> Pieces:
    """So many of the product as the line speaks of; one where it names no number."""
    count = number_of(ask.heard("quantity"))
    if count is None and (match := _COUNT.search(ask.text)):
        count = _DIGITS.get(match[1]) or float(match[1])
    return Pieces(product.category, product.price, min(int(count or 1), _MOST_PIECES) or 1)


def _price(product: Product, pieces: Pieces) -> Say:
    card, price = product_card(product), say_yuan(product.price)
    if pieces.quantity == 1:
        return say("price_now", card, product_name=product.name, price=price)
    quantity, total = str(pieces.quantity), say_yuan(pieces.total)
    return say("price_of_several", card, product_name=product.name, price=price, quantity=quantity, total=total)


def _why(product: Product, text: str) -> list[Say]:
    """The crossed-out price is told as what it is; an amount that our data do not explain is not explained away."""
    if _CROSSED_OUT.search(text):
        if product.list_price and product.list_price > product.price:
            return [say("price_crossed_out", list_price=say_yuan(product.list_price), price=say_yuan(product.price))]
        return [say("price_not_crossed_out")]
    if _OTHER_AMOUNT.search(text):
        return [say("price_differs")]
    return [say("price_changed")] if _CHANGED.search(text) else []


def _offers(pieces: Pieces, shop: ShopView) -> list[Say]:
    """One offer that takes something off, or the one that is nearly reached; and the gift that comes along."""
    offers = running(shop.settings.offers, shop.now)
    says = [say("price_gift", offer=offer.name, gift=offer.gift) for offer in gifts(offers, pieces)[:1]]
    if best := most_saving(offers, pieces):
        to_pay = say_yuan(pieces.total - best.saved)
        return [say("price_with_offer", offer=best.offer.name, saved=say_yuan(best.saved), to_pay=to_pay), *says]
    near = nearest(offers, pieces)
    if near is None:
        return says
    if near.missing_pieces:
        missing = f"{near.missing_pieces}件"
        return [say("price_near_offer", offer=near.offer.name, missing=missing, promotion=near.offer.text), *says]
    if near.missing * _NEAR > (near.offer.over or 0):
        return says
    missing = say_yuan(near.missing)
    return [say("price_near_offer", offer=near.offer.name, missing=missing, promotion=near.offer.text), *says]
