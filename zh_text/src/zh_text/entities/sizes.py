"""Sizes of clothes and shoes: letters, numbers before 码, and size words."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.entities.line import Found, Line, TokenPattern, shape
from zh_text.lexicon import Wordings

_PLAIN = ("s", "m", "l")
_LETTERS = ("xxs", "xs", "xl", "xxl", "xxxl", "xxxxl", "xxxxxl")
_CUPS = frozenset("abcdefg")
_INCH_CUPS = frozenset("abcd")
_INCH_BANDS = range(32, 45, 2)
_OF_BRAS = re.compile(r"内衣|文胸|胸罩|罩杯|bra|胸|[穿码拍]|平时|一直|习惯|尺")
"""34C and B75 are a lamp's or a chipset's name, too: they count where bras are spoken of, or alone."""
_OF_STOCKINGS = re.compile(r"袜|连裤|丹尼|旦数|d数")
"""80D is how thick their yarn is."""
_ALONE = re.compile(r"[\s,.。?!~我是的呢吧那啊亲杯要]*")

# Single letters are sizes only in company: 拍了m, s还是l, L码呢; not 4s店, 3M胶, M记.
_BEHIND_LETTER = re.compile(r"\s*(?:$|[,.。?!、/;~\-]|[码号的吗呢么吧还和或跟与可能会有合适了是就偏太穿]|两?件)")
_BEFORE_LETTER = re.compile(
    r"(?:^|[,.。?!、/;~\s\-]|[穿要拍选换买给发有是和或跟成为个码号件改到的那色款了时常般惯直])$"
)

_NUMBERED = ((18, 60), (66, 180))
"""Shoes, trousers and rings; children's clothes by body height."""
_SHOES = (30, 50)
_WEARING = re.compile(r"(?:穿|鞋|拍|选|换|脚|码|平时)[^0-9,。?!]{0,3}$")
_NAMES_NONE = ("多", "几", "什么", "最")
"""多大码 asks for a size and 最大码 depends on the goods; neither names one."""
_NOT_A_SIZE = re.compile(r"楼|栋|门|院|线|店|库|文件|链接|字|球")


class SizeRecogniser:
    """The value is the size as written, in capitals and without 码: XL, 2XL, 36, 75C, 160/84A, 均码, 大码."""

    phrases: Mapping[str, Iterable[str]]
    patterns: Mapping[str, Sequence[TokenPattern]] = {
        "size.letter": [shape(letter) for letter in _PLAIN],
        "size.letters": [shape(letters) for letters in _LETTERS],
        "size.x_letters": [shape("# xl"), shape("# xs"), shape("# xxl")],
        "size.numbered": [shape("# 码")],
        "size.shoe": [shape("# 号")],
        "size.cup": [shape("# {cup}", cup=_CUPS)],
        "size.cup_first": [shape("{cup} #", cup=_CUPS), shape("{cup} 杯 #", cup=_CUPS)],
        "size.label": [shape("# / # {cup}", cup=_CUPS)],
    }

    def __init__(self, words: Wordings) -> None:
        self._value_of = {wording: value for value, wordings in words.names.items() for wording in wordings}
        self._not_before = words.neighbours
        self.phrases = {"size.word": tuple(self._value_of)}

    def find(self, line: Line) -> Iterator[Found]:
        yield from _letters(line)
        yield from _numbers(line)
        yield from _cups(line)
        for first, after in line.spans("size.word"):
            wording = line.text[line.tokens[first].start : line.tokens[after - 1].end]
            if not line.before(first).endswith(_NAMES_NONE) and not line.after(after).startswith(self._not_before):
                yield line.found("size", self._value_of[wording], first, after, "a size word")


def _letters(line: Line) -> Iterator[Found]:
    for first, after in line.spans("size.letter"):
        touches_number = line.number(first - 1) is not None or line.number(after) is not None
        if not touches_number and _BEHIND_LETTER.match(line.after(after)) and _BEFORE_LETTER.search(line.before(first)):
            yield _with_unit(line, first, after, "a letter that stands as a size")
    for first, after in line.spans("size.letters"):
        if line.number(first - 1) is None:
            yield _with_unit(line, first, after, "size letters")
    for first, after in line.spans("size.x_letters"):
        number = line.number(first)
        if number is not None and 2 <= number <= 8 and line.tokens[first].text.isdigit():
            yield _with_unit(line, first, after, "a number and size letters")


def _numbers(line: Line) -> Iterator[Found]:
    for first, after in line.spans("size.numbered"):
        number = line.number(first)
        if number is not None and any(low <= number <= high for low, high in _NUMBERED):
            yield line.found("size", _plain(number), first, after, "a number before 码")
    for first, after in line.spans("size.shoe"):
        number = line.number(first)
        if number is None or not _SHOES[0] < number <= _SHOES[1] or _NOT_A_SIZE.match(line.after(after)):
            continue
        if _WEARING.search(line.before(first)):
            yield line.found("size", _plain(number), first, after, "a number before 号 where shoes are spoken of")
    for first, after in line.spans("size.label"):
        height = line.number(first)
        if height is not None and 80 <= height <= 200:
            yield _with_unit(line, first, after, "a label by body height and girth")


def _cups(line: Line) -> Iterator[Found]:
    for first, after in line.spans("size.cup"):
        number, cup = line.number(first), line.tokens[after - 1].text
        if number is None or _OF_STOCKINGS.search(line.text):
            continue
        if 65 <= number <= 110 and number % 5 == 0 and (cup != "g" or _of_bras(line, first, after)):
            yield _cup(line, first, after, f"{number:g}{cup.upper()}", "band and cup")
        elif number in _INCH_BANDS and cup in _INCH_CUPS and _of_bras(line, first, after):
            yield _cup(line, first, after, f"{number:g}{cup.upper()}", "band in inches and cup")
    for first, after in line.spans("size.cup_first"):
        number, cup = line.number(after - 1), line.tokens[first].text
        if number is not None and 65 <= number <= 110 and number % 5 == 0 and _of_bras(line, first, after):
            yield _cup(line, first, after, f"{number:g}{cup.upper()}", "cup and band")


def _of_bras(line: Line, first: int, after: int) -> bool:
    before, behind = line.before(first), line.after(after)
    return _OF_BRAS.search(before + behind) is not None or bool(_ALONE.fullmatch(before) and _ALONE.fullmatch(behind))


def _cup(line: Line, first: int, after: int, value: str, reason: str) -> Found:
    if line.after(after).startswith(("码", "号", "杯")):
        after += 1
    return line.found("size", value, first, after, reason)


def _with_unit(line: Line, first: int, after: int, reason: str) -> Found:
    """The finding with 码 or 号 taken in, so that its text is all that the buyer said of the size."""
    value = line.text[line.tokens[first].start : line.tokens[after - 1].end].upper()
    if line.after(after).startswith(("码", "号")):
        after += 1
    return line.found("size", value, first, after, reason)


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else str(number)
