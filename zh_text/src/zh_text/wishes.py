"""Wishes about the messages themselves: a buyer who wants no more reminders."""

from __future__ import annotations

import re

from zh_text.lines import asks
from zh_text.normalising import normalise

_NO = r"(?:别|不要|不用|不必|不许|不需要|不准|请勿|勿|莫|甭|停止|停下|取消|关闭|关掉|拒收|拒绝)"
_AGAIN = (
    r"(?:再|老是?|总是?|一直|天天|一天到晚|给|跟|向|对|来|我们?|咱|人|这样|这么|这种|这类|这些?|去|继续|那个?|什么|了)*"
)
_NOT_OTHERS = r"(?!仓库|快递|物流|发货|客服|卖家|厂|他|她|[一下]*(?:快递|仓库|发货))"

# 别催我了, 不要再给我发这种消息, 不用提醒, 取消付款提醒. 别忘了提醒我 and 帮我催一下快递 are the opposite.
_PLAIN = re.compile(
    rf"{_NO}{_AGAIN}(?:催我|催付|催款|催单|催人|催缴|提醒|打扰我|骚扰|(?:付款|催付|催款|支付)的?(?:消息|提醒|信息|通知)"
    rf"|(?:发|推送|推)来?{_AGAIN}(?:付款|催付|支付)?的?(?:消息|信息|短信|提醒|通知|广告|催|推送)){_NOT_OTHERS}"
    r"|^(?:td|t|退订|回t退订)$|退订(?!单)|(?:再|还)(?:来|给我)?(?:催|发消息|发信息|骚扰).{0,4}(?:我?就?拉黑|屏蔽|举报|投诉)"
)
# Short ones that mean the reminder only where one has been sent: 别发了 may also be about a parcel.
_AFTER_ONE = re.compile(
    rf"{_NO}{_AGAIN}(?:催|发)(?!货|快递|仓库|顺丰|票|错)|(?:老|总|一直|天天)是?{_AGAIN}(?:催|发消息|发信息|发这|发个不停)"
    rf"|(?:老|总|一直|天天)是?发.{{0,4}}烦|(?:烦|吵).{{0,6}}(?:催|提醒)|(?:催|提醒).{{0,8}}(?:烦|没完|够)|再[催发].{{0,4}}拉黑"
)
_LONGEST_SHORT = 12
_STILL_PAYS = re.compile(r"(?<![不没未])(?:付|买单)(?!款?(?:的?(?:提醒|消息|通知|信息))|不)")
_FOR_EVER = re.compile(r"再也|以后|永远|退订|td")


def refuses_reminders(text: str, *, reminded: bool = False) -> bool:
    """Whether the buyer wants no more reminders; `reminded`: one was sent, so that a mere 别发了 can mean it.

    Who will pay (别催啦晚上就付) has not refused, unless for ever.
    """
    said = re.sub(r"[\s,.。!?、~]+", "", normalise(text).text.lower())
    refused = _PLAIN.search(said) or (reminded and len(said) <= _LONGEST_SHORT and _AFTER_ONE.search(said))
    if not refused:
        return False
    rest = said.replace(refused[0], "")
    return bool(_FOR_EVER.search(said)) or not (_STILL_PAYS.search(rest) and not asks(text))
