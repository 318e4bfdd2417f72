"""Asking for suggestions as the console does."""

from typing import Any

from tests.app_fixtures import ShopApp

URL = "/api/v1/suggestions"


async def suggest(shop: ShopApp, *lines: str, **more: Any) -> dict[str, Any]:
    turns = [{"role": "buyer", "text": line} for line in lines]
    async with shop.client("agent") as agent:
        answer = await agent.post(URL, json={"turns": turns} | more)
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.json()
    return body
