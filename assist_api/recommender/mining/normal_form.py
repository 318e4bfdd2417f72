"""What two wordings of the same reply have in common, and where one ends and the next begins in a chained reply.

Apart from `zh_text.normalise`: that keeps offsets for buyers' lines, one character at a time, and would take a million
agents' turns minutes; here nothing leads back, and softeners go that carry meaning in a question.
"""

import re
import unicodedata

SLOT = "◇"
"""Stands for one thing that differs from buyer to buyer: a number, name, date, amount, or a `{variable}`."""

_MASKED = r"[0-9a-z]*\*{2,}[0-9a-z*]*"
_PLACEHOLDER = r"\[[^\[\]\n]{0,20}x\]|\[[a-z]+_[0-9]+\]|\{[a-z_][a-z0-9_]*\}"
_LINK = r"(?:https?://|www\.)[^\s\u4e00-\u9fff]+"
_DATE = r"(?:[0-9]{2,4}[年/.-])?[0-9]{1,2}月[0-9]{1,2}[日号]?|[0-9]{4}[-/.][0-9]{1,2}[-/.][0-9]{1,2}"
_CLOCK = r"[0-9]{1,2}:[0-9]{2}(?::[0-9]{2})?"
_AMOUNT = r"[¥$][0-9]+(?:\.[0-9]+)?元?|[0-9]+(?:\.[0-9]+)?(?=[元块])"
# Shorter numbers stay: 7 天 and 15 天 are two promises.
_NUMBER = r"(?<![0-9a-z])[a-z]{0,4}[0-9]{5,}[0-9a-z]*"
PRIVATE_TEXT = "|".join((_LINK, _PLACEHOLDER, _MASKED, _DATE, _NUMBER))
"""Pattern of what is one buyer's, or of one day, for text in NFKC and lower case."""

SLOT_TEXT = "|".join((PRIVATE_TEXT, _CLOCK, _AMOUNT))
"""Pattern of what becomes a `SLOT`."""

_SLOT = re.compile(SLOT_TEXT)

# JD writes its pictures as #E-s14 (published data: #E-s[数字x]), others as [微笑], Wangwang as /:^_^.
EMOTICON = re.compile(
    r"#[eE]-[a-z]*[0-9]*(?:\[[^\[\]]{0,6}\][0-9]*)?|\[[\u4e00-\u9fff]{1,4}\]"
    r"|/:(?:[0-9]{2,3}|[-^_@<>~*$&%!?=()|.:;'\"`+\\/a-z]{2,5})"
    r"|[oO]?\([^a-zA-Z0-9\u4e00-\u9fff()]{2,8}\)[oO]?"
    r"|\^[_oO0-]*\^|[Tt]_[Tt]|>_<|[¬→←↓↑☆★❤♥✿]"
)
# Digits that touch a slot are the rest of a half-masked number: [数字x]5 个工作日.
_SLOTS = re.compile(f"[0-9]*{SLOT}(?:[^\\w{SLOT}]*[0-9]*{SLOT})*[0-9]*")
_FROM_TO = re.compile(r"(?<=[0-9])[-~到至](?=[0-9])")
_POINT = re.compile(r"(?<=[0-9])\.(?=[0-9])")
_ASKS = re.compile(r"嘛|(?<![什怎这那多要])么(?=[亲哦呢哈啊呀啦哟喔噢]*(?!\w))")
_SILENT = re.compile(f"[^\\w{SLOT}]+|_")
_SOFT = re.compile(r"亲+爱[的哒滴](?:客[户官]|顾客|买家)?|亲|[哦呢哈啊呀啦哟喔噢唷呦咯喽啰嘞哇呐捏滴]|么么的|丫(?!头)")
_ALIKE = str.maketrans({"您": "你", "哒": "的", "妳": "你", "它": "他", "她": "他", "恩": "嗯", "帐": "账", "蛤": "哈"})
_AGREED = re.compile(r"(?<=[好是对以会行有])滴")
_REPEATED = re.compile(r"(嗯|好的|对的|是的|稍等)\1+")

_CHAINED = re.compile(r"\n+|[ \u3000]{2,}|,(?![0-9]{3}(?![0-9]))")
_SENTENCE = re.compile(
    r"(?<=[。！？!?~～;；])[\s\"”』」)）]*(?![。！？!?~～;；])"
    r"|(?<=[\u4e00-\u9fff]) (?=[\u4e00-\u9fff])"
    r"|(?:(?<=好的)|(?<=好[的滴哒][呢哦哈亲])|(?<=嗯)|(?<=恩)|(?<=是的)|(?<=[您你]好))，"
)
_EDGES = " \t\r\n\u3000,，、;；"
MOST_SEGMENTS = 24
"""Of one turn; what follows is left alone, so that a pasted page costs no more than a reply."""


def normal_form(text: str) -> str:
    """The wording without case, width, punctuation, pictures and softeners, with `SLOT` for what differs.

    Empty where nothing else was said (亲~ #E-s14). Two wordings with the same normal form are one phrase.
    """
    plain = unicodedata.normalize("NFKC", text).lower()
    plain = EMOTICON.sub(" ", plain)
    plain = _SLOT.sub(SLOT, plain)
    plain = _SLOTS.sub(SLOT, plain)
    plain = _POINT.sub("点", _FROM_TO.sub("至", plain))  # 3-5 天 is not 35 天
    plain = _ASKS.sub("吗", plain)
    plain = _AGREED.sub("的", plain.translate(_ALIKE))
    return _REPEATED.sub(r"\1", _SOFT.sub("", _SILENT.sub("", plain)))


def utterances(text: str) -> list[str]:
    """The segments of a reply in which an agent chained several phrases, as they stand; one that is whole alone.

    Cut at line breaks, double spaces, ASCII commas (how role-less history joins utterances) and behind sentences;
    agents also use a single space for a comma. Segments that say nothing (a picture) are left out.
    """
    segments = [segment for piece in chained(text) for segment in segments_of(piece)]
    return [segment for segment in segments if normal_form(segment)][:MOST_SEGMENTS]


def chained(text: str) -> list[str]:
    """The pieces an agent surely sent or pasted one after the other: only the strong cuts of `utterances`."""
    pieces = (piece.strip(_EDGES) for piece in _CHAINED.split(text))
    return [piece for piece in pieces if piece][:MOST_SEGMENTS]


def segments_of(piece: str) -> list[str]:
    """The sentences of a piece of `chained`, as they stand; some may say nothing."""
    segments = (segment.strip(_EDGES) for segment in _SENTENCE.split(piece))
    return [segment for segment in segments if segment]
