"""A shop that has told too little to answer from: said plainly and passed to a person, never guessed."""

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.flows.answering.contract import Effect, SkillAnswer, SkillAsk, say
from assist_api.rules.triggers import DEFAULT_PRIORITY, PRIORITY_BY_REASON
from assist_api.shop import store
from assist_api.shop.tables import Product

REASON = "shop_not_set_up"

_OF_PRODUCTS = frozenset({"size_advice", "stock", "price", "product", "recommend"})
"""Skills that would ask an empty catalogue's buyer for the product for ever."""


async def lacks_products(skill: str, session: AsyncSession) -> bool:
    return skill in _OF_PRODUCTS and not await store.has_rows(session, Product)


def without_settings(skill: str, ask: SkillAsk) -> SkillAnswer:
    """For a shop whose settings nobody has imported."""
    if skill == "greet":
        return SkillAnswer(says=[say("greet_not_ready")])
    return _handed_over(ask, "店铺设置还没有导入")


def without_products(ask: SkillAsk) -> SkillAnswer:
    return _handed_over(ask, "商品资料还没有导入")


def _handed_over(ask: SkillAsk, note: str) -> SkillAnswer:
    priority = PRIORITY_BY_REASON.get(ask.intent, DEFAULT_PRIORITY)
    effect = Effect(kind="handoff", reason=REASON, priority=priority, note=note, slots={})
    return SkillAnswer(says=[say("shop_not_ready")], effects=[effect])
