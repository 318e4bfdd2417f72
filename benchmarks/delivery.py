"""Does every message arrive exactly once while the parts are killed with `kill -9`?

    .venv/bin/python -m benchmarks.delivery [--kills 100] [--buyers 20] [--cuts 100]

Starts a system of its own (own folder, free port). Buyers write all the time: plain questions, and a return form that
has to go on where it stood. Meanwhile each part (bot, actions, assist_api) is killed at random moments, `--kills` times
each, and one buyer's event stream is cut `--cuts` times. At the end the conversations are read back and the database is
looked at. Prints one JSON object; exits 1 if anything was lost or doubled.
"""

import argparse
import asyncio
import json
import os
import random
import signal
import sqlite3
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx

from tests.e2e.system import started

PARTS = ("bot", "actions", "assist_api")

TALKS = (
    ("在吗", "现在拍什么时候能发", "包邮不", "寄到成都要几天", "好的谢谢"),
    ("你家发啥快递呀", "七天内能退吗", "怎么付款", "嗯嗯"),
    ("我要退货", "20261121000{n}", "尺码买大了"),
    ("身高162 体重104斤 穿几码合适", "那170呢", "有活动没"),
)
"""Lines of one visit each; our own words. {n} makes order numbers that do not exist, which the form takes anyway."""

PATIENCE_S = 60.0
"""A visit ends when nothing more came for so long; with people never answering, waiting is the end of a visit."""


@dataclass
class Tally:
    written: dict[str, list[str]] = field(default_factory=dict)
    """Conversation → client ids in the order they were accepted."""
    tokens: dict[str, str] = field(default_factory=dict)
    retries: int = 0
    kills: Counter[str] = field(default_factory=Counter)
    cuts: int = 0
    streamed: list[int] = field(default_factory=list)
    stream_conversation: str = ""


