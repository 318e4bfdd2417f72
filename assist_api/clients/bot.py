"""The bot over HTTP: the contract is in docs/architecture.md, 'bot turn channel'."""

import asyncio
from typing import Any, TypeVar

import httpx
from pydantic import BaseModel, ConfigDict, ValidationError


class BotUnavailable(Exception):
    """The bot did not answer, or not in its contract; `kind` is one of down, slow, failed, invalid."""

    def __init__(self, kind: str, detail: str) -> None:
        super().__init__(f"{kind}: {detail}")
        self.kind = kind


class BaseMismatch(Exception):
    """The bot's tracker is not the one we committed: send the events along."""


_Body = TypeVar("_Body", bound=BaseModel)


class _Wire(BaseModel):
    model_config = ConfigDict(extra="ignore")


class Ranked(_Wire):
    intent: str
    confidence: float


class FoundEntity(_Wire):
    kind: str
    value: Any
    text: str
    start: int
    end: int
    reason: str = ""


class Understanding(_Wire):
    intent: str
    confidence: float
    unsure: bool
    ranking: list[Ranked]
    entities: list[FoundEntity]
    route: str


class Say(_Wire):
    """One utterance: a phrase key with variables, and the bot's own wording should the phrase be gone."""

    phrase: str | None = None
    text: str
    vars: dict[str, str] = {}
    payload: dict[str, Any] | None = None
    asks: bool = False
    """A form waits for the answer to this."""


class Effect(_Wire):
    kind: str
    reason: str = ""
    priority: int = 2
    note: str = ""
    slots: dict[str, Any] = {}
    values: dict[str, Any] = {}
    """What a kind other than the hand-off needs to know (flows/turns/effects.py)."""


class AnsweredMessage(_Wire):
    message_id: int
    parse: Understanding
    says: list[Say] = []
    effects: list[Effect] = []


class BotTurn(_Wire):
    """The bot's answer to one burst; `events` are new, `base` is the tracker's fingerprint after them."""

    turns: list[AnsweredMessage]
    events: list[dict[str, Any]]
    base: str


class BotMessage(_Wire):
    id: int
    text: str
    parse: dict[str, Any] | None = None
    metadata: dict[str, Any] = {}


class BotClient:
    """One keep-alive connection pool to the bot; every call is bounded by `timeout_s`."""

    def __init__(
        self, url: str, secret: str, timeout_s: float, transport: httpx.AsyncBaseTransport | None = None
    ) -> None:
        self._timeout_s = timeout_s
        self._http = httpx.AsyncClient(
            base_url=url,
            headers={"Authorization": f"Bearer {secret}"},
            timeout=httpx.Timeout(timeout_s, connect=2.0),
            transport=transport,
            trust_env=False,
        )

    async def turn(
        self, conversation: str, base: str, messages: list[BotMessage], events: list[dict[str, Any]] | None = None
    ) -> BotTurn:
        body = {
            "conversation": conversation,
            "base": base,
            "events": events,
            "messages": [message.model_dump() for message in messages],
        }
        return _read(BotTurn, await self._post("/webhooks/turn/", body))

    async def parse(self, text: str) -> Understanding:
        return _read(Understanding, await self._post("/webhooks/turn/parse", {"text": text}))

    async def ready(self) -> bool:
        try:
            return (await self._http.get("/webhooks/turn/ready", timeout=2.0)).status_code == 200
        except httpx.HTTPError:
            return False

    async def close(self) -> None:
        await self._http.aclose()

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        try:
            # httpx bounds each read; a bot that answers by drops would be waited for much longer.
            async with asyncio.timeout(self._timeout_s):
                answer = await self._http.post(path, json=body)
        except (TimeoutError, httpx.TimeoutException) as error:
            raise BotUnavailable("slow", str(error)) from error
        except httpx.HTTPError as error:
            raise BotUnavailable("down", str(error)) from error
        if answer.status_code == 409:
            raise BaseMismatch
        if answer.status_code != 200:
            raise BotUnavailable("failed", f"status {answer.status_code}")
        try:
            return answer.json()
        except ValueError as error:
            raise BotUnavailable("invalid", str(error)) from error


def _read(kind: type[_Body], body: Any) -> _Body:
    try:
        return kind.model_validate(body)
    except ValidationError as error:
        raise BotUnavailable("invalid", f"{error.error_count()} fields are not in the contract") from error
