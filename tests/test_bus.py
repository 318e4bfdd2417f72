"""Wake-up calls: heard by whoever listens, in this process and in others; losing some is allowed, breaking is not."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from redis.asyncio import Redis

from assist_api.bus import Bus, LocalBus, RedisBus, Subscription
from assist_api.supervisor.exclusive import free_ports

IN_TIME_S = 10.0
"""Far longer than anything here takes: a test that waits this long has failed."""


@pytest.fixture(params=["local", pytest.param("redis", marks=pytest.mark.redis)])
async def bus(request: pytest.FixtureRequest) -> AsyncIterator[Bus]:
    if request.param == "local":
        local = LocalBus()
        yield local
        await local.close()
    else:
        async with redis_bus(request.getfixturevalue("redis_url")) as over_redis:
            yield over_redis


@asynccontextmanager
async def redis_bus(url: str) -> AsyncIterator[RedisBus]:
    bus = RedisBus(url, reconnect_after_s=0.01)
    await bus.start()
    try:
        yield bus
    finally:
        await bus.close()


async def heard(subscription: Subscription) -> object:
    event = await subscription.next(IN_TIME_S)
    assert event is not None
    return event["n"]


async def test_what_is_published_is_heard_in_order(bus: Bus) -> None:
    async with bus.subscribe("turns") as calls:
        for number in range(50):
            await bus.publish("turns", {"n": number})
        assert [await heard(calls) for _ in range(50)] == list(range(50))


async def test_every_listener_hears_its_own_topics_and_no_others(bus: Bus) -> None:
    async with bus.subscribe("a", "b") as both, bus.subscribe("b") as one:
        await bus.publish("c", {"n": 0})
        await bus.publish("a", {"n": 1})
        await bus.publish("b", {"n": 2})
        assert [await heard(both) for _ in range(2)] == [1, 2]
        assert await heard(one) == 2


async def test_an_event_names_its_topic(bus: Bus) -> None:
    async with bus.subscribe("desk") as calls:
        await bus.publish("desk", {"kind": "queue"})
        assert await calls.next(IN_TIME_S) == {"topic": "desk", "kind": "queue"}


async def test_without_an_event_the_listener_looks_by_itself(bus: Bus) -> None:
    async with bus.subscribe("desk") as calls:
        assert await calls.next(0.001) is None


async def test_a_listener_that_sleeps_keeps_the_newest_256(bus: Bus) -> None:
    async with bus.subscribe("a") as sleeper, bus.subscribe("a") as awake:
        for number in range(300):
            await bus.publish("a", {"n": number})
            await heard(awake)
        assert [await heard(sleeper) for _ in range(256)] == list(range(44, 300))
        assert await sleeper.next(0.001) is None


async def test_what_has_come_already_is_read_at_once(bus: Bus) -> None:
    async with bus.subscribe("a") as calls, bus.subscribe("a") as other:
        for number in range(3):
            await bus.publish("a", {"n": number})
            await heard(other)
        assert [call["n"] for call in calls.waiting()] == [0, 1, 2]
        assert calls.waiting() == []


async def test_who_left_hears_nothing_and_is_forgotten() -> None:
    bus = LocalBus()
    async with bus.subscribe("a", "b"):
        pass
    await bus.publish("a", {"n": 1})
    assert not bus._listeners


@pytest.mark.redis
async def test_two_processes_hear_each_other(redis_url: str) -> None:
    async with AsyncExitStack() as stack:
        here, there = [await stack.enter_async_context(redis_bus(redis_url)) for _ in range(2)]
        calls = [await stack.enter_async_context(one.subscribe("turns")) for one in (here, there)]
        await here.publish("turns", {"n": 1})
        assert [await heard(one) for one in calls] == [1, 1]
        await there.publish("turns", {"n": 2})
        assert [await heard(one) for one in calls] == [2, 2]


@pytest.mark.redis
async def test_after_a_cut_line_events_are_heard_again(redis_url: str) -> None:
    async with redis_bus(redis_url) as here, redis_bus(redis_url) as there, here.subscribe("turns") as calls:
        for number in range(3):
            await _cut_all_lines(redis_url)
            await _until_heard(there, calls, number)


@pytest.mark.redis
async def test_a_redis_that_is_away_spoils_nothing_and_this_process_still_hears_itself() -> None:
    [port] = free_ports(1)
    bus = RedisBus(f"redis://127.0.0.1:{port}/0", reconnect_after_s=0.01)
    try:
        async with bus.subscribe("turns") as calls:
            await bus.publish("turns", {"n": 1})
            assert await heard(calls) == 1
    finally:
        await bus.close()


async def _cut_all_lines(redis_url: str) -> None:
    async with Redis.from_url(redis_url) as redis:
        await redis.client_kill_filter(_type="pubsub")
        await redis.client_kill_filter(_type="normal", skipme=True)


async def _until_heard(bus: Bus, calls: Subscription, number: int) -> None:
    """Publish until the listener is back: what is published while it is away is lost, as documented."""
    async with asyncio.timeout(IN_TIME_S):
        while True:
            await bus.publish("turns", {"n": number})
            event = await calls.next(0.02)
            if event is not None and event["n"] == number:
                return
