"""One spelling for what buyers type in many: width, case, script, links and emoticons.

The normalised text is what words and entities are looked for in; every offset in it leads back to code points of
the original, so nothing found is ever shown or stored in another spelling than the buyer's own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache

from opencc import OpenCC

LINK = "🔗"
"""Stands for one link: a single code point, so that it can merge with no neighbouring letter or digit."""

EMOTICON = "🙂"
"""Stands for one run of emoji or marketplace emoticons, whatever they show."""

_LINK_TEXT = re.compile(
    r"(?:https?://|www\.)[a-z0-9\-._~:/?#\[\]@!$&'()*+;=%]*[a-z0-9/=&#]"
    r"|(?<![a-z0-9@.\-])(?:[a-z0-9\-]+\.)+(?:com|cn|net|tb|hk)(?![a-z0-9.])(?:[/?][a-z0-9\-._~:/?#@!$&'*+;=%]*[a-z0-9/=&#])?"
)
_EMOJI = (
    "[\U0001f1e6-\U0001f1ff\U0001f300-\U0001f516\U0001f518-\U0001faff\u2600-\u27bf\u2b05-\u2b55]"
    "[\ufe0f\U0001f3fb-\U0001f3ff]?(?:\u200d[\U0001f300-\U0001faff\u2600-\u27bf]\ufe0f?)*"
)
# Wangwang writes its pictures as "/:" and a few signs or a number (/:^_^ /:809 /:>@<), JD as "#E-s14".
_EMOTICON_RUN = re.compile(
    rf"(?:/:(?:[0-9]{{2,3}}(?![0-9])|[-^_@<>~*$&%!?=()|.:;'\"`+\\/a-z]{{2,5}})|\#e-[sjn][0-9]{{2,3}}|{_EMOJI})+"
)
_LEADING = re.compile(r"[\s/\u2044\u2215]+")

_SIMPLIFIER = OpenCC("t2s")
_ASCII_ONLY_UP_TO = 0x7F


@dataclass(frozen=True, slots=True)
class Normalised:
    """A line in one spelling, with the way back to the line as it was typed."""

    text: str
    source: str
    _starts: tuple[int, ...] = field(repr=False)
    _ends: tuple[int, ...] = field(repr=False)

    def to_source(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of `text` (code points, end exclusive) to the span of `source` that it stands for.

        An empty span maps to an empty span. Raises ValueError for a span that does not lie within `text`.
        """
        if not 0 <= start <= end <= len(self.text):
            raise ValueError(f"span {start}:{end} does not lie within a text of {len(self.text)} code points")
        if start == end:
            point = self._starts[start] if start < len(self._starts) else len(self.source)
            return point, point
        return self._starts[start], self._ends[end - 1]


class _Draft:
    """Text under change: characters, each with the span of the original that it stands for."""

    def __init__(self, source: str) -> None:
        self.text = source
        self.starts = list(range(len(source)))
        self.ends = list(range(1, len(source) + 1))

    def map_characters(self, change: Callable[[str], str]) -> None:
        pieces, starts, ends = [], [], []
        for character, start, end in zip(self.text, self.starts, self.ends, strict=True):
            piece = change(character)
            pieces.append(piece)
            starts += [start] * len(piece)
            ends += [end] * len(piece)
        self.text, self.starts, self.ends = "".join(pieces), starts, ends

    def replace_matches(self, pattern: re.Pattern[str], placeholder: str) -> None:
        for match in reversed(list(pattern.finditer(self.text))):
            first, after = match.span()
            self.text = self.text[:first] + placeholder + self.text[after:]
            self.starts[first:after] = [self.starts[first]]
            self.ends[first:after] = [self.ends[after - 1]]

    def drop_leading(self, pattern: re.Pattern[str]) -> None:
        if match := pattern.match(self.text):
            self.text = self.text[match.end() :]
            del self.starts[: match.end()], self.ends[: match.end()]


def normalise(text: str) -> Normalised:
    """Bring a line to one spelling; normalising it again changes nothing.

    Half width, lower case, simplified characters, a plain space for every white space, `LINK` for a link and `EMOTICON`
    for emoji and marketplace emoticons. White space and slashes at the start are dropped: Rasa runs a text that starts
    with "/" as a command, and a full-width "／" that was only narrowed would open that door.
    """
    draft = _Draft(text)
    draft.map_characters(_fold)
    draft.replace_matches(_LINK_TEXT, LINK)
    draft.replace_matches(_EMOTICON_RUN, EMOTICON)
    draft.map_characters(_drop_invisible)
    draft.drop_leading(_LEADING)
    draft.text = _simplify(draft.text)
    return Normalised(draft.text, text, tuple(draft.starts), tuple(draft.ends))


@lru_cache(maxsize=8192)
def _fold(character: str) -> str:
    """Narrow and lower one character; enclosed and raised numbers stay: ①165 must not become 1165."""
    if character.isspace():
        return " "
    if ord(character) > _ASCII_ONLY_UP_TO and unicodedata.category(character) != "No":
        character = unicodedata.normalize("NFKC", character)
    return unicodedata.normalize("NFC", character.lower())


def _drop_invisible(character: str) -> str:
    """Zero-width signs and half surrogates are dropped, but only once emoji joined by them have been recognised."""
    return "" if unicodedata.category(character) in {"Cf", "Cc", "Cs"} or character in "\ufe0e\ufe0f" else character


def _simplify(text: str) -> str:
    """Traditional to simplified, character for character, so that offsets hold."""
    simplified = _convert(text)
    if simplified == text:
        return text
    again = _convert(simplified)  # a phrase may only show once its neighbours are simplified
    return again


def _convert(text: str) -> str:
    converted: str = _SIMPLIFIER.convert(text)
    if len(converted) == len(text):
        return converted
    return "".join(_convert_character(character) for character in text)


@lru_cache(maxsize=8192)
def _convert_character(character: str) -> str:
    converted: str = _SIMPLIFIER.convert(character)
    return converted if len(converted) == 1 else character
