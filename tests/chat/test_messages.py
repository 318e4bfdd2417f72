"""A buyer's lines over HTTP: stored once, in order, and only if they say something."""

import asyncio
from typing import Any

import pytest

from assist_api.chat import service as chat
from assist_api.chat import store
from assist_api.chat.tables import Conversation
from tests.app_fixtures import ShopApp
from tests.chat.buyer import Buyer, buyer_of, code


async def test_the_same_client_id_again_gets_the_same_answer_and_no_second_message(shop_app: ShopApp) -> None:
    buyer = await buyer_of(shop_app)
    first = await buyer.write("在吗", client_id="one")
    again = await buyer.write("换了一句", client_id="one")
    assert (first.status_code, again.status_code) == (202, 202)
    assert first.json() == again.json()
    assert [message["text"] for message in await buyer.read()] == ["在吗"]


async def test_a_page_that_sends_a_line_many_times_at_once_stores_it_once(either_app: ShopApp) -> None:
    buyer = await buyer_of(either_app)
    answers = await asyncio.gather(*(buyer.write("在吗", client_id="one") for _ in range(12)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.json()["message_id"] for answer in answers}) == 1
    assert len(await buyer.read()) == 1


async def test_two_buyers_may_use_the_same_client_id(shop_app: ShopApp) -> None:
    ann, ben = await buyer_of(shop_app), await buyer_of(shop_app)
    ids = [(await buyer.write("在吗", client_id="one")).json()["message_id"] for buyer in (ann, ben)]
    assert ids[0] != ids[1]
    assert (len(await ann.read()), len(await ben.read())) == (1, 1)


async def test_ids_grow_strictly_whoever_writes_at_once(either_app: ShopApp) -> None:
    ann, ben = await buyer_of(either_app), await buyer_of(either_app)
    writes = [buyer.write(f"第{number}句") for number in range(10) for buyer in (ann, ben)]
    ids = [answer.json()["message_id"] for answer in await asyncio.gather(*writes)]
    assert len(set(ids)) == len(ids)
    for buyer in (ann, ben):
        found = [message["id"] for message in await buyer.read()]
        assert len(found) == 10
        assert found == sorted(found)


NOTHING: list[dict[str, Any]] = [
    {},
    {"text": ""},
    {"text": " \t\r\n　"},
    {"attachments": []},
    {"text": None, "card": None, "choice": None},
]
WRONG: list[dict[str, Any]] = [
    {"text": "字" * 2001},
    {"text": 5},
    {"text": "在吗", "client_id": ""},
    {"text": "在吗", "client_id": "a b"},
    {"text": "在吗", "client_id": "a" * 65},
    {"text": "在吗", "client_id": "编号"},
    {"text": "在吗", "role": "agent"},
    {"card": {}},
    {"card": {"product_id": "p1001", "order_id": "1"}},
    {"card": {"product_id": "a/b"}},
    {"choice": {"message_id": 0, "option": "1"}},
    {"choice": {"message_id": 2**53, "option": "1"}},
    {"choice": {"message_id": 1, "option": ""}},
    {"choice": {"message_id": "x", "option": "1"}},
    {"attachments": ["../a"]},
    {"attachments": "u_1"},
]


@pytest.mark.parametrize("fields", [*NOTHING, *WRONG])
async def test_a_line_that_says_nothing_or_nonsense_is_refused(shop_app: ShopApp, fields: dict[str, Any]) -> None:
    buyer = await buyer_of(shop_app)
    assert code(await buyer.write(**fields)) == (422, "bad_input")
    assert await buyer.read() == []


@pytest.mark.parametrize(
    "text", ["字" * 2000, "😀", "，", "a\r\nb", "<script>alert(1)</script>", "%00", "'; drop table"]
)
async def test_whatever_else_is_typed_is_text(shop_app: ShopApp, text: str) -> None:
    buyer = await buyer_of(shop_app)
    assert (await buyer.write(text)).status_code == 202
    assert [message["text"] for message in await buyer.read()] == [text]


async def test_a_nul_is_neither_stored_nor_an_accident(either_app: ShopApp) -> None:
    buyer = await buyer_of(either_app)
    assert (await buyer.write("在\x00吗")).status_code == 202
    [message] = await buyer.read()
    assert "\x00" not in message["text"]


async def test_a_card_is_what_this_means_from_now_on(shop_app: ShopApp) -> None:
    buyer = await buyer_of(shop_app)
    product_id = "p1001"
    assert (await buyer.write(card={"product_id": product_id})).status_code == 202
    [message] = await buyer.read()
    assert message["payload"]["product"]["id"] == product_id
    async with shop_app.database.read() as session:
        assert (await session.get_one(Conversation, buyer.conversation_id)).product_id == product_id


