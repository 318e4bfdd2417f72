"""A picture that came before anything was said: it is kept, and the buyer says what it shows."""

from typing import Any

from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, say
from assist_api.flows.answering.view import ShopView

_MEANINGS = (
    ("report_quality", "商品有问题"),
    ("report_wrong_item", "发错货了"),
    ("report_missing_item", "少发了东西"),
    ("ask_product", "想问这款商品"),
)


async def answer(_ask: SkillAsk, _shop: ShopView) -> SkillAnswer:
    shown: list[dict[str, Any]] = [{"option": intent, "title": title, "intent": intent} for intent, title in _MEANINGS]
    return SkillAnswer(says=[say("picture_received", {"buttons": shown})])
