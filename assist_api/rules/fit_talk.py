"""What a buyer's line says about fit beside the measures: the wish, for whom, the usual size, and what is asked.

Lines are read in one spelling (`zh_text.normalise`): simplified, half width, lower case.
"""

import re
from typing import Literal

Wish = Literal["", "loose", "snug", "layered", "growing", "pregnant"]

_WISHES: tuple[tuple[Wish, re.Pattern[str]], ...] = (
    (
        "pregnant",
        re.compile(
            r"怀孕|怀着|怀了|孕妇|孕期|孕中|孕晚|孕早|有身孕|孕[0-9一二三四五六七八九十]+个?[月周]|[0-9一二三四五六七八九]个月身孕"
        ),
    ),
    (
        "layered",
        re.compile(
            r"里[面边头][^,。?!]{0,6}(?:毛衣|卫衣|保暖|秋衣|打底|厚|背心|羽绒|衣服)"
            r"|[套搭加穿](?:一?件|个)?(?:厚)?(?:毛衣|卫衣|保暖衣)|叠穿|当外套|做外套"
        ),
    ),
    ("growing", re.compile(r"明年|(?:多穿|穿)[一两二]年|还在长|长个|长得快|长身体")),
    (
        "snug",
        re.compile(
            r"(?:不|别|没|怕)(?:想|要|喜欢|爱)?(?:穿)?(?:太|很|那么|过于)?(?:宽松|松垮|肥|松)"
            r"|修身|贴身|紧身(?!裤)|紧一?点|显身材|包裹|小一?点的?感觉"
            r"|[当做作来用]打底|打底穿|穿里[面边]|内搭(?!毛衣|卫衣)"
        ),
    ),
    (
        "loose",
        re.compile(
            r"宽松|松一?点|松些|宽一?点|宽些|肥一?点|大一?点[^,。?!]{0,2}(?:穿|舒服)|穿大一?点|oversize|廓形"
            r"|(?:不|别|怕)(?:想|要|喜欢|爱)?(?:穿)?(?:太|很|那么)?(?:紧|贴|绷|勒)|遮肉|遮肚|盖住?屁股"
        ),
    ),
)
"""In this order: 不要太宽松 names 宽松, 里面穿打底 names 打底."""
_ASKED_OF_THE_CUT = re.compile(
    r"(?:宽松|修身|贴身|紧身|显身材)(?:的|款|版型?|型)?(?:吗|么|嘛|不$|还是|呢|\?)|(?:是不是|会不会|是)(?:很|太|偏)?(?:宽松|修身|贴身|紧身)"
)


def wish_in(text: str) -> Wish:
    """How the buyer wants to wear it; empty where the line does not say, or only asks how it is cut (宽松吗)."""
    said = _ASKED_OF_THE_CUT.sub("", text)
    return next((wish for wish, pattern in _WISHES if pattern.search(said)), "")


_PEOPLE: dict[str, str] = {
    "婆婆": "婆婆",
    "公公": "公公",
    "老妈": "妈妈",
    "妈妈": "妈妈",
    "母亲": "妈妈",
    "妈": "妈妈",
    "老爸": "爸爸",
    "爸爸": "爸爸",
    "父亲": "爸爸",
    "爸": "爸爸",
    "老公": "老公",
    "老婆": "老婆",
    "媳妇": "老婆",
    "女朋友": "女朋友",
    "男朋友": "男朋友",
    "对象": "对象",
    "女儿": "女儿",
    "闺女": "女儿",
    "儿子": "儿子",
    "孩子": "孩子",
    "小孩": "孩子",
    "宝宝": "孩子",
    "娃": "孩子",
    "姐姐": "姐姐",
    "姐": "姐姐",
    "妹妹": "妹妹",
    "妹": "妹妹",
    "哥哥": "哥哥",
    "哥": "哥哥",
    "弟弟": "弟弟",
    "弟": "弟弟",
    "奶奶": "奶奶",
    "外婆": "外婆",
    "姥姥": "外婆",
    "爷爷": "爷爷",
    "外公": "外公",
    "闺蜜": "闺蜜",
    "朋友": "朋友",
    "同学": "同学",
    "同事": "同事",
    "嫂子": "嫂子",
    "姑姑": "姑姑",
    "姨": "阿姨",
    "阿姨": "阿姨",
    "侄女": "侄女",
    "别人": "别人",
}
_PERSON = "|".join(sorted(_PEOPLE, key=len, reverse=True))
_FOR_SOMEONE = re.compile(
    rf"(?:给|帮|替|送|为|我家?|咱|俺)(?:我们?|咱|俺|自己)?(?:家|的)?(?:大|小|老)?(?P<who>{_PERSON})"
    rf"|(?<![小宝亲])(?P<worn>{_PERSON})(?:要?穿|的?身高|的?体重|高|[0-9一])"
)
_EXPLAINS = re.compile(
    rf"[是这就，,]*[给帮替送为]我?(?:家|的)?(?:{_PERSON})(?:买|拍|选|挑|看|穿)(?:的|哦|呢|啊|[。.,!~\s])*"
)
_FOR_ONESELF = re.compile(r"我自己|自己穿|本人|我(?:个人)?穿(?!了|过)|给自己|那我(?:呢|的|要|该|穿)|我呢|换我")

