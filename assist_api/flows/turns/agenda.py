"""Which conversations fall due when, as far as one worker has heard; the database knows and is asked now and then."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime


@dataclass
class Agenda:
    """Moments by conversation. A wrong entry costs one attempt: the lease in the database decides."""

    _moments: dict[str, datetime] = field(default_factory=dict)

    def note(self, conversation_id: str, due_at: datetime) -> None:
        self._moments[conversation_id] = due_at

    def take_due(self, now: datetime, *, busy: Collection[str], room: int) -> list[str]:
        """At most `room` due conversations that are not busy, the longest due first; they leave the agenda."""
        due = sorted((at, one) for one, at in self._moments.items() if at <= now and one not in busy)
        taken = [one for _at, one in due[:room]]
        for one in taken:
            del self._moments[one]
        return taken

    def next_at(self, *, busy: Collection[str]) -> datetime | None:
        """When the next conversation that is not busy falls due."""
        return min((at for one, at in self._moments.items() if one not in busy), default=None)
