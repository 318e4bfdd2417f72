"""The buyer's stream over a real server: every message once, in order, however often the line is cut."""

import asyncio
import json
import random
import socket
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import fastapi.routing
import httpx
import pytest
import uvicorn

from assist_api.bus import Event, LocalBus
from assist_api.chat import service as chat
from assist_api.chat import store
from tests.app_fixtures import FilledHome, ShopApp, settings_in, started_app
from tests.chat.buyer import Buyer, buyer_of

IN_TIME_S = 20.0
"""Far longer than anything here takes."""


@dataclass(frozen=True)
class Received:
    name: str
    data: Any
    id: str | None


@dataclass(frozen=True)
class Street:
    """The app behind a real server."""

    app: ShopApp
    url: str
    server: uvicorn.Server

    async def stream(self, buyer: Buyer, after: str | None = None) -> AsyncGenerator[Received]:
        """Events until the line ends."""
        async for event in events_in(self.lines(buyer, after)):
            yield event

    async def lines(self, buyer: Buyer, after: str | None = None) -> AsyncGenerator[str]:
        headers = {b"Authorization": f"Bearer {buyer.token}".encode()}
        if after is not None:
            headers[b"Last-Event-ID"] = after.encode()
        async with (
            httpx.AsyncClient(base_url=self.url, timeout=IN_TIME_S, trust_env=False) as client,
            client.stream("GET", "/api/v1/chat/events", headers=headers) as answer,
        ):
            assert answer.status_code == 200, await answer.aread()
            assert answer.headers["content-type"].startswith("text/event-stream")
            async for line in answer.aiter_lines():
                yield line


async def events_in(lines: AsyncIterator[str]) -> AsyncIterator[Received]:
    fields: dict[str, str] = {}
    async for line in lines:
        if line:
            name, _, value = line.partition(": ")
            fields[name] = value
        elif "data" in fields:
            yield Received(fields["event"], json.loads(fields["data"]), fields.get("id"))
            fields = {}


async def take(street: Street, buyer: Buyer, count: int, after: str | None = None) -> list[Received]:
    """The first `count` messages of a stream, which is then cut."""
    found: list[Received] = []
    async with asyncio.timeout(IN_TIME_S), aclosing(street.stream(buyer, after)) as events:
        async for event in events:
            if event.name == "message":
                found.append(event)
                if len(found) == count:
                    break
    return found


async def first(street: Street, buyer: Buyer, name: str) -> Received:
    async with asyncio.timeout(IN_TIME_S), aclosing(street.stream(buyer)) as events:
        async for event in events:
            if event.name == name:
                return event
    raise AssertionError(f"the stream ended without {name}")


async def fill(app: ShopApp, buyer: Buyer, count: int) -> list[str]:
    texts = [f"第{number}句" for number in range(count)]
    async with app.database.begin() as session:
        conversation = await store.lock(session, buyer.conversation_id)
        for text in texts:
            await chat.add_line(session, conversation, "buyer", text, app.clock())
    return texts


@asynccontextmanager
async def serving(app: ShopApp) -> AsyncIterator[Street]:
    # Bound before the server starts: who connects early waits in the queue.
    with socket.create_server(("127.0.0.1", 0)) as door:
        config = uvicorn.Config(app.app, log_level="error", lifespan="off", ws="none", timeout_graceful_shutdown=1)
        server = uvicorn.Server(config)
        running = asyncio.create_task(server.serve(sockets=[door]))
        try:
            yield Street(app, f"http://127.0.0.1:{door.getsockname()[1]}", server)
        finally:
            server.should_exit = True
            await running


@pytest.fixture
async def street(shop_app: ShopApp) -> AsyncIterator[Street]:
    async with serving(shop_app) as street:
        yield street


def texts_of(received: list[Received]) -> list[str]:
    return [event.data["text"] for event in received]


async def test_every_message_comes_once_and_in_order_beyond_a_page(street: Street) -> None:
    buyer = await buyer_of(street.app)
    texts = await fill(street.app, buyer, 2 * store.PAGE + 7)
    received = await take(street, buyer, len(texts))
    assert texts_of(received) == texts
    assert [event.id for event in received] == [str(event.data["id"]) for event in received]


async def test_what_is_written_meanwhile_comes_too(street: Street) -> None:
    buyer = await buyer_of(street.app)
    seen: list[str] = []
    async with asyncio.timeout(IN_TIME_S), aclosing(street.stream(buyer)) as events:
        async for event in events:
            if event.name == "state" or len(seen) < 5:
                seen += [event.data["text"]] if event.name == "message" else []
                if len(seen) < 5:
                    await buyer.write(f"第{len(seen)}句")
            if len(seen) == 5:
                break
    assert seen == [f"第{number}句" for number in range(5)]


