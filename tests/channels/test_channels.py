from datetime import timedelta

import pytest

from assist_api.channels import service, store
from assist_api.errors import BadInput, Conflict
from tests.app_fixtures import START, ShopApp


async def test_a_channel_keeps_its_origins_as_browsers_write_them(shop_app: ShopApp) -> None:
    async with shop_app.database.begin() as session:
        made = await service.create_channel(
            session, START, "shop", ["https://Shop.example/", "https://shop.example", "http://127.0.0.1:9000"]
        )
    assert made.origins == ["https://shop.example", "http://127.0.0.1:9000"]


@pytest.mark.parametrize(
    ("name", "origin", "error"),
    [
        ("web", "https://shop.example", Conflict),
        ("Shop", "https://shop.example", BadInput),
        ("shop\n", "https://shop.example", BadInput),
        ("小店", "https://shop.example", BadInput),
        ("s" * 41, "https://shop.example", BadInput),
        ("shop", "*", BadInput),
        ("shop", "shop.example", BadInput),
    ],
)
async def test_a_channel_needs_a_fresh_plain_name_and_real_origins(
    shop_app: ShopApp, name: str, origin: str, error: type[Exception]
) -> None:
    async with shop_app.database.begin() as session:
        with pytest.raises(error):
            await service.create_channel(session, START, name, [origin])


async def test_the_default_channel_is_made_once(shop_app: ShopApp) -> None:
    async with shop_app.database.read() as session:
        before = await service.require_channel(session, service.DEFAULT_CHANNEL)
    await service.ensure_default_channel(shop_app.database, shop_app.clock)
    async with shop_app.database.read() as session:
        after = await store.channels(session)
    assert [(channel.name, channel.secret) for channel in after] == [("web", before.secret)]


async def test_the_owner_sees_channels_without_their_secrets(shop_app: ShopApp) -> None:
    async with shop_app.database.read() as session:
        secret = (await service.require_channel(session, "web")).secret
    async with shop_app.client("owner") as client:
        answer = await client.get("/api/v1/channels")

    assert [item["name"] for item in answer.json()["items"]] == ["web"]
    assert secret not in answer.text


async def test_a_new_channels_origins_are_known_ten_seconds_later_at_most(shop_app: ShopApp) -> None:
    allowed = service.AllowedOrigins(shop_app.database, shop_app.clock)
    assert await allowed() == frozenset()
    async with shop_app.database.begin() as session:
        await service.create_channel(session, START, "shop", ["https://shop.example"])

    shop_app.clock.advance(timedelta(seconds=9))
    assert await allowed() == frozenset()
    shop_app.clock.advance(timedelta(seconds=1))
    assert await allowed() == {"https://shop.example"}
