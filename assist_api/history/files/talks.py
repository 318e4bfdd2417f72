"""What every file form is read into, and how long a talk may be."""

import re
from dataclasses import dataclass
from typing import Literal
from zoneinfo import ZoneInfo

from assist_api.history.limits import LONGEST_NAME, LONGEST_TEXT
from assist_api.recommender.talk import Role, Turn

Speaker = Role | Literal["system"]
"""Lines of the system are nobody's turn; they are passed over."""

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b\u200c\u200e\u200f\u2028-\u202e\u2060\ufeff]")
"""Zero-width joiners stay: emoji are made with them."""

_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")
"""What is left of bytes that were no text, and of emoji cut in two; no database takes it."""


@dataclass(frozen=True, slots=True)
class Talk:
    """A talk of a file. `number` is the line it begins at, from 1; `id` is None where the file names none."""

    number: int
    id: str | None
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Fault:
    """What was left out: the line or row, the field, and what was expected there, in words for people."""

    line: int
    field: str
    problem: str


class Wrong(Exception):
    """A field is not what was expected; raised and caught within one reader, which knows the line."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(field, problem)
        self.field, self.problem = field, problem

    def at(self, line: int) -> Fault:
        return Fault(line, self.field, self.problem)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file is read against: times without an offset are in `zone`, `agents` are names known to be agents'."""

    zone: ZoneInfo
    agents: frozenset[str] = frozenset()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """One utterance of a file before it is known who is who; `role` only where the file tells it."""

    number: int
    name: str
    text: str
    role: Speaker | None = None
    at: float | None = None


def cleaned(text: str) -> str:
    """Without what nobody sees and white space around it; line breaks in one form."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def text_of(raw: str, field: str) -> str:
    """An utterance, cleaned. Raises Wrong, about the field, for what is none."""
    text = cleaned(raw)
    if not text:
        raise Wrong(field, "缺少这一句的内容")
    if len(text) > LONGEST_TEXT:
        raise Wrong(field, f"一句至多 {LONGEST_TEXT} 个字")
    if _HALF_CHARACTERS.search(text):
        raise Wrong(field, "有读不出的字，请检查文件编码（UTF-8 或 GB18030）")
    return text


def name_of(raw: str, field: str, longest: int = LONGEST_NAME) -> str:
    """A talk's or a speaker's name. Raises Wrong, about the field, for an empty or a strange one."""
    name = raw.strip()
    if not 1 <= len(name) <= longest or _UNSEEN.search(name) or _HALF_CHARACTERS.search(name):
        raise Wrong(field, f"应为 1 到 {longest} 个看得见的字")
    return name
