"""The moment a shop's site says it signed for a buyer: how it may be written, and how old it may be."""

import re
from datetime import UTC, datetime, timedelta

VALID_FOR = timedelta(minutes=10)
# Clocks of two servers differ a little.
MAX_AHEAD = timedelta(minutes=1)

_UNIX_SECONDS = re.compile(r"[0-9]{1,11}")
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9:.]+(?:Z|[+-][0-9]{2}:?[0-9]{2})")


def parsed_moment(issued_at: str) -> datetime:
    """Unix seconds, or ISO 8601 with offset; raises ValueError for anything else.

    Stricter than Python's own readers: blanks, signs and underscores would let two texts mean the same signed message.
    """
    if _UNIX_SECONDS.fullmatch(issued_at):
        return datetime.fromtimestamp(int(issued_at), UTC)
    if not _ISO.fullmatch(issued_at):
        raise ValueError("neither unix seconds nor ISO 8601 with offset")
    return datetime.fromisoformat(issued_at)


def is_fresh(signed: datetime, now: datetime) -> bool:
    return -MAX_AHEAD <= now - signed <= VALID_FOR
