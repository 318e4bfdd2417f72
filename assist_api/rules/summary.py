"""The one line an agent reads first."""

from collections.abc import Sequence

REASONS_ZH = {
    "bot_unavailable": "智能客服暂时不可用",
    "unsure": "智能客服两次没听懂",
    "repeated": "同一问题问了三次",
    "anger": "买家情绪激动",
    "request_human": "买家要找人工",
    "size_outside_chart": "身材超出尺码表",
    "order_late": "订单发货超时",
    "order_out_of_stock": "订单商品缺货",
    "parcel_problem": "包裹运输异常",
    "parcel_lost": "包裹遗失",
    "parcel_stuck": "包裹长时间没有更新",
}
"""Reasons beside the intents, which are named by the taxonomy."""

QUOTE_CHARS = 40


def summary(reason_zh: str, buyer_lines: Sequence[str], facts: Sequence[str]) -> str:
    """`reason：“what the buyer said”；fact；fact`, quoting the longest of the last three lines, cut to 40 characters."""
    parts = [reason_zh]
    if buyer_lines:
        # Of equally long lines the last: it is the one that led to the hand-off.
        telling = max(reversed(buyer_lines[-3:]), key=len)
        quote = telling if len(telling) <= QUOTE_CHARS else telling[: QUOTE_CHARS - 1] + "…"
        parts[0] += f"：“{quote}”"
    return "；".join([*parts, *facts])
