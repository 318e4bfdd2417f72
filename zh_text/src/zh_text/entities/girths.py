"""Girths of a body: 胸围88, 腰围2尺1, 下胸围75cm, 臀96, 三围88-66-90.

A 尺 is a third of a metre. A 寸 behind a 尺 is a tenth of it; a bare 寸 is an inch, as tailors and jeans have it, and
so is a bare number that no body can have in centimetres (腰围27). The underbust is a `bust` with `part` set to `under`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from zh_text.entities.line import Found, Line, TokenPattern
from zh_text.entities.tokens import read_digits
from zh_text.entity import EntityKind, Measure, measure

_CM_PER_CHI = 100 / 3
_CM_PER_INCH = 2.54


class Girth(NamedTuple):
    """A place on the body that is measured around."""

    kind: EntityKind
    part: str
    plausible_cm: tuple[float, float]
    plausible_inches: tuple[float, float]
    """Of bare numbers: what no body has in centimetres, and trousers or bras are sold by."""

    def value(self, centimetres: float) -> Measure | None:
        """The measure, None where no body has it."""
        low, high = self.plausible_cm
        if not low <= centimetres <= high:
            return None
        value = measure(centimetres, "cm")
        if self.part:
            value["part"] = self.part
        return value


BUST = Girth("bust", "", (50, 170), (30, 46))
UNDERBUST = Girth("bust", "under", (50, 130), (28, 46))
WAIST = Girth("waist", "", (38, 150), (22, 37))
HIP = Girth("hip", "", (50, 170), (32, 48))

_CUES: Mapping[str, tuple[Girth, tuple[str, ...]]] = {
    "bust": (BUST, ("胸围", "上胸围", "上围", "上胸", "胸部", "胸", "胸为", "凶围", "胸维", "全胸围")),
    "underbust": (UNDERBUST, ("下胸围", "下围", "底围", "下胸", "胸下围", "下胸为", "底胸围")),
    "waist": (WAIST, ("腰围", "腰", "腰部", "腰为", "要围", "腰维", "腰粗", "裤腰")),
    "hip": (HIP, ("臀围", "臀", "臀部", "臀为", "屯围", "屁股围", "屁股", "胯围", "胯")),
}
"""What a number stands behind, typing errors of input methods among it."""

_FILLERS = frozenset("是约有为在大概就量了只才都也差不多:,= ~的我一圈写打说错应该改成")
_MOST_FILLERS = 5
_UNITS: Mapping[str, float] = {"cm": 1, "厘米": 1, "公分": 1, "mm": 0.1, "毫米": 0.1, "英寸": _CM_PER_INCH}
_TO = frozenset("-~到至")
_WIDEST_RANGE_CM = 12
_CHI_OF_BODY = (1.0, 4.5)

# Of goods: 平铺胸围50, 裤子腰围70, M码腰围72; a question (腰围多少) holds no number behind the cue anyway.
_GARMENT_BEFORE = re.compile(r"(?:平铺|成衣|[衣裤裙衫袍]子?|[a-z0-9][码号]|(?<![a-z])[smlx]|尺码表|表上|上面写)的?\s?$")
_SIZE_ASKED = re.compile(
    r"(?:\s*,?[胸腰臀]围?[0-9.]{2,5}(?:cm|厘米)?)*\s*,?(?:的?人)?(?:应该|该|能|可以)?[穿要选拍买](?:什么|多大|哪|几)"
)
_GARMENT_AFTER = re.compile(r"\s*(?:[元块%折件条]|[a-z*×]|[岁年月天点号]|码)")
_SWEEPING = re.compile(r"(?<![0-9.])([0-9]{2,3})\s*[-/,、.~—\s]\s*([0-9]{2,3})\s*[-/,、.~—\s]\s*([0-9]{2,3})(?![0-9.])")
_THREE = re.compile(r"三围|胸腰臀")
_OF_THINGS = re.compile(r"\s*(?:cm|厘米|公分|mm|毫米|米|m|元|块|[*×])")
_UPPER_AND_LOWER = re.compile(
    r"(?<!以)上[是:\s]{0,2}([0-9]{2,3})\s*(?:cm)?[\s,、/]*下[是:\s]{0,2}([0-9]{2,3})(?![0-9])"
)


class GirthRecogniser:
    """Bust, underbust, waist and hip, in centimetres."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]] = {f"girth.{name}": wordings for name, (_, wordings) in _CUES.items()}

    def find(self, line: Line) -> Iterator[Found]:
        for name, (girth, _) in _CUES.items():
            for first, after in line.spans(f"girth.{name}"):
                yield from _behind_cue(line, girth, first, after)
                yield from _before_cue(line, girth, first, after)
        yield from _three_at_once(line)
        yield from _upper_and_lower(line)


