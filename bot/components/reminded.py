"""How a line right behind a reminder is read: there 好的, 明天 and 不用了 say something about paying."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from rasa.shared.core.events import UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from components.understanding import Understanding
from zh_text import asks, normalise, refuses_reminders

REMINDER = "EXTERNAL_payment_reminder"

PROMISE, DECLINE, PAID = "promise_payment", "decline_payment", "report_paid"

_VAGUE = {"affirm", "deny", "inform", "chitchat", "out_of_scope", "thanks", "cancel_order"}
"""Intents that say little of themselves, or the same of an unpaid order as that it is not wanted."""

_PAID = re.compile(r"(?<![没未不])(?:付|支付|给)(?:过|了|完|好|款了|过款|完款)(?!.{0,3}两)")
_NOT_PAID = re.compile(r"[没未不].{0,2}付|付不|怎么付|付了.{0,6}(?:显示|没|失败|不成功)")
_MISTAKEN = re.compile(r"[拍买下选点]错|重复(?:下|拍|买)|[拍买下]重|多[拍买下]了")
_CHANGES = re.compile(r"改|换")
_FORGOTTEN = re.compile(r"忘|没(?:看到|注意|留意|来得及|顾上|空)|差点|才看到")
_LATER = re.compile(
    r"晚点|晚些|等[一会下几两过]|一会|会儿|待会|过[两几]?[天会]|下班|工资|考虑|想想|商量|再说|再看|先[放留]|改天|回头|稍[后等]"
    r"|忙|马上|这就|回家|到家|睡醒|提醒"
)
_NO_TROUBLE = re.compile(r"没(?:有|啥|什么)?(?:问题|事|疑问|毛病)|^没有?$")
_UNWANTED = re.compile(
    r"不(?:用|要|需要|想|买|付|了$)|算了|放弃|关[了掉]吧?|退了吧?|取消|(?:别|其[他它]|另[一外])[家处]|别的店|实体店|买到了"
)
_PLAINLY_UNWANTED = re.compile(r"不(?:想|需|打算)?要[了啦]|不想?买[了啦]|不付[了啦]")
_FOR_PEOPLE = {"haggle", "complain", "request_human"}


def read_after_reminder(text: str, understanding: Understanding, *, just_reminded: bool) -> str | None:
    """The intent that the line has in the light of a reminder; None where it is what it seems.

    A wish for no more reminders counts as declining: the skill tells the two apart.
    """
    if refuses_reminders(text, reminded=just_reminded):
        return DECLINE
    if not just_reminded:
        return None
    said = normalise(text).text.strip(" ,.。!~")
    if _says_paid(said, understanding):
        return PAID
    if _MISTAKEN.search(said) and not _CHANGES.search(said):
        return DECLINE
    if _PLAINLY_UNWANTED.search(said) and understanding.intent not in _FOR_PEOPLE and not asks(text):
        return DECLINE
    vague = understanding.unsure or understanding.intent in _VAGUE
    if not vague or asks(text):
        return None
    return _of_vague(said, understanding)


def _says_paid(said: str, understanding: Understanding) -> bool:
    """明明付了怎么还催 asks of nothing."""
    paying = {"report_payment_problem", PROMISE, DECLINE}
    return understanding.intent not in paying | _FOR_PEOPLE and bool(_PAID.search(said)) and not _NOT_PAID.search(said)


def _of_vague(said: str, understanding: Understanding) -> str | None:
    names_time = any(entity["entity"] == "time" for entity in understanding.entities)
    if names_time or _FORGOTTEN.search(said) or _LATER.search(said) or _NO_TROUBLE.search(said):
        return PROMISE
    if understanding.intent == "cancel_order" or _UNWANTED.search(said):
        return DECLINE
    return PROMISE if understanding.intent == "affirm" and not understanding.unsure else None


def just_reminded(tracker: DialogueStateTracker | None, burst: int | str) -> bool:
    """Whether a reminder is the last thing before this burst."""
    last = next(_before(tracker, burst), None) if tracker else None
    return last is not None and (last.intent or {}).get("name") == REMINDER


def _before(tracker: DialogueStateTracker, burst: int | str) -> Iterator[UserUttered]:
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered) and _metadata(event).get("burst") != burst:
            yield event


def _metadata(event: UserUttered) -> Mapping[str, Any]:
    return event.metadata or {}
