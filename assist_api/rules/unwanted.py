"""Why an order that was placed is no longer wanted, by what the buyer says of it."""

import re
from typing import Literal

UnwantedReason = Literal["size", "mistake", "elsewhere", "price", "money", "style", "slow", "needless"]

# The more specific first: 别家更便宜 is also about the price, 尺码拍错了 about the size.
_WORDS: tuple[tuple[UnwantedReason, str], ...] = (
    (
        "elsewhere",
        r"(?:别|其[他它]|另|隔壁|人)[家处]|别的[店地家]|实体店|超市|商场|在外面买"
        r"|[拼多京东淘宝抖音]{2,3}.{0,4}[买便]",
    ),
    ("size", r"尺[码寸]|码数|[大小]了|偏[大小]|太[大小肥瘦长短]|不合身|穿不[了下上]|号不对|型号"),
    (
        "mistake",
        r"[拍买下选点付按]错|重复|拍重|多拍|[拍下买]了?两[次份单]|手[滑抖误]|误[拍点触]|不小心|孩子|小孩"
        r"|随便[点拍]|乱[点拍]",
    ),
    ("price", r"贵|价[格钱]?高|不划算|不值|超预算|降价|便宜"),
    ("money", r"没钱|没预算|手头|缺钱|余额|穷|省[点着]|吃土"),
    ("style", r"颜色|款式|样式|不喜欢|不好看|丑|面料|材质|评价|质量|不适合"),
    ("slow", r"太慢|等不[及了]|来不及|发货.{0,3}[慢晚久]|赶不上|急用"),
    (
        "needless",
        r"不需要|用不[上着到]|暂时不|有了|家里有|先不|改主意|冲动|老公|老婆|妈|家里?人|不同意|不让|别人送",
    ),
)
_COMPILED = tuple((reason, re.compile(words)) for reason, words in _WORDS)

_BARGAINS = re.compile(
    r"便宜[点些一]|少[点一些]|优惠[点些一]|打[个点]?[一二三四五六七八九0-9]*折|[降减][点个一些]"
    r"|能.{0,3}(?:便宜|优惠|少)|[0-9]+(?:块|元)?(?:就|我就|才)[买要付]"
)


def unwanted_reason(text: str) -> UnwantedReason | None:
    """None where the buyer gives none."""
    return next((reason for reason, words in _COMPILED if words.search(text)), None)


def bargains(text: str) -> bool:
    """Whether it is wanted after all, for less: 便宜点就要."""
    return bool(_BARGAINS.search(text))
