"""The utterances of a text export: a header, then lines of text up to the next header, rule or end."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from assist_api.history.files.headers import Header, header_of
from assist_api.history.files.talks import Fault, Reading, Said, Wrong, name_of, text_of
from assist_api.history.files.times import EXPECTED_TIME, moment_of
from assist_api.history.limits import LONGEST_TEXT

_RULE = re.compile(r"\s*[-=*_—─━－＝]{5,}\s*")
"""A line of dashes, equals signs or stars between two talks; of ~~~ buyers make whole answers."""

_SHOP_NAME = re.compile(r"(?P<name>(?:[^:]*店[^:]*:)?[^:]+):(?P<text>.+)", re.S)
NO_HEADER = "这里没有「谁 时间」这样的行，例如：小林 2026-11-02 14:03:22"


@dataclass(frozen=True, slots=True)
class Rule:
    """One talk ends here."""


@dataclass(slots=True)
class _Message:
    """An utterance being read; lines beyond what may be kept are only counted."""

    number: int
    header: Header
    lines: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, line: str) -> None:
        self.length += len(line)
        if self.length <= 2 * LONGEST_TEXT:
            self.lines.append(line)

    def said(self, reading: Reading) -> Said:
        """Raises Wrong for a time that is none, and for text that cannot be kept."""
        at = moment_of(self.header.when, reading.zone)
        if at is None:
            raise Wrong("time", EXPECTED_TIME)
        name, text = self._name_and_text()
        return Said(self.number, name_of(name, "name"), text_of(text, "text"), at=at)

    def _name_and_text(self) -> tuple[str, str]:
        """`14:03 阿布:还有货吗` without a space may be a sub-account's name; where no text follows it was none."""
        name, text = self.header.name, "\n".join([self.header.text, *self.lines]).strip()
        both = _SHOP_NAME.fullmatch(name)
        return (both["name"], both["text"]) if both and not text else (name, text)


def messages(lines: Iterable[tuple[int, str] | Fault], reading: Reading) -> Iterator[Said | Rule | Fault]:
    """Utterances and the rules between talks, in the order of the file.

    What stands between a rule and the next header (与某某的聊天记录) is nobody's; where no header
    follows, it is a fault.
    """
    stretch = _Stretch(reading)
    for line in lines:
        if isinstance(line, Fault):
            yield line
            continue
        number, text = line
        if _RULE.fullmatch(text):
            yield from stretch.closed()
            yield Rule()
            stretch = _Stretch(reading)
        elif (header := header_of(text)) and stretch.fits(header):
            yield from stretch.next(_Message(number, header))
        else:
            stretch.add(number, text)
    yield from stretch.closed()


class _Stretch:
    """What stands between two rules."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._message: _Message | None = None
        self._unclaimed: int | None = None
        self._time_first: bool | None = None

    def fits(self, header: Header) -> bool:
        """Whether it is written as those before it: 2026-11-02 14:03 已揽收 may be somebody's text."""
        if not header.name:
            return True
        if self._time_first is None:
            self._time_first = header.time_first
        return self._time_first == header.time_first

    def add(self, number: int, text: str) -> None:
        if self._message is not None:
            self._message.add(text)
        elif text.strip() and self._unclaimed is None:
            self._unclaimed = number

    def next(self, message: _Message) -> Iterator[Said | Fault]:
        yield from self._said()
        self._message = message

    def closed(self) -> Iterator[Said | Fault]:
        yield from self._said()
        if self._message is None and self._unclaimed is not None:
            yield Fault(self._unclaimed, "line", NO_HEADER)

    def _said(self) -> Iterator[Said | Fault]:
        if self._message is None:
            return
        try:
            yield self._message.said(self._reading)
        except Wrong as wrong:
            yield wrong.at(self._message.number)