@dataclass
class Load:
    """Buyers, killers and one cut stream over a running system."""

    url: str
    home: Path
    tally: Tally
    chance: random.Random
    over: asyncio.Event = field(default_factory=asyncio.Event)

    async def buyer(self) -> None:
        async with httpx.AsyncClient(base_url=self.url, timeout=10, trust_env=False) as http:
            while not self.over.is_set():
                await self._visit(http, self.chance.choice(TALKS))

    async def _visit(self, http: httpx.AsyncClient, lines: tuple[str, ...]) -> None:
        opened = await self._until_answered(http, "/api/v1/chat/sessions", {}, None)
        conversation, token = opened["conversation_id"], opened["token"]
        self.tally.tokens[conversation] = token
        self.tally.written[conversation] = []
        for line in lines:
            if self.over.is_set():
                return
            body = {"client_id": uuid4().hex, "text": line.format(n=self.chance.randrange(10))}
            accepted = await self._until_answered(http, "/api/v1/chat/messages", body, token)
            self.tally.written[conversation].append(body["client_id"])
            if not await self._answered(http, token, accepted["message_id"]):
                return

    async def _until_answered(
        self, http: httpx.AsyncClient, path: str, body: dict[str, Any], token: str | None
    ) -> dict[str, Any]:
        """Like a page: the same request again and again until it is acknowledged."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        while True:
            try:
                answer = await http.post(path, json=body, headers=headers)
                if answer.is_success:
                    return dict(answer.json())
            except httpx.TransportError:
                pass
            self.tally.retries += 1
            await asyncio.sleep(0.2)

    async def _answered(self, http: httpx.AsyncClient, token: str, message_id: int) -> bool:
        """Whether a reply came; False when the buyer now waits for a person."""
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline and not self.over.is_set():
            talk = await _read(http, token, message_id)
            if talk and any(message["role"] == "bot" for message in talk["messages"]):
                return bool(talk["state"] == "bot")
            await asyncio.sleep(0.1)
        return False

    async def killer(self, part: str, kills: int) -> None:
        for _ in range(kills):
            await self._until_up(part)
            await asyncio.sleep(self.chance.uniform(0, 8))
            os.kill(self._pid(part), signal.SIGKILL)
            self.tally.kills[part] += 1

    async def _until_up(self, part: str) -> None:
        name = "database" if part == "assist_api" else part
        async with httpx.AsyncClient(base_url=self.url, timeout=5, trust_env=False) as http:
            while True:
                try:
                    if (await http.get("/healthz")).json()["parts"][name] == "ok":
                        return
                except (httpx.TransportError, ValueError, KeyError):
                    pass
                await asyncio.sleep(0.2)

    def _pid(self, part: str) -> int:
        running = json.loads((self.home / "run.json").read_text())
        return int(running["children"][part]["pid"])

    async def cut_stream(self, cuts: int) -> None:
        """One buyer reads by stream; the line is cut again and again and resumes after the last id seen."""
        async with httpx.AsyncClient(base_url=self.url, timeout=10, trust_env=False) as http:
            opened = await self._until_answered(http, "/api/v1/chat/sessions", {}, None)
            token, self.tally.stream_conversation = opened["token"], opened["conversation_id"]
            self.tally.tokens[opened["conversation_id"]] = token
            self.tally.written[opened["conversation_id"]] = []
            while self.tally.cuts < cuts:
                body = {"client_id": uuid4().hex, "text": "包邮吗"}
                await self._until_answered(http, "/api/v1/chat/messages", body, token)
                self.tally.written[opened["conversation_id"]].append(body["client_id"])
                await self._listen(http, token, self.chance.uniform(0.02, 0.6))
                self.tally.cuts += 1

    async def _listen(self, http: httpx.AsyncClient, token: str, seconds: float) -> None:
        headers = {"Authorization": f"Bearer {token}"}
        if self.tally.streamed:
            headers["Last-Event-ID"] = str(self.tally.streamed[-1])
        try:
            async with asyncio.timeout(seconds), http.stream("GET", "/api/v1/chat/events", headers=headers) as stream:
                async for line in stream.aiter_lines():
                    if line.startswith("id:"):
                        self.tally.streamed.append(int(line.removeprefix("id:")))
        except (TimeoutError, httpx.TransportError):
            return


async def _read(http: httpx.AsyncClient, token: str, after: int) -> dict[str, Any] | None:
    try:
        answer = await http.get(f"/api/v1/chat/messages?after={after}", headers={"Authorization": f"Bearer {token}"})
        return dict(answer.json()) if answer.is_success else None
    except httpx.TransportError:
        return None


async def run(url: str, home: Path, kills: int, buyers: int, cuts: int, seed: int) -> dict[str, Any]:
    load = Load(url, home, Tally(), random.Random(seed))
    started_at = time.monotonic()
    talking = [asyncio.create_task(load.buyer()) for _ in range(buyers)]
    await asyncio.gather(*(load.killer(part, kills) for part in PARTS), load.cut_stream(cuts))
    load.over.set()
    await asyncio.gather(*talking)
    for part in PARTS:
        await load._until_up(part)
    await _quiet(home)
    async with httpx.AsyncClient(base_url=url, timeout=10, trust_env=False) as http:
        await load._listen(http, load.tally.tokens[load.tally.stream_conversation], 3)
    return {"seconds": round(time.monotonic() - started_at), **verdict(load.tally, home)}


async def _quiet(home: Path) -> None:
    """Until no conversation waits for the bot."""
    for _ in range(600):
        with _database(home) as database:
            [[waiting]] = database.execute("select count(*) from conversations where due_at is not null").fetchall()
        if not waiting:
            return
        await asyncio.sleep(0.5)


def _database(home: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"file:{home / 'xiaoer.db'}?mode=ro", uri=True)


def verdict(tally: Tally, home: Path) -> dict[str, Any]:
    """What was lost or doubled, counted from what buyers were told and what the database holds."""
    with _database(home) as database:
        stored: dict[str, list[str]] = {}
        for conversation, client_id in database.execute(
            "select conversation_id, client_id from messages where role = 'buyer' order by id"
        ):
            stored.setdefault(conversation, []).append(client_id)
        count = _counter(database)
        replies = count("select count(*) from messages where role = 'bot'")
        answered_twice = count(
            "select coalesce(sum(n - 1), 0) from (select count(*) n from messages where answers_to is not null"
            " group by conversation_id, answers_to)"
        )
        unanswered = count(
            "select count(*) from messages m join conversations c on c.id = m.conversation_id"
            " where m.role = 'buyer' and m.id > c.processed_to"
        )
        turns_twice = _lines_in_two_turns(database)
        stream_ids = [
            row[0]
            for row in database.execute(
                "select id from messages where conversation_id = ? order by id", (tally.stream_conversation,)
            )
        ]
        handoffs = dict(database.execute("select reason, count(*) from handoffs group by reason"))
    lost = sum(len([one for one in ids if one not in set(stored.get(c, []))]) for c, ids in tally.written.items())
    doubled = sum(len(ids) - len(set(ids)) for ids in stored.values())
    return {
        "kills": dict(tally.kills),
        "conversations": len(tally.written),
        "accepted": sum(map(len, tally.written.values())),
        "retries": tally.retries,
        "replies": replies,
        "handoffs": handoffs,
        "lost": lost,
        "stored_twice": doubled,
        "unanswered": unanswered,
        "answered_twice": answered_twice,
        "lines_in_two_turns": turns_twice,
        "stream": {
            "cuts": tally.cuts,
            "messages": len(stream_ids),
            "gaps": len(set(stream_ids) - set(tally.streamed)),
            "doubles": len(tally.streamed) - len(set(tally.streamed)),
        },
    }


def _counter(database: sqlite3.Connection) -> Any:
    return lambda query: database.execute(query).fetchone()[0]


def _lines_in_two_turns(database: sqlite3.Connection) -> int:
    """Buyer lines that stand in the committed events of two turns: a form would have gone on twice."""
    seen: Counter[tuple[str, int]] = Counter()
    for conversation, events in database.execute("select conversation_id, events from bot_events order by id"):
        in_this_turn = {
            (event.get("metadata") or {}).get("message_id") for event in json.loads(events) if event["event"] == "user"
        }
        seen.update((conversation, message_id) for message_id in in_this_turn if message_id)
    return sum(times - 1 for times in seen.values())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=100, help="of each part")
    parser.add_argument("--buyers", type=int, default=20)
    parser.add_argument("--cuts", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="xiaoer-delivery-") as folder, started(Path(folder)) as system:
        found = asyncio.run(run(system.url, system.home, asked.kills, asked.buyers, asked.cuts, asked.seed))
    print(json.dumps(found, ensure_ascii=False, indent=1))
    wrong = ("lost", "stored_twice", "unanswered", "answered_twice", "lines_in_two_turns")
    sys.exit(any(found[name] for name in wrong) or any(found["stream"][name] for name in ("gaps", "doubles")))


if __name__ == "__main__":
    main()
