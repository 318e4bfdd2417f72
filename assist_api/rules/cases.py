"""A case that a person will act on: what is needed for it, and what a buyer's line tells of it.

One question at a time, nothing asked that was told already, and what is told later corrects what was told before. What
the shop's data add (which orders there are, what is in stock) is the caller's affair.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal, get_args

CaseKind = Literal[
    "change_order",
    "cancel_order",
    "intercept_parcel",
    "report_not_received",
    "request_return",
    "request_exchange",
    "report_quality",
    "report_wrong_item",
    "report_missing_item",
]
CASE_KINDS: tuple[CaseKind, ...] = get_args(CaseKind)

Detail = Literal[
    "order_no",
    "change",
    "variant",
    "address",
    "phone",
    "reason",
    "redirect",
    "asked_around",
    "address_right",
    "what",
    "pieces",
    "photo",
    "wish",
    "keep",
]

DETAILS: tuple[Detail, ...] = get_args(Detail)

NOT_GIVEN = "-"
"""Asked for and not given: the person who takes over sees that it need not be asked again."""

LONGEST = 200
"""Characters kept of one answer; the whole line stays in the talk."""


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One line of the buyer; entities as text, `intent` only where the bot was sure of it."""

    text: str
    intent: str = ""
    order_no: str | None = None
    product: str | None = None
    named: str = ""
    """The product as the buyer wrote it: 大码 in 大码裙子 says nothing of why it goes back."""
    size: str | None = None
    color: str | None = None
    phone: str | None = None
    address: str | None = None
    region: str | None = None
    pictures: int = 0


@dataclass(frozen=True, slots=True)
class Case:
    """What is known so far: `told` holds details (for `cancel_order` also `offer`, what was offered instead of it),
    `more` what was said beside them, `asked` the open question and `tries` how often it was put.
    """

    kind: CaseKind
    told: Mapping[str, str] = field(default_factory=dict)
    more: tuple[str, ...] = ()
    asked: Detail | Literal[""] = ""
    tries: int = 0


# --- what is needed ---------------------------------------------------------------------------------------------------

_NEEDED: dict[CaseKind, tuple[Detail, ...]] = {
    "change_order": ("order_no", "change"),
    "cancel_order": ("order_no", "reason"),
    "intercept_parcel": ("order_no", "redirect"),
    "report_not_received": ("order_no", "asked_around", "address_right"),
    "request_return": ("order_no", "reason"),
    "request_exchange": ("order_no", "variant"),
    "report_quality": ("order_no", "what", "photo", "wish"),
    "report_wrong_item": ("order_no", "what", "photo", "wish"),
    "report_missing_item": ("order_no", "pieces", "photo"),
}


def needed(case: Case) -> tuple[Detail, ...]:
    """The details this case needs, in the order in which they are asked for."""
    always = _NEEDED[case.kind]
    match case.kind, case.told.get("change"), case.told.get("redirect"), case.told.get("reason"):
        case "cancel_order", _, _, _ if "offer" in case.told:
            return (*always, "keep")
        case "change_order", "address", _, _:
            return (*always, "address", "phone")
        case "change_order", "variant", _, _:
            return (*always, "variant")
        case "change_order", "phone", _, _:
            return (*always, "phone")
        case "intercept_parcel", _, "redirect", _:
            return (*always, "address", "phone")
        case "request_return", _, _, "quality" | "wrong":
            return (*always, "photo")
        case _:
            return always


def next_question(case: Case) -> Detail | None:
    """The first detail that is missing; None when the case is complete."""
    return next((detail for detail in needed(case) if not is_told(case, detail)), None)


def is_told(case: Case, detail: Detail) -> bool:
    """Whether a detail was told, or asked for in vain; a new piece is told by its size or its colour."""
    if detail == "variant":
        return any(name in case.told for name in ("variant", "size", "color"))
    if detail == "address" and detail in case.told:
        as_it_is = case.told["address"] == NOT_GIVEN or "address_open" in case.told
        return as_it_is or is_full_address(case.told["address"])
    return detail in case.told


# --- what a line tells ------------------------------------------------------------------------------------------------

