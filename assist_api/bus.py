"""Wake-up calls between request handlers, the turn worker and open streams.

An event says only that something changed and where; who hears it reads the database. So a lost event costs a moment,
never a message: every listener also looks by itself now and then. One process uses `LocalBus`; many workers share
`RedisBus`.
"""

import asyncio
import contextlib
import json
import logging
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

log = logging.getLogger(__name__)

Event = dict[str, Any]

RECONNECT_AFTER_S = 1.0
ANSWER_WITHIN_S = 2.0


class Bus(Protocol):
    """Publishes small events by topic (`conversation:ID`, `turns`, `desk`, ...)."""

    async def publish(self, topic: str, event: Event) -> None: ...

    def subscribe(self, *topics: str) -> "contextlib.AbstractAsyncContextManager[Subscription]": ...

    async def close(self) -> None: ...


class Subscription:
    """What one listener has not read yet; at most 256 events, then the oldest go (they are only wake-up calls)."""

    def __init__(self) -> None:
        self._queue: asyncio.Queue[Event] = asyncio.Queue(maxsize=256)

    def put(self, event: Event) -> None:
        if self._queue.full():
            self._queue.get_nowait()
        self._queue.put_nowait(event)

    def waiting(self) -> list[Event]:
        """What has come already, without waiting for more."""
        return [self._queue.get_nowait() for _ in range(self._queue.qsize())]

    async def next(self, timeout_s: float) -> Event | None:
        """The next event, or None when none came in time."""
        try:
            async with asyncio.timeout(timeout_s):
                return await self._queue.get()
        except TimeoutError:
            return None


class LocalBus:
    """Within one process."""

    def __init__(self) -> None:
        self._listeners: defaultdict[str, set[Subscription]] = defaultdict(set)

    async def publish(self, topic: str, event: Event) -> None:
        self.deliver(topic, event)

    def deliver(self, topic: str, event: Event) -> None:
        for listener in list(self._listeners.get(topic, ())):
            listener.put({"topic": topic, **event})

    @asynccontextmanager
    async def subscribe(self, *topics: str) -> AsyncIterator[Subscription]:
        subscription = Subscription()
        for topic in topics:
            self._listeners[topic].add(subscription)
        try:
            yield subscription
        finally:
            for topic in topics:
                self._listeners[topic].discard(subscription)
                if not self._listeners[topic]:
                    del self._listeners[topic]

    async def close(self) -> None:
        self._listeners.clear()


class RedisBus:
    """Between processes, over one Redis channel; what this process publishes comes back to it through Redis too."""

    CHANNEL = "xiaoer:events"

    def __init__(self, url: str, reconnect_after_s: float = RECONNECT_AFTER_S) -> None:
        from redis.asyncio import Redis
        from redis.asyncio.retry import Retry
        from redis.backoff import NoBackoff
        from redis.exceptions import RedisError

        self._local = LocalBus()
        self._reconnect_after_s = reconnect_after_s
        # Redis has a ConnectionError and a TimeoutError of its own, which are no OSError.
        self._lost = (OSError, RedisError)
        # A buyer's request waits for `publish`: one more try at once, no growing pauses.
        self._redis = Redis.from_url(
            url, retry=Retry(NoBackoff(), 1), socket_timeout=ANSWER_WITHIN_S, socket_connect_timeout=ANSWER_WITHIN_S
        )
        self._pump: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Return once subscribed: an event published after this is heard. Waits for a Redis that is not up yet."""
        ready = asyncio.Event()
        self._pump = asyncio.create_task(self._read(ready))
        await ready.wait()

    async def _read(self, ready: asyncio.Event) -> None:
        while True:
            try:
                async with self._redis.pubsub() as channel:
                    await channel.subscribe(self.CHANNEL)
                    ready.set()
                    async for message in channel.listen():
                        if message["type"] == "message":
                            body = json.loads(message["data"])
                            self._local.deliver(body["topic"], body["event"])
            except self._lost as error:
                log.warning("events from other workers are not heard, Redis is away: %s", error)
                await asyncio.sleep(self._reconnect_after_s)

    async def publish(self, topic: str, event: Event) -> None:
        """Never raises for a Redis that is away: what the event tells of is committed, and found without it too."""
        try:
            await self._redis.publish(self.CHANNEL, json.dumps({"topic": topic, "event": event}))
        except self._lost as error:
            log.warning("other workers are not told of %s, Redis is away: %s", topic, error)
            self._local.deliver(topic, event)

    def subscribe(self, *topics: str) -> contextlib.AbstractAsyncContextManager[Subscription]:
        return self._local.subscribe(*topics)

    async def close(self) -> None:
        if self._pump:
            self._pump.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._pump
        await self._redis.aclose()
