"""The line in which a text export says who speaks next and when.

小林 2026-11-02 14:03:22          [2026/11/2 14:03] 小林
阿布(2026-11-02 14:03:22):        2026年11月2日 下午2:03 阿布：还有货吗
"""

import re
from dataclasses import dataclass

from assist_api.history.files.times import WHEN
from assist_api.history.limits import LONGEST_NAME

_LONGEST = LONGEST_NAME + 60
"""Characters of a line in which name and time stand; what is behind may be the utterance itself."""

_OPENING, _CLOSING = "([（【<《「", ")]）】>》」"
_NO_NAME = re.compile(r"[，。？！；?!;\n]")
_INLINE = re.compile(r"(?P<name>[^\s:：][^：]*?)(?:：|:(?=\s))\s*(?P<text>.*)", re.S)


@dataclass(frozen=True, slots=True)
class Header:
    """`name` is empty for a line that tells only the time; `text` is what stands in the same line.

    `time_first` tells the order: one client writes all its headers the same way.
    """

    name: str
    when: re.Match[str]
    text: str
    time_first: bool


def header_of(line: str) -> Header | None:
    """What the line says of the next utterance; None for a line of somebody's text."""
    when = WHEN.search(line, 0, _LONGEST)
    if when is None:
        return None
    before, behind = line[: when.start()], line[when.end() :]
    bracketed = before.rstrip().endswith(tuple(_OPENING))
    if bracketed:
        before, behind = before.rstrip()[:-1], behind.lstrip()
        if not behind.startswith(tuple(_CLOSING)):
            return None
        behind = behind[1:]
    return (_name_first if before.strip() else _time_first)(before, behind, when, bracketed)


def _name_first(before: str, behind: str, when: re.Match[str], bracketed: bool) -> Header | None:
    apart = bracketed or before[-1].isspace() or before[-1] in _CLOSING
    text = behind.strip()
    if not apart or (text and text[0] not in ":："):
        return None
    name = _bare(before)
    return Header(name, when, text[1:].strip(), False) if _is_name(name) else None


def _time_first(_before: str, behind: str, when: re.Match[str], bracketed: bool) -> Header | None:
    if not bracketed and behind and not behind[0].isspace() and behind[0] not in ":：" + _OPENING:
        return None
    rest = behind.strip().removeprefix(":").strip()
    if inline := _INLINE.fullmatch(rest):
        name = _bare(inline["name"])
        if _is_name(name):
            return Header(name, when, inline["text"].strip(), True)
    name = _bare(rest)
    return Header(name, when, "", True) if not name or _is_name(name) else None


def _bare(name: str) -> str:
    """Without brackets around it and a colon behind."""
    name = name.strip().rstrip(":：").strip()
    while len(name) > 1 and name[0] in _OPENING and name[-1] == _CLOSING[_OPENING.index(name[0])]:
        name = name[1:-1].strip()
    return name


def _is_name(name: str) -> bool:
    return 0 < len(name) <= LONGEST_NAME and not _NO_NAME.search(name)
