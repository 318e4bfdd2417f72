"""Teach once: which lines were the question, for what the answer holds, and what the bot is never taught.

Refunds, compensation, prices and complaints stay with people, and so does what is true for one buyer alone.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from assist_api.rules.phrase_text import variables
from zh_text import asks, is_pleasantry

SURE_INTENT = 0.5
"""From this confidence on a line's reading says what its answer is about; below it nobody knows."""

QUESTIONS_AT_MOST = 3

_NO_TOPIC = frozenset(
    {"greet", "goodbye", "thanks", "affirm", "deny", "inform", "chitchat", "out_of_scope", "request_human"}
)
"""Readings that name no matter an answer could be about."""

_COURTESIES = frozenset({"greet", "goodbye", "thanks", "affirm", "deny"})

_A_NOT_A = re.compile(r"([\u4e00-\u9fff])[不没]\1")

_CALLS_A_PERSON = re.compile(r"人工|真人|客服|有人吗|人呢")

_OF_THE_GOODS = frozenset({"ask_product", "ask_size", "ask_stock", "ask_recommend", "ask_authenticity", "ask_warranty"})

NEVER_BY_INTENT: Mapping[str, str] = {
    "haggle": "价格",
    "ask_price": "价格",
    "ask_promotion": "价格",
    "request_return": "退款",
    "ask_return_policy": "退款",
    "ask_refund_progress": "退款",
    "complain": "投诉",
    "report_quality": "投诉",
    "report_wrong_item": "投诉",
    "report_missing_item": "投诉",
    "report_not_received": "投诉",
}
"""Intent → the topic for whose sake the bot is not taught its answer."""

_NEVER_BY_WORDS: Sequence[tuple[str, re.Pattern[str]]] = (
    ("退款", re.compile(r"退款|退钱|退.{0,3}(?:差价|运费|定金|货款)|仅退|全额退|打款|返款|原路退")),
    ("赔偿", re.compile(r"赔|补偿|补差|返现|红包|免单|补贴|返\d")),
    (
        "价格",
        re.compile(
            r"价格|原价|底价|最低价|降价|保价|差价|多少钱|便宜|优惠|打折|折扣|\d\.?\d?折|满减|立减|再减|[优礼]惠?券"
        ),
    ),
    (
        "价格",
        re.compile(
            r"[¥￥$]\s*\d[\d.]{0,9}|\d[\d.]{0,9}\s*(?:元|块|毛|rmb)|[一二两三四五六七八九十百千万]+(?:元|块钱)",
            re.IGNORECASE,
        ),
    ),
    ("投诉", re.compile(r"投诉|举报|差评|12315|工商|消协|维权|曝光|起诉|律师")),
)

_OF_ONE_BUYER = re.compile(
    r"[您你](?:的|这)(?:个|笔|边的?)?(?:订单|单子|单|包裹|快递|件|运单|地址|电话|手机|账号)"
    r"|已经?(?:给|帮|为|替)[您你]|(?:给|帮|为|替)[您你](?:查|看|催|登记|备注|修改|改|安排|申请|补|寄|拦截|加急)(?:了|到|过|好)"
    r"|单号|物流(?:显示|信息|停)|(?:刚刚?|今天|明天|昨天|后天|今晚|\d+[月/.-]\d+[日号]?).{0,6}(?:发出|发货|送达|签收|到货|派送|揽收|退回)"
)

OF_THE_ORDER = frozenset({"order_tail", "order_state", "items", "amount", "next_step", "courier", "parcel_state"})
"""Variables that hold each buyer's own facts: with one of them a sentence is true for whoever asks."""

BOT_FILLS = OF_THE_ORDER | {
    "shop_name",
    "hello",
    "ship_by",
    "couriers",
    "free_from",
    "payment_methods",
    "return_days",
    "return_post",
    "product_name",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a talk; of a buyer's with what it was understood as."""

    role: str
    text: str
    intent: str = ""
    confidence: float = 0.0


def asked_before(lines: Sequence[Line]) -> list[Line]:
    """The buyer's open questions at the end of a talk (oldest first), whoever spoke between them but a person.

    What an agent said last belongs to the same answer; a run of lines without any question is gone over. Where nothing
    looks like a question, a line that is no courtesy is taken for one.
    """
    found: list[Line] = []
    for line in reversed(lines):
        if line.role == "agent" and found:
            break
        if line.role == "buyer" and _says_something(line) and all(line.text != other.text for other in found):
            found.append(line)
    questions = [line for line in found if _is_question(line)] or found
    return questions[:QUESTIONS_AT_MOST][::-1]


def _says_something(line: Line) -> bool:
    if line.intent == "request_human" and _CALLS_A_PERSON.search(line.text):
        return False
    if len(line.text.strip()) < 3 or is_pleasantry(line.text) or line.text.startswith("["):
        return False
    return line.intent not in _COURTESIES or _asks(line.text)


def _is_question(line: Line) -> bool:
    return line.intent not in _NO_TOPIC or _asks(line.text)


def _asks(text: str) -> bool:
    return asks(text) or _A_NOT_A.search(text) is not None


def topics_of(lines: Iterable[Line]) -> list[str]:
    """The intents that the lines were surely understood as, each once, as far as they name a matter."""
    sure = (line.intent for line in lines if line.confidence >= SURE_INTENT)
    return list(dict.fromkeys(intent for intent in sure if intent and intent not in _NO_TOPIC))


def holds_for_product_only(intents: Sequence[str]) -> bool:
    """Whether an answer is proposed for the product talked about alone: of goods, or of what nobody understood."""
    return not intents or not _OF_THE_GOODS.isdisjoint(intents)


def why_not_the_bot(texts: Sequence[str], questions: Sequence[str], intents: Sequence[str]) -> list[str]:
    """Reasons, in words for a trainer, why the bot may not be taught this; an empty list means that it may."""
    reasons = [f"涉及{topic}" for intent in intents if (topic := NEVER_BY_INTENT.get(intent))]
    for topic, words in _NEVER_BY_WORDS:
        reasons += [f"涉及{topic}（「{said[0]}」）" for one in (*texts, *questions) if (said := words.search(one))]
    for text in texts:
        if (said := _OF_ONE_BUYER.search(text)) and OF_THE_ORDER.isdisjoint(variables(text)):
            reasons.append(f"只对这一位买家成立（「{said[0]}」）")
        reasons += [f"机器人填不上变量 {{{name}}}" for name in variables(text) if name not in BOT_FILLS]
    if not questions:
        reasons.append("还没有写明买家问的是什么")
    return list(dict.fromkeys(reasons))


def speaks_of_one_buyer(text: str) -> bool:
    return _OF_ONE_BUYER.search(text) is not None


def is_left_to_people(line: str, intent: str) -> bool:
    """Whether a line itself is of a topic in which the bot never gives a taught answer."""
    return intent in NEVER_BY_INTENT or any(words.search(line) for _, words in _NEVER_BY_WORDS)
