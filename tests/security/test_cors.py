"""Which pages of other sites a browser lets talk to us."""

from datetime import timedelta

import pytest

from assist_api.channels import service
from tests.app_fixtures import ShopApp
from tests.security.route_guards import routes_of

SHOP = "https://shop.example"


@pytest.fixture
async def with_shop(shop_app: ShopApp) -> ShopApp:
    """A channel lets pages of SHOP in."""
    async with shop_app.database.begin() as session:
        await service.create_channel(session, shop_app.clock(), "shop", [SHOP])
    return shop_app


@pytest.mark.parametrize(
    "path", ["/api/v1/chat/sessions", "/api/v1/chat/messages", "/api/v1/chat/events", "/widget.js"]
)
async def test_a_channels_page_may_ask_buyers_routes(with_shop: ShopApp, path: str) -> None:
    wanted = {
        "Origin": SHOP,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "authorization, content-type, last-event-id",
    }
    async with with_shop.client() as client:
        answer = await client.options(path, headers=wanted)

    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == SHOP
    assert "access-control-allow-credentials" not in answer.headers
    allowed = answer.headers["access-control-allow-headers"].lower()
    assert all(name in allowed for name in ("authorization", "content-type", "last-event-id"))
    assert "Origin" in answer.headers["vary"]


async def test_the_answer_itself_names_the_page_also_when_it_is_an_error(with_shop: ShopApp) -> None:
    async with with_shop.client(Origin=SHOP) as client:
        good = await client.post("/api/v1/chat/sessions", json={})
        bad = await client.get("/api/v1/chat/messages")

    assert (good.status_code, bad.status_code) == (201, 401)
    assert good.headers["access-control-allow-origin"] == bad.headers["access-control-allow-origin"] == SHOP


@pytest.mark.parametrize(
    "origin",
    [
        "https://evil.example",
        "http://shop.example",
        "https://shop.example:8443",
        "https://sub.shop.example",
        "https://shop.example.evil.example",
        "null",
        "*",
        "",
    ],
)
async def test_other_pages_are_told_nothing(with_shop: ShopApp, origin: str) -> None:
    async with with_shop.client(Origin=origin) as client:
        preflight = await client.options("/api/v1/chat/sessions", headers={"Access-Control-Request-Method": "POST"})
        plain = await client.post("/api/v1/chat/sessions", json={})

    for answer in (preflight, plain):
        assert "access-control-allow-origin" not in answer.headers
        # Else a shared cache could hand this answer to a page that is allowed.
        assert "Origin" in answer.headers["vary"]
    assert preflight.status_code == 405


async def test_no_page_of_another_site_may_ask_any_route_of_the_shops_people(with_shop: ShopApp) -> None:
    async with with_shop.client("owner", Origin=SHOP) as client:
        for route in routes_of(with_shop.app):
            if route.path.startswith("/api/v1/chat/") or route.path == "/widget.js":
                continue
            preflight = await client.options(route.url(), headers={"Access-Control-Request-Method": route.method})
            assert "access-control-allow-origin" not in preflight.headers, route.name
        answer = await client.get("/api/v1/auth/me")
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers


async def test_a_new_channel_is_let_in_without_a_restart(shop_app: ShopApp) -> None:
    async with shop_app.client(Origin=SHOP) as client:
        before = await client.post("/api/v1/chat/sessions", json={})
        async with shop_app.database.begin() as session:
            await service.create_channel(session, shop_app.clock(), "shop", [SHOP])
        shop_app.clock.advance(timedelta(seconds=10))
        after = await client.post("/api/v1/chat/sessions", json={})

    assert "access-control-allow-origin" not in before.headers
    assert after.headers["access-control-allow-origin"] == SHOP
