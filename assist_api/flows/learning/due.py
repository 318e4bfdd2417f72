"""When a training pays. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

NEW_REPLIES = 200
"""Some hours of a busy desk: fewer hardly move a figure measured on a fifth of the turns."""

NEW_SHARE = 0.05
"""For a young shop, where a twentieth more is news …"""

LEAST_NEW_REPLIES = 20
"""… but not a single talk."""

PHRASES_CHANGED = 10
"""New phrases have no history until a training reads it for them (`phrases mine --publish` makes hundreds at once)."""

PAUSE = timedelta(hours=4)
"""From the beginning of one to the next: what agents do is in the memory at once, a training only settles it, and it
takes a core for minutes."""


@dataclass(frozen=True, slots=True)
class Known:
    """Counts of what a model was learned from, or of what there is now. `imported` are past chats."""

    moments: int
    imported: int
    phrases: int


def reason_to_train(
    last: Known | None, now_known: Known, new_replies: int, started_at: datetime | None, now: datetime
) -> str | None:
    """For the log; None where it can wait. `new_replies` came since `last`, which is None before the first training."""
    if started_at is not None and now - started_at < PAUSE:
        return None
    if last is None:
        return "no model yet" if new_replies >= NEW_REPLIES else None
    if now_known.imported < last.imported:
        return "past chats are to be forgotten"
    if abs(now_known.phrases - last.phrases) >= PHRASES_CHANGED:
        return "the phrase bank has changed"
    enough = min(NEW_REPLIES, max(LEAST_NEW_REPLIES, round(NEW_SHARE * last.moments)))
    return f"{new_replies} new replies" if new_replies >= enough else None
