"""A wording as it would stand in the bank: without pictures and chat noise, with `{variables}` where they are sure."""

import re
import unicodedata
from functools import lru_cache

from assist_api.recommender.mining.normal_form import EMOTICON, PRIVATE_TEXT, SLOT_TEXT
from assist_api.rules.phrase_text import variables

_S = f"(?:{SLOT_TEXT}|SHOPNAME)"

# Only where what stands in the slot cannot be anything else, and the variable is filled for agents' phrases.
_SURE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), wording)
    for pattern, wording in (
        (rf"(?P<cue>欢迎(?:光临|来到|您来到)\s*){_S}(?:官方)?(?:旗舰店|专营店|专卖店|小店)?", r"\g<cue>{shop_name}"),
        (r"SHOPNAME(?:官方)?(?:旗舰店|专营店|专卖店|小店)?", "{shop_name}"),
        (
            rf"(?P<cue>(?:我是|这里是)?(?:客服|小二|顾问|专员))\s*{_S}(?=[,，。!！ ]|为您|很高兴|竭诚|在的|$)",
            r"\g<cue>{agent_name}",
        ),
        (rf"(?P<cue>尾号(?:是|为|:|：)?)\s*{_S}", r"\g<cue>{order_tail}"),
        (rf"满\s*{_S}\s*[元块]?(?P<cue>就?(?:可以)?(?:包邮|免运费|免邮))", r"满{free_from}\g<cue>"),
        (rf"(?P<cue>(?:邮费|运费|快递费)(?:是|为|:|：)?)\s*{_S}[元块]?(?=$|[,，。哦呢哈~])", r"\g<cue>{fee}"),
    )
)
_SLOT = re.compile(_S, re.IGNORECASE)
_PRIVATE = re.compile(f"{PRIVATE_TEXT}|SHOPNAME", re.IGNORECASE)
_ENTITY = {"&gt;": ">", "&lt;": "<", "&amp;": "&", "&nbsp;": " ", "&quot;": '"'}
_SPACES = re.compile(r"[ \t\u3000]+")
_SPACE_AT_SIGN = re.compile(r"(?<=[，。！？、；：,!?;~])\s+|\s+(?=[，。！？、；：,!?;~])")
_SPACE_BEFORE_PARTICLE = re.compile(r"\s+(?=[了的吗呢哦哈啊吧呀啦])")
_SPACE_IN_HAN = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_ASCII_BY_HAN = re.compile(r"(?<=[\u4e00-\u9fff”】)~])[,?!;:](?![0-9/])")
_WIDE = str.maketrans(",?!;:", "，？！；：")
_DOUBLED = re.compile(r"([~～。，！？…、])[~～。，！？…、,]+")
_EDGES = " \t\r\n,，、;；/|-"


@lru_cache(maxsize=50_000)
def tidy(text: str) -> str:
    """The text as sent, without pictures; signs as they are written in Chinese, each once, none for a space."""
    plain = text
    for entity, sign in _ENTITY.items():
        plain = plain.replace(entity, sign)
    plain = EMOTICON.sub(" ", unicodedata.normalize("NFC", plain))
    plain = _SPACE_AT_SIGN.sub("", _SPACES.sub(" ", plain))
    plain = _SPACE_IN_HAN.sub("，", _SPACE_BEFORE_PARTICLE.sub("", plain))
    plain = _ASCII_BY_HAN.sub(lambda sign: sign.group().translate(_WIDE), plain)
    return _DOUBLED.sub(r"\1", plain).strip(_EDGES)


def with_variables(text: str) -> str:
    """`{variables}` in the place of what is surely one of them."""
    for pattern, wording in _SURE:
        text = pattern.sub(wording, text)
    return text


def has_gap(text: str, *, fixed: bool) -> bool:
    """Whether something that differs from buyer to buyer is left, masked or not, that no variable stands for.

    With `fixed` amounts and times of day do not count.
    """
    for name in variables(text):
        text = text.replace(f"{{{name}}}", "")
    pattern = _PRIVATE if fixed else _SLOT
    return pattern.search(unicodedata.normalize("NFKC", text)) is not None or "[" in text or "**" in text
