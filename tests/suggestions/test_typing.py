"""Suggestions and completions at every key, over HTTP and on both databases."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select

from assist_api.chat.tables import Conversation, Message
from assist_api.rules.conversation import State
from assist_api.suggestions.carried import Carried, to_id
from assist_api.suggestions.tables import SuggestionFeedback, SuggestionRequest
from tests.app_fixtures import ShopApp
from tests.suggestions.asking import URL, suggest

TALK = "c_typing"


async def talking(shop: ShopApp, *lines: str) -> ShopApp:
    """A talk whose lines are understood already."""
    now = shop.clock()
    async with shop.database.begin() as session:
        session.add(
            Conversation(id=TALK, channel="web", verified=False, state=State.BOT.value, created_at=now, updated_at=now)
        )
        await session.flush()
        for line in lines:
            meta = {"intent": "ask_ship_time", "confidence": 0.9}
            session.add(Message(conversation_id=TALK, role="buyer", text=line, meta=meta, created_at=now))
    return shop


async def typed(shop: ShopApp, query: str, **more: Any) -> dict[str, Any]:
    return await suggest(shop, "什么时候发货呀", query=query, conversation_id=TALK, **more)


async def rows(shop: ShopApp) -> list[SuggestionRequest]:
    async with shop.database.read() as session:
        return list((await session.scalars(select(SuggestionRequest))).all())


async def tell(shop: ShopApp, suggestion_id: str, **said: Any) -> int:
    async with shop.client("agent") as agent:
        answer = await agent.post(f"{URL}/{suggestion_id}/feedback", json=said)
    return answer.status_code


async def test_a_sentence_begun_is_ended_from_the_shops_phrases(shop: ShopApp) -> None:
    whole = (await suggest(shop, query="fh"))["suggestions"][0]
    begun = whole["text"][:4]
    found = (await suggest(shop, "什么时候发货呀", query=f"在的呢。{begun}"))["completion"]
    assert found["text"] == begun + found["rest"]
    assert found["item_id"] == f"phrase:{found['phrase_id']}"
    assert "{" not in found["text"]


async def test_without_typing_and_without_a_like_beginning_nothing_is_completed(shop: ShopApp) -> None:
    assert (await suggest(shop, "什么时候发货呀"))["completion"] is None
    assert (await suggest(shop, query="量子纠缠"))["completion"] is None


@pytest.mark.parametrize(
    ("query", "reason"),
    [("fh", "编码 fh"), ("fahuoshijian", "拼音 fahuoshijian → 发货时间"), ("发货时问", "错别字相近")],
)
async def test_reasons_tell_how_the_typed_text_matched(shop: ShopApp, query: str, reason: str) -> None:
    first = (await suggest(shop, query=query))["suggestions"][0]
    assert first["phrase_id"] == "ship_time"
    assert first["reasons"][0].startswith(reason)


async def test_a_key_writes_no_row_and_asks_no_bot(shop: ShopApp) -> None:
    await talking(shop, "什么时候发货呀")
    shop.bot.down = False
    for query in ("f", "fa", "fah", "发货"):
        await typed(shop, query)
    assert await rows(shop) == []
    assert shop.bot.requests == []


async def test_in_a_pasted_talk_the_meaning_read_before_typing_is_kept(shop: ShopApp) -> None:
    shop.bot.down = False
    await suggest(shop, "在吗亲")
    asked = len(shop.bot.requests)
    await suggest(shop, "在吗亲", query="nh")
    assert len(shop.bot.requests) == asked > 0
    before, typed_row = await rows(shop)
    assert typed_row.typed == "nh"
    assert typed_row.intent == before.intent is not None


async def test_feedback_to_what_was_typed_makes_the_row_with_the_lines_open_then(either_shop: ShopApp) -> None:
    shop = await talking(either_shop, "在吗", "什么时候发货 我电话13800001234")
    body = await typed(shop, "fhsj")
    shop.clock.advance(timedelta(seconds=1))
    async with shop.database.begin() as session:
        session.add(Message(conversation_id=TALK, role="buyer", text="快点", meta={}, created_at=shop.clock()))
    assert len(body["id"]) < 1000
    for _ in range(3):
        assert await tell(shop, body["id"], action="accepted", item_id="phrase:ship_time") == 204
    [kept] = await rows(shop)
    assert kept.question == "在吗\n什么时候发货 我电话*****"
    assert (kept.typed, kept.intent, kept.conversation_id) == ("fhsj", "ask_ship_time", TALK)
    assert kept.items[0]["item_id"] == "phrase:ship_time"
    async with shop.database.read() as session:
        assert await session.scalar(select(func.count()).select_from(SuggestionFeedback)) == 1
    async with shop.client("agent") as agent:
        stats = (await agent.get("/api/v1/phrases/ship_time")).json()["stats"]
    assert stats["used"] == 1


async def test_a_completion_can_be_told_about(shop: ShopApp) -> None:
    await talking(shop, "什么时候发货呀")
    whole = (await typed(shop, "fh"))["suggestions"][0]["text"]
    body = await typed(shop, whole[:4], k=1)
    item = body["completion"]["item_id"]
    assert await tell(shop, body["id"], action="edited", item_id=item, sent_text=whole) == 204


@pytest.mark.parametrize("broken", ["t_", "t_xx", "t_" + "A" * 5000, "t_eJwDAAAAAAE"])
async def test_a_broken_id_is_not_found(shop: ShopApp, broken: str) -> None:
    assert await tell(shop, broken, action="dismissed") == 404


async def test_what_an_id_says_of_phrases_that_are_not_there_is_dropped(shop: ShopApp) -> None:
    await talking(shop, "什么时候发货呀")
    carried = Carried(
        conversation_id=TALK,
        intent=None,
        typed="x",
        threshold=0.5,
        items=[("phrase:made_up", 0.9)],
        asked_at_us=int(shop.clock().timestamp() * 1_000_000),
    )
    assert await tell(shop, to_id(carried), action="accepted", item_id="phrase:made_up") == 422
