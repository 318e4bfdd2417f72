"""Answers computed from the shop's data, and variables filled from the talk and its order."""

from typing import Any

import pytest

from assist_api.chat.tables import Conversation, Message
from assist_api.flows.answering.skills import SKILLS
from assist_api.flows.suggesting.computed import ANSWERED_BY
from assist_api.phrases.service import load_starters
from assist_api.rules.conversation import State
from assist_api.taxonomy import Taxonomy
from tests.app_fixtures import ShopApp
from tests.suggestions.asking import suggest

HEIGHT = {"kind": "height", "value": {"value": 165, "unit": "cm"}, "text": "165", "start": 0, "end": 3}
WEIGHT = {"kind": "weight", "value": {"value": 54, "unit": "kg"}, "text": "108斤", "start": 4, "end": 8}


@pytest.fixture
async def shop(shop_app: ShopApp) -> ShopApp:
    await load_starters(shop_app.database, shop_app.settings, shop_app.clock)
    shop_app.bot.down = True
    return shop_app


async def talk(shop: ShopApp, *lines: tuple[str, str, list[dict[str, Any]]], **conversation: Any) -> None:
    """A conversation `c_1` whose lines (text, intent, entities) were understood with confidence .8."""
    now = shop.clock()
    start = {"channel": "web", "verified": False, "state": State.AGENT.value, "created_at": now, "updated_at": now}
    async with shop.database.begin() as session:
        session.add(Conversation(id="c_1", **(start | conversation)))
        await session.flush()
        for text, intent, entities in lines:
            meta = {"intent": intent, "confidence": 0.8, "route": "bot", "entities": entities}
            session.add(Message(conversation_id="c_1", role="buyer", text=text, meta=meta, created_at=now))
            await session.flush()


def answers_in(body: dict[str, Any]) -> list[dict[str, Any]]:
    return [item for item in body["suggestions"] if item["kind"] == "answer"]


async def test_a_size_question_is_answered_from_the_chart_of_the_page(shop: ShopApp) -> None:
    await talk(shop, ("165 108斤穿多大", "ask_size", [HEIGHT, WEIGHT]), product_id="p1016")
    [answer] = answers_in(await suggest(shop, "165 108斤穿多大", conversation_id="c_1"))
    assert answer["item_id"] == "answer:size_advice"
    assert (answer["source"], answer["phrase_id"]) == ("data", None)
    assert "M" in answer["text"]
    assert answer["reasons"]


async def test_what_was_told_earlier_counts_and_data_alone_repeat_the_question(shop: ShopApp) -> None:
    await talk(shop, ("我165", "ask_size", [HEIGHT]), ("108斤", "inform", [WEIGHT]), product_id="p1016")
    [answer] = answers_in(await suggest(shop, "108斤", conversation_id="c_1"))
    assert answer["item_id"] == "answer:size_advice"


async def test_nothing_is_answered_where_the_skill_would_have_to_ask(shop: ShopApp) -> None:
    await talk(shop, ("穿多大", "ask_size", []), product_id="p1016")
    assert answers_in(await suggest(shop, "穿多大", conversation_id="c_1", withhold=False)) == []


async def test_an_unsure_reading_is_withheld(shop: ShopApp) -> None:
    await talk(shop, ("有货么", "ask_stock", []), product_id="p1016")
    async with shop.database.begin() as session:
        message = await session.get_one(Message, 1)
        message.meta = message.meta | {"confidence": 0.1}
    assert answers_in(await suggest(shop, "有货么", conversation_id="c_1")) == []
    assert len(answers_in(await suggest(shop, "有货么", conversation_id="c_1", withhold=False))) <= 1


async def test_whoever_types_searches_phrases_only(shop: ShopApp) -> None:
    await talk(shop, ("165 108斤穿多大", "ask_size", [HEIGHT, WEIGHT]), product_id="p1016")
    assert answers_in(await suggest(shop, "165 108斤穿多大", conversation_id="c_1", query="cm")) == []


async def test_the_verified_buyers_order_fills_phrases(shop: ShopApp) -> None:
    await talk(
        shop,
        ("我的快递到哪了", "track_parcel", []),
        verified=True,
        buyer_external_id="b-linwan",
        order_id="731204558210046208",
    )
    body = await suggest(shop, "我的快递到哪了", conversation_id="c_1", withhold=False, k=20)
    assert any("6208" in item["text"] for item in body["suggestions"])
    assert all("{" not in item["text"] for item in body["suggestions"])


async def test_the_greeting_is_offered_to_agents_too(shop: ShopApp) -> None:
    await talk(shop, ("有人在吗", "greet", []))
    body = await suggest(shop, "有人在吗", conversation_id="c_1")
    assert "greet" in [item["phrase_id"] for item in body["suggestions"]]


@pytest.mark.parametrize(("order_id", "offered"), [("731204558210046208", True), (None, False)])
async def test_a_phrase_of_an_order_state_needs_an_order_in_it(
    shop: ShopApp, order_id: str | None, offered: bool
) -> None:
    line = "下大雪快递停了吗"  # parcel_weather: only while the parcel is under way
    await talk(shop, (line, "track_parcel", []), verified=True, buyer_external_id="b-linwan", order_id=order_id)
    body = await suggest(shop, line, conversation_id="c_1", withhold=False, k=5)
    assert ("parcel_weather" in [item["phrase_id"] for item in body["suggestions"]]) is offered


async def test_an_order_of_somebody_unknown_fills_nothing(shop: ShopApp) -> None:
    await talk(shop, ("我的快递到哪了", "track_parcel", []), order_id="731204558210046208")
    body = await suggest(shop, "我的快递到哪了", conversation_id="c_1", withhold=False, k=20)
    assert not any("杭州" in item["text"] for item in body["suggestions"])


async def test_an_answer_taken_is_kept_as_feedback_and_counted_for_no_phrase(shop: ShopApp) -> None:
    await talk(shop, ("165 108斤穿多大", "ask_size", [HEIGHT, WEIGHT]), product_id="p1016")
    body = await suggest(shop, "165 108斤穿多大", conversation_id="c_1")
    [answer] = answers_in(body)
    async with shop.client("agent") as agent:
        said = await agent.post(
            f"/api/v1/suggestions/{body['id']}/feedback", json={"action": "accepted", "item_id": answer["item_id"]}
        )
    assert said.status_code == 204


def test_every_intent_that_is_answered_exists_and_so_does_its_skill(shop_app: ShopApp) -> None:
    names = Taxonomy.load(shop_app.settings.data).names()
    assert set(ANSWERED_BY) <= set(names)
    assert set(ANSWERED_BY.values()) <= set(SKILLS)
