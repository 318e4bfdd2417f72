"""The one line an agent reads first."""

from collections.abc import Sequence

REASONS_ZH = {
    "bot_unavailable": "智能客服暂时不可用",
    "unsure": "智能客服两次没听懂",
    "repeated": "同一问题问了三次",
    "anger": "买家情绪激动",
    "request_human": "买家要找人工",
    "size_outside_chart": "身材超出尺码表",
    "no_size_chart": "商品没有尺码表",
    "order_late": "订单发货超时",
    "order_out_of_stock": "订单商品缺货",
    "order_tries_exceeded": "手机尾号多次核对不符",
    "parcel_problem": "包裹运输异常",
    "parcel_lost": "包裹遗失",
    "parcel_stuck": "包裹长时间没有更新",
    "region_not_served": "地区不在配送范围",
    "payment_problem": "付款遇到问题",
    "return_deadline_passed": "已过退换期限",
    "refund_late": "退款超过正常时间",
    "order_guide_stuck": "第一次下单卡住了",
    "stock_unknown": "库存没有登记",
    "facts_unknown": "商品资料里没有",
    "shop_not_set_up": "店铺资料还没有导入",
}
"""Reasons beside the intents, which are named by the taxonomy."""

QUOTE_CHARS = 40
LOOK_BACK = 3


def summary(reason_zh: str, quote: str, facts: Sequence[str]) -> str:
    """`reason：“what the buyer said”；fact；fact`, the quote cut to 40 characters."""
    first = f"{reason_zh}：“{_shortened(quote)}”" if quote else reason_zh
    return "；".join([first, *facts])


def telling_line(lines: Sequence[str], *, led_by_words: bool) -> str:
    """The buyer's line to quote: the last one, which led to the hand-off.

    Where the reason says nothing of the matter (转人工, the bot was down) it is the longest of the last three.
    """
    if not lines:
        return ""
    return lines[-1] if led_by_words else max(reversed(lines[-LOOK_BACK:]), key=len)


def _shortened(text: str) -> str:
    return text if len(text) <= QUOTE_CHARS else text[: QUOTE_CHARS - 1] + "…"
