"""Wake-up calls between request handlers, the turn worker and open streams.

An event says only that something changed and where; who hears it reads the database. So a lost event costs a moment,
never a message: every listener also looks by itself now and then. One process uses `LocalBus`; many workers share
`RedisBus`.
"""

import asyncio
import contextlib
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

Event = dict[str, Any]


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

    def __init__(self, url: str) -> None:
        from redis.asyncio import Redis

        self._local = LocalBus()
        self._redis = Redis.from_url(url)
        self._pump: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Return once subscribed: an event published after this is heard."""
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
            except (OSError, ConnectionError):
                await asyncio.sleep(1)

    async def publish(self, topic: str, event: Event) -> None:
        await self._redis.publish(self.CHANNEL, json.dumps({"topic": topic, "event": event}))

    def subscribe(self, *topics: str) -> contextlib.AbstractAsyncContextManager[Subscription]:
        return self._local.subscribe(*topics)

    async def close(self) -> None:
        if self._pump:
            self._pump.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._pump
        await self._redis.aclose()
