"""The pinyin initials of a title."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin


@lru_cache(maxsize=100_000)
def initials(title: str) -> str:
    """发货时间 → fhsj; Latin letters and digits stay. The commonest reading of each character, by its word."""
    syllables = lazy_pinyin(title, style=Style.FIRST_LETTER, errors="default")
    return "".join(syllable for syllable in syllables if syllable.isalnum()).lower()
