"""A bot that keeps the turn channel's contract and does what a test tells it."""

import json
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any

import httpx

Answer = dict[str, Any]


def parse_of(intent: str, route: str = "bot", confidence: float = 0.9) -> dict[str, Any]:
    return {
        "intent": intent,
        "confidence": confidence,
        "unsure": False,
        "ranking": [{"intent": intent, "confidence": 1.0}],
        "entities": [],
        "route": route,
    }


def says(text: str, phrase: str | None = None, intent: str = "ask_product", **more: Any) -> Answer:
    """An answer of one utterance."""
    said = {"phrase": phrase, "text": text, "vars": more.get("vars", {}), "payload": more.get("payload")}
    if more.get("asks"):
        said["asks"] = True
    return {"parse": parse_of(intent), "says": [said], "effects": []}


def hands_off(reason: str, route: str = "human") -> Answer:
    effect = {"kind": "handoff", "reason": reason, "priority": 2, "note": ""}
    return {"parse": parse_of(reason, route), "says": [], "effects": [effect]}


def says_nothing(intent: str = "ask_product") -> Answer:
    return {"parse": parse_of(intent), "says": [], "effects": []}


class ScriptedBot:
    """Answers `答：TEXT` unless `script` says otherwise. Its trackers are only a cache: `forget()` empties them.

    `before_answering` runs between reading the lines and answering: what happens meanwhile. `fails` holds exceptions to
    raise or status codes to answer, one a request.
    """

    def __init__(self) -> None:
        self.script: dict[str, Answer] = {}
        self.trackers: defaultdict[str, list[dict[str, Any]]] = defaultdict(list)
        self.heard: list[str] = []
        self.restored = 0
        self.fails: list[Exception | int] = []
        self.down = False
        self.before_answering: Callable[[], Awaitable[None]] | None = None

    def forget(self) -> None:
        self.trackers.clear()

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        if self.down:
            raise httpx.ConnectError("the bot is down", request=request)
        if self.fails:
            failure = self.fails.pop(0)
            if isinstance(failure, int):
                return httpx.Response(failure, json={})
            raise failure
        body = json.loads(request.content) if request.content else {}
        if request.url.path == "/webhooks/turn/parse":
            return httpx.Response(200, json=self._answer(body["text"])["parse"])
        return await self._turn(body)

    async def _turn(self, body: dict[str, Any]) -> httpx.Response:
        events = self.trackers[body["conversation"]]
        if body["events"] is not None:
            self.restored += 1
            events[:] = body["events"]
        elif _base(events) != body["base"]:
            return httpx.Response(409, json={"error": "base", "base": _base(events)})
        turns: list[Answer] = []
        new: list[dict[str, Any]] = []
        for message in body["messages"]:
            self.heard.append(message["text"])
            new.append({"event": "user", "text": message["text"], "timestamp": float(len(events) + len(new))})
            answer = self._answer(message["text"])
            if message["parse"]:
                answer = {**answer, "parse": parse_of(message["parse"]["intent"])}
            turns.append({"message_id": message["id"], **answer})
        events += new
        if self.before_answering:
            await self.before_answering()
        return httpx.Response(200, json={"turns": turns, "events": new, "base": _base(events)})

    def _answer(self, text: str) -> Answer:
        return self.script.get(text) or says(f"答：{text}")


def _base(events: list[dict[str, Any]]) -> str:
    return str(len(events)) if events else ""
