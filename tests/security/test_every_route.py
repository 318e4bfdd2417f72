"""No route goes without a guard by oversight: a new one has to be placed here before the tests pass."""

import pytest

from assist_api.accounts import service
from tests.app_fixtures import ShopApp
from tests.security.route_guards import BUYER, GuardedRoute, routes_of

OPEN_TO_ANYBODY = {
    "POST /api/v1/auth/login": "this is where one says who one is; limited by name and address",
    "POST /api/v1/chat/sessions": "a buyer needs no account; a claimed identity needs the channel's signature",
    "GET /api/v1/demo/shop": "the invented shop's shelves, as any visitor of a shop sees them",
    "GET /healthz": "for load balancers and the supervisor; says only which part is up",
    "GET /openapi.json": "the public contract",
    "GET /": "a built page; the data comes from the routes below",
    "GET /demo": "a built page",
    "GET /console": "a built page; it asks for a login itself",
    "GET /panel": "a built page; it asks for a login itself",
    "GET /studio": "a built page; it asks for a login itself",
    "GET /owner": "a built page; it asks for a login itself",
    "GET /widget.js": "the widget's program, embedded in shops' pages",
    "GET /assets": "the built pages' scripts, styles and pictures",
}
BUYERS = {
    "GET /api/v1/chat/messages",
    "POST /api/v1/chat/messages",
    "POST /api/v1/chat/uploads",
    "GET /api/v1/chat/uploads/{upload_id}",
    "GET /api/v1/chat/events",
}
# Everything else is for the shop's people: an agent suffices, except here.
MORE_THAN_AGENT = {
    "GET /api/v1/channels": "owner",
    "GET /api/v1/phrase-proposals": "trainer",
    "GET /api/v1/phrase-proposals/{proposal_id}": "trainer",
    "PATCH /api/v1/phrase-proposals/{proposal_id}": "trainer",
    "POST /api/v1/phrase-proposals/{proposal_id}/dismiss": "trainer",
    "POST /api/v1/phrase-proposals/{proposal_id}/publish": "trainer",
    "GET /api/v1/recommender": "trainer",
    "PATCH /api/v1/recommender": "owner",
    "GET /api/v1/recommender/models": "trainer",
    "POST /api/v1/recommender/models": "trainer",
    "POST /api/v1/recommender/models/{version}/activate": "trainer",
}


def guarded(shop_app: ShopApp) -> list[GuardedRoute]:
    return [route for route in routes_of(shop_app.app) if route.needs is not None]


async def test_every_route_has_the_guard_it_should_have(shop_app: ShopApp) -> None:
    found = {route.name: route.needs for route in routes_of(shop_app.app)}
    expected = {
        name: None if name in OPEN_TO_ANYBODY else BUYER if name in BUYERS else MORE_THAN_AGENT.get(name, "agent")
        for name in found
    }

    assert found == expected


async def test_the_lists_name_no_route_that_is_gone(shop_app: ShopApp) -> None:
    found = {route.name for route in routes_of(shop_app.app)}
    assert {*OPEN_TO_ANYBODY, *BUYERS, *MORE_THAN_AGENT} <= found


async def test_the_internal_routes_are_not_on_the_public_app(shop_app: ShopApp) -> None:
    assert not [route.name for route in routes_of(shop_app.app) if route.path.startswith("/answers")]


@pytest.mark.parametrize("authorization", [None, "Bearer xt_wrong", "Bearer secret"])
async def test_without_a_valid_token_every_guarded_route_answers_401(
    shop_app: ShopApp, authorization: str | None
) -> None:
    async with shop_app.client() as client:
        if authorization is not None:
            client.headers["Authorization"] = authorization
        for route in guarded(shop_app):
            answer = await client.request(route.method, route.url())
            assert answer.status_code == 401, route.name
            assert set(answer.json()["error"]) == {"code", "message", "details"}, route.name


async def test_a_role_too_low_gets_403_on_every_route_that_needs_more(shop_app: ShopApp) -> None:
    lower = {"trainer": "agent", "owner": "trainer"}
    tried = 0
    for route in guarded(shop_app):
        if route.needs in lower:
            tried += 1
            async with shop_app.client(lower[route.needs]) as client:  # type: ignore[arg-type]
                answer = await client.request(route.method, route.url())
            assert answer.status_code == 403, route.name
            assert answer.json()["error"]["details"] == {"needs": route.needs}, route.name
    assert tried


async def test_a_buyers_token_opens_no_route_of_the_shops_people(shop_app: ShopApp) -> None:
    async with shop_app.client() as client:
        token = (await client.post("/api/v1/chat/sessions", json={})).json()["token"]
        for route in guarded(shop_app):
            if route.needs != BUYER:
                answer = await client.request(route.method, route.url(), headers={"Authorization": f"Bearer {token}"})
                assert answer.status_code == 401, route.name


async def test_an_owners_token_opens_no_buyers_conversation(shop_app: ShopApp) -> None:
    async with shop_app.client("owner") as client:
        for route in guarded(shop_app):
            if route.needs == BUYER:
                assert (await client.request(route.method, route.url())).status_code == 401, route.name


async def test_a_session_cookie_without_csrf_changes_nothing_anywhere(shop_app: ShopApp) -> None:
    made = await service.create_account(shop_app.database, shop_app.clock(), "boss", "owner")
    async with shop_app.client() as client:
        await client.post("/api/v1/auth/login", json={"name": "boss", "password": made.password})
        for route in guarded(shop_app):
            if route.needs != BUYER and route.method != "GET":
                answer = await client.request(route.method, route.url())
                assert (answer.status_code, answer.json()["error"]["code"]) == (403, "csrf"), route.name
