from datetime import timedelta

import pytest

from assist_api.accounts import service, store
from assist_api.errors import BadInput, NotFound
from tests.app_fixtures import ShopApp

ME = "/api/v1/auth/me"


async def test_a_token_speaks_for_its_name_and_role_and_needs_no_csrf(shop_app: ShopApp) -> None:
    async with shop_app.client("trainer") as client:
        answer = await client.get(ME)
        assert answer.json() == {
            "account": {"id": None, "name": "test trainer", "display_name": "test trainer", "role": "trainer"},
            "csrf": None,
        }
        assert (await client.post("/api/v1/auth/logout")).status_code == 204
        assert (await client.get(ME)).status_code == 200


@pytest.mark.parametrize(
    "header",
    ["Bearer", "Bearer ", "Bearer xt_wrong", "Basic {token}", "{token}", "Bearer {token}x", "Bearer {token} x"],
)
async def test_what_is_not_exactly_a_known_token_is_refused(shop_app: ShopApp, header: str) -> None:
    async with shop_app.client() as client:
        answer = await client.get(ME, headers={"Authorization": header.format(token=shop_app.tokens["owner"])})
    assert answer.status_code == 401
    assert answer.json()["error"]["code"] in {"unauthenticated", "bad_token"}


async def test_a_token_in_the_address_counts_for_nothing(shop_app: ShopApp) -> None:
    async with shop_app.client() as client:
        token = shop_app.tokens["owner"]
        assert (await client.get(ME, params={"token": token, "access_token": token})).status_code == 401


async def test_a_wrong_token_is_not_made_good_by_a_cookie(shop_app: ShopApp) -> None:
    made = await service.create_account(shop_app.database, shop_app.clock(), "li", "agent")
    async with shop_app.client() as client:
        await client.post("/api/v1/auth/login", json={"name": "li", "password": made.password})
        assert (await client.get(ME)).status_code == 200
        assert (await client.get(ME, headers={"Authorization": "Bearer xt_wrong"})).status_code == 401


async def test_a_token_with_days_expires(shop_app: ShopApp) -> None:
    async with shop_app.database.begin() as session:
        token = await service.create_token(session, shop_app.clock(), "feed", "agent", timedelta(days=3))
    async with shop_app.client(Authorization=f"Bearer {token}") as client:
        shop_app.clock.advance(timedelta(days=3) - timedelta(seconds=1))
        assert (await client.get(ME)).status_code == 200
        shop_app.clock.advance(timedelta(seconds=1))
        assert (await client.get(ME)).status_code == 401


async def test_revoking_a_name_stops_all_its_tokens_at_once_and_no_others(shop_app: ShopApp) -> None:
    async with shop_app.database.begin() as session:
        twins = [await service.create_token(session, shop_app.clock(), "feed", "agent") for _ in range(2)]
    async with shop_app.database.begin() as session:
        assert await service.revoke_tokens(session, shop_app.clock(), "feed") == 2
        with pytest.raises(NotFound):
            await service.revoke_tokens(session, shop_app.clock(), "feed")
    async with shop_app.client() as client:
        for token in twins:
            assert (await client.get(ME, headers={"Authorization": f"Bearer {token}"})).status_code == 401
    async with shop_app.client("agent") as other:
        assert (await other.get(ME)).status_code == 200


async def test_when_a_token_was_last_used_is_noted_once_a_minute(shop_app: ShopApp) -> None:
    async def last_used_s() -> float | None:
        async with shop_app.database.read() as session:
            used = (await store.tokens(session))[0].last_used_at
        return None if used is None else (used - start).total_seconds()

    start = shop_app.clock()
    async with shop_app.client("agent") as client:
        assert await last_used_s() is None
        await client.get(ME)
        assert await last_used_s() == 0
        shop_app.clock.advance(timedelta(seconds=59))
        await client.get(ME)
        assert await last_used_s() == 0
        shop_app.clock.advance(timedelta(seconds=1))
        await client.get(ME)
        assert await last_used_s() == 60


@pytest.mark.parametrize(("name", "role"), [("", "agent"), ("  ", "agent"), ("n" * 65, "agent"), ("n", "buyer")])
async def test_a_token_needs_a_name_and_a_known_role(shop_app: ShopApp, name: str, role: str) -> None:
    async with shop_app.database.begin() as session:
        with pytest.raises(BadInput):
            await service.create_token(session, shop_app.clock(), name, role)
