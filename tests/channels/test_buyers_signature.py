import hashlib
import hmac
from datetime import timedelta

import pytest

from assist_api.channels import service
from assist_api.errors import BadInput, NotFound, Unauthenticated
from tests.app_fixtures import START, ShopApp

FRESH = str(int(START.timestamp()))


@pytest.fixture
async def secret(shop_app: ShopApp) -> str:
    """The secret of the channel `shop`."""
    async with shop_app.database.begin() as session:
        return (await service.create_channel(session, START, "shop", ["https://shop.example"])).secret


def signed(secret: str, message: str) -> str:
    """As a shop's own server would, written out apart from the code under test."""
    return hmac.new(secret.encode(), message.encode(), hashlib.sha256).hexdigest()


async def verify(shop_app: ShopApp, channel: str, external_id: str, issued_at: str, signature: str) -> None:
    async with shop_app.database.read() as session:
        await service.verify_buyer(session, channel, external_id, issued_at, signature, shop_app.clock())


@pytest.mark.parametrize("issued_at", [FRESH, "2026-03-02T09:30:00+08:00", "2026-03-02T01:30:00Z"])
@pytest.mark.parametrize("external_id", ["u1", "会员 88", "a|b"])
async def test_a_fresh_signature_of_the_channel_is_good(
    shop_app: ShopApp, secret: str, external_id: str, issued_at: str
) -> None:
    signature = signed(secret, f"shop\n{external_id}\n{issued_at}")

    await verify(shop_app, "shop", external_id, issued_at, signature)
    await verify(shop_app, "shop", external_id, issued_at, signature.upper())


@pytest.mark.parametrize(
    ("channel", "external_id", "issued_at", "message"),
    [
        ("shop", "u2", FRESH, f"shop\nu1\n{FRESH}"),
        ("shop", "u1", str(int(FRESH) + 1), f"shop\nu1\n{FRESH}"),
        # The same moment in other words is another message: the exact string is signed.
        ("shop", "u1", "2026-03-02T01:30:00Z", f"shop\nu1\n{FRESH}"),
        ("web", "u1", FRESH, f"web\nu1\n{FRESH}"),
        ("web", "u1", FRESH, f"shop\nu1\n{FRESH}"),
        ("other", "u1", FRESH, f"other\nu1\n{FRESH}"),
        ("Shop", "u1", FRESH, f"Shop\nu1\n{FRESH}"),
        ("", "u1", FRESH, f"\nu1\n{FRESH}"),
        # One signature must not stand for two readings of its line breaks.
        ("shop", "u1\nu2", FRESH, f"shop\nu1\nu2\n{FRESH}"),
        ("shop", "u1\n", FRESH, f"shop\nu1\n\n{FRESH}"),
        ("shop", "", FRESH, f"shop\n\n{FRESH}"),
        ("shop", "u" * 201, FRESH, f"shop\n{'u' * 201}\n{FRESH}"),
        ("shop", "u1", FRESH, f"u1\n{FRESH}"),
    ],
)
async def test_what_the_channel_did_not_sign_is_refused_in_the_same_words(
    shop_app: ShopApp, secret: str, channel: str, external_id: str, issued_at: str, message: str
) -> None:
    with pytest.raises(Unauthenticated) as refusal:
        await verify(shop_app, channel, external_id, issued_at, signed(secret, message))
    assert (refusal.value.code, refusal.value.message) == ("bad_signature", "买家身份签名不对")


@pytest.mark.parametrize("signature", ["", "0" * 64, "0" * 63, "签" * 64, "\ud800" * 64])
async def test_no_signature_at_all_is_refused(shop_app: ShopApp, secret: str, signature: str) -> None:
    with pytest.raises(Unauthenticated) as refusal:
        await verify(shop_app, "shop", "u1", FRESH, signature)
    assert refusal.value.code == "bad_signature"


async def test_an_unknown_channel_is_not_one_with_an_empty_secret(shop_app: ShopApp) -> None:
    with pytest.raises(Unauthenticated) as refusal:
        await verify(shop_app, "other", "u1", FRESH, signed("", f"other\nu1\n{FRESH}"))
    assert refusal.value.code == "bad_signature"


@pytest.mark.parametrize(
    ("age", "good"),
    [
        (timedelta(minutes=10), True),
        (timedelta(minutes=10, seconds=1), False),
        (timedelta(minutes=-1), True),
        (timedelta(minutes=-1, seconds=-1), False),
    ],
)
async def test_a_signature_lasts_ten_minutes(shop_app: ShopApp, secret: str, age: timedelta, good: bool) -> None:
    issued_at = (START - age).isoformat()
    signature = signed(secret, f"shop\nu1\n{issued_at}")
    if good:
        await verify(shop_app, "shop", "u1", issued_at, signature)
        return
    with pytest.raises(Unauthenticated) as refusal:
        await verify(shop_app, "shop", "u1", issued_at, signature)
    assert refusal.value.code == "expired"


@pytest.mark.parametrize("issued_at", ["", "now", "2026-03-02T09:30:00", "1772415000000"])
async def test_a_signed_time_that_is_none_tells_the_shops_developer_what_is_expected(
    shop_app: ShopApp, secret: str, issued_at: str
) -> None:
    with pytest.raises(BadInput) as refusal:
        await verify(shop_app, "shop", "u1", issued_at, signed(secret, f"shop\nu1\n{issued_at}"))
    assert refusal.value.details == {"field": "buyer.issued_at"}


async def test_a_channel_must_exist(shop_app: ShopApp) -> None:
    async with shop_app.database.read() as session:
        assert (await service.require_channel(session, "web")).origins == []
        with pytest.raises(NotFound):
            await service.require_channel(session, "other")
