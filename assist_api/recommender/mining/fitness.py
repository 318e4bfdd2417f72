"""What may never be proposed, whoever sent it how often."""

import re
from collections.abc import Collection

from assist_api.recommender.mining.normal_form import normal_form
from assist_api.recommender.mining.spans import content
from assist_api.recommender.mining.wording import has_gap
from assist_api.rules.private_data import without_private_data

SHORTEST = 5
"""Characters that say something: 可以的, 稍等, 不客气 are typed sooner than found."""

_EASILY_TYPED = 4

LONGEST = 430

_NOTICE = re.compile(
    r"顾客通过|客户通过|买家通过|系统(?:自动|提示|消息|通知)|自动回复|等待人数|排队人数|前面还有\d*[人位]|咨询订单号|订单金额[:：]|下单时间[:：]"
    r"|商品(?:快照|编号[:：])|已(?:为您)?转接|已接入|会话(?:已)?(?:结束|关闭|超时)|(?:您|对方)(?:已)?(?:长时间|很久)(?:没有|未)回复.*(?:结束|关闭)"
    r"|撤回了一条|发送了一(?:条|个|张)|该消息类型|请升级(?:客户端|版本)|智能客服|机器人为您"
)
_LINK = re.compile(r"(?:https?://|www\.)\S+")
_OPEN_BEGINNING = re.compile(
    r"^(?:的话|的时候|了的|并且|而且|但是|所以|然后|或者|因为|不然|的|了|吗|呢|吧|和|跟|与)(?!解)"
)
_CONDITION = re.compile(r"^(?:如果|只要|要是|若|待|等到|如您|当您|既然|由于)[^，,。！!？? ]*$")
_HANGING = re.compile(
    r"^[好的嗯恩亲，, ]*(?:这个|那个|这样|那就|就是|是可以|可能|预计是?可以|才|其他的|您?已经|两个|订单申请"
    r"|我帮[您你](?:处理|看|问)|我?在?(?:问|看)下?)|(?:预计|显示).*[今明后][天日早晚]"
)
"""Short, and only understood, or only true, in the talk it was said in: 这个不会的, 预计是明天的."""

_HANGING_UP_TO = 10
_LABEL = re.compile(r"^[^，,。！!？?您吗呢 ]{2,10}(?:金额|姓名|电话|日期|时间|地址|编号|路径|状态|回应)$")
_OPEN_END = re.compile(
    r"(?:的话|的时候|[完成到]成?之?后|的情况下|因为|如果|但是|并且|而且|或者|以及|比如|包括|[:：(（\[【“]|[给把跟与或]"
    r"|(?<![暖柔缓温平])和|(?<![现还正存实])在)$"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")


def unfit(wording: str, rude: Collection[str], *, fixed: bool = False) -> str | None:
    """Why the wording must not be proposed, in a word for tests and reports; None if it may.

    `fixed`: sent in just these words again and again, so that an amount or a time of day in it is the shop's own.
    """
    form = normal_form(wording)
    if content(form) < SHORTEST or len(_HAN.findall(wording)) < SHORTEST:
        return "short"
    if len(wording) > LONGEST:
        return "long"
    if _NOTICE.search(wording):
        return "notice"
    if _LINK.search(wording) or has_gap(wording, fixed=fixed) or without_private_data(wording) != wording:
        return "private"
    if any(word in form for word in rude):
        return "rude"
    bare = wording.rstrip("。！？!?~～…,， 哦呢哈啊呀啦亲")
    if any(pattern.search(bare) for pattern in (_OPEN_BEGINNING, _OPEN_END, _CONDITION, _LABEL)):
        return "fragment"
    return "hanging" if content(form) <= _HANGING_UP_TO and _HANGING.search(bare) else None


def worth_it(wording: str, turns: int, least: int) -> bool:
    """Whether a phrase saves typing: the rarer it was sent, the longer it has to be."""
    return (content(normal_form(wording)) - _EASILY_TYPED) * turns >= _EASILY_TYPED * least
