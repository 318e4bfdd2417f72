"""Runs assist_api: the public app, the internal app on loopback, turn and reminder worker, in one process and loop.

`python -m assist_api.server`; the supervisor starts it with the environment of docs/architecture.md.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import AsyncExitStack, suppress
from urllib.parse import urlsplit

import uvicorn
from fastapi import FastAPI

from assist_api.app import create_app
from assist_api.bus import Bus, LocalBus, RedisBus
from assist_api.clients.bot import BotClient
from assist_api.clock import system_clock
from assist_api.database import Database
from assist_api.flows.answering.app import create_internal_app
from assist_api.flows.learning.worker import TrainingWorker, train_in_process_of_its_own
from assist_api.flows.reminding.worker import reminder_worker
from assist_api.flows.teaching.answers import make_taught_answers
from assist_api.flows.turns.speech import Speech
from assist_api.flows.turns.starting import turn_worker
from assist_api.settings import Settings

STREAMS_END_AFTER_S = 2
"""Open event streams would keep a stopping server waiting for ever."""


async def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM."""
    async with AsyncExitStack() as stack:
        database = Database(settings.sqlalchemy_url)
        stack.push_async_callback(database.close)
        bus = await _bus(settings)
        stack.push_async_callback(bus.close)
        bot = BotClient(settings.bot_url, settings.internal_secret, settings.bot_timeout_s)
        stack.push_async_callback(bot.close)
        public = create_app(settings, database, bus, bot)
        stack.push_async_callback(public.state.suggester.close)
        stack.push_async_callback(public.state.learning.close)
        stack.push_async_callback(public.state.actions.close)
        taught = make_taught_answers(settings, database, system_clock)
        internal = create_internal_app(settings, database, clock=system_clock, taught=taught)
        worker = turn_worker(settings, database, bus, bot, system_clock, public.state.suggester.first_replies)
        await worker.recover(alone=database.is_sqlite)
        working = asyncio.create_task(worker.run())
        stack.push_async_callback(worker.stop)
        stack.push_async_callback(_cancel, working)
        speech = Speech(settings.data / "phrases")
        reminders = reminder_worker(database, bus, bot, system_clock, speech, settings.turn_lease_s)
        await reminders.recover(alone=database.is_sqlite)
        reminding = asyncio.create_task(reminders.run())
        stack.push_async_callback(reminders.stop)
        stack.push_async_callback(_cancel, reminding)
        # Loaded before the first agent asks; who asks earlier waits for it.
        loading = asyncio.create_task(public.state.learning.settled())
        stack.push_async_callback(_cancel, loading)
        training = TrainingWorker(database, bus, system_clock, train_in_process_of_its_own)
        watching = asyncio.create_task(training.run())
        stack.push_async_callback(_cancel, watching)
        address = urlsplit(settings.internal_url)
        servers = [
            _server(public, settings.host, settings.port),
            _server(internal, str(address.hostname), int(address.port or 0)),
        ]
        await _until_one_stops(servers)


def _server(app: FastAPI, host: str, port: int) -> uvicorn.Server:
    return uvicorn.Server(
        uvicorn.Config(
            app,
            host=host,
            port=port,
            log_level="warning",
            access_log=False,  # paths and times of buyers are private data
            server_header=False,
            proxy_headers=False,  # web_security.client_address decides which proxies to believe
            timeout_graceful_shutdown=STREAMS_END_AFTER_S,
        )
    )


async def _until_one_stops(servers: list[uvicorn.Server]) -> None:
    """Each server hears the signals; when one has stopped the others stop too."""
    tasks = [asyncio.create_task(server.serve()) for server in servers]
    await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for server in servers:
        server.should_exit = True
    await asyncio.gather(*tasks)


async def _bus(settings: Settings) -> Bus:
    if settings.redis_url is None:
        return LocalBus()
    bus = RedisBus(settings.redis_url)
    await bus.start()
    return bus


async def _cancel(task: asyncio.Task[None]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


def _fastest_loop() -> Callable[[], asyncio.AbstractEventLoop]:
    try:
        import uvloop
    except ImportError:  # not made for Windows
        return asyncio.new_event_loop
    return uvloop.new_event_loop


def main() -> None:
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    settings = Settings()
    with asyncio.Runner(loop_factory=_fastest_loop()) as runner:
        runner.run(serve(settings))


if __name__ == "__main__":
    main()
