"""The memory of what agents did lately, as one worker holds it: read from the feedback table as it grows."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from assist_api.recommender.learning.learned import Knowledge
from assist_api.recommender.learning.memory import Event
from assist_api.recommender.learning.reactions import Reaction, weights
from assist_api.suggestions.schemas import PHRASE
from assist_api.suggestions.store import Told

REMEMBERED = timedelta(days=90)
"""By then an event counts an eighth (`HALF_LIFE_S`), and has been learned by a training."""

EVENTS_MAX = 20_000
"""Of a busier shop the newest: asking takes time in proportion."""

FEEDBACK_MAX = EVENTS_MAX // 3
"""A feedback speaks about three phrases, as many as are shown."""

OVERLAP = timedelta(seconds=10)
"""Rows are read again so far back: of two workers the one with the earlier time may commit later."""


class Recollection:
    """Not for two threads at once; the memory of its knowledge is."""

    def __init__(self, knowledge: Knowledge, now: datetime) -> None:
        self.knowledge = knowledge
        self.since = now - REMEMBERED
        self._told: dict[int, tuple[Told, frozenset[str]]] = {}

    @property
    def is_full(self) -> bool:
        """Time to begin anew with the newest."""
        return len(self.knowledge.memory) > 2 * EVENTS_MAX

    def learn(self, rows: Sequence[Told]) -> None:
        """Rows that are known already change nothing; those told again replace what they said."""
        for row in filter(self.is_new, rows):
            self._learn(row)
        if rows:
            self.since = max(self.since, max(row.updated_at for row in rows) - OVERLAP)

    def is_new(self, row: Told) -> bool:
        return row.id not in self._told or self._told[row.id][0] != row

    def _learn(self, row: Told) -> None:
        lines = [line for line in row.question.split("\n") if line.strip()]
        said = weights(reaction_of(row)) if lines else {}
        _, before = self._told.get(row.id, (None, frozenset[str]()))
        tokens = self.knowledge.tokens(lines)
        for phrase in (*said, *(before - said.keys())):
            weight = said.get(phrase, 0.0)  # what is no longer said must not stay
            key, at = f"{row.id}:{phrase}", row.updated_at.timestamp()
            self.knowledge.memory.learn(Event(key, phrase, weight, tokens, row.intent, at, "".join(lines[-1:])))
        self._told[row.id] = (row, frozenset(said))


def reaction_of(row: Told) -> Reaction:
    items = [item["item_id"] for item in row.items]
    return Reaction(
        row.action,
        [item.removeprefix(PHRASE) if item.startswith(PHRASE) else "" for item in items],
        items.index(row.item_id) if row.item_id in items and row.action in ("accepted", "edited") else None,
        row.said or (),
        row.likeness,
        sent=row.said is not None and row.has_text,  # rows from before were never read
        searched=bool(row.typed),
    )