_LEAVES = re.compile(
    r"不用了|不用麻烦|算了|不弄了|不退了|不换了|不改了|不取消了|不拦了|没事了|先不(?!用)|不处理了|别弄了"
    r"|不用(?:退|换|改|取消|登记|处理)"
)
_LATER = re.compile(r"等[下会一我]|稍[等后候]|[一过]会儿?|晚点|马上|正在拍|待会|回[家去]再|明天[再拍发]|下班")
_NO = re.compile(
    r"^(?:亲|我)?(?:这|现在|手头|手边|暂时|已经)?[没无]有?(?:了|啊|呢|哦|图|照片|图片|拍|单号|订单号|订单)*[。!！~]*$"
    r"|不方便|拍不了|没[有法]?拍|没办法拍|扔了|丢了包装|跳过|找不到|不知道|不记得|忘了|不清楚|发不了图?|不是这"
)
_AFFIRMS = re.compile(r"^(?:好的?|嗯+|行|可以|是的?|对的?|没问题|ok|OK|哦+|恩)+[呀啊哦吧的了呢~。!！,， ]*$")

_WISHES = (
    ("换货", re.compile(r"换(?!算)")),
    ("补发", re.compile(r"补[发寄]|重[新]?[发寄]|再[发寄]|补[一两]|补给")),
    ("留下，退一部分", re.compile(r"补偿|赔|退一?部分|部分退|退[一点]?点|补点|返现|留着|凑合|将就")),
    ("退货退款", re.compile(r"退")),
    ("维修", re.compile(r"修")),
)
_REASONS = (
    ("withdraw", re.compile(r"撤[销回]|不退了|取消退[款货]|不想退|不用退")),
    ("quality", re.compile(r"质量|破|坏|瑕疵|脏|污|开线|起球|掉色|味道?(?:大|重)|做工|线头|有洞|染色|次品|不能用")),
    ("wrong", re.compile(r"发错|不是我[买拍要]的|货不对板|和?(?:图片|描述|页面)[^,，]{0,4}不(?:一样|符|同)")),
    ("cheaper", re.compile(r"便宜|降价|贵|差价|价格|优惠|别家|别的店|券|活动价")),
    (
        "late",
        re.compile(r"太慢|等不[及了]|来不及|不发货|没发货|还没发|等太久|急[用着]|赶不上|发货慢|什么时候[才能]*发"),
    ),
    ("address", re.compile(r"地址|寄到|收货人|电话.{0,4}错|填错")),
    ("size", re.compile(r"尺码|码[数子]?|[大小紧松肥长短]了|太[大小紧松肥长短]|偏[大小]|不合身|穿不[了下上进]|勒")),
    ("colour", re.compile(r"颜色|色差|显[黑老胖]|花色")),
    ("duplicate", re.compile(r"拍[错重多]|买[错重多]|重复|下错|多[拍买下]|点错|手滑|拍了两")),
    ("unwanted", re.compile(r"不想要|不需要|用不[上着]|不喜欢|不要了|没用|不合适|家人|已经[买有]")),
)
REASON_WORDS: Mapping[str, str] = {
    "withdraw": "要撤回退款申请",
    "quality": "质量问题",
    "wrong": "货不对",
    "cheaper": "价格原因",
    "late": "等不及发货",
    "address": "收货信息有误",
    "size": "尺码不合适",
    "colour": "颜色不合适",
    "duplicate": "拍错或拍重了",
    "unwanted": "不想要了",
}
_CHANGES = (
    ("address", re.compile(r"地址|收货(?:人|信息|地)|改寄|寄到|送到|姓名|名字|门牌")),
    ("phone", re.compile(r"电话|手机|号码|联系方式")),
    (
        "variant",
        re.compile(r"尺码|码|号的|颜色|[黑白红粉蓝绿灰紫黄棕肤]色?的?$|款式|换成|型号|规格|口味|[大小]一[号点]"),
    ),
    (
        "remark",
        re.compile(r"备注|留言|包装|一起发|同一?个?包裹|附|卡片|礼[品盒]|日期|上午|下午|周[一二三四五六日末]|送货"),
    ),
    ("quantity", re.compile(r"数量|[多少][买要拍]|加[一两几\d]|[一两三\d]+[件条双个份].{0,3}改")),
)
CHANGE_WORDS: Mapping[str, str] = {
    "address": "改地址",
    "phone": "改电话",
    "variant": "改颜色尺码",
    "remark": "加备注",
    "quantity": "改数量",
}
_REDIRECT = re.compile(r"改(?!天)|转[寄送到]|寄到|送到|换个?地址|新地址|放[到在]")
_STOP = re.compile(r"退回|拦|截|别送|不要送|停|召回|追回|寄回|不要了|不想要")
_ASKED_AROUND = re.compile(r"问[过了遍]|都?没[有人]*(?:代?[收签拿]|见)|都没|找[过遍]了|也?没有|不在驿站|查过")
_NOT_ASKED_YET = re.compile(r"还没[问看找]|没问过?|去[问看找]|问[问下一]|看看|等我")
_ADDRESS_WRONG = re.compile(r"地址.{0,4}(?:错|不对|变|改)|填错|写错|不是(?:这|我)|旧地址|老地址|^错|不对")
_ADDRESS_RIGHT = re.compile(r"没错|[没]有?填错|正确|是对的|对的|地址对|无误|^对|^是的?|^嗯|一样")
_FAULT = re.compile(
    r"破|坏(?!了)|洞|开线|线头|脏|污|渍|味|掉|裂|断|漏|烂|响|松|皱|毛|色差|起球|不[亮转动响通热冷粘充]|[充用开打]不|缺口|生锈|变形|划痕|过期|发霉|硬|薄"
)
_SAYS_NOTHING = re.compile(
    r"质量|问题|商品|东西|产品|衣服|裤子|裙子|内衣|鞋子?|收到|不对|怎么回事|怎么办|咋办|处理|发错|少发|漏发|给我|你们|亲|您?好|在吗|一下"
    r"|[这那的我买了有点是大小很太真差坏啊呀哦吧呢吗错少漏寄送件条双个一两出货发不,，。!！?？~ ]"
)
_A_FEW = 3
"""Characters that may be left of a line that says no more than that something is wrong."""
_GIFT = re.compile(r"赠品|礼品|赠送的?|送的[^,，。]{1,10}|小?样")
_PLACE_PART = re.compile(r"[省市区县镇乡州]|街道")
_STREET_PART = re.compile(r"[路街道巷弄村里苑园城庄湾]|小区|大厦|广场|公寓|花园|学校|大学|校区|工业园|大道|写字楼")
_NUMBER_PART = re.compile(
    r"\d+\s*(?:号|栋|幢|单元|室|楼|层|座|组|弄|-\d)|[一二三四五六七八九十]+(?:组|栋|单元|楼)|宿舍|驿站|门卫|店|\d{3,}$"
)
_OTHER_SIZE = re.compile(r"[大小][一1两2]?个?[码号]|[码号][大小]")
_ADDRESS_LEAD = re.compile(r"^.{0,6}?(?:地址|寄到|送到|改成|改到|换成)(?:是|为|改成|换成|改为|[:：])*\s*")
_PICTURE = "[图片]"
"""What stands in the talk for a picture without words."""
_CORRECTS = re.compile(r"^不对|^不是|错了|说错|打错|应该是|是.{1,6}不是|改成|更正|^哦不")


