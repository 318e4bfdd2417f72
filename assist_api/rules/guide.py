"""Leading somebody who buys for the first time: one step at a time, at their own pace."""

import re
from typing import Literal

Pace = Literal["next", "stuck", "enough", "bought"]

STEPS = 5
"""Choose, order, address, pay, look after it."""

_FIRST_TIME = re.compile(
    r"第[一1]次|头一?[次回]|没(?:在?网上?)?[买购用]过|没网购|不(?:太|怎么)?会(?:弄|拍|买|操作|下单|网购|用|搞)|新手|小白|教教?我|教一下"
    r"|一步一?步|手把手|不懂(?:怎么|咋)|(?:爸|妈|奶奶|爷爷|老人|年纪大).{0,10}(?:不会|怎么)"
)
_ENOUGH = re.compile(r"会了|懂了|明白了|知道了|不用教|自己来|不用了|算了|先这样")
_BOUGHT = re.compile(r"付好|付[完款过]?了|买好了|拍好了|买到了|成功了?$|[买付]成功")
_STUCK = re.compile(
    r"卡[住在]|卡了|找不[到着]|没(?:有|看|找|付|成|弄)|看不[到见]|不[行会懂对动]|点不|不[知晓]道|哪[里儿个]|怎么|咋|不出来|不让|不能|报错|提示|弹出"
)


def is_first_timer(text: str) -> bool:
    return _FIRST_TIME.search(text) is not None


def pace_of(text: str) -> Pace:
    """What a line within the guide means; all that is neither an end nor trouble goes on."""
    if _BOUGHT.search(text) and "没" not in text:
        return "bought"
    if _ENOUGH.search(text):
        return "enough"
    return "stuck" if _STUCK.search(text) else "next"


PlacingTrouble = Literal["limit", "stock", "region", "page", "unknown"]

_TROUBLES: tuple[tuple[PlacingTrouble, re.Pattern[str]], ...] = (
    ("limit", re.compile(r"限购|限[买拍量]|只[能让][买拍]|[买拍]不了(?:两|2|多)|超过.{0,3}数量")),
    ("region", re.compile(r"不(?:支持|能|给)?.{0,2}配送|地址.{0,6}(?:不行|不支持|选不|没有)|送不[到了]|发不了")),
    ("stock", re.compile(r"没货|无货|缺货|库存|售罄|下架|失效|灰[色的]|选不了|抢光")),
    ("page", re.compile(r"打不开|点不|没反应|卡[住死]|闪退|网络|转圈|白屏|系统|报错|提示错误")),
    (
        "unknown",
        re.compile(
            r"(?:拍|买|下单|提交|付)不(?:了|上|成)|不(?:能|让|可以)(?:拍|买|下单|提交)|下不了单|[下拍提]?单?失败|拍不下"
        ),
    ),
)


def placing_trouble(text: str) -> PlacingTrouble | None:
    """Why an order cannot be placed; None where the buyer does not speak of that."""
    return next((trouble for trouble, words in _TROUBLES if words.search(text)), None)
