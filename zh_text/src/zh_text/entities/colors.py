"""Colours by the wordings of the lexicon."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.entities.line import Found, Line, TokenPattern
from zh_text.lexicon import Wordings


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
            if len(wording) > 1 or line.after(after).startswith(self._behind_character):
                yield line.found("color", self._value_of[wording], first, after, "a colour of the lexicon")