def leaves(text: str) -> bool:
    """Whether the buyer lets the matter drop."""
    return _LEAVES.search(text) is not None


def declines(text: str) -> bool:
    """Whether what was asked for cannot or will not be given (没有照片, 找不到订单号)."""
    return _NO.search(text) is not None


def corrects(text: str) -> bool:
    """Whether a line takes back something said before."""
    return _CORRECTS.search(text) is not None


def puts_off(text: str) -> bool:
    """Whether what was asked for will come later (等下拍给你)."""
    return _LATER.search(text) is not None


def reason_in(text: str) -> str | None:
    """Why somebody wants to be rid of a purchase: a key of REASON_WORDS."""
    return _first(_REASONS, text)


def wish_in(text: str) -> str | None:
    """How a fault should be put right."""
    return _first(_WISHES, text)


def is_full_address(text: str) -> bool:
    """Whether a parcel would find it: a place, a street or estate, and a number."""
    plain = text.replace(" ", "")
    parts = (_PLACE_PART, _STREET_PART, _NUMBER_PART)
    return len(plain) >= 8 and all(part.search(plain) for part in parts)


def is_vague(text: str) -> bool:
    """Whether a report says no more than that something is wrong (质量有问题)."""
    return _FAULT.search(text) is None and len(_SAYS_NOTHING.sub("", text)) <= _A_FEW


