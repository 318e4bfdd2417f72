"""Past chats as kept: read back in order, told apart by version, forgotten."""

from datetime import UTC, datetime, timedelta
from typing import Any

from assist_api.database import Database
from assist_api.history import store
from assist_api.recommender.talk import PastChat, Turn

NOW = datetime(2026, 11, 2, 6, 3, tzinfo=UTC)
TURNS = (
    Turn("buyer", "这件米色的还有吗", at=1793599402.0),
    Turn("agent", "有的亲，今天拍下明天就发哦~", agent="小林", at=1793599420.0),
)


def row(chat_id: str, turns: tuple[Turn, ...] = TURNS, source: str = "a.jsonl", at: datetime = NOW) -> dict[str, Any]:
    return {
        "id": chat_id,
        "source": source,
        "digest": str(hash(turns)),
        "turns": turns,
        "turn_count": len(turns),
        "last_at": None,
        "imported_at": at,
    }


async def streamed(database: Database, batch: int) -> list[PastChat]:
    async with database.read() as session:
        return [chat async for chat in store.stream(session, batch)]


async def test_talks_come_back_as_they_went_in_and_in_the_order_of_their_ids(database: Database) -> None:
    async with database.begin() as session:
        await store.save(session, [row(f"c{number}") for number in (3, 1, 5, 2, 4)])
    for batch in (1, 2, 5, 100):
        assert await streamed(database, batch) == [PastChat(f"c{number}", TURNS) for number in range(1, 6)]


async def test_a_talk_with_a_known_id_takes_its_place(database: Database) -> None:
    async with database.begin() as session:
        await store.save(session, [row("c1"), row("c2")])
    async with database.begin() as session:
        await store.save(session, [row("c1", TURNS[:1])])
    assert await streamed(database, 10) == [PastChat("c1", TURNS[:1]), PastChat("c2", TURNS)]


async def test_the_version_changes_with_every_change_and_only_then(database: Database) -> None:
    seen = []
    for change in (
        lambda session: store.save(session, [row("c1"), row("c2")]),
        lambda session: store.save(session, [row("c1", TURNS[:1], at=NOW + timedelta(seconds=1))]),
        lambda session: store.forget(session, ["c1"]),
        lambda session: store.forget_source(session, "a.jsonl"),
    ):
        async with database.read() as session:
            seen += [await store.version(session), await store.version(session)]
        async with database.begin() as session:
            await change(session)
    assert [seen.count(one) for one in seen] == [2] * 8


async def test_a_buyers_talk_can_be_forgotten_and_so_can_a_whole_source(database: Database) -> None:
    async with database.begin() as session:
        await store.save(session, [row("c1"), row("c2"), row("c3"), row("d1", source="b.csv")])
    async with database.begin() as session:
        assert await store.forget(session, ["c2", "nobody"]) == ["c2"]
        assert await store.forget_source(session, "a.jsonl") == 2
        assert await store.forget_source(session, "a.jsonl") == 0
        assert await store.count(session) == 1
    assert [chat.id for chat in await streamed(database, 10)] == ["d1"]
