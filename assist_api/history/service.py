"""Bringing past chats in, batch by batch: no file is too long, and an interruption loses one batch at most."""

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, BinaryIO

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.errors import BadInput
from assist_api.history import keeping, store
from assist_api.history.files.talks import Fault, Reading
from assist_api.history.limits import LONGEST_SOURCE
from assist_api.recommender.talk import PastChat

MOST_TOLD = 1_000
"""Faults of one file that are reported each; `rejected_count` counts all."""

_WEIGHT_OF_BATCH = 1_000_000
"""Characters; a turn counts as a hundred more than it has, a fault as a turn."""

Progress = Callable[[int, int], None]
"""Told of the turns taken so far and the bytes of the file that were read."""


@dataclass(slots=True)
class ImportReport:
    """Talks by what became of them; `turns` are those of all good talks, `rejected` what was left out and why."""

    imported: int = 0
    updated: int = 0
    unchanged: int = 0
    turns: int = 0
    rejected: list[Fault] = field(default_factory=list)
    rejected_count: int = 0

    def reject(self, fault: Fault) -> None:
        self.rejected_count += 1
        if len(self.rejected) < MOST_TOLD:
            self.rejected.append(fault)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


async def import_file(
    database: Database,
    clock: Clock,
    name: str,
    file: BinaryIO,
    reading: Reading,
    progress: Progress = lambda _turns, _bytes: None,
) -> ImportReport:
    """Import a seekable file, its form told by the end of its name. Good talks are kept, what is wrong is reported.

    Each batch is a transaction of its own: what was committed stays, and importing again finishes the rest.
    Raises BadInput for a file that is none of ours.
    """
    if not 1 <= len(reading.source) <= LONGEST_SOURCE or not reading.source.isprintable():
        raise BadInput(f"来源应为 1 到 {LONGEST_SOURCE} 个字", field="source")
    report = ImportReport()
    batches = _batches(keeping.past_chats(name, file, reading))
    # Reading and masking are work, too: done beside the event loop, which may be serving buyers.
    while (batch := await asyncio.to_thread(next, batches, None)) is not None:
        async with database.begin() as session:
            await _take(session, batch, reading.source, clock, report)
        progress(report.turns, file.tell())
    return report


def _batches(talks: Iterator[PastChat | Fault]) -> Iterator[list[PastChat | Fault]]:
    batch: list[PastChat | Fault] = []
    weight = 0
    for talk in talks:
        batch.append(talk)
        weight += 100 if isinstance(talk, Fault) else sum(100 + len(turn.text) for turn in talk.turns)
        if weight >= _WEIGHT_OF_BATCH:
            yield batch
            batch, weight = [], 0
    if batch:
        yield batch


async def _take(
    session: AsyncSession, batch: Sequence[PastChat | Fault], source: str, clock: Clock, report: ImportReport
) -> None:
    known = await store.digests(session, [one.id for one in batch if isinstance(one, PastChat)])
    rows: dict[str, dict[str, Any]] = {}
    for one in batch:
        if isinstance(one, Fault):
            report.reject(one)
            continue
        digest, before = keeping.digest(one.turns), known.get(one.id)
        _count(report, one, before, digest)
        if before != digest:
            rows[one.id] = keeping.row(one, digest, source, clock())
            known[one.id] = digest  # the same id again in this batch
    await store.save(session, list(rows.values()))


def _count(report: ImportReport, chat: PastChat, before: str | None, digest: str) -> None:
    report.turns += len(chat.turns)
    if before is None:
        report.imported += 1
    elif before == digest:
        report.unchanged += 1
    else:
        report.updated += 1