def looks_like_address(text: str) -> bool:
    """Whether a line is (part of) an address and not a word about one."""
    return bool(_STREET_PART.search(text) and _NUMBER_PART.search(text)) or is_full_address(text)


def opened(kind: CaseKind, line: CaseLine, told: Mapping[str, str]) -> Case:
    """A case as its first line has it, with what was known before."""
    case = _with_entities(Case(kind, dict(told)), line)
    found = {name: value for name, value in _opening(kind, line).items() if name not in case.told}
    return replace(case, told={**case.told, **found}, more=(_short(line.text),) if line.text else ())


def heard(case: Case, line: CaseLine) -> Case:
    """The case after one more line: the answer to what was asked, and whatever else it tells."""
    before = case
    case = _with_entities(case, line)
    answer = {} if case.asked == "" or is_told(case, case.asked) else _ANSWERS[case.asked](case, line)
    # Words beside the answer are told too, where they can only mean one thing.
    beside = {name: value for name, value in _beside(case, line).items() if name not in case.told}
    told = {**case.told, **beside, **answer}
    if case.asked == "photo" and case.kind.startswith("report_") and _describes(line):
        told["what"] = f"{told['what']}；{_short(line.text)}"[:LONGEST] if "what" in told else _short(line.text)
    said = line.text not in ("", _PICTURE) and not _AFFIRMS.search(line.text) and line.intent != "deny"
    more = (*case.more, _short(line.text)) if said and _adds(line) else case.more
    gone_on = told != dict(before.told)
    return replace(case, told=told, more=more, asked="" if gone_on else case.asked, tries=0 if gone_on else case.tries)


def _describes(line: CaseLine) -> bool:
    return bool(_FAULT.search(line.text)) and not _refuses(line) and not puts_off(line.text)


def _first(table: tuple[tuple[str, re.Pattern[str]], ...], text: str) -> str | None:
    return next((name for name, words in table if words.search(text)), None)


def _short(text: str) -> str:
    return text.strip()[:LONGEST]


def _adds(line: CaseLine) -> bool:
    """A bare order number or phone is a detail, not a word for the person to read."""
    return (len(line.text) > 1 and not line.text.strip().isalnum()) or not line.text.isascii()


def _with_entities(case: Case, line: CaseLine) -> Case:
    """Numbers, sizes, colours and pictures mean the same whenever they come; the latest counts."""
    told = dict(case.told)
    if line.order_no and case.asked != "phone":
        told["order_no"] = line.order_no
    if line.phone:
        told["phone"] = line.phone
    if line.pictures:
        had = told.get("photo", "0")
        told["photo"] = str(line.pictures + (int(had) if had.isdecimal() else 0))
    if _is_about_a_new_piece(case):
        named = {"size": line.size, "color": line.color}
        told |= {name: value for name, value in named.items() if value}
    if _needs_address(case) and (given := _address_in(line)):
        told["address"] = _joined(told.get("address", ""), given)
    return replace(case, told=told)


def _is_about_a_new_piece(case: Case) -> bool:
    return case.kind == "request_exchange" or (
        case.kind == "change_order" and case.told.get("change") in (None, "variant")
    )


def _needs_address(case: Case) -> bool:
    if case.kind == "change_order":
        return case.told.get("change") in (None, "address")
    return case.kind == "intercept_parcel" and case.told.get("redirect") in (None, "redirect")


def _address_in(line: CaseLine) -> str | None:
    if looks_like_address(line.text):
        return _ADDRESS_LEAD.sub("", _short(line.text))
    return line.address


