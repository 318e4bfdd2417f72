"""Colours by the wordings of the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.entities.line import Found, Line, TokenPattern
from zh_text.lexicon import Wordings

_WORD_BEFORE = re.compile(r"(?:^|[^\u4e00-\u9fff]|[那要发买是拍个款有的件换选成和跟])$")
# 深一点的灰, 颜色浅一些的粉; 颜色深一点 alone is the shade.
_SHADE = re.compile(
    r"(?P<shade>[深浅淡亮暗])(?:一?[点些]|一些)(?:儿)?(?:的|那种)?(?P<base>[黑白灰红粉橙黄绿蓝紫棕])色?(?![枣糖茶酒豆菜板])"
    r"|(?<=颜色)(?P<alone>[深浅淡])(?:一[点些]|[点些])(?!的)|(?P<called>[深浅淡])(?:一[点些]|[点些])的?(?:颜色|色系)"
)
_SHADE_NAMES = {"深": "深色", "浅": "浅色", "淡": "浅色"}
# 浅色衣服会染吗, 深色浅色分开洗: clothes at home. 金色家园 is an estate.
_NOT_OF_GOODS = re.compile(r"(?:的)?(?:衣服|衣物)|(?:和?[深浅]色)?(?:分开|混)|[悦华名]城|家园|花园|港湾")


class ColorRecogniser:
    """The value is the plain colour (藏青 is 蓝色); 浅色 and 撞色 are their own.

    A single character counts only before a word like 的 or 款.
    """

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]]

    def __init__(self, colors: Wordings) -> None:
        self._value_of = {wording: value for value, wordings in colors.names.items() for wording in wordings}
        self._behind_character = colors.neighbours
        self.phrases = {"color.name": tuple(self._value_of)}

    def find(self, line: Line) -> Iterator[Found]:
        for first, after in line.spans("color.name"):
            wording = line.text[line.tokens[first].start : line.tokens[after - 1].end]
            if _NOT_OF_GOODS.match(line.after(after)):
                continue
            if len(wording) > 1 or self._stands_alone(line, first, after):
                yield line.found("color", self._value_of[wording], first, after, "a colour of the lexicon")

        for match in _SHADE.finditer(line.text):
            plain = self._value_of.get(match["base"] or "", _SHADE_NAMES.get(match["alone"] or match["called"] or ""))
            if plain:
                yield Found("color", plain, *match.span(), "a shade of a colour")

    def _stands_alone(self, line: Line, first: int, after: int) -> bool:
        """Not the end of another word (明白, 蛋黄) and followed by what follows colours."""
        return bool(_WORD_BEFORE.search(line.before(first))) and line.after(after).startswith(self._behind_character)
