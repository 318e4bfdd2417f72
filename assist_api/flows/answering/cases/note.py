"""What the person reads first of a case, and what of it goes into the packet."""

from typing import Any

from assist_api.rules.cases import CHANGE_WORDS, NOT_GIVEN, REASON_WORDS, Case

_WORDS = {
    "change": "要改",
    "variant": "想换成",
    "size": "尺码",
    "color": "颜色",
    "variant_missed": "问过但没货",
    "address": "地址",
    "phone": "电话",
    "reason": "原因",
    "keep": "问过要不要保留订单",
    "redirect": "拦件",
    "asked_around": "问过周围",
    "address_right": "收货地址",
    "what": "情况",
    "pieces": "缺少",
    "wish": "希望",
}
_VALUES = {
    "change": CHANGE_WORDS,
    "reason": REASON_WORDS,
    "redirect": {"stop": "拦下退回", "redirect": "改送别处"},
    "keep": {"no": "仍要取消", "yes": "愿意保留"},
}
_OPEN = {NOT_GIVEN: "没有说"}


def note_of(case: Case, whose: str) -> str:
    """Details in order, then the buyer's own words; says plainly whether the order is proven to be this buyer's."""
    parts = [whose] if whose else []
    for name, word in _WORDS.items():
        if name in case.told:
            value = case.told[name]
            parts.append(f"{word}：{_VALUES.get(name, _OPEN).get(value, _OPEN.get(value, value))}")
    if "photo" in case.told:
        parts.append("没有图片" if case.told["photo"] == NOT_GIVEN else "有图片")
    if case.more:
        parts.append("买家说：" + " / ".join(dict.fromkeys(case.more)))
    return "；".join(parts)


def slots_of(case: Case) -> dict[str, Any]:
    """Details by name, without what was asked for in vain and what only steers the questions."""
    named = {"order_no", "photo", *_WORDS} - {"keep", "variant_missed"}
    return {name: value for name, value in case.told.items() if name in named and value != NOT_GIVEN}
