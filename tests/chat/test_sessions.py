"""Who gets which conversation: a signature brings the open one back, a mere claim never."""

import asyncio
import hashlib
import hmac
from datetime import timedelta
from typing import Any

import pytest

from assist_api.channels import service as channels
from assist_api.chat.tables import Conversation
from assist_api.rules.conversation import State
from tests.app_fixtures import START, ShopApp
from tests.chat.buyer import buyer_of, code, open_session


async def shop_secret(app: ShopApp) -> str:
    async with app.database.begin() as session:
        return (await channels.create_channel(session, START, "shop", ["https://shop.example"])).secret


def signed(secret: str, external_id: str, issued_at: str | None = None, channel: str = "shop") -> dict[str, Any]:
    issued_at = issued_at or str(int(START.timestamp()))
    message = f"{channel}\n{external_id}\n{issued_at}".encode()
    signature = hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()
    return {"external_id": external_id, "issued_at": issued_at, "signature": signature}


async def test_everybody_gets_a_conversation_and_sees_who_answers(shop_app: ShopApp) -> None:
    opened = (await open_session(shop_app)).json()
    assert set(opened) == {"conversation_id", "token", "shop"}
    assert opened["shop"]["answering"] == {"kind": "bot", "name": None}


async def test_an_unsigned_buyer_never_gets_an_old_conversation_back(shop_app: ShopApp) -> None:
    claims: list[dict[str, Any]] = [
        {},
        {"name": "林晓"},
        {"external_id": "ann"},
        {"external_id": "ann", "name": "林晓"},
    ]
    opened = [await buyer_of(shop_app, buyer=claim) for claim in [*claims, *claims]]
    assert len({buyer.conversation_id for buyer in opened}) == len(opened)


async def test_a_signed_buyer_gets_the_open_conversation_back(shop_app: ShopApp) -> None:
    buyer = signed(await shop_secret(shop_app), "ann")
    first = await buyer_of(shop_app, channel="shop", buyer=buyer)
    await first.write("在吗")
    second = await buyer_of(shop_app, channel="shop", buyer=buyer)
    assert second.conversation_id == first.conversation_id
    assert second.token != first.token
    assert [message["text"] for message in await second.read()] == ["在吗"]
    assert [message["text"] for message in await first.read()] == ["在吗"], "the other tab stays open"


async def test_two_tabs_opened_at_once_show_one_conversation(either_app: ShopApp) -> None:
    buyer = signed(await shop_secret(either_app), "ann")
    tabs = await asyncio.gather(*(buyer_of(either_app, channel="shop", buyer=buyer) for _ in range(8)))
    assert len({tab.conversation_id for tab in tabs}) == 1


async def test_after_the_end_a_signed_buyer_starts_anew(shop_app: ShopApp) -> None:
    buyer = signed(await shop_secret(shop_app), "ann")
    first = await buyer_of(shop_app, channel="shop", buyer=buyer)
    async with shop_app.database.begin() as session:
        (await session.get_one(Conversation, first.conversation_id)).state = State.CLOSED.value
    assert (await buyer_of(shop_app, channel="shop", buyer=buyer)).conversation_id != first.conversation_id


async def test_the_same_name_on_another_channel_is_another_buyer(shop_app: ShopApp) -> None:
    secret = await shop_secret(shop_app)
    async with shop_app.database.begin() as session:
        other = (await channels.create_channel(session, START, "other", ["https://other.example"])).secret
    here = await buyer_of(shop_app, channel="shop", buyer=signed(secret, "ann"))
    there = await buyer_of(shop_app, channel="other", buyer=signed(other, "ann", channel="other"))
    assert here.conversation_id != there.conversation_id


NOW = START.timestamp()


@pytest.mark.parametrize(
    ("change", "refused"),
    [
        ({}, None),
        ({"signature": "0" * 64}, (401, "bad_signature")),
        ({"signature": ""}, (401, "bad_signature")),
        ({"signature": "签名"}, (401, "bad_signature")),
        ({"external_id": "ben"}, (401, "bad_signature")),
        ({"issued_at": str(int(NOW) + 1)}, (401, "bad_signature")),
        ({"issued_at": None}, (422, "bad_input")),
        ({"external_id": None}, (422, "bad_input")),
    ],
)
async def test_a_signature_holds_for_exactly_what_was_signed(
    shop_app: ShopApp, change: dict[str, Any], refused: tuple[int, str] | None
) -> None:
    buyer = {**signed(await shop_secret(shop_app), "ann"), **change}
    answer = await open_session(shop_app, channel="shop", buyer=buyer)
    if refused is None:
        assert answer.status_code == 201
    else:
        assert code(answer) == refused


@pytest.mark.parametrize(("age", "status"), [(0, 201), (599, 201), (601, 401)])
async def test_a_signature_is_valid_for_ten_minutes(shop_app: ShopApp, age: int, status: int) -> None:
    buyer = signed(await shop_secret(shop_app), "ann")
    shop_app.clock.advance(timedelta(seconds=age))
    assert (await open_session(shop_app, channel="shop", buyer=buyer)).status_code == status


@pytest.mark.parametrize("issued_at", ["", "gestern", "NaN", "1e400", "-1", "9" * 60, "2026-03-02T09:30:00"])
async def test_a_time_that_is_none_is_refused_in_our_shape(shop_app: ShopApp, issued_at: str) -> None:
    buyer = {**signed(await shop_secret(shop_app), "ann", "x"), "issued_at": issued_at}
    assert code(await open_session(shop_app, channel="shop", buyer=buyer))[0] in {401, 422}


@pytest.mark.parametrize(
    "wanted",
    [
        {"channel": ""},
        {"unknown": 1},
        {"context": {"product_id": "../p"}},
        {"context": {"page_url": "x" * 2001}},
        {"buyer": {"name": " "}},
        [],
    ],
)
async def test_a_session_that_makes_no_sense_names_its_fault(shop_app: ShopApp, wanted: Any) -> None:
    async with shop_app.client() as client:
        assert code(await client.post("/api/v1/chat/sessions", json=wanted)) == (422, "bad_input")


async def test_a_channel_that_is_none_is_not_found(shop_app: ShopApp) -> None:
    assert code(await open_session(shop_app, channel="nowhere")) == (404, "unknown_channel")
