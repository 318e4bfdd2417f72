"""`POST /api/v1/suggestions` measured: the public app over SQLite in a process of its own, agents in this one.

The bot is down, so that its own time is not in the figures (benchmarks/turn.py measures that).
"""

import asyncio
import logging
import tempfile
from multiprocessing import get_context
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from typing import Annotated

import httpx
import typer
import uvicorn

from assist_api.accounts import service as accounts
from assist_api.app import create_app
from assist_api.bus import LocalBus
from assist_api.channels.service import ensure_default_channel
from assist_api.clients.bot import BotClient
from assist_api.clock import system_clock
from assist_api.database import Database
from assist_api.phrases.schemas import PhraseContent
from assist_api.phrases.service import new_phrase
from assist_api.settings import Settings
from assist_api.shop.service import load_demo
from assist_api.supervisor.exclusive import free_ports
from benchmarks.suggestions import read_cases, recombined, starter_phrases

PATH = "/api/v1/suggestions"
BUILT_WITHIN_S = 300.0


def http(
    size: Annotated[int, typer.Option(help="phrases")] = 10_000,
    callers: Annotated[int, typer.Option(help="agents at one time")] = 10,
    requests: Annotated[int, typer.Option(help="of each agent")] = 60,
    pause: Annotated[float, typer.Option(help="seconds an agent waits between two requests")] = 0.5,
) -> None:
    """Over HTTP, once with pauses as people make them and once without any."""
    with tempfile.TemporaryDirectory(prefix="xiaoer-speed-") as home:
        settings = _settings(Path(home))
        token = asyncio.run(_filled(settings, size))
        process = get_context("spawn").Process(target=_serve, args=(settings.home, settings.port))
        process.start()
        try:
            asyncio.run(_measured(settings.port, token, callers, requests, pause))
        finally:
            process.terminate()
            process.join()


def _settings(home: Path, port: int | None = None) -> Settings:
    return Settings(
        home=home,
        models=home / "models",
        pages=home / "pages",
        port=port or free_ports(1)[0],
        internal_secret="secret",  # noqa: S106 (nobody else's)
    )


async def _filled(settings: Settings, size: int) -> str:
    """A token for an agent of the demo shop with so many phrases."""
    database = Database(settings.sqlalchemy_url)
    now = system_clock()
    try:
        await database.create_all()
        await ensure_default_channel(database, system_clock)
        await load_demo(database, settings, system_clock)
        async with database.begin() as session:
            session.add_all(
                new_phrase(
                    phrase.id,
                    PhraseContent(
                        title=phrase.title,
                        text=phrase.wordings[0],
                        questions=list(phrase.questions),
                        intents=list(phrase.intents),
                    ),
                    now,
                )
                for phrase in recombined(starter_phrases(), size)
            )
            return await accounts.create_token(session, now, "speed", "agent")
    finally:
        await database.close()


def _serve(home: Path, port: int) -> None:
    logging.disable(logging.WARNING)
    settings = _settings(home, port)
    bot = BotClient("http://127.0.0.1:9", "secret", 1.0)  # the discard port: refused at once
    app = create_app(settings, Database(settings.sqlalchemy_url), LocalBus(), bot)
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="error", access_log=False)


async def _measured(port: int, token: str, callers: int, requests: int, pause: float) -> None:
    limits = httpx.Limits(max_connections=callers)
    headers = {"Authorization": f"Bearer {token}"}
    base = f"http://127.0.0.1:{port}"
    async with httpx.AsyncClient(base_url=base, headers=headers, limits=limits, timeout=BUILT_WITHIN_S) as agents:
        await _until_built(agents)
        await _series(agents, callers, 5, 0.0)
        for name, wait in (("with pauses", pause), ("without", 0.0)):
            times = await _series(agents, callers, requests, wait)
            print(f"{name:<12} {len(times):>6} requests  p50 {median(times):>6.1f} ms  p99 {_p99(times):>6.1f} ms")


def _p99(times: list[float]) -> float:
    return quantiles(times, n=100)[98]


async def _until_built(agents: httpx.AsyncClient) -> None:
    """The first answer waits for the index."""
    async with asyncio.timeout(BUILT_WITHIN_S):
        while True:
            try:
                (await agents.post(PATH, json=_wanted(0))).raise_for_status()
                return
            except httpx.ConnectError:
                await asyncio.sleep(0.2)


async def _series(agents: httpx.AsyncClient, callers: int, requests: int, pause: float) -> list[float]:
    """Milliseconds of each request."""
    times: list[float] = []

    async def agent(first: int) -> None:
        await asyncio.sleep(pause * first / callers)
        for number in range(requests):
            begun = perf_counter()
            answer = await agents.post(PATH, json=_wanted(first * requests + number))
            times.append((perf_counter() - begun) * 1000)
            answer.raise_for_status()
            await asyncio.sleep(pause)

    await asyncio.gather(*(agent(first) for first in range(callers)))
    return times


_CASES = read_cases()


def _wanted(number: int) -> dict[str, object]:
    lines = _CASES[number % len(_CASES)].lines
    turns = [{"role": "buyer", "text": "在吗"}, {"role": "agent", "text": "您好，在的，请问有什么可以帮您？"}]
    return {"turns": [*turns, *({"role": "buyer", "text": line} for line in lines)], "withhold": False}
