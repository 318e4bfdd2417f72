"""Days, parts of days, clock times and spans that buyers name, relative to the moment of the message."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from zh_text.entities.clock_times import is_bygone, read_clock_times, read_days
from zh_text.entities.line import Found, Line, TokenPattern
from zh_text.entities.reading import Reading
from zh_text.entities.stretches import read_stretches

# 前台, 前后, 前两天 (of something else), 内衣: no end of a time.
_UP_TO = re.compile(
    r"(?:的?时候)?\s?(?:(?P<before>(?:之|以)?前(?![后台面天往排襟]|[0-9一二两三几][天周个日]))|(?P<within>[之以]?内(?![衣裤胆存]))|为止)"
)


class TimeRecogniser:
    """The value is an ISO date for a day, an ISO instant for a clock time, else a range.

    A day without month, a weekday without week and a festival without year are the next one, the last one if told as
    bygone. An hour without part of day is in the afternoon from one to six, or where the morning's has passed. With 前
    or 内 behind it a time is the range from now up to it; what has passed already (昨天之前) stays as it is.
    """

    patterns: Mapping[str, Sequence[TokenPattern]] = {}
    phrases: Mapping[str, Iterable[str]] = {}

    def find(self, line: Line) -> Iterator[Found]:
        for read in (read_days, read_clock_times):
            for reading, start, end, reason in read(line):
                yield _found(line, reading, start, end, reason)
        for reading, start, end, reason in read_stretches(line):
            yield _found(line, reading, start, end, reason)


def _found(line: Line, reading: Reading, start: int, end: int, reason: str) -> Found:
    limit = _UP_TO.match(line.text, end)
    if limit and not is_bygone(line, start, limit.end()):
        value = reading.up_to(line.now, within=limit["before"] is None)
        if value is not None:
            return Found("time", value, start, limit.end(), f"{reason}, as the end of a range from now")
    return Found("time", reading.value, start, end, reason)
