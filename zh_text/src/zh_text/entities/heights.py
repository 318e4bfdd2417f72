"""Body heights with a unit or behind 身高; bare numbers beside a weight are in `body_pairs`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.entities.line import Found, Line, TokenPattern, shape
from zh_text.entities.tokens import read_digits
from zh_text.entity import measure

PLAUSIBLE_CM = (45, 230)
"""From a newborn to the tallest buyer."""
_WITHOUT_CUE_CM = (80, 210)

_CUE = re.compile(
    r"(?:身高|个子|个头|净高|身长|我|本人|宝宝|孩子|小孩|娃|儿子|女儿|闺女|老公|老婆|妈|爸|(?<![宽长加])高)"
    r"[^0-9,。?!]{0,4}$"
)
# Sizes of goods: 长120cm, 120*80cm, 1.8米床, 3米长.
_GOODS_BEFORE = re.compile(r"(?:[长宽厚深径围肩摆带]|边高|尺寸|全高|总高|[0-9]\s?[*x×])[^0-9,。?!]{0,3}$")
_GOODS_AFTER = re.compile(
    r"\s*(?:的?(?:[床长宽厚线桌窗布绳被席垫柜乘远]|高(?!个|挑)|直径|沙发|左右长|大床)"
    r"|[*x×/]\s?[0-9]+\s?(?:cm|米|m)|以上的?[长宽]|多长)"
)
_BEFORE_SIZE_QUESTION = re.compile(
    r"[\s,的高]{0,2}(?:应该|该|要|能|可以|适合|我)?[穿选拍买要][^0-9,。?!]{0,6}?(?:什么|多大|哪个|几)(?:尺?[码寸号]|合适|的|$|[\s?,。呢呀啊])"
)
_TO = ("-", "到", "至", "~")
_WIDEST_RANGE_CM = 12
_PUT_RIGHT = re.compile(r"不是(1[0-9]{2})(?:cm|厘米)?[\s,]*(?:而|应该)?是(1[0-9]{2})(?![0-9.元块])")
_GROWN_CM = (140, 200)
_MORE_DIGITS = tuple("0123456789零一二三四五六七八九")
_FILLERS = frozenset("是约有为在大概就都也了写打说错应该改成:,= ~")
_OF_ONESELF = re.compile(r"(?:亲|你好|,|\s)*(?:我|本人)(?:今年|大概|差不多|是|有|就)*")
_NOTHING_MORE = re.compile(r"(?:的|呢|左右|高|吧|哦|啊|[\s,.。?!~])*")


class HeightRecogniser:
    """Finds 165cm, 1.65m, 1米65, 一米六五, 身高165."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {
        "height.cm": [shape("# cm"), shape("# 厘米"), shape("# 公分")],
        "height.metres": [shape(pattern) for pattern in ("# m", "# 米", "# m #", "# 米 #", "# 米 零 #")],
        "height.range": [
            shape("身高 {filler}* # {to} #", filler=_FILLERS, to=_TO),
            *(shape(f"# {{to}} # {unit}", to=_TO) for unit in ("cm", "厘米", "公分")),
        ],
        "height.cued": [shape("身高 {filler}* #", filler=_FILLERS), shape("个子 {filler}* #", filler=_FILLERS)],
    }
    phrases: Mapping[str, Iterable[str]] = {}

    def find(self, line: Line) -> Iterator[Found]:
        for first, after in line.spans("height.cm"):
            yield from _judged(line, first, after, line.number(first), "centimetres")
        for first, after in line.spans("height.metres"):
            yield from _judged(line, first, after, metres(line, first, after), "metres and what follows them")
        for first, after in line.spans("height.range"):
            yield from _range(line, first, after)
        for _, after in line.spans("height.cued"):
            centimetres = bare_height(line, after - 1)
            if centimetres is not None:
                yield line.found("height", measure(centimetres, "cm"), after - 1, after, "a number behind 身高")
        yield from _before_size_question(line)
        yield from _of_oneself(line)
        yield from _put_right(line)


def _put_right(line: Line) -> Iterator[Found]:
    """不是165是158: the second one."""
    for match in _PUT_RIGHT.finditer(line.text):
        if all(_GROWN_CM[0] <= float(number) <= _GROWN_CM[1] for number in match.groups()):
            yield Found("height", measure(float(match[2]), "cm"), match.start(), match.end(2), "a height put right")


def _range(line: Line, first: int, after: int) -> Iterator[Found]:
    """身高160-165 is 162.5."""
    low, high = [number for index in range(first, after) if (number := line.number(index)) is not None]
    grown = _GROWN_CM[0] <= low < high <= min(_GROWN_CM[1], low + _WIDEST_RANGE_CM)
    if grown and not _GOODS_BEFORE.search(line.before(first)):
        yield line.found("height", measure((low + high) / 2, "cm"), first, after, "the middle of a range of heights")


def _of_oneself(line: Line) -> Iterator[Found]:
    """我165, and nothing else."""
    if len(line.numbers) != 1:
        return
    index = line.numbers[0]
    centimetres = bare_height(line, index)
    if centimetres is None or not _GROWN_CM[0] <= centimetres <= _GROWN_CM[1]:
        return
    if _OF_ONESELF.fullmatch(line.before(index)) and _NOTHING_MORE.fullmatch(line.after(index + 1)):
        yield line.found("height", measure(centimetres, "cm"), index, index + 1, "a number that the buyer says to be")


def _before_size_question(line: Line) -> Iterator[Found]:
    """160穿什么码: the only number of the line, if a grown buyer is that tall."""
    if len(line.numbers) != 1:
        return
    index = line.numbers[0]
    centimetres = bare_height(line, index)
    if centimetres is None or not _GROWN_CM[0] <= centimetres <= _GROWN_CM[1]:
        return
    if _BEFORE_SIZE_QUESTION.match(line.after(index + 1)):
        yield line.found("height", measure(centimetres, "cm"), index, index + 1, "a number before a question of size")


def _judged(line: Line, first: int, after: int, centimetres: float | None, how: str) -> Iterator[Found]:
    before, behind = line.before(first), line.after(after)
    if centimetres is None or _GOODS_BEFORE.search(before) or _GOODS_AFTER.match(behind):
        return
    cued = _CUE.search(before) is not None
    low, high = PLAUSIBLE_CM if cued else _WITHOUT_CUE_CM
    if low <= centimetres <= high:
        reason = f"{how}, behind a word for a person" if cued else f"{how}, in the range of body heights"
        yield line.found("height", measure(centimetres, "cm"), first, after, reason)


def metres(line: Line, first: int, after: int) -> float | None:
    """Centimetres: 1米65 and 一米六五 are 165, 1米6 is 160, 1.65m is 165; other forms are no heights.

    `first` and `after` are a span of the patterns `height.metres`.
    """
    number = line.number(first)
    if number is None:
        return None
    if after - first == 2:
        is_cut_short = number == int(number) and (number != 1 or line.after(after)[:1] in _MORE_DIGITS)
        return None if is_cut_short else round(number * 100, 1)
    rest = read_digits(line.tokens[after - 1].text)
    if number not in (1.0, 2.0) or rest is None or len(rest) > 2:
        return None
    return number * 100 + int(rest.ljust(2, "0"))


def bare_height(line: Line, index: int) -> float | None:
    """A number without a unit read as centimetres (165) or metres (1.65), if a body can be that tall."""
    value = line.number(index)
    if value is None:
        return None
    centimetres = round(value * 100, 1) if value < 2.5 and value != int(value) else value
    return centimetres if PLAUSIBLE_CM[0] <= centimetres <= PLAUSIBLE_CM[1] else None
