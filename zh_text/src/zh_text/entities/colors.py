"""Colours by the wordings of the lexicon."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.entities.line import Found, Line, TokenPattern
from zh_text.lexicon import Wordings

_WORD_BEFORE = re.compile(r"(?:^|[^\u4e00-\u9fff]|[那要发买是拍个款有的件换选成和跟])$")


class ColorRecogniser:
    """The value is the plain colour (藏青 is 蓝色). A single character counts only before a word like 的 or 款."""

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]]

    def __init__(self, colors: Wordings) -> None:
        self._value_of = {wording: value for value, wordings in colors.names.items() for wording in wordings}
        self._behind_character = colors.neighbours
        self.phrases = {"color.name": tuple(self._value_of)}

    def find(self, line: Line) -> Iterator[Found]:
        for first, after in line.spans("color.name"):
            wording = line.text[line.tokens[first].start : line.tokens[after - 1].end]
            if len(wording) > 1 or self._stands_alone(line, first, after):
                yield line.found("color", self._value_of[wording], first, after, "a colour of the lexicon")

    def _stands_alone(self, line: Line, first: int, after: int) -> bool:
        """Not the end of another word (明白, 蛋黄) and followed by what follows colours."""
        return bool(_WORD_BEFORE.search(line.before(first))) and line.after(after).startswith(self._behind_character)