async def test_a_card_of_no_product_is_not_found(shop_app: ShopApp) -> None:
    buyer = await buyer_of(shop_app)
    assert code(await buyer.write(card={"product_id": "p_none"})) == (404, "not_found")


async def test_an_order_card_shows_no_more_of_the_number_than_its_tail(shop_app: ShopApp) -> None:
    buyer = await buyer_of(shop_app)
    assert (await buyer.write(card={"order_id": "731204558210046208"})).status_code == 202
    [message] = await buyer.read()
    assert message["text"] == "[订单] 尾号 6208"
    assert message["payload"]["order"]["order_no_masked"] == "****6208"


async def _offer(app: ShopApp, buyer: Buyer) -> int:
    """A line of the bot with buttons; its id."""
    buttons = [
        {"option": "1", "title": "查物流", "intent": "track_parcel", "entities": []},
        {"option": "2", "title": "好"},
    ]
    async with app.database.begin() as session:
        conversation = await store.lock(session, buyer.conversation_id)
        asked = await chat.add_line(session, conversation, "bot", "您想问？", app.clock(), payload={"buttons": buttons})
        return asked.id


async def test_a_button_shows_its_title_and_hides_its_meaning(shop_app: ShopApp) -> None:
    buyer = await buyer_of(shop_app)
    asked = await _offer(shop_app, buyer)
    [message] = await buyer.read()
    assert message["payload"]["buttons"] == [{"option": "1", "title": "查物流"}, {"option": "2", "title": "好"}]
    assert (await buyer.write(choice={"message_id": asked, "option": "1"})).status_code == 202
    assert [message["text"] for message in await buyer.read(after=asked)] == ["查物流"]


async def test_a_choice_nobody_offered_here_is_not_found(either_app: ShopApp) -> None:
    ann, ben = await buyer_of(either_app), await buyer_of(either_app)
    asked = await _offer(either_app, ann)
    written = (await ann.write("在吗")).json()["message_id"]
    assert code(await ann.write(choice={"message_id": asked, "option": "9"})) == (404, "not_found")
    assert code(await ann.write(choice={"message_id": written, "option": "1"})) == (404, "not_found")
    assert code(await ann.write(choice={"message_id": 2**53 - 1, "option": "1"})) == (404, "not_found")
    assert code(await ben.write(choice={"message_id": asked, "option": "1"})) == (404, "not_found")


async def test_after_is_exclusive_and_pages_hold_200(shop_app: ShopApp) -> None:
    buyer = await buyer_of(shop_app)
    async with shop_app.database.begin() as session:
        conversation = await store.lock(session, buyer.conversation_id)
        for number in range(450):
            await chat.add_line(session, conversation, "buyer", f"第{number}句", shop_app.clock())
    pages, after = [], 0
    while page := await buyer.read(after):
        pages.append(page)
        after = page[-1]["id"]
    assert [len(page) for page in pages] == [200, 200, 50]
    assert [m["text"] for page in pages for m in page] == [f"第{number}句" for number in range(450)]


@pytest.mark.parametrize("after", ["-1", "x", str(2**53), "1.5", ""])
async def test_an_after_that_is_no_id_is_refused(shop_app: ShopApp, after: str) -> None:
    buyer = await buyer_of(shop_app)
    assert code(await buyer.call("GET", "/messages", params={"after": after})) == (422, "bad_input")


async def test_an_after_beyond_all_ids_finds_nothing(either_app: ShopApp) -> None:
    buyer = await buyer_of(either_app)
    await buyer.write("在吗")
    assert await buyer.read(after=2**53 - 1) == []


async def test_a_line_with_unknown_notes_is_shown_without_them(shop_app: ShopApp) -> None:
    buyer = await buyer_of(shop_app)
    meta = {"intent": "greet", "agent": "lin.login", "phrases": ["x"], "from_a_later_version": {"a": 1}}
    async with shop_app.database.begin() as session:
        conversation = await store.lock(session, buyer.conversation_id)
        await chat.add_line(session, conversation, "bot", "您好", shop_app.clock(), meta=meta)
    [message] = await buyer.read()
    assert message["meta"] == {"intent": "greet", "confidence": None, "route": None, "agent": None, "taught": False}


@pytest.mark.parametrize("token", ["", "xb_none", "Bearer", "x" * 5000, "令牌"])
async def test_a_token_that_opens_nothing_is_refused(shop_app: ShopApp, token: str) -> None:
    async with shop_app.client() as client:
        headers = {b"Authorization": f"Bearer {token}".encode()}
        answer = await client.get("/api/v1/chat/messages", headers=headers)
    assert answer.status_code == 401
