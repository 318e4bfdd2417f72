"""A browser that is logged in meets a page of another site, or of ours that is out of date."""

import json
from collections.abc import AsyncIterator

import httpx
import pytest

from assist_api.accounts import service
from tests.app_fixtures import ShopApp

LOGOUT = "/api/v1/auth/logout"
LOGIN = "/api/v1/auth/login"


@pytest.fixture
async def browser(shop_app: ShopApp) -> AsyncIterator[httpx.AsyncClient]:
    """Logged in as an agent, and on no page yet."""
    made = await service.create_account(shop_app.database, shop_app.clock(), "li", "agent")
    async with shop_app.client() as client:
        await client.post(LOGIN, json={"name": "li", "password": made.password})
        yield client


async def csrf_of(browser: httpx.AsyncClient) -> str:
    return str((await browser.get("/api/v1/auth/me")).json()["csrf"])


@pytest.mark.parametrize("headers", [{}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "x"}, {"X-CSRF-Token": "undefined"}])
async def test_a_change_without_the_pages_token_is_refused(browser: httpx.AsyncClient, headers: dict[str, str]) -> None:
    answer = await browser.post(LOGOUT, headers=headers)

    assert (answer.status_code, answer.json()["error"]["code"]) == (403, "csrf")
    assert (await browser.get("/api/v1/auth/me")).status_code == 200


async def test_the_token_of_another_session_is_refused(shop_app: ShopApp, browser: httpx.AsyncClient) -> None:
    made = await service.create_account(shop_app.database, shop_app.clock(), "mei", "owner")
    async with shop_app.client() as other:
        theirs = (await other.post(LOGIN, json={"name": "mei", "password": made.password})).json()["csrf"]

    assert (await browser.post(LOGOUT, headers={"X-CSRF-Token": theirs})).status_code == 403


@pytest.mark.parametrize(
    ("origin", "status"),
    [
        ("https://shop.test", 204),
        ("https://SHOP.test", 204),
        (None, 204),
        ("https://evil.test", 403),
        ("https://shop.test.evil.test", 403),
        ("https://shop.test:8443", 403),
        ("null", 403),
        ("", 403),
    ],
)
async def test_a_page_of_another_site_is_refused_even_with_the_token(
    browser: httpx.AsyncClient, origin: str | None, status: int
) -> None:
    headers = {"X-CSRF-Token": await csrf_of(browser)} | ({} if origin is None else {"Origin": origin})
    assert (await browser.post(LOGOUT, headers=headers)).status_code == status


async def test_another_site_cannot_log_a_browser_in(shop_app: ShopApp) -> None:
    made = await service.create_account(shop_app.database, shop_app.clock(), "li", "agent")
    body = {"name": "li", "password": made.password}
    async with shop_app.client() as client:
        foreign = await client.post(LOGIN, json=body, headers={"Origin": "https://evil.test"})
        # What a form of another site could send without a preflight.
        form = await client.post(LOGIN, content=json.dumps(body), headers={"Content-Type": "text/plain"})

    assert foreign.status_code == 403
    assert form.status_code == 422


async def test_reading_needs_no_token(browser: httpx.AsyncClient) -> None:
    assert (await browser.get("/api/v1/auth/me")).status_code == 200
