"""What every recogniser is given, a prepared line, and what it gives back, findings with their reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Protocol, TypeAlias

from zh_text.entities.tokens import NUMBER_TAG, Token, read_number
from zh_text.entity import EntityKind, Value

TokenPattern: TypeAlias = Sequence[Mapping[str, Any]]
"""A pattern of spaCy's Matcher."""

_REACH = 40
"""Code points."""


@dataclass(frozen=True, slots=True)
class Found:
    """A finding in offsets of the normalised text, before overlaps are resolved."""

    kind: EntityKind
    value: Value
    start: int
    end: int
    reason: str


@dataclass(frozen=True)
class Line:
    """A normalised line with its tokens and all that the matchers found in it."""

    text: str
    source: str
    tokens: Sequence[Token]
    matches: Mapping[str, Sequence[tuple[int, int]]]
    """Label of a pattern → spans of tokens, end exclusive, in any order."""
    now: datetime
    expected: EntityKind | None = None
    link_texts: Mapping[int, str] = field(default_factory=dict)
    """Offset of each link placeholder → the address as the buyer wrote it."""

    def number(self, index: int) -> float | None:
        """The value of the token at `index`, None where it is no number or there is no such token."""
        if not 0 <= index < len(self.tokens):
            return None
        return read_number(self.tokens[index].text) if self.tokens[index].is_number else None

    def before(self, index: int) -> str:
        """The text before the token at `index`, as far back as any recogniser looks; a long line stays fast so."""
        start = self.tokens[index].start
        return self.text[max(0, start - _REACH) : start]

    def after(self, index: int) -> str:
        """The text from the token at `index` on; empty behind the last one."""
        return self.text[self.tokens[index].start :] if index < len(self.tokens) else ""

    def spans(self, label: str) -> Iterator[tuple[int, int]]:
        """The spans of one pattern without those that lie within a longer one of the same pattern."""
        reached = 0
        for first, after in sorted(self.matches.get(label, ()), key=lambda span: (span[0], -span[1])):
            if after > reached:
                yield first, after
                reached = after

    def found(self, kind: EntityKind, value: Value, first: int, after: int, reason: str) -> Found:
        """A finding that covers the tokens from `first` up to, not including, `after`."""
        return Found(kind, value, self.tokens[first].start, self.tokens[after - 1].end, reason)

    @cached_property
    def numbers(self) -> Sequence[int]:
        """Indexes of the tokens that are numbers."""
        return [index for index, token in enumerate(self.tokens) if token.is_number]


class Recogniser(Protocol):
    """Finds one kind of thing. It declares what the shared matchers look for and judges what they found."""

    @property
    def patterns(self) -> Mapping[str, Sequence[TokenPattern]]:
        """Patterns for spaCy's Matcher by label; labels start with the recogniser's own name."""

    @property
    def phrases(self) -> Mapping[str, Iterable[str]]:
        """Wordings for spaCy's PhraseMatcher by label."""

    def find(self, line: Line) -> Iterator[Found]:
        """All findings in the line; they may overlap one another and those of others."""


def shape(pattern: str, **sets: Iterable[str]) -> list[dict[str, Any]]:
    """Write a token pattern as it reads: `#` is a number, a letter word or character itself, `{name}` one of a set,
    `{name}*` any number of those, a space nothing.

    >>> shape("# cm")
    [{'TAG': 'NUM'}, {'TEXT': 'cm'}]
    """
    tokens: list[dict[str, Any]] = []
    for part in pattern.split():
        if part == "#":
            tokens.append({"TAG": NUMBER_TAG})
        elif part.startswith("{"):
            name, _, operator = part[1:].partition("}")
            one_of: dict[str, Any] = {"TEXT": {"IN": sorted(sets[name])}}
            tokens.append({**one_of, "OP": operator} if operator else one_of)
        elif part.isascii() and part.isalpha():
            tokens.append({"TEXT": part})
        else:
            tokens += [{"TEXT": character} for character in part]
    return tokens
