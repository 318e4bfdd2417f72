"""How long does a buyer's turn take? The gateway beside Rasa called directly, and beside Rasa with DIET.

    .venv/bin/python -m benchmarks.turn [--rounds 5] [--turns 12] [--without-diet] [--against CHECKOUT]

Starts a system of its own with burst wait 0, and a second Rasa with the usual DIET pipeline (trained here, which takes
some minutes) on the same action server. In every round each way answers the same lines with 1, 4 and 16 buyers at once,
one after the other, so that noise of the machine hits all alike. A turn through the gateway counts from the POST to the
reply's arrival on the buyer's open stream: two durable commits, the bot, its actions, rendering and delivery. A direct
turn is the same call that the gateway makes. `--against` also starts another checkout (an older version after its own
`make setup`) and measures its gateway and memory in the same rounds. Prints one JSON object; times in milliseconds.
"""

import argparse
import asyncio
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import psutil

from assist_api.settings import CHECKOUT
from assist_api.supervisor.exclusive import free_ports
from tests.e2e.system import RunningSystem, started

BUYERS = (1, 4, 16)
LINES = (
    "你们发什么快递",
    "拍下多久能发出来",
    "寄到成都要几天呀",
    "邮费多少",
    "身高163体重105斤穿啥码",
    "现在有啥活动",
    "怎么付款呢",
    "收到不喜欢能退不",
)
"""Most ask an action and through it the shop's data, as most real questions do."""

BOT = CHECKOUT / "bot"


@dataclass
class Talk:
    """One buyer's conversation; `base` is the tracker's fingerprint for direct calls."""

    id: str
    token: str
    base: str = ""
    sent: int = 0


@dataclass
class Series:
    """Seconds of single turns, and the turns a second of each round."""

    seconds: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)

    def summary(self) -> dict[str, float]:
        ordered = sorted(self.seconds)
        return {
            "p50": round(statistics.median(ordered) * 1000, 1),
            "p99": round(ordered[min(len(ordered) - 1, int(len(ordered) * 0.99))] * 1000, 1),
            "turns_per_s": round(statistics.median(self.rates), 1),
            "n": len(ordered),
        }


Turn = Callable[[httpx.AsyncClient, Talk, str], Awaitable[float]]


async def direct_turn(http: httpx.AsyncClient, talk: Talk, text: str) -> float:
    talk.sent += 1
    message = {"id": talk.sent, "text": text, "parse": None, "metadata": {"product_id": "p1001"}}
    body = {"conversation": talk.id, "base": talk.base, "events": None, "messages": [message]}
    begun = time.perf_counter()
    answer = await http.post("/webhooks/turn/", json=body)
    taken = time.perf_counter() - begun
    answer.raise_for_status()
    talk.base = answer.json()["base"]
    return taken


class Streams:
    """Open event streams of the gateway's buyers; tells when a reply has arrived."""

    def __init__(self, http: httpx.AsyncClient) -> None:
        self._http = http
        self._arrived: dict[str, asyncio.Queue[float]] = {}
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self, talk: Talk) -> None:
        self._arrived[talk.id] = asyncio.Queue()
        ready = asyncio.Event()
        self._tasks.append(asyncio.create_task(self._read(talk, ready)))
        await ready.wait()

    async def _read(self, talk: Talk, ready: asyncio.Event) -> None:
        headers = {"Authorization": f"Bearer {talk.token}"}
        async with self._http.stream("GET", "/api/v1/chat/events", headers=headers) as stream:
            async for line in stream.aiter_lines():
                ready.set()
                if line.startswith("data:") and '"role":"bot"' in line.replace(" ", ""):
                    self._arrived[talk.id].put_nowait(time.perf_counter())

    async def turn(self, http: httpx.AsyncClient, talk: Talk, text: str) -> float:
        begun = time.perf_counter()
        body = {"client_id": uuid4().hex, "text": text}
        answer = await http.post("/api/v1/chat/messages", json=body, headers={"Authorization": f"Bearer {talk.token}"})
        answer.raise_for_status()
        async with asyncio.timeout(30):
            return await self._arrived[talk.id].get() - begun

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._tasks.clear()


@dataclass(frozen=True)
class Way:
    """One way to have a line answered; `opens` is the gateway on which its conversations are begun."""

    name: str
    http: httpx.AsyncClient
    opens: httpx.AsyncClient
    streams: Streams | None = None

    async def turn(self, http: httpx.AsyncClient, talk: Talk, text: str) -> float:
        return await (self.streams.turn if self.streams else direct_turn)(http, talk, text)

    async def talks(self, buyers: int) -> list[Talk]:
        talks = [await _talk(self.opens) for _ in range(buyers)]
        if self.streams:
            for talk in talks:
                await self.streams.open(talk)
        return talks


async def measure(
    system: RunningSystem, diet_url: str | None, before: RunningSystem | None, rounds: int, turns: int
) -> dict[str, Any]:
    running = json.loads((system.home / "run.json").read_text())
    secret = {"Authorization": f"Bearer {running['XIAOER_INTERNAL_SECRET']}"}
    found: dict[str, dict[int, Series]] = {}
    async with AsyncExitStack() as clients:

        async def client(url: str, **headers: str) -> httpx.AsyncClient:
            limits = httpx.Limits(max_connections=64)
            http = httpx.AsyncClient(base_url=url, timeout=60, trust_env=False, limits=limits, headers=headers)
            return await clients.enter_async_context(http)

        gateway = await client(system.url)
        ways = [
            Way("gateway", gateway, gateway, Streams(gateway)),
            Way("rasa", await client(running["XIAOER_BOT_URL"], **secret), gateway),
        ]
        if diet_url:
            ways.append(Way("rasa_diet", await client(diet_url, **secret), gateway))
        if before:
            old = await client(before.url)
            ways.append(Way("gateway_before", old, old, Streams(old)))
        for number in range(rounds + 1):
            for buyers in BUYERS:
                for way in ways:
                    series = Series() if number == 0 else found.setdefault(way.name, {}).setdefault(buyers, Series())
                    await _round(way.http, way.turn, await way.talks(buyers), turns, series)
                    if way.streams:
                        await way.streams.close()
    return {name: {buyers: series.summary() for buyers, series in by.items()} for name, by in found.items()}


