import pytest

from tests.app_fixtures import ShopApp


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/openapi.json", 200),
        ("GET", "/console", 503),
        ("GET", "/nothing-here", 404),
        ("DELETE", "/healthz", 405),
        ("GET", "/api/v1/auth/me", 401),
        ("POST", "/api/v1/auth/login", 422),
    ],
)
async def test_every_answer_carries_the_browsers_safety_rules(
    shop_app: ShopApp, method: str, path: str, status: int
) -> None:
    async with shop_app.client() as client:
        answer = await client.request(method, path)

    assert answer.status_code == status
    policy = answer.headers["content-security-policy"].split("; ")
    assert {"default-src 'self'", "img-src 'self' data: blob:", "frame-ancestors 'self'"} <= set(policy)
    assert not [rule for rule in policy if rule.startswith("script-src") or "unsafe-eval" in rule]
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "same-origin"


async def test_what_the_api_answers_is_not_kept_by_caches(shop_app: ShopApp) -> None:
    async with shop_app.client("agent") as client:
        assert (await client.get("/api/v1/auth/me")).headers["cache-control"] == "no-store"