def _behind_cue(line: Line, girth: Girth, first: int, after: int) -> Iterator[Found]:
    index = _skip_fillers(line, after)
    if (read := read_length(line, index, girth.plausible_inches)) is None:
        return
    centimetres, end = read
    behind = line.after(end)
    of_garment = _GARMENT_BEFORE.search(line.before(first)) is not None and not _SIZE_ASKED.match(behind)
    if of_garment or _GARMENT_AFTER.match(behind):
        return
    if (value := girth.value(centimetres)) is not None:
        yield line.found(girth.kind, value, first, end, f"a length behind {line.text[_span(line, first, after)]}")


def _before_cue(line: Line, girth: Girth, first: int, after: int) -> Iterator[Found]:
    """二尺一的腰, 27寸腰, 27的腰: with a unit of tailors or as a number of inches; another number alone is anything."""
    end = first - 1 if first and line.tokens[first - 1].text == "的" else first
    for start in range(max(0, end - 4), end):
        if line.number(start) is None or line.number(start - 1) is not None:
            continue
        read = read_length(line, start, girth.plausible_inches)
        text = line.text[line.tokens[start].start : line.tokens[end - 1].end]
        if read is None or read[1] != end or not ("尺" in text or "寸" in text or (end < first and girth is WAIST)):
            continue
        if end == start + 1 and not WAIST.plausible_inches[0] < (line.number(start) or 0) <= WAIST.plausible_inches[1]:
            continue
        if (value := girth.value(read[0])) is not None:
            yield line.found(girth.kind, value, start, after, "a tailor's length before the word for the place")
            return


def _skip_fillers(line: Line, index: int) -> int:
    for _ in range(_MOST_FILLERS):
        if index < len(line.tokens) and line.tokens[index].text in _FILLERS and line.number(index) is None:
            index += 1
    return index


def _span(line: Line, first: int, after: int) -> slice:
    return slice(line.tokens[first].start, line.tokens[after - 1].end)


def read_length(line: Line, index: int, bare_inches: tuple[float, float]) -> tuple[float, int] | None:
    """Centimetres of a length that begins with the number at `index`, and the token behind it; None if there is none.

    70, 70cm, 70-72 (the middle), 2尺1, 二尺一寸, 2尺半, 2.1尺, 27寸; `bare_inches` are the bare numbers read as inches.
    """
    number = line.number(index)
    if number is None:
        return None
    behind = index + 1
    if line.after(behind).startswith("尺"):
        return _chi(line, number, behind + 1)
    upper = line.number(behind + 1)
    if upper is not None and line.tokens[behind].text in _TO and number < upper <= number + _WIDEST_RANGE_CM:
        number, behind = (number + upper) / 2, behind + 2
    if line.after(behind).startswith("寸"):
        return number * _CM_PER_INCH, behind + 1
    for unit, centimetres in _UNITS.items():
        if line.after(behind).startswith(unit):
            width = 1 if unit.isascii() else len(unit)
            return number * centimetres, behind + width
    low, high = bare_inches
    return (number * _CM_PER_INCH if low <= number <= high else number), behind


def _chi(line: Line, chi: float, behind: int) -> tuple[float, int] | None:
    """`behind` is the token after 尺."""
    if line.after(behind).startswith("半"):
        chi, behind = chi + 0.5, behind + 1
    elif line.number(behind) is not None and chi == int(chi):
        digits = read_digits(line.tokens[behind].text)
        if digits is None or len(digits) > 2:
            return None
        chi, behind = chi + int(digits) / 10 ** len(digits), behind + 1
        behind += line.after(behind).startswith("寸")
        if line.after(behind).startswith("半"):
            chi, behind = chi + 0.05, behind + 1
    low, high = _CHI_OF_BODY
    return (round(chi * _CM_PER_CHI, 1), behind) if low <= chi <= high else None


def _three_at_once(line: Line) -> Iterator[Found]:
    """88-66-90, as it is said only of a body: with 三围, or as the line's only numbers."""
    if (match := _SWEEPING.search(line.text)) is None or _OF_THINGS.match(line.text, match.end()):
        return
    bust, waist, hip = (float(number) for number in match.groups())
    told = _THREE.search(line.text) is not None
    if not (told or (len(line.numbers) == 3 and 78 <= bust <= 120 and "-" in match.group())):
        return
    if not (waist < bust and waist < hip and abs(bust - hip) <= 25):
        return
    for girth, group, number in zip((BUST, WAIST, HIP), (1, 2, 3), (bust, waist, hip), strict=True):
        if (value := girth.value(number)) is not None:
            yield Found(girth.kind, value, match.start(group), match.end(group), "one of three girths told together")


def _upper_and_lower(line: Line) -> Iterator[Found]:
    """上88下75, of bras."""
    if (match := _UPPER_AND_LOWER.search(line.text)) is None or _GARMENT_AFTER.match(line.text, match.end()):
        return
    upper, lower = float(match[1]), float(match[2])
    if not (68 <= upper <= 130 and 55 <= lower <= 110 and 5 <= upper - lower <= 35):
        return
    for girth, group, number in ((BUST, 1, upper), (UNDERBUST, 2, lower)):
        if (value := girth.value(number)) is not None:
            yield Found(girth.kind, value, match.start(group), match.end(group), "upper and lower bust told together")
