"""Tokens for finding entities: single characters, but whole numbers and whole Latin words.

spaCy's `char` segmenter is what finds 顺丰 in 顺丰到了吗, where word segmentation hides it. Numbers and Latin words are
kept whole on top of that, so that a pattern can never match inside a longer number or word: 199 is not found in 1990
and `s` not in `sku`. `\\b` could not do this, there is none between a digit and a Chinese character.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

import cn2an
from spacy.tokens import Doc
from spacy.vocab import Vocab

NUMBER_TAG = "NUM"
_WORD_TAG = "X"
_UNKNOWN_WORD = "\ufffd"

_SPOKEN_DECIMAL = r"[一二三四五六七八九]?十[一二三四五六七八九]?点[一二三四五六七八九](?![一二三四五六七八九十分半刻])"
"""二十三点五 is a length; 三点五十 and 十二点五分 are times."""
_TOKEN = re.compile(rf"[0-9]+(?:\.[0-9]+)?|[a-z]+|{_SPOKEN_DECIMAL}|[零〇一二三四五六七八九十百千万两]+|.", re.DOTALL)
_CHINESE_DIGITS = str.maketrans("零〇一二三四五六七八九", "00123456789")


class Token(NamedTuple):
    """A piece of the normalised text, `end` exclusive."""

    text: str
    start: int
    end: int
    is_number: bool


def tokenise(text: str) -> list[Token]:
    """Cut a normalised text into tokens; nothing is dropped, white space is a token of its own."""
    tokens = []
    for match in _TOKEN.finditer(text):
        word = match.group()
        tokens.append(Token(word, *match.span(), read_number(word) is not None))
    return tokens


@lru_cache(maxsize=4096)
def read_number(word: str) -> float | None:
    """The value of digits or a Chinese numeral, None for anything else.

    Chinese numerals are read as they are spoken: 一百一 is 110, 一六五 is 165, 两百 is 200.
    """
    if word[0] in "0123456789":
        return float(word)
    if word[0] not in "零〇一二三四五六七八九十百千万两":
        return None
    try:
        return float(cn2an.cn2an(word.replace("〇", "零"), "smart"))
    except ValueError:
        return None


def read_digits(word: str) -> str | None:
    """The digits of a number spoken or written digit by digit (六五, 65), None if it is written otherwise (六十五)."""
    digits = word.translate(_CHINESE_DIGITS)
    return digits if digits.isascii() and digits.isdigit() else None


class DocBuilder:
    """Makes spaCy documents from tokens without filling spaCy's string store.

    The store keeps every string it ever saw, so a server that fed it each number and misspelt word would grow for ever.
    Words that no pattern asks for go in as one placeholder; the tokens keep the text and the offsets.
    """

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab
        self._known: set[str] = set()

    def learn(self, words: Iterable[str]) -> None:
        """Words that patterns and phrases ask for."""
        self._known.update(words)

    def phrase(self, tokens: Iterable[Token]) -> Doc:
        """A wording to look for: its words are learned, tags are not needed."""
        words = [token.text for token in tokens]
        self._known.update(words)
        return Doc(self._vocab, words=words)

    def __call__(self, tokens: list[Token]) -> Doc:
        words = [token.text if token.text in self._known else _UNKNOWN_WORD for token in tokens]
        tags = [NUMBER_TAG if token.is_number else _WORD_TAG for token in tokens]
        return Doc(self._vocab, words=words, spaces=[False] * len(words), tags=tags)
