"""When a conversation goes to a person although the bot had an answer."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

SAME_QUESTION_LIMIT = 3
"""The same question for the third time: the bot's answer did not help."""

_ANGER = re.compile(
    r"12315|工商局|消费者协会|消协|投诉(你|你们|店|卖家|商家)|(骗子|骗人|黑店|坑人|坑爹|垃圾(店|东西|服务|货)?|无语死|气死|恶心|不要脸|有病吧|滚蛋|王八|傻逼|妈的|他妈|狗屁)"
    r"|(什么|这什么|啥)(破|烂|鬼|垃圾)(店|东西|服务|态度)?|差评|[😡🤬👿]"
)
_NOT_ANGRY = re.compile(r"(不会|不想|没有|别)(给|打)?差评|垃圾(桶|袋|篓)")
# Who is glad, greets or takes a thing writes marks in rows as well.
_GLAD = re.compile(
    r"谢|辛苦|太好了|真好|超?好看|漂亮|喜欢|爱了|满意|哈哈|加油|你好|您好|在吗|在不在"
    r"|(?:^|[，,。 ])(?:好的?|好嘞|嗯+|ok|收到)(?:[呀啊哦呢吧])?[!！]",
    re.IGNORECASE,
)
_MARKS_IN_A_ROW = re.compile(r"[!！]{3,}")

PRIORITY_BY_REASON = {
    "complain": 4,
    "anger": 4,
    "report_quality": 3,
    "report_wrong_item": 3,
    "report_missing_item": 3,
    "report_not_received": 3,
    "intercept_parcel": 3,
    "bot_unavailable": 3,
    "request_human": 2,
    "haggle": 2,
}
"""1 low … 4 urgent. What gets worse with time (a parcel on its way, an angry buyer) comes first."""

DEFAULT_PRIORITY = 2


@dataclass(frozen=True, slots=True)
class Asked:
    """One line of the buyer as understood."""

    text: str
    intent: str | None


def priority_of(reason: str) -> int:
    return PRIORITY_BY_REASON.get(reason, DEFAULT_PRIORITY)


def is_angry(text: str) -> bool:
    return bool(_ANGER.search(_NOT_ANGRY.sub("", text))) or (_shouts(text) and not _GLAD.search(text))


def _shouts(text: str) -> bool:
    return bool(_MARKS_IN_A_ROW.search(text))


def is_third_time(asked: Sequence[Asked], now: Asked, *, is_question: bool) -> bool:
    """Whether `now` repeats a question already put twice since a person last helped; only real questions count."""
    if not is_question or now.intent is None:
        return False
    before = sum(one.intent == now.intent and _alike(one.text, now.text) for one in asked)
    return before + 1 >= SAME_QUESTION_LIMIT


def _alike(a: str, b: str) -> bool:
    """Whether two lines say nearly the same: half of their characters are shared."""
    left, right = set(a), set(b)
    return len(left & right) >= 0.5 * max(len(left | right), 1)
