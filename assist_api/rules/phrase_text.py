"""The text of a canned phrase: its `{variables}`, its limits and the title one can make of it."""

import re
from collections.abc import Mapping
from functools import lru_cache

_VARIABLE = re.compile(r"\{([A-Za-z_][A-Za-z0-9_]*)\}")

# What some versions of the 千牛 client accept; longer ones work here and are only warned about.
QIANNIU_CODE_CHARS = 4
QIANNIU_TEXT_CHARS = 430
QIANNIU_GROUP_CHARS = 10

_TITLE_CHARS = 20
_CLAUSE_END = re.compile(r"[，。！？；：,.!?;:~～\n]")


def variables(template: str) -> list[str]:
    """The names between braces, each once, in the order of the text."""
    return list(dict.fromkeys(_VARIABLE.findall(template)))


def render(template: str, values: Mapping[str, str]) -> str | None:
    """The text with every variable filled, or None if one is missing or empty: half a sentence is never sent.

    Values are text and stay text: braces inside a value are not filled again.
    """
    if not all(values.get(name) for name in variables(template)):
        return None
    return _VARIABLE.sub(lambda match: values[match.group(1)], template)


_LEAST_LITERAL = 4
_NEVER = re.compile(r"(?!)")


@lru_cache(maxsize=4096)
def shape(template: str) -> re.Pattern[str]:
    """What every text made of the template looks like; nothing does where it is hardly more than variables."""
    literals = _VARIABLE.split(template)[::2]
    if sum(map(len, literals)) < _LEAST_LITERAL:
        return _NEVER
    return re.compile(".+?".join(map(re.escape, literals)), re.DOTALL)


def title_of(text: str) -> str:
    """A title for a phrase that came without: its first clause that says something, at most 20 characters."""
    clauses = [clause.strip() for clause in _CLAUSE_END.split(text)]
    telling = next((clause for clause in clauses if len(clause) > 2), text.strip())
    return telling[:_TITLE_CHARS]


def qianniu_warnings(shortcode: str, text: str, group: str) -> list[str]:
    """What a 千牛 client may refuse or cut, in words for a trainer; an empty list means that it fits."""
    limits = (
        ("快捷编码", shortcode, QIANNIU_CODE_CHARS),
        ("短语内容", text, QIANNIU_TEXT_CHARS),
        ("分组名", group, QIANNIU_GROUP_CHARS),
    )
    return [
        f"{name}有 {len(value)} 个字，部分版本的千牛最多支持 {limit} 个字"
        for name, value, limit in limits
        if len(value) > limit
    ]