async def test_a_stream_cut_anywhere_goes_on_without_gap_or_double(street: Street) -> None:
    chance = random.Random(7)
    buyer = await buyer_of(street.app)
    received: list[Received] = []
    written = 0
    while len(received) < 120:
        for _ in range(chance.randint(0, 6)):
            await buyer.write(f"第{written}句")
            written += 1
        open_ones = written - len(received)
        if open_ones:
            last = received[-1].id if received else None
            received += await take(street, buyer, chance.randint(1, open_ones), last)
    assert texts_of(received) == [f"第{number}句" for number in range(len(received))]


@pytest.mark.parametrize("garbage", ["", "x", "-1", "1.5", "١٢", "9" * 5000, "9" * 15 + "9", "0x10"])
async def test_a_last_event_id_that_is_none_of_ours_starts_from_the_beginning(street: Street, garbage: str) -> None:
    buyer = await buyer_of(street.app)
    texts = await fill(street.app, buyer, 2)
    assert texts_of(await take(street, buyer, 2, after=garbage)) == texts


async def test_the_stream_tells_the_state_and_each_change_of_it(street: Street) -> None:
    buyer = await buyer_of(street.app)
    states = []
    async with asyncio.timeout(IN_TIME_S), aclosing(street.stream(buyer)) as events:
        async for event in events:
            if event.name == "state":
                states.append((event.data["state"], event.data["answering"]["kind"]))
                if len(states) == 2:
                    break
                await _hand_off(street.app, buyer)
    assert states == [("bot", "bot"), ("waiting", "waiting")]


async def _hand_off(app: ShopApp, buyer: Buyer) -> None:
    async with app.database.begin() as session:
        conversation = await store.lock(session, buyer.conversation_id)
        conversation.move(conversation.standing.hand_off())
    await chat.tell(app.bus, buyer.conversation_id)


async def test_a_hint_that_somebody_types_comes_by_itself(street: Street) -> None:
    buyer = await buyer_of(street.app)
    names = []
    async with asyncio.timeout(IN_TIME_S), aclosing(street.stream(buyer)) as events:
        async for event in events:
            names.append(event.name)
            if event.name == "typing":
                assert event.data == {"on": True}
                break
            topic = chat.conversation_topic(buyer.conversation_id)
            await street.app.bus.publish(topic, {"kind": "typing", "conversation_id": buyer.conversation_id})
    assert names == ["state", "typing"]


async def test_another_buyers_messages_never_come(street: Street) -> None:
    ann, ben = await buyer_of(street.app), await buyer_of(street.app)
    await ann.write("我的订单呢")
    await ben.write("在吗")
    assert texts_of(await take(street, ben, 1)) == ["在吗"]


async def test_an_idle_stream_says_that_it_lives(street: Street, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fastapi.routing, "_PING_INTERVAL", 0.01)
    buyer = await buyer_of(street.app)
    async with asyncio.timeout(IN_TIME_S), aclosing(street.lines(buyer)) as lines:
        async for line in lines:
            if line.startswith(":"):
                break
        else:
            raise AssertionError("no heartbeat came")


async def test_a_stopped_server_ends_its_streams(street: Street) -> None:
    buyer = await buyer_of(street.app)
    async with asyncio.timeout(IN_TIME_S), aclosing(street.lines(buyer)) as lines:
        with suppress(httpx.RemoteProtocolError):  # the line is cut, not ended
            async for _line in lines:
                street.server.should_exit = True


class _DeafBus(LocalBus):
    """Loses every event."""

    async def publish(self, topic: str, event: Event) -> None:
        return


async def test_a_lost_event_costs_a_moment_but_no_message(tmp_path: Path, filled_home: FilledHome) -> None:
    filled_home.copy_to(tmp_path)
    settings = settings_in(tmp_path).model_copy(update={"heartbeat_s": 0.05})
    async with started_app(settings, filled_home.tokens) as app:
        app.app.state.bus = _DeafBus()
        async with serving(app) as street:
            buyer = await buyer_of(app)
            names = []
            async with asyncio.timeout(IN_TIME_S), aclosing(street.stream(buyer)) as events:
                async for event in events:
                    names.append(event.name)
                    if event.name == "message":
                        break
                    await buyer.write("在吗")
    assert names == ["state", "message"]