def _joined(before: str, given: str) -> str:
    """A second part (3栋502) completes the first; a whole new address replaces it."""
    if not before or before == NOT_GIVEN or is_full_address(given):
        return given
    return f"{before}{given}"[:LONGEST]


def _opening(kind: CaseKind, line: CaseLine) -> dict[str, str]:
    text, found = line.text, {}
    match kind:
        case "change_order":
            found = _if("change", _change_in(line))
        case "request_exchange":
            found = _if("variant", _short(text) if _OTHER_SIZE.search(text) else None)
        case "cancel_order" | "request_return":
            # 不想要了 in the opening is the wish itself, not why.
            reason = reason_in(text.replace(line.named, " ") if line.named else text)
            found = _if("reason", None if reason == "unwanted" else reason)
        case "intercept_parcel":
            found = _if("redirect", _redirect_in(text))
        case "report_not_received":
            found = _if("asked_around", _short(text) if _told_where_looked(text) else None)
        case "report_missing_item":
            found = _if("pieces", _pieces_in(line))
        case _:
            found = _if("what", None if is_vague(text) else _short(text))
            found |= _if("wish", wish_in(text) if kind == "report_quality" else None)
    return found


def _told_where_looked(text: str) -> bool:
    return bool(re.search(r"(?:驿站|快递柜|家[人里]|门口|快递员|邻居|门卫|物业).{0,8}(?:没|不在|不知道|没有)", text))


def _beside(case: Case, line: CaseLine) -> dict[str, str]:
    """What an answer to one question tells of another."""
    text = line.text
    match case.kind:
        case "report_quality" | "report_wrong_item" if case.asked != "what":
            return _if("wish", wish_in(text))
        case "change_order" if case.asked == "order_no":
            return _if("change", _change_in(line))
        case "request_return" | "cancel_order" if case.asked == "order_no":
            return _if("reason", reason_in(text))
        case "intercept_parcel" if case.asked == "order_no":
            return _if("redirect", _redirect_in(text))
        case "report_missing_item" if case.asked == "order_no":
            return _if("pieces", _pieces_in(line))
        case _:
            return {}


def _if(name: str, value: str | None) -> dict[str, str]:
    return {name: value} if value else {}


def _change_in(line: CaseLine) -> str | None:
    if looks_like_address(line.text):
        return "address"
    if line.phone:
        return "phone"
    return _first(_CHANGES, line.text) or ("variant" if line.size or line.color else None)


def _redirect_in(text: str) -> str | None:
    if _REDIRECT.search(text):
        return "redirect"
    return "stop" if _STOP.search(text) else None


def _pieces_in(line: CaseLine) -> str | None:
    if gift := _GIFT.search(line.text):
        return gift[0]
    names_a_piece = bool(line.product or line.size or line.color) or not is_vague(line.text)
    return _short(line.text) if names_a_piece else None


# --- answers to what was asked ----------------------------------------------------------------------------------------


def _answer_order(case: Case, line: CaseLine) -> dict[str, str]:
    if puts_off(line.text) or (_tells_something(line) and case.tries <= 1 and not _refuses(line)):
        return {}
    return {"order_no": NOT_GIVEN} if _refuses(line) or case.tries > 1 or _DESCRIBES_ORDER.search(line.text) else {}


def _tells_something(line: CaseLine) -> bool:
    """Whether a line that names no order tells why or what, so that the order can be asked for once more."""
    return bool(reason_in(line.text) or wish_in(line.text) or line.size or line.color or line.phone or line.pictures)


def _answer_photo(case: Case, line: CaseLine) -> dict[str, str]:
    if not _refuses(line) and (puts_off(line.text) or (_AFFIRMS.search(line.text) and case.tries <= 1)):
        return {}
    return {"photo": NOT_GIVEN} if _refuses(line) or case.tries > 1 else {}


def _answer_reason(_case: Case, line: CaseLine) -> dict[str, str]:
    return {"reason": reason_in(line.text) or (NOT_GIVEN if _refuses(line) else _short(line.text))}


def _answer_change(_case: Case, line: CaseLine) -> dict[str, str]:
    return {"change": _change_in(line) or _short(line.text)}


