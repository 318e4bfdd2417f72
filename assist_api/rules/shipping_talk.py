"""What a line about shipping says beside its question: whether an order waits already, and what else is asked."""

import re

# Who writes so has an order already: when one paid for now would leave is no answer to them.
_WAITS = re.compile(
    r"还[没不]|一直[都也]?[没不]|都[没不](?!是)|(?:怎么|咋|为什么|为啥)[还也都]?[没不]|没发货|催"
    r"|[快赶]点?给?我?发货|[昨前]天|上周|上星期|[0-9一二两三四五六七八九十几]+天了"
)
# Of a parcel 快点 is as good as 快点发: whoever only asks how fast the shop is does not put it so.
_ONLY_URGES = re.compile(
    r"(?:(?![哪谁什啥]).){0,9}(?:快|搞快)(?:点|些|一点)(?:[吧啊呀哦哈了的]|\W)*|\W*(?:快|赶紧|抓紧)(?:[吧啊呀]|\W)*"
)
_URGES = re.compile(
    r"(?:[嗯哎唉喂亲求麻烦请你您们帮忙能不吗]|[\W_])*(?:快|搞快|赶紧|抓紧)(?:点|些|一点)?(?:[吧啊呀哦哈了的]|[\W_])*"
)
_URGES = re.compile(
    r"(?:抓紧|赶紧|赶快|尽快|尽早|尽量|早点|早些|快点|快些|加急)"
    r"(?:[给帮替我您咱下]|今[天晚]|明天|时间|一点|[地的]|安排|[,，\s])*[发寄出]"
)
_BEFORE_BUYING = re.compile(
    r"(?:现在|今天|这会儿?|马上|要是|如果|假如)(?:就|去)?(?:拍|买|下单|付款)|(?:拍|买|下单|付款)的话|(?:[吗么嘛]|能不能|可不可以|行不行)"
)
_HAS_BOUGHT = re.compile(r"已经?(?:拍|买|下单|付)|[拍买]好了|刚刚?(?:拍|买|下单)|下了单|[拍买]下了")
_ABOUT_ONES_OWN = re.compile(r"我的|我[买拍]的|这单|那单|发(?:货|出去?)?了[吗没么]|已?经?发货了|发没发|付[款了]")
_WHERE_FROM = re.compile(
    r"(?:哪里|哪儿|哪(?=发)|什么地方|哪个(?:城市|地方|省|仓))[^到寄,，。]{0,4}发|发货地|[从在][哪那]|哪个仓"
)
_WHICH_COURIER = re.compile(r"(?:什么|啥|哪个|哪家|哪种)(?:快递|物流)")


def waits_for_an_order(text: str) -> bool:
    """Whether the line urges or misses an order that was placed before."""
    if _WAITS.search(text) or _ONLY_URGES.fullmatch(text):
        return True
    return bool(_URGES.search(text)) and (bool(_HAS_BOUGHT.search(text)) or not _BEFORE_BUYING.search(text))


def is_about_ones_own(text: str) -> bool:
    """Whether the line speaks of an order that the buyer has."""
    return waits_for_an_order(text) or bool(_ABOUT_ONES_OWN.search(text) or _HAS_BOUGHT.search(text))


def asks_where_from(text: str) -> bool:
    return bool(_WHERE_FROM.search(text))


def asks_which_courier(text: str) -> bool:
    return bool(_WHICH_COURIER.search(text))
