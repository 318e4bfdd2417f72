"""Importing past chats: what is kept, counted and left out; again, interrupted, and of any length."""

import io
import json
import tracemalloc
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assist_api.database import Database
from assist_api.errors import BadInput
from assist_api.history import keeping, service, store
from assist_api.history.files.talks import Reading
from assist_api.history.service import ImportReport
from assist_api.recommender.talk import PastChat, Turn
from tests.history.files import AT, SHANGHAI

NOW = datetime(2026, 11, 3, 1, 0, tzinfo=UTC)


def clock() -> datetime:
    return NOW


def talk(number: int, reply: str = "在的亲") -> str:
    turns = [{"role": "buyer", "text": f"在吗，第{number}次问了"}, {"role": "agent", "text": reply, "at": AT}]
    return json.dumps({"id": f"c{number:05}", "turns": turns}, ensure_ascii=False) + "\n"


def talks(count: int) -> str:
    return "".join(talk(number) for number in range(count))


async def bring_in(database: Database, content: str, name: str = "a.jsonl", source: str = "a.jsonl") -> ImportReport:
    file = io.BytesIO(content.encode())
    return await service.import_file(database, clock, name, file, Reading(SHANGHAI, source=source))


async def everything(database: Database) -> list[PastChat]:
    async with database.read() as session:
        return [chat async for chat in store.stream(session)]


def counts(report: ImportReport) -> tuple[int, int, int, int, int]:
    return report.imported, report.updated, report.unchanged, report.rejected_count, report.turns


async def test_good_talks_are_kept_and_bad_lines_told(database: Database) -> None:
    report = await bring_in(database, talk(1) + "不是 JSON\n" + talk(2))
    assert counts(report) == (2, 0, 0, 1, 4)
    assert [(fault.line, fault.field) for fault in report.rejected] == [(2, "line")]
    assert report.as_json()["rejected"][0].keys() == {"line", "field", "problem"}
    assert [chat.id for chat in await everything(database)] == ["c00001", "c00002"]


async def test_importing_again_changes_nothing_and_what_changed_takes_its_place(database: Database) -> None:
    await bring_in(database, talks(3))
    async with database.read() as session:
        before = await store.version(session)
    assert counts(await bring_in(database, talks(3))) == (0, 0, 3, 0, 6)
    async with database.read() as session:
        assert await store.version(session) == before
    assert counts(await bring_in(database, talk(0) + talk(1, "有现货的") + talk(9))) == (1, 1, 1, 0, 6)
    assert [chat.turns[-1].text for chat in await everything(database)] == ["在的亲", "有现货的", "在的亲", "在的亲"]


async def test_the_same_id_twice_in_a_file_is_kept_as_it_stands_last(database: Database) -> None:
    assert counts(await bring_in(database, talk(1) + talk(1) + talk(1, "有的"))) == (1, 1, 1, 0, 6)
    assert [chat.turns[-1].text for chat in await everything(database)] == ["有的"]


async def test_a_talk_without_an_id_is_named_by_what_was_said(database: Database) -> None:
    row = '{"context": "在吗", "reply": "%s"}\n'
    assert counts(await bring_in(database, row % "在的" + row % "您说")) == (2, 0, 0, 0, 4)
    assert counts(await bring_in(database, row % "您说")) == (0, 0, 1, 0, 2)


async def test_private_data_never_gets_in(database: Database) -> None:
    turns = [
        {"role": "buyer", "text": "收货人：张小满 13812345678，订单2013812345678901"},
        {"role": "agent", "text": "[姓名x]您的[订单x]寄到晴川路100号3栋202室", "agent": "13987654321"},
    ]
    await bring_in(database, json.dumps({"id": "c1", "turns": turns}))
    [chat] = await everything(database)
    assert chat.turns == (
        Turn("buyer", "收货人：*** *****，订单*****"),
        Turn("agent", "[姓名x]您的[订单x]寄到*************", agent="*****"),
    )


async def test_where_talks_came_from_and_when_they_ended_is_known(database: Database) -> None:
    await bring_in(database, talks(3), source="九月")
    await bring_in(database, '{"id": "p1", "context": "在吗", "reply": "在的"}', source="十月")
    async with database.read() as session:
        september, october = await store.sources(session)
    assert (september.source, september.chats, september.turns) == ("九月", 3, 6)
    assert september.last_at == datetime.fromtimestamp(AT, UTC)
    assert (october.source, october.last_at, october.imported_at) == ("十月", None, NOW)


@pytest.mark.parametrize("source", ["", "长" * 121, "a\x00b"])
async def test_a_source_nobody_could_name_is_refused(database: Database, source: str) -> None:
    with pytest.raises(BadInput, match="来源"):
        await bring_in(database, talks(1), source=source)


class _Interrupted(io.BytesIO):
    """A file whose reading is broken off, as by Ctrl-C."""

    def __init__(self, content: bytes, after: int) -> None:
        super().__init__(content)
        self._left = after

    def read1(self, size: int | None = -1, /) -> bytes:
        if self._left <= 0:
            raise OSError("broken off")
        self._left -= 1
        return super().read1(min(size or 0, 1000))


async def test_what_was_committed_before_an_interruption_stays_and_the_next_run_finishes(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_WEIGHT_OF_BATCH", 1000)
    content = talks(60)
    with pytest.raises(OSError, match="broken off"):
        await service.import_file(
            database, clock, "a.jsonl", _Interrupted(content.encode(), 4), Reading(SHANGHAI, source="a")
        )
    kept = len(await everything(database))
    assert 0 < kept < 60
    assert counts(await bring_in(database, content)) == (60 - kept, 0, kept, 0, 120)
    assert len(await everything(database)) == 60


async def test_faults_are_counted_all_and_told_up_to_a_bound(database: Database) -> None:
    report = await bring_in(database, "坏\n" * (service.MOST_TOLD + 5))
    assert (report.rejected_count, len(report.rejected)) == (service.MOST_TOLD + 5, service.MOST_TOLD)


async def test_progress_is_told_batch_by_batch(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_WEIGHT_OF_BATCH", 1000)
    told: list[tuple[int, int]] = []
    content = talks(40).encode()
    await service.import_file(
        database, clock, "a.jsonl", io.BytesIO(content), Reading(SHANGHAI, source="a"), lambda *done: told.append(done)
    )
    assert len(told) > 5
    assert told == sorted(told)
    assert told[-1] == (80, len(content))


_REPLIES = st.lists(
    st.tuples(st.integers(0, 5), st.sampled_from(["在的", "有的", "今天发13812345678", "坏"])), max_size=12
)


@pytest.fixture
async def one_database(tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'xiaoer.db'}")
    await database.create_all()
    yield database
    await database.close()


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=_REPLIES)
async def test_whatever_was_there_importing_twice_is_importing_once(
    one_database: Database, rows: Sequence[tuple[int, str]]
) -> None:
    content = "".join("坏\n" if reply == "坏" else talk(number, reply) for number, reply in rows)
    await bring_in(one_database, content)
    once = await everything(one_database)
    report = await bring_in(one_database, content)
    assert await everything(one_database) == once
    assert report.imported == 0


@pytest.mark.parametrize("count", [1_000, 6_000])
def test_a_longer_file_takes_no_more_memory(count: int, tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("w") as out:
        out.writelines(talk(number) for number in range(count))
    with path.open("rb") as file:
        tracemalloc.start()
        try:
            read = sum(1 for _ in keeping.past_chats(path.name, file, Reading(SHANGHAI)))
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert read == count
    assert peak < 3 * 1024 * 1024
