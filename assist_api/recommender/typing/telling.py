"""Saying in a few words of Chinese how a phrase matches what was typed."""

from collections.abc import Sequence

from assist_api.recommender.typing.ways import Match, Way

_LONGEST = 16
"""Characters of a match that are shown: one short line has room for no more."""

_SAID: dict[Way, str] = {
    "code": "编码 {typed}",
    "code_start": "编码开头 {typed}",
    "title": "标题含「{matched}」",
    "pinyin": "拼音 {typed} → {matched}",
    "initials": "首字母 {typed} → {matched}",
    "question": "例句含「{matched}」",
    "text": "正文含「{matched}」",
    "sound": "同音字：{matched}",
    "typo": "错别字相近：{matched}",
}


def say_matches(matches: Sequence[Match]) -> str | None:
    """One reason; several words typed are told one after the other."""
    return (
        "；".join(
            _SAID[match.way].format(typed=_short(match.typed), matched=_short(match.matched)) for match in matches
        )
        or None
    )


def _short(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= _LONGEST else f"{one_line[:_LONGEST]}…"
