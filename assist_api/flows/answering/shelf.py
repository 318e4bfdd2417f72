"""The goods as skills look for them: named ones, what is in stock, what goes together, what is bought."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.chat import store as chat
from assist_api.flows.answering.contract import SkillAsk, word_of
from assist_api.rules.money import say_yuan
from assist_api.rules.needs import Goods
from assist_api.rules.product_facts import Page
from assist_api.shop import store
from assist_api.shop.tables import Product

ASKS_WHICH = frozenset({"product_ask_which", "compare_ask_which"})
"""The phrases that ask which product is meant."""

_LOOKED_THROUGH = 2000
"""Goods compared with one need; a shop with more is searched by price and stock first."""
_ORDERS_COUNTED = 500
"""The newest orders are what is bought at present."""
_LINES_BACK = 6

_SUITS = ("适合", "适用", "场合", "季节", "人群", "月龄")


@dataclass(frozen=True, slots=True)
class Earlier:
    """A line of the buyer before this one, and the ids of the products it named."""

    text: str = ""
    named: Sequence[str] = ()


class Shelf:
    """Reads of one session; `ShopView.shelf` has it."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def named(self, ask: SkillAsk) -> list[Product]:
        """The products named in this line, each once, in its order."""
        ids = [word_of(entity.value) for entity in ask.entities if entity.kind == "product"]
        known = await store.products_by_id(self._session, [one for one in ids if one])
        return [known[one] for one in dict.fromkeys(ids) if one and one in known]

    async def in_stock(self, *, price_from: int | None = None, price_to: int | None = None) -> list[Product]:
        """What can be bought now; a shop that keeps no stock here has all of its goods."""
        keeps_stock = bool(await store.search_products(self._session, limit=1))
        return await store.search_products(
            self._session,
            price_from=price_from,
            price_to=price_to,
            in_stock=keeps_stock,
            limit=_LOOKED_THROUGH,
        )

    async def beside(self, product: Product) -> list[Product]:
        """What the shop says goes with it and can be bought."""
        there = {one.id for one in await self.in_stock()}
        return [one for one in await store.goes_with(self._session, product) if one.id in there]

    async def bought_most(self, among: Sequence[Product]) -> list[Product]:
        """Those of `among` that the newest orders hold, most pieces first."""
        pieces: Counter[str] = Counter()
        for items in await store.newest_items(self._session, _ORDERS_COUNTED):
            for item in items:
                pieces[str(item.get("product_id"))] += int(item.get("quantity") or 1)
        return sorted((one for one in among if pieces[one.id]), key=lambda one: (-pieces[one.id], one.id))

    async def question_before(self, ask: SkillAsk) -> Earlier:
        """The question for which the bot has just asked which product is meant; empty where it has not."""
        lines = await chat.last_messages(self._session, ask.conversation_id, _LINES_BACK)
        lines = [line for line in lines if ask.message_id is None or line.id < ask.message_id]
        last_bot = next((line for line in reversed(lines) if line.role == "bot"), None)
        if last_bot is None or ASKS_WHICH.isdisjoint(last_bot.meta.get("phrases", ())):
            return Earlier()
        asked = (line for line in reversed(lines) if line.role == "buyer" and line.id < last_bot.id)
        line = next((line for line in asked if line.meta.get("intent") == ask.intent), None)
        return Earlier(line.text, _named_in(line.meta)) if line else Earlier()


def _named_in(meta: dict[str, Any]) -> list[str]:
    ids = (word_of(one.get("value")) for one in meta.get("entities") or () if one.get("kind") == "product")
    return [one for one in ids if one]


def page_of(product: Product) -> Page:
    return Page({name: str(fact) for name, fact in product.facts.items()}, product.weak_point, product.strength)


def goods_of(product: Product) -> Goods:
    facts = {name: str(fact) for name, fact in product.facts.items()}
    suits = {name for name in facts if any(word in name for word in _SUITS)}
    return Goods(
        id=product.id,
        name=product.name,
        category=product.category,
        price=product.price,
        names=product.aliases,
        tags=product.tags or [],
        fits=[facts[name] for name in facts if name in suits],
        other_facts=[fact for name, fact in facts.items() if name not in suits],
        strength=product.strength,
    )


def choice_of(products: Sequence[Product]) -> dict[str, Any]:
    """Buttons that ask for more about each product."""
    return {
        "buttons": [
            {
                "option": f"product_{product.id}",
                "title": product.name[:20],
                "intent": "ask_product",
                "entities": [{"kind": "product", "value": product.id, "text": product.name}],
            }
            for product in products
        ]
    }


def listed(entries: Sequence[tuple[Product, str]]) -> str:
    """1、溪纹法式衬衫，119元，适合通勤；2、… A single one has no number."""
    told = [
        f"{product.name}，{say_yuan(product.price)}{f'，{reason}' if reason else ''}" for product, reason in entries
    ]
    return told[0] if len(told) == 1 else "；".join(f"{number}、{one}" for number, one in enumerate(told, start=1))
