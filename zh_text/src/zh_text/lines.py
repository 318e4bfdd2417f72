"""How a line stands in the talk: a fragment hanging on the last question, several questions, or one that is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator

from zh_text.entity import Entity, EntityKind
from zh_text.normalising import EMOTICON, LINK, normalise

_LONGEST_FRAGMENT = 16

_LEAD = re.compile(r"^(?:不对|不是|说错了?|打错了?|错了|哦不|那么|那要是|那如果|那我|那|如果|要是|假如|换成|换)+")
_FRAME = re.compile(r"这个|这款|或者|[个发寄送到去要买拍穿有是我用选的话码号款色斤件版和也或亲呢啊呀哈嘛吗么]")
_PUNCTUATION = re.compile(rf"[\s,.。?!、;:~…{EMOTICON}]+")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?|[一二三四五六七八九十百两]+")
_NO_DETAIL: frozenset[EntityKind] = frozenset(("order_no", "tracking_no", "phone", "address", "link", "id_no"))
"""Kinds that answer a question of the shop's; every other kind can vary a buyer's own."""

_SENTENCE_END = re.compile(r"[。？?！!\n]+[\s”\"）)~～]*")
_PARTICLE_END = re.compile(r"(?<=[吗呢么嘛嗎麼])[ ,，、　~～]+(?=\S{3})")

_EDGES = " \t\r\n\u3000,，、"

_QUESTION_WORD = re.compile(
    r"什么|啥|多少|怎么|咋|哪|几[天点号个件时块]|多[久大长重]|何|谁|能否|是否"
    r"|是不是|有没有|能不能|可不可以|可以不|会不会|要不要|好不好|行不行|对不对|够不够|没有货"
)
_QUESTION_PARTICLE = re.compile(r"(?:吗|么|嘛|没有|没|不|呢)$")
_DANGLING = re.compile(
    r"(?:的话|这个|那个|这款|那款|这件|问(?:一?下)?|然后|还有|因为|所以|如果|就是|但是|不过|而且|比如|和|跟|还是|或者|[,、:])$"
)
_GREETING = re.compile(
    r"^(?:亲+爱?的?|你好+|您好+|哈喽|hello|hi|嗨|在[吗么]|在不在|有人在?吗|(?:请|我?想)问(?:一?下)?"
    r"|老板|掌柜的?|客服|店家|卖家|小二|[\s,.。?!、~啊呀哈])+"
)
_PLEASANTRY = re.compile(
    r"(?:亲+爱?的?|你好+|您好+|哈[喽啰]|hello|hi|嗨|在[吗么嘛]|在不在|有人在?[吗么]|老板|掌柜的?|客服|店家|卖家|小二"
    r"|好的?|我?(?:知道|明白|了解|懂)了?|(?:多|太|非常|十分|先)?(?:谢谢|谢[了啦]|多谢|感谢|辛苦|麻烦|拜托|有劳)(?:你们?|您|大家)?"
    rf"|[\s,.。?!、;~…啊呀哈啦了哦咯{EMOTICON}])+"
)
_SAID_BESIDE = re.compile(
    r"谢|感|辛苦|麻烦|拜托|有劳|你好|您好|哈[喽啰]|hello|hi|嗨|亲|在|有人|老板|掌柜|客服|店家|卖家|小二"
)
"""好的 alone may answer a question, so it counts only beside another pleasantry."""

_SHORTEST_QUESTION = 3
_SHORTEST_SENTENCE = 4


def is_fragment(text: str, entities: list[Entity]) -> bool:
    """Whether the line only carries a new detail for the last question: 那黑色呢, 160的呢, 发新疆呢, L码呢.

    It has to be marked as hanging on what was said (那 … or … 呢) and may hold nothing beside the detail: 165 108斤
    alone is an answer, 那什么时候呢 a question of its own.
    """
    plain = _PUNCTUATION.sub("", normalise(text).text)
    if not 0 < len(plain) <= _LONGEST_FRAGMENT or not (_LEAD.match(plain) or plain.endswith("呢")):
        return False
    if any(entity.kind in _NO_DETAIL for entity in entities):
        return False
    rest = _PUNCTUATION.sub("", normalise(_without(text, entities)).text)
    rest = _LEAD.sub("", rest)
    without_numbers = _NUMBER.sub("", rest)
    return bool(entities or without_numbers != rest) and not _FRAME.sub("", without_numbers)


def split_questions(text: str) -> list[str]:
    """The questions of one line, in order, each as it was typed; a line that holds one comes back whole.

    Cut only behind sentence ends and behind a particle like 吗 with a comma or space; commas alone never cut, nor does
    anything within a link.
    """
    starts = [0]
    for cut in _cuts(text):
        if _says_something(text[starts[-1] : cut]) and _says_something(text[cut:]):
            starts.append(cut)
    pieces = (text[start:after].strip(_EDGES) for start, after in zip(starts, [*starts[1:], len(text)], strict=True))
    return [piece for piece in pieces if piece]


def asks(text: str) -> bool:
    """Whether the line asks at all: by a question mark, a question word or a particle at its end.

    It tells 尺码买大了 from 尺码偏大吗, which are about the same thing. 呢 and 不 count, so 等着呢 is taken for asking.
    """
    plain = normalise(text).text
    if "?" in plain:
        return True
    said = plain.rstrip(f" ~!。.,、啊呀哈哦亲{EMOTICON}")
    return _QUESTION_WORD.search(said) is not None or _QUESTION_PARTICLE.search(said) is not None


def is_pleasantry(text: str) -> bool:
    """Whether the line holds nothing but a greeting, thanks or a plea (谢谢亲, 在吗, 好的麻烦了): beside a question it
    asks and answers nothing. 好的 and 不用了，谢谢 are none.
    """
    plain = normalise(text).text
    return _PLEASANTRY.fullmatch(plain) is not None and _SAID_BESIDE.search(plain) is not None


def is_complete_question(text: str) -> bool:
    """Whether nothing more need be waited for: a clear full question or sentence, not a greeting or a beginning."""
    plain = normalise(text).text.strip(f" ~{EMOTICON}")
    ended = plain.endswith(("?", "!", "。"))
    content = _GREETING.sub("", plain).rstrip(" ?!。.~啊呀哈亲" + EMOTICON)
    if len(content) < _SHORTEST_QUESTION or _DANGLING.search(content):
        return False
    if _QUESTION_WORD.search(content):
        return True
    if content.endswith("呢") and not plain.endswith("?"):
        return False
    asks = _QUESTION_PARTICLE.search(content) is not None or plain.endswith("?")
    return asks or (ended and len(content) >= _SHORTEST_SENTENCE)


def _without(text: str, entities: list[Entity]) -> str:
    characters = list(text)
    for entity in entities:
        characters[entity.start : entity.end] = " " * (entity.end - entity.start)
    return "".join(characters)


def _cuts(text: str) -> Iterator[int]:
    links = _link_spans(text)
    ends = {match.end() for pattern in (_SENTENCE_END, _PARTICLE_END) for match in pattern.finditer(text)}
    for end in sorted(ends):
        if not any(start < end < after for start, after in links):
            yield end


def _link_spans(text: str) -> list[tuple[int, int]]:
    normalised = normalise(text)
    return [normalised.to_source(at, at + 1) for at, sign in enumerate(normalised.text) if sign == LINK]


def _says_something(piece: str) -> bool:
    return any(character.isalnum() for character in piece) or LINK in normalise(piece).text
