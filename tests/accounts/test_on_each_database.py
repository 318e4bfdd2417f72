"""What the database itself decides: uniqueness, counting in parallel, ordering of times."""

import asyncio
from datetime import timedelta

import pytest

from assist_api.accounts import service
from assist_api.channels import service as channels
from assist_api.errors import Conflict
from assist_api.rules.login_limit import MAX_PER_NAME
from tests.app_fixtures import ShopApp

LOGIN = "/api/v1/auth/login"
ME = "/api/v1/auth/me"


async def test_an_account_logs_in_changes_its_password_expires_and_is_reset(either_app: ShopApp) -> None:
    made = await service.create_account(either_app.database, either_app.clock(), "li", "trainer", "小李")
    with pytest.raises(Conflict):
        await service.create_account(either_app.database, either_app.clock(), "li", "agent")
    async with either_app.client() as client:
        first = await client.post(LOGIN, json={"name": "li", "password": made.password})
        headers = {"X-CSRF-Token": first.json()["csrf"]}
        body = {"current": made.password, "new": "shan-gao-shui-chang"}
        assert (await client.post("/api/v1/auth/password", json=body, headers=headers)).status_code == 204
        assert (await client.get(ME)).json()["account"]["display_name"] == "小李"
        either_app.clock.advance(timedelta(days=14))
        assert (await client.get(ME)).status_code == 401
        password = await service.reset_password(either_app.database, "li")
        assert (await client.post(LOGIN, json={"name": "li", "password": password})).status_code == 200
        assert (await client.get(ME)).status_code == 200


async def test_guesses_sent_all_at_once_are_counted_too(either_app: ShopApp) -> None:
    async with either_app.client() as client:
        guesses = [client.post(LOGIN, json={"name": "li", "password": "wrong"}) for _ in range(MAX_PER_NAME * 3)]
        answers = [answer.status_code for answer in await asyncio.gather(*guesses)]

    assert set(answers) <= {401, 429}
    assert answers.count(401) <= MAX_PER_NAME


async def test_tokens_and_channels_are_kept(either_app: ShopApp) -> None:
    async with either_app.database.begin() as session:
        token = await service.create_token(session, either_app.clock(), "feed", "owner", timedelta(days=1))
        await channels.create_channel(session, either_app.clock(), "shop", ["https://shop.example"])
    async with either_app.client(Authorization=f"Bearer {token}") as client:
        items = (await client.get("/api/v1/channels")).json()["items"]
        assert [(item["name"], item["origins"]) for item in items] == [("web", []), ("shop", ["https://shop.example"])]
        async with either_app.database.begin() as session:
            await service.revoke_tokens(session, either_app.clock(), "feed")
        assert (await client.get(ME)).status_code == 401
