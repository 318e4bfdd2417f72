"""Products beside one another: compared by their facts, alike, or worn together. Shared by the skills about goods."""

from collections.abc import Sequence

from assist_api.flows.answering.contract import Say, SkillAnswer, SkillAsk, asking, say
from assist_api.flows.answering.shelf import choice_of, goods_of, listed
from assist_api.flows.answering.view import ShopView
from assist_api.rules.money import say_yuan
from assist_api.rules.needs import plain_reason, wants_comparison
from assist_api.shop.tables import Product

MOST_TOLD = 3
_FACTS_COMPARED = 3
REQUEST_HUMAN = {"buttons": [{"option": "request_human", "title": "请同事帮着选", "intent": "request_human"}]}


async def compare_named(ask: SkillAsk, shop: ShopView) -> SkillAnswer | None:
    """The two products the line names, or the named one beside the one in question; None where only one is known.

    A line that only names a product may answer what the other one is: then the question before it is compared.
    """
    before = await shop.shelf.question_before(ask)
    if not (wants_comparison(ask.text) or wants_comparison(before.text)):
        return None
    in_question = await shop.product(ask.model_copy(update={"entities": []}))
    known = [*before.named, *([in_question.id] if in_question else [])]
    pair = list(dict.fromkeys([*(one.id for one in await shop.shelf.named(ask)), *known]))
    match [await shop.product_numbered(one) for one in pair]:
        case [Product() as one, Product() as other, *_]:
            return SkillAnswer(says=[_compared(one, other)])
    return None


def ask_what_to_compare(ask: SkillAsk, product: Product) -> SkillAnswer:
    """A line that names a product itself would pass for the answer at once, so after one the bot only listens."""
    question = say("compare_ask_which", product_name=product.name)
    return SkillAnswer(says=[question]) if ask.heard("product") else asking("product", question)


async def tell_company(product: Product, shop: ShopView) -> SkillAnswer:
    """What goes with a product; that the shop has not said so is said."""
    beside = (await shop.shelf.beside(product))[:MOST_TOLD]
    if not beside:
        return SkillAnswer(says=[say("goes_with_none", REQUEST_HUMAN, product_name=product.name)])
    items = listed([(one, plain_reason(goods_of(one))) for one in beside])
    return SkillAnswer(says=[say("goes_with", choice_of(beside), product_name=product.name, others=items)])


async def tell_similar(product: Product, shop: ShopView) -> SkillAnswer:
    alike = await similar_to(product, shop)
    if not alike:
        return SkillAnswer(says=[say("similar_none", REQUEST_HUMAN, product_name=product.name)])
    items = listed([(one, plain_reason(goods_of(one))) for one in alike])
    return SkillAnswer(says=[say("similar", choice_of(alike), product_name=product.name, others=items)])


async def similar_to(product: Product, shop: ShopView) -> list[Product]:
    """Of the same category and in stock: most alike by tags and name first, then nearest in price."""
    own, name = set(product.tags or []), set(product.name)
    alike = [
        one
        for one in await shop.shelf.in_stock()
        if one.id != product.id and one.category and one.category == product.category
    ]
    return sorted(
        alike,
        key=lambda one: (-len(own & set(one.tags or [])) - len(name & set(one.name)), abs(one.price - product.price)),
    )[:MOST_TOLD]


def _compared(one: Product, other: Product) -> Say:
    told = [
        f"价格{say_yuan(one.price)}和{say_yuan(other.price)}"
        if one.price != other.price
        else f"价格都是{say_yuan(one.price)}",
        *(f"{name}，前一款{one.facts[name]}，后一款{other.facts[name]}" for name in _differing(one, other)),
        *_strengths(one, other),
    ]
    cards = choice_of([one, other])
    return say("compare", cards, product_name=one.name, other_name=other.name, product_facts="；".join(told))


def _differing(one: Product, other: Product) -> Sequence[str]:
    return [name for name in one.facts if other.facts.get(name, one.facts[name]) != one.facts[name]][:_FACTS_COMPARED]


def _strengths(one: Product, other: Product) -> list[str]:
    parts = (("前一款", one.weak_point, one.strength), ("后一款", other.weak_point, other.strength))
    return [
        f"{which}{'，不过'.join(text for text in (strong, weak) if text)}"
        for which, weak, strong in parts
        if weak or strong
    ]
