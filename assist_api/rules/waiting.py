"""What the bot may still say while the buyer waits for a person."""

import re
from datetime import datetime, timedelta

PLAIN_FACTS = frozenset(
    {
        "ask_shipping_fee",
        "ask_ship_time",
        "ask_courier",
        "ask_delivery_time",
        "track_parcel",
        "ask_size",
        "ask_stock",
        "ask_product",
        "ask_authenticity",
        "ask_warranty",
        "ask_payment_method",
        "ask_how_to_order",
    }
)
"""Questions with one right answer that no person would answer differently."""

SENSITIVE_ROUTES = frozenset({"human", "collect"})
SENSITIVE = frozenset({"ask_price", "ask_promotion", "ask_refund_progress", "ask_return_policy", "decline_payment"})
"""Price, complaint and refund: only the shop's holding line; a second voice would spoil the person's work."""

_THE_WAIT = re.compile(
    r"^(?:那|大概|请问|到底|我)*(?:还?要?|得|需要)?等(?:多久|多长时间|几分钟|到什么时候|到几点)[啊呀呢吗？?]*$"
    r"|(?:人工|客服|真人).{0,8}(?:多久|什么时候|几点|还要|上班|在不在|来了?[没吗])|(?:排|轮)到.{0,4}(?:我|几|哪)"
)
HOLDING_PAUSE = timedelta(minutes=3)
GAVE_UP = ("不用了", "不用人工", "算了", "没事了", "不需要了", "不用转", "不等了")


def may_answer(intent: str, *, unsure: bool) -> bool:
    return intent in PLAIN_FACTS and not unsure


def wants_holding_line(intent: str, route: str, last_line_at: datetime | None, now: datetime) -> bool:
    """Whether the holding line is due; at most once in three minutes."""
    if route not in SENSITIVE_ROUTES and intent not in SENSITIVE:
        return False
    return last_line_at is None or now - last_line_at >= HOLDING_PAUSE


def asks_for_the_wait(text: str) -> bool:
    """Whether a line asks how long the person takes; the bot, asked alone, would tell of shipping."""
    return bool(_THE_WAIT.search(text))


def gave_up(text: str, intent: str) -> bool:
    """The buyer no longer waits for a person; a mere 不是 or 没有 does not say so."""
    return intent == "deny" and any(word in text for word in GAVE_UP)
