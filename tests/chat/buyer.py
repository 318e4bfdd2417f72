"""A buyer's page, as far as the server sees it."""

from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx

from tests.app_fixtures import ShopApp

CHAT = "/api/v1/chat"


@dataclass(frozen=True)
class Buyer:
    """One open session."""

    app: ShopApp
    conversation_id: str
    token: str

    async def call(self, method: str, path: str, **sent: Any) -> httpx.Response:
        async with self.app.client(Authorization=f"Bearer {self.token}") as client:
            return await client.request(method, f"{CHAT}{path}", **sent)

    async def write(self, text: str | None = None, **fields: Any) -> httpx.Response:
        body = {"client_id": uuid4().hex, **({} if text is None else {"text": text}), **fields}
        return await self.call("POST", "/messages", json=body)

    async def read(self, after: int = 0) -> list[dict[str, Any]]:
        answer = await self.call("GET", "/messages", params={"after": after})
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["messages"]
        return found

    async def upload(self, data: bytes, name: str = "a.jpg", media_type: str = "image/jpeg") -> httpx.Response:
        return await self.call("POST", "/uploads", files={"file": (name, data, media_type)})


async def open_session(app: ShopApp, **wanted: Any) -> httpx.Response:
    async with app.client() as client:
        return await client.post(f"{CHAT}/sessions", json=wanted)


async def buyer_of(app: ShopApp, **wanted: Any) -> Buyer:
    answer = await open_session(app, **wanted)
    assert answer.status_code == 201, answer.text
    opened = answer.json()
    return Buyer(app, opened["conversation_id"], opened["token"])


def code(answer: httpx.Response) -> tuple[int, str]:
    """Status and code of an answer that must be an error in the one shape."""
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "details"}
    return answer.status_code, error["code"]