SELF = ""


def wearer_in(text: str) -> str | None:
    """For whom: 妈妈, SELF for the buyer, None where the line does not say."""
    if match := _FOR_SOMEONE.search(text):
        return _PEOPLE[match["who"] or match["worn"]]
    return SELF if _FOR_ONESELF.search(text) else None


def explains_wearer(text: str) -> bool:
    """是给我妈买的, and nothing else: it says of whom the measures told before are."""
    return _EXPLAINS.fullmatch(text.strip()) is not None


_USUALLY = re.compile(
    r"(?:平时|平常|一般|通常|一直|向来|习惯|惯了|惯|往常|日常|别家|别的店|其他家|其它家|别的牌子|都是|以前|之前|常穿|原来)"
    r"[^,。?!]{0,10}$|(?:我|她|他|本人|妈|爸|公|婆|儿|女)[都也]?(?:是|穿|戴)的?(?:是|的)?\s?$"
)
_MAY_BE_WORN = re.compile(r"\s*(?:码|号)?[^,。?!]{0,3}(?:吗|么|嘛|行|可以|合适|会|能|够|好不|怎么样|还是|\?|呢|有货)")
_ASKS_WHAT_ELSE = re.compile(r"\s*的?(?:脚|人)?(?:能|该|要|应该|可以)?[穿选拍](?:啥|什么|哪|几|多大)")
_DID_NOT_FIT = re.compile(r"大了|小了|紧|空|松|短|长了|勒|不合适|换|退|穿不(?:了|下|上)")


def is_usual_size(text: str, piece: str) -> bool:
    """Whether the size written as `piece` is what the buyer wears elsewhere (平时穿M, 37码的脚穿几号), not one that is
    asked about (M行吗).
    """
    start = text.find(piece)
    if start < 0:
        return False
    behind = text[start + len(piece) :]
    if _ASKS_WHAT_ELSE.match(behind):
        return True
    return (
        _USUALLY.search(text[:start]) is not None
        and not _MAY_BE_WORN.match(behind)
        and not _DID_NOT_FIT.search(behind[:10])
    )


_ASKS_RUNS = re.compile(
    r"偏[大小瘦肥]|标准码|正码|标准的?(?:尺码|吗|不)|(?:尺码|码数|码子|号码|鞋码|版型)[^,。?!]{0,4}(?:[准正标]|[大小]吗|怎么样)|显[大小]"
    r"|(?:跟|和)平时[^,。?!]{0,4}一样"
)
_ASKS_CHART = re.compile(
    r"(?:尺码|码数|尺寸|对照|大小|号码|码)(?:对照)?表|有?哪[几些]个?(?:码|尺码|号)|都有什么(?:码|尺码|号)"
)
_GARMENT = re.compile(
    r"衣长|裙长|裤长|袖长|肩宽|下摆|裤脚|裆|领围|领口多|平铺|鞋跟|跟高|内长|大腿围|腿围|小腿围|袖口|通勤长|脚口|摆围|肩带"
)
_CORRECTS = re.compile(r"不对|错了|写错|打错|说错|不是|更正|应该是|改一?下|现在|目前|如今")


def asks_how_it_runs(text: str) -> bool:
    """偏大还是偏小, 标准码吗."""
    return _ASKS_RUNS.search(text) is not None


def asks_for_the_chart(text: str) -> bool:
    """有尺码表吗, 都有哪些码."""
    return _ASKS_CHART.search(text) is not None


def garment_measure_in(text: str) -> str | None:
    """A measure of the garment itself that is asked about (衣长); a chart of bodies does not hold it."""
    match = _GARMENT.search(text)
    return match[0] if match else None


def corrects(text: str) -> bool:
    """Whether the last of several values counts: 不是165是163, 以前110现在100."""
    return _CORRECTS.search(text) is not None
