"""A case is complete: thank the buyer and pass everything gathered to a person."""

from typing import Any

from assist_api.errors import BadInput
from assist_api.flows.answering.contract import SkillAnswer, SkillAsk, say
from assist_api.flows.answering.handing_off import hand_off_case
from assist_api.flows.answering.view import ShopView
from assist_api.rules.masking import mask_number

COLLECT_INTENTS = (
    "change_order",
    "cancel_order",
    "intercept_parcel",
    "report_not_received",
    "request_return",
    "request_exchange",
    "report_quality",
    "report_wrong_item",
    "report_missing_item",
)


async def answer(ask: SkillAsk, shop: ShopView) -> SkillAnswer:
    """Raises BadInput when the intent is none that is collected."""
    if ask.intent not in COLLECT_INTENTS:
        raise BadInput("这个意图不走资料收集", field="intent", expected=list(COLLECT_INTENTS))
    gathered: dict[str, Any] = {
        name: word for name in ("order_no", "what", "size", "color") if (word := ask.known_word(name))
    }
    if photo := ask.slots.get("photo"):
        gathered["photo"] = photo
    effect = hand_off_case(ask.intent, await _note(gathered, shop), shop, gathered)
    return SkillAnswer(says=[say(f"collect_{ask.intent}_done")], effects=[effect])


async def _note(gathered: dict[str, Any], shop: ShopView) -> str:
    """What the person reads first; says plainly whether the order is proven to be this buyer's."""
    parts = []
    if order_no := gathered.get("order_no"):
        whose = "买家本人的订单" if await shop.is_mine(order_no) else "未核实是否本人订单"
        parts.append(f"订单 {mask_number(order_no)}（{whose}）")
    if what := gathered.get("what"):
        parts.append(f"买家说：{what}")
    if "photo" in gathered:
        parts.append("有图片" if gathered["photo"] != "-" else "没有图片")
    return "；".join(parts)
