"""Words of a normalised text, by the tokenizer that knows the shop's own words."""

from __future__ import annotations

from functools import lru_cache

from components.places import lexicon_folder
from zh_text import Lexicon, Tokenizer


def words_of(text: str) -> list[str]:
    """Split a normalised text into words."""
    return list(_tokenizer().words(text))


@lru_cache(maxsize=1)
def _tokenizer() -> Tokenizer:
    return Tokenizer(Lexicon.load(lexicon_folder()))