async def _round(http: httpx.AsyncClient, turn: Turn, talks: list[Talk], turns: int, series: Series) -> None:
    """Round 0 of a run only warms up."""

    async def buyer(talk: Talk, first: int) -> None:
        for number in range(turns):
            series.seconds.append(await turn(http, talk, LINES[(first + number) % len(LINES)]))

    begun = time.perf_counter()
    await asyncio.gather(*(buyer(talk, first) for first, talk in enumerate(talks)))
    series.rates.append(turns * len(talks) / (time.perf_counter() - begun))


async def _talk(gateway: httpx.AsyncClient) -> Talk:
    opened = await gateway.post("/api/v1/chat/sessions", json={"context": {"product_id": "p1001"}})
    opened.raise_for_status()
    return Talk(opened.json()["conversation_id"], opened.json()["token"])


@contextmanager
def diet_bot(system: RunningSystem, folder: Path) -> Iterator[tuple[str, int]]:
    """A second Rasa with the DIET pipeline on the system's action server: its URL and process id."""
    running = json.loads((system.home / "run.json").read_text())
    [port] = free_ports(1)
    own = {key: value for key, value in running.items() if key.startswith("XIAOER_")}
    environment = {
        **os.environ,
        **own,
        "XIAOER_CATALOGUE": str(system.home / "catalogue.jsonl"),
        "XIAOER_LEXICON": str(CHECKOUT / "data" / "lexicon"),
        "XIAOER_DATA": str(CHECKOUT / "data"),
        "RASA_TELEMETRY_ENABLED": "false",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
    }
    rasa = [str(BOT / ".venv" / "bin" / "python"), "-m", "rasa"]
    data = [str(CHECKOUT / "data" / "nlu"), str(CHECKOUT / "data" / "rules")]
    config = str(CHECKOUT / "benchmarks" / "diet" / "config.yml")
    train = [*rasa, "train", "--config", config, "--domain", "domain", "--data", *data, "--out", str(folder)]
    train += ["--fixed-model-name", "diet", "--skip-validation", "--force"]
    subprocess.run(train, cwd=BOT, env=environment, check=True, stdout=sys.stderr)
    serve = [*rasa, "run", "-i", "127.0.0.1", "-p", str(port), "-m", str(folder / "diet.tar.gz")]
    serve += ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    process = subprocess.Popen(serve, cwd=BOT, env=environment, stdout=sys.stderr)
    url = f"http://127.0.0.1:{port}"
    try:
        _until_ready(url, running["XIAOER_INTERNAL_SECRET"], process)
        yield url, process.pid
    finally:
        process.terminate()
        process.wait()


def _until_ready(url: str, secret: str, process: "subprocess.Popen[bytes]") -> None:
    deadline = time.monotonic() + 180
    while time.monotonic() < deadline and process.poll() is None:
        try:
            headers = {"Authorization": f"Bearer {secret}"}
            if httpx.get(f"{url}/webhooks/turn/ready", headers=headers, trust_env=False).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.5)
    raise RuntimeError("the DIET bot did not start")


def memory_mb(system: RunningSystem, diet_pid: int | None) -> dict[str, int]:
    """Resident memory of each process with its children, in MB."""
    running = json.loads((system.home / "run.json").read_text())
    pids = {name: child["pid"] for name, child in running["children"].items()} | {"supervisor": running["pid"]}
    found = {name: psutil.Process(pid).memory_info().rss // 2**20 for name, pid in pids.items()}
    found["total"] = sum(found.values())
    if diet_pid:
        found["diet_bot"] = psutil.Process(diet_pid).memory_info().rss // 2**20
    return found


def ratios(times: dict[str, Any]) -> dict[str, Any]:
    """The gateway's median turn as a multiple of each direct way's, by buyers."""
    return {
        f"gateway/{way}": {n: round(times["gateway"][n]["p50"] / times[way][n]["p50"], 2) for n in BUYERS}
        for way in times
        if way != "gateway"
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--turns", type=int, default=12, help="of each buyer in each round")
    parser.add_argument("--without-diet", action="store_true")
    parser.add_argument("--against", type=Path, metavar="CHECKOUT", help="another version, set up")
    asked = parser.parse_args()
    os.environ["BURST_MAX_S"] = "0"
    folder = Path(tempfile.mkdtemp(prefix="xiaoer-turn-"))
    try:
        with ExitStack() as parts:
            system = parts.enter_context(started(folder / "home"))
            url, pid = (None, None) if asked.without_diet else parts.enter_context(diet_bot(system, folder))
            before = parts.enter_context(started(folder / "before", asked.against.resolve())) if asked.against else None
            times = asyncio.run(measure(system, url, before, asked.rounds, asked.turns))
            report = {"ms": times, "ratio_p50": ratios(times), "memory_mb": memory_mb(system, pid)}
            if before:
                report["memory_before_mb"] = memory_mb(before, None)
    finally:
        shutil.rmtree(folder)
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
