"""Recommends goods: asks once what they are for and how much they may cost, then two or three with one reason each."""

from collections.abc import Sequence

from assist_api.flows.answering import comparing
from assist_api.flows.answering.comparing import MOST_TOLD, REQUEST_HUMAN
from assist_api.flows.answering.contract import ANSWER, MATTER, SkillAnswer, SkillAsk, say
from assist_api.flows.answering.shelf import choice_of, goods_of, listed, page_of
from assist_api.flows.answering.skills.product import answer as tell_of_product
from assist_api.flows.answering.view import ShopView
from assist_api.rules.money import say_yuan
from assist_api.rules.needs import (
    Budget,
    Fit,
    asks_difference,
    budget_in,
    plain_reason,
    rank,
    says_need,
    wants_anything,
    wants_cheap,
    wants_company,
    wants_similar,
)
from assist_api.rules.product_facts import find
from assist_api.shop.tables import Product

_ANSWERS = ("ask_recommend", "ask_product", "ask_price", "ask_stock", "ask_size", "inform", "haggle")
"""What a need may be taken for by one who does not know that it was asked for (通勤穿的，两百以内)."""


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    told = await _answer(ask, shop)
    was_asked = bool(ask.matter("recommend"))
    return told.model_copy(update={"slots": {MATTER: None, ANSWER: None} | told.slots}) if was_asked else told


async def _answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    was_asked = bool(ask.matter("recommend"))
    in_question = await shop.product(ask)
    if compared := await comparing.compare_named(ask, shop):
        return compared
    if in_question and wants_company(ask.text):
        return await comparing.tell_company(in_question, shop)
    if in_question and wants_similar(ask.text):
        return await comparing.tell_similar(in_question, shop)
    if in_question and asks_difference(ask.text):
        return comparing.ask_what_to_compare(ask, in_question)
    if wants_anything(ask.text) or (was_asked and not says_need(ask.text)):
        return await _favourites(shop)
    if not says_need(ask.text) and not wants_cheap(ask.text):
        return _ask_need(ask)
    return await _fitting(ask, shop)


def _ask_need(ask: SkillAsk) -> SkillAnswer:
    """Need and budget in one question, put once. A case that is open is not dropped for it."""
    question = say("ask_recommend")
    if ask.slots.get(MATTER):
        return SkillAnswer(says=[question])
    return SkillAnswer(says=[question], ask=ANSWER, slots={MATTER: {"takes": list(_ANSWERS)}})


async def _fitting(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    budget = budget_in(ask.text)
    there = await shop.shelf.in_stock()
    fits = _ranked(there, ask.text)
    if not fits and budget:
        # Nothing but a budget was told: what is bought most within it.
        return await _within(budget, there, shop)
    if not fits:
        return await _of_product_or_none(ask, shop)
    holding = [fit for fit in fits if budget is None or budget.holds(fit.goods.price)]
    if not holding:
        return _beyond(fits, there)
    products = {product.id: product for product in there}
    best = _best(holding, cheap=wants_cheap(ask.text))
    return await _told([(products[fit.goods.id], fit.reason) for fit in best], shop)


async def _of_product_or_none(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    """What sounds like a wish may be a question about the product in view (有什么缺点)."""
    in_question = await shop.product(ask)
    if in_question and not find(page_of(in_question), ask.text).is_empty:
        return await tell_of_product(ask, shop)
    return SkillAnswer(says=[say("recommend_none", REQUEST_HUMAN)])


async def _told(chosen: Sequence[tuple[Product, str]], shop: ShopView) -> SkillAnswer:
    """The products with a reason each, and what goes with the first of them."""
    products = [product for product, _ in chosen]
    says = [say("recommend", others=listed(chosen))]
    beside = [one for one in await shop.shelf.beside(products[0]) if one not in products]
    if beside:
        says.append(say("recommend_with", product_name=products[0].name, other_name=beside[0].name))
    # Buttons stay only on what is said last.
    says[-1] = says[-1].model_copy(update={"payload": choice_of(products)})
    return SkillAnswer(says=says)


def _ranked(there: Sequence[Product], text: str) -> list[Fit]:
    return rank([goods_of(product) for product in there], text)


def _best(fits: Sequence[Fit], *, cheap: bool) -> list[Fit]:
    """Up to three that fit nearly as well as the best one."""
    near = [fit for fit in fits if fit.score * 2 >= fits[0].score]
    return sorted(near, key=lambda fit: fit.goods.price)[:MOST_TOLD] if cheap else list(near[:MOST_TOLD])


def _beyond(fits: Sequence[Fit], there: Sequence[Product]) -> SkillAnswer:
    """What fits costs more or less than was said; the nearest is told with its price."""
    nearest = min(fits[:MOST_TOLD], key=lambda fit: fit.goods.price)
    product = next(one for one in there if one.id == nearest.goods.id)
    said = say(
        "recommend_beyond_budget",
        choice_of([product]),
        product_name=product.name,
        price=say_yuan(product.price),
        reason=nearest.reason,
    )
    return SkillAnswer(says=[said])


async def _within(budget: Budget, there: Sequence[Product], shop: ShopView) -> SkillAnswer:
    holding = [product for product in there if budget.holds(product.price)]
    if not holding:
        return SkillAnswer(says=[say("recommend_none", REQUEST_HUMAN)])
    bought = await shop.shelf.bought_most(holding)
    chosen = list(dict.fromkeys([*bought, *holding]))[:MOST_TOLD]
    return _listing("recommend", chosen)


async def _favourites(shop: ShopView) -> SkillAnswer:
    """What is bought at present, if it can be bought still; in a shop without orders what is in stock."""
    there = await shop.shelf.in_stock()
    bought = (await shop.shelf.bought_most(there))[:MOST_TOLD]
    if bought:
        return _listing("recommend_favourites", bought)
    return (
        _listing("recommend", there[:MOST_TOLD]) if there else SkillAnswer(says=[say("recommend_none", REQUEST_HUMAN)])
    )


def _listing(phrase: str, products: Sequence[Product]) -> SkillAnswer:
    items = listed([(product, plain_reason(goods_of(product))) for product in products])
    return SkillAnswer(says=[say(phrase, choice_of(products), others=items)])
