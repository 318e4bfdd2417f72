"""Offers that hold and offers to come, coupons, gifts, price protection; what the shop does not have is said so."""

import re
from datetime import timedelta

from assist_api.flows.answering.contract import Say, SkillAnswer, SkillAsk, say
from assist_api.flows.answering.handing_off import hand_off
from assist_api.flows.answering.skills.price import pieces_of, worked_out
from assist_api.flows.answering.view import Seen, ShopView
from assist_api.rules.masking import tail_of
from assist_api.rules.moments import end_of_day, say_moment
from assist_api.rules.orders import OrderState
from assist_api.rules.promotions import Offer, coming, running, say_coming, say_offers
from assist_api.shop.tables import Product

_PROTECTION = re.compile(r"[保补]价|价保|价格?保护|差价|补差|退差|买贵|降价|刚买.{0,6}(便宜|优惠|活动|降)|便宜了")
_POINTS = re.compile(r"积分|会员|vip|等级|京豆|淘金币|贵宾", re.IGNORECASE)
_GIFT = re.compile(r"赠品|送什么|有[什啥]么?送|有送|有没有送|送.{0,4}吗|礼品|小礼物|买.{0,2}送|赠送")
_COUPON = re.compile(r"券|优惠码|红包|立减|卷")
_COMING = re.compile(
    r"双.?(十一|11|十二|12)|618|年货节?|女神节|下次|下一次|过几天|明天|后天|周末|什么时候.{0,4}(有|搞|做).{0,3}(活动|优惠|打折)|还会|以后|即将|预告|接下来|年[底末终]|月底|元旦|圣诞|春节"
)
_STACK = re.compile(r"叠加|一起用|同时用|同享|能不能再减|一块用")
_PAID: frozenset[OrderState] = frozenset({"paid", "presale", "shipped", "delivered"})


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    offers, text = running(shop.settings.offers, shop.now), ask.text
    if _PROTECTION.search(text):
        return await _protection(ask, shop)
    if _POINTS.search(text):
        return SkillAnswer(says=[say("promotion_points")])
    if _STACK.search(text):
        return SkillAnswer(says=[*_running(offers, shop), say("promotion_stacking")])
    if _COUPON.search(text):
        return SkillAnswer(says=[say("promotion_coupon")])
    if _GIFT.search(text):
        return SkillAnswer(says=_gift(offers, shop))
    if _COMING.search(text):
        return SkillAnswer(says=_announced(offers, shop))
    product = await shop.product(ask)
    if product and (pieces := pieces_of(product, ask)).quantity > 1:
        return SkillAnswer(says=worked_out(product, pieces, shop))
    return SkillAnswer(says=_of_product(offers, product, shop) if product else _general(offers, shop))


def _running(offers: list[Offer], shop: ShopView) -> list[Say]:
    told = say_offers(offers, shop.now, shop.zone)
    return [say("promotion_running", promotion=told)] if told else []


def _general(offers: list[Offer], shop: ShopView) -> list[Say]:
    return _running(offers, shop) or [say("promotion_none"), *_coming(shop)]


def _coming(shop: ShopView) -> list[Say]:
    later = coming(shop.settings.offers, shop.now)
    return [say("promotion_coming", promotion=say_coming(later, shop.now, shop.zone))] if later else []


def _announced(offers: list[Offer], shop: ShopView) -> list[Say]:
    """What is announced; what is not in the shop's data nobody knows yet."""
    return _coming(shop) or [say("promotion_not_announced"), *_running(offers, shop)]


def _gift(offers: list[Offer], shop: ShopView) -> list[Say]:
    with_gift = [offer for offer in offers if offer.gift]
    if not with_gift:
        return [say("promotion_no_gift"), *_running(offers, shop)]
    return [say("promotion_gift", gifts="；".join(_gift_of(offer) for offer in with_gift))]


def _gift_of(offer: Offer) -> str:
    """The gift is named where the offer's own text does not name it."""
    return f"{offer.name}，{offer.text}" + ("" if offer.gift in offer.text else f"，送{offer.gift}")


def _of_product(offers: list[Offer], product: Product, shop: ShopView) -> list[Say]:
    """The offers in whose range the product is; of others that they are not for it."""
    counting = [offer for offer in offers if offer.counts(product.category)]
    if not counting:
        names = "、".join(offer.name for offer in offers)
        not_its = [say("promotion_counts_not", product_name=product.name, offer=names)] if names else []
        return [*_general(offers, shop), *not_its]
    names = "、".join(offer.name for offer in counting)
    return [*_running(counting, shop), say("promotion_counts", product_name=product.name, offer=names)]


async def _protection(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    """The shop's own rule, with the last day of the buyer's order where it is known; without a rule a person looks."""
    rule = shop.settings.price_protection
    if not rule.days:
        effect = hand_off("facts_unknown", "买家问保价，店铺没有填写保价规则", shop)
        return SkillAnswer(says=[say("price_protection_unknown")], effects=[effect])
    told = say("price_protection", days=f"{rule.days}天", protection=rule.text.rstrip("。") or "具体以活动页的说明为准")
    look = await shop.look(ask, [_PAID])
    if not isinstance(look, Seen) or look.order.paid_at is None:
        return SkillAnswer(says=[told])
    last = end_of_day(look.order.paid_at, shop.zone, rule.days)
    tail, until = tail_of(look.order.id), say_moment(last, shop.now, shop.zone)
    phrase = "price_protection_order" if shop.now <= last + timedelta(seconds=1) else "price_protection_over"
    return SkillAnswer(says=[told, say(phrase, order_tail=tail, protected_until=until)])
