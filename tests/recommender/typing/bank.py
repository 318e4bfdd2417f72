"""A bank for typing: titles whose characters are read in two ways, codes that begin alike, sentences with variables."""

from collections.abc import Sequence

import numpy as np

from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.typing.index import TypingIndex

PHRASES = (
    IndexedPhrase(
        "ship", "发货时间", ("您好，付款后{ship_by}发货。请留意短信哦～",), ("啥时候能发出来",), shortcode="fh"
    ),
    IndexedPhrase("ship_late", "延迟发货", ("这边帮您催一下仓库。",), ("怎么还没发",), shortcode="fhy"),
    IndexedPhrase("refund", "退款进度", ("退款会原路退回！一般三天到账。",), ("钱啥时候退",), shortcode="tk"),
    IndexedPhrase("again", "重新寄一件", ("给您重新寄一件，旧的不用退。",), shortcode="cx"),
    IndexedPhrase("weight", "商品重量", ("这款重 300 克。",)),
    IndexedPhrase("bank", "银行卡到账", ("银行卡一般 3-5 天到。",)),
    IndexedPhrase("sleeve", "长袖尺码", ("长袖按平时尺码拍。",)),
    IndexedPhrase("grow", "孩子长高了", ("长高了可以换大一码的。",)),
    IndexedPhrase("walk", "出行 穿搭", ("出行穿这款轻便。",)),
    IndexedPhrase("xl", "XL码 偏大", ("XL码偏大半码。",)),
    IndexedPhrase("emoji", "谢谢😊", ("谢谢您的支持😊 祝您生活愉快。",)),
)
VALUES = {"ship_by": "明天18:00", "shop_name": "小满"}


def index_of(*phrases: IndexedPhrase) -> TypingIndex:
    return TypingIndex(phrases or PHRASES)


def ranked(index: TypingIndex, typed: str, phrases: Sequence[IndexedPhrase] = PHRASES) -> list[str]:
    """The phrases found, best first, where the talk says nothing."""
    nothing = np.zeros(len(phrases))
    scores = index.find(typed).scores(nothing, nothing)
    return [phrases[place].id for place in np.argsort(-scores, kind="stable") if scores[place] > 0]