def _answer_variant(case: Case, line: CaseLine) -> dict[str, str]:
    return {"variant": _short(line.text)} if not _AFFIRMS.search(line.text) or case.tries > 1 else {}


def _answer_address(case: Case, line: CaseLine) -> dict[str, str]:
    if line.address or line.region or looks_like_address(line.text) or len(line.text) >= 6:
        given = _joined(case.told.get("address", ""), _ADDRESS_LEAD.sub("", _short(line.text)))
        # Asked for the missing part and still not whole: a person reads it as it is.
        return (
            {"address": given} if is_full_address(given) or case.tries <= 1 else {"address": given, "address_open": "1"}
        )
    return {"address": NOT_GIVEN} if case.tries > 1 or _refuses(line) else {}


def _answer_phone(_case: Case, line: CaseLine) -> dict[str, str]:
    if re.search(r"不变|一样|原来|还是(?:那|原|之前)|不用改|同一个|没变", line.text) or _AFFIRMS.search(line.text):
        return {"phone": "不变"}
    return {"phone": _short(line.text)}


def _answer_redirect(case: Case, line: CaseLine) -> dict[str, str]:
    return (
        {"redirect": _redirect_in(line.text) or ("stop" if case.tries > 1 else "")}
        if _redirect_in(line.text) or case.tries > 1
        else {}
    )


def _answer_asked_around(_case: Case, line: CaseLine) -> dict[str, str]:
    if _NOT_ASKED_YET.search(line.text) and not _ASKED_AROUND.search(line.text):
        return {"asked_around": "还没问过"}
    return {"asked_around": "都问过，没有" if _ASKED_AROUND.search(line.text) or _refuses(line) else _short(line.text)}


def _answer_address_right(_case: Case, line: CaseLine) -> dict[str, str]:
    if _ADDRESS_RIGHT.search(line.text):
        return {"address_right": "地址没错"}
    if _ADDRESS_WRONG.search(line.text):
        return {"address_right": "地址有误"}
    return {"address_right": _short(line.text)}


def _answer_what(_case: Case, line: CaseLine) -> dict[str, str]:
    return {} if puts_off(line.text) else {"what": NOT_GIVEN if _refuses(line) else _short(line.text)}


def _answer_pieces(_case: Case, line: CaseLine) -> dict[str, str]:
    return {} if puts_off(line.text) else {"pieces": NOT_GIVEN if _refuses(line) else _short(line.text)}


def _answer_wish(_case: Case, line: CaseLine) -> dict[str, str]:
    return {"wish": wish_in(line.text) or (NOT_GIVEN if _refuses(line) else _short(line.text))}


def _answer_keep(_case: Case, line: CaseLine) -> dict[str, str]:
    """Only a plain yes keeps the order: it is offered once, and who says anything else is obeyed."""
    refuses = _refuses(line) or re.search(r"取消|退|不[想要等改行用]|算了|还是", line.text)
    accepts = (
        _AFFIRMS.search(line.text)
        or re.search(r"那?[就改换等]|可以|好[的吧]|留着", line.text)
        or line.size
        or line.color
    )
    return {"keep": "yes" if accepts and not refuses else "no"}


_DESCRIBES_ORDER = re.compile(
    r"[买拍]的|[买拍]了|订的|下的单|那[件条双个套只台包盒单]|周[一二三四五六日末]|[昨前]天|上[周月]|\d+[月号日]"
)
"""Words of who tells which order it is without its number; all else in the same breath belongs to the case itself."""


def _refuses(line: CaseLine) -> bool:
    return line.intent == "deny" or declines(line.text)


_ANSWERS: dict[Detail, Callable[[Case, CaseLine], dict[str, str]]] = {
    "order_no": _answer_order,
    "photo": _answer_photo,
    "reason": _answer_reason,
    "change": _answer_change,
    "variant": _answer_variant,
    "address": _answer_address,
    "phone": _answer_phone,
    "redirect": _answer_redirect,
    "asked_around": _answer_asked_around,
    "address_right": _answer_address_right,
    "what": _answer_what,
    "pieces": _answer_pieces,
    "wish": _answer_wish,
    "keep": _answer_keep,
}
