import asyncio
from typing import Any

import httpx
import pytest

from assist_api.chat.tables import Conversation, Message
from assist_api.flows.suggesting import service as suggesting
from assist_api.recommender.select import THRESHOLD
from assist_api.rules.conversation import State
from assist_api.security import Role
from assist_api.suggestions.tables import SuggestionFeedback, SuggestionRequest
from tests.app_fixtures import ShopApp
from tests.suggestions.asking import URL, suggest


def phrase_ids(body: dict[str, Any]) -> list[str]:
    return [item["phrase_id"] for item in body["suggestions"]]


async def test_a_question_gets_filled_phrases_with_reasons(shop: ShopApp) -> None:
    body = await suggest(shop, "什么时候发货呀")
    first = body["suggestions"][0]
    assert body["threshold"] == THRESHOLD
    assert first["item_id"] == "phrase:ship_time"
    assert (first["kind"], first["source"], first["phrase_id"]) == ("phrase", "team", "ship_time")
    assert first["template"] is not None
    assert "{ship_by}" in first["template"]
    assert first["score"] >= THRESHOLD
    assert first["reasons"]
    assert all("{" not in item["text"] for item in body["suggestions"])
    assert len({item["item_id"] for item in body["suggestions"]}) == len(body["suggestions"]) <= 3


async def test_what_only_the_bot_may_say_is_not_offered(shop: ShopApp) -> None:
    assert "ask_identity" not in phrase_ids(await suggest(shop, "你是机器人吗", k=20, withhold=False))


async def test_when_unsure_nothing_is_pushed_unless_asked_for(shop: ShopApp) -> None:
    assert phrase_ids(await suggest(shop, "鱼缸水泵声音吵不吵")) == []
    assert len(phrase_ids(await suggest(shop, "鱼缸水泵声音吵不吵", withhold=False))) == 3
    assert len(phrase_ids(await suggest(shop, withhold=False, k=5))) == 5


async def test_the_bot_tells_the_intent_when_nobody_else_does(shop: ShopApp) -> None:
    shop.bot.down = False
    body = await suggest(shop, "人在不在的呀这里")
    assert phrase_ids(body)[0].startswith("greet")
    assert "意图：招呼" in body["suggestions"][0]["reasons"]


async def test_a_bot_that_hangs_is_not_waited_for(shop: ShopApp, monkeypatch: pytest.MonkeyPatch) -> None:
    async def hang(*_: object) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    monkeypatch.setattr(type(shop.bot), "__call__", hang)
    monkeypatch.setattr(suggesting, "PARSE_TIMEOUT_S", 0.01)
    assert phrase_ids(await suggest(shop, "什么时候发货呀"))[0] == "ship_time"


async def test_the_intent_stored_with_the_message_is_used_and_the_bot_left_alone(shop: ShopApp) -> None:
    shop.bot.down = False
    now = shop.clock()
    async with shop.database.begin() as session:
        session.add(
            Conversation(id="c_1", channel="web", verified=False, state=State.BOT.value, created_at=now, updated_at=now)
        )
        await session.flush()
        session.add(
            Message(conversation_id="c_1", role="buyer", text="啥", meta={"intent": "ask_invoice"}, created_at=now)
        )
    assert phrase_ids(await suggest(shop, "乒乓", conversation_id="c_1", withhold=False))[0] == "ask_invoice"
    assert shop.bot.requests == []


@pytest.mark.parametrize(
    ("query", "phrase"), [("fhsj", "ship_time"), ("退款到账", "refund_arrival"), ("FH", "ship_time")]
)
async def test_typing_searches_whatever_the_talk_and_asks_no_bot(shop: ShopApp, query: str, phrase: str) -> None:
    shop.bot.down = False
    assert phrase_ids(await suggest(shop, "在吗", query=query))[0] == phrase
    assert shop.bot.requests == []


async def test_what_matches_nothing_is_not_invented(shop: ShopApp) -> None:
    assert phrase_ids(await suggest(shop, query="zzzzqqq")) == []
    assert len(phrase_ids(await suggest(shop, "什么时候发货", query="zzzzqqq", withhold=False))) == 3


async def test_an_edited_phrase_is_suggested_at_the_next_request(shop: ShopApp) -> None:
    await suggest(shop, "什么时候发货呀")
    async with shop.client("trainer") as trainer:
        await trainer.patch("/api/v1/phrases/ship_time", json={"text": "今晚发"}, headers={"If-Match": "1"})
        changed = await suggest(shop, "什么时候发货呀")
        await trainer.delete("/api/v1/phrases/ship_time", headers={"If-Match": "2"})
        gone = await suggest(shop, "什么时候发货呀")
    assert changed["suggestions"][0]["text"] == "今晚发"
    assert "ship_time" not in phrase_ids(gone)


async def test_an_empty_bank_suggests_nothing(shop_app: ShopApp) -> None:
    assert phrase_ids(await suggest(shop_app, "在吗", withhold=False)) == []
    assert phrase_ids(await suggest(shop_app, "在吗", query="fh")) == []


async def test_kept_questions_hold_no_private_numbers(shop: ShopApp) -> None:
    body = await suggest(shop, "我电话138 0000 1234 165 108斤", query="订单 20260302998877")
    async with shop.database.read() as session:
        kept = await session.get(SuggestionRequest, body["id"])
    assert kept is not None
    assert (kept.question, kept.typed) == ("我电话***** 165 108斤", "订单 *****")


async def stats_of(shop: ShopApp, phrase_id: str) -> dict[str, Any]:
    async with shop.client("agent") as agent:
        stats: dict[str, Any] = (await agent.get(f"/api/v1/phrases/{phrase_id}")).json()["stats"]
    return stats


async def test_feedback_counts_once_however_often_it_is_sent(shop: ShopApp) -> None:
    body = await suggest(shop, "什么时候发货呀")
    said = {"action": "accepted", "item_id": "phrase:ship_time", "sent_text": "好", "timings": {"shown_to_key": 812.5}}
    async with shop.client("agent") as agent:
        answers = [await agent.post(f"{URL}/{body['id']}/feedback", json=said) for _ in range(3)]
    assert [(answer.status_code, answer.content) for answer in answers] == [(204, b"")] * 3
    stats = await stats_of(shop, "ship_time")
    assert (stats["used"], stats["edited"], stats["last_used_at"] is not None) == (1, 0, True)


async def test_feedback_sent_at_once_from_many_places_counts_once_each(either_shop: ShopApp) -> None:
    one, other = [await suggest(either_shop, "什么时候发货呀") for _ in range(2)]
    said = {"action": "accepted", "item_id": "phrase:ship_time"}
    async with either_shop.client("agent") as agent:
        posts = [agent.post(f"{URL}/{body['id']}/feedback", json=said) for body in (one, other) for _ in range(4)]
        answers = await asyncio.gather(*posts)
    assert {answer.status_code for answer in answers} == {204}
    assert (await stats_of(either_shop, "ship_time"))["used"] == 2


async def test_thinking_better_of_it_moves_the_count(shop: ShopApp) -> None:
    body = await suggest(shop, "什么时候发货呀")
    item = {"item_id": "phrase:ship_time"}
    async with shop.client("agent") as agent:
        for action in ("dismissed", "accepted", "edited"):
            await agent.post(f"{URL}/{body['id']}/feedback", json={"action": action} | item)
        edited = await stats_of(shop, "ship_time")
        await agent.post(f"{URL}/{body['id']}/feedback", json={"action": "freehand", "sent_text": "电话13800001234"})
    freehand = await stats_of(shop, "ship_time")
    assert [edited[name] for name in ("used", "edited", "dismissed")] == [1, 1, 0]
    assert [freehand[name] for name in ("used", "edited", "dismissed")] == [0, 0, 0]
    async with shop.database.read() as session:
        kept = await session.get(SuggestionFeedback, 1)
    assert kept is not None
    assert kept.sent_text == "电话*****"


async def test_two_agents_count_apart(shop: ShopApp) -> None:
    body = await suggest(shop, "什么时候发货呀")
    roles: tuple[Role, ...] = ("agent", "owner")
    for role in roles:
        async with shop.client(role) as client:
            said = {"action": "accepted", "item_id": "phrase:ship_time"}
            await client.post(f"{URL}/{body['id']}/feedback", json=said)
    assert (await stats_of(shop, "ship_time"))["used"] == 2


@pytest.mark.parametrize(
    ("suggestion", "said", "status"),
    [
        ("s_none", {"action": "dismissed"}, 404),
        (None, {"action": "accepted", "item_id": "phrase:nothing"}, 422),
        (None, {"action": "accepted"}, 422),
        (None, {"action": "loved"}, 422),
        (None, {"action": "dismissed", "timings": {"shown_to_key": -1}}, 422),
        (None, {"action": "dismissed"}, 204),
    ],
)
async def test_feedback_must_fit_what_was_shown(
    shop: ShopApp, suggestion: str | None, said: dict[str, Any], status: int
) -> None:
    suggestion = suggestion or (await suggest(shop, "什么时候发货呀"))["id"]
    async with shop.client("agent") as agent:
        assert (await agent.post(f"{URL}/{suggestion}/feedback", json=said)).status_code == status


@pytest.mark.parametrize(
    "body",
    [
        {"turns": [{"role": "cat", "text": "a"}]},
        {"k": 0},
        {"k": 21},
        {"turns": [{"role": "buyer", "text": "字" * 4001}]},
    ],
)
async def test_bad_requests_are_refused(shop_app: ShopApp, body: dict[str, Any]) -> None:
    async with shop_app.client("agent") as agent:
        assert (await agent.post(URL, json=body)).status_code == 422


async def test_first_replies_are_the_teams_and_leave_no_trace(shop: ShopApp) -> None:
    suggester: suggesting.Suggester = shop.app.state.suggester
    replies = await suggester.first_replies("c_unknown", ["什么时候发货呀"], {"ask_ship_time": 1.0})
    assert replies[0].phrase_id == "ship_time"
    assert len(replies) == 3
    async with shop.database.read() as session:
        assert (await session.get(SuggestionRequest, "c_unknown")) is None


async def test_understanding_is_the_bots(shop_app: ShopApp) -> None:
    async with shop_app.client("agent") as agent:
        answer = await agent.post("/api/v1/understand", json={"text": "在吗"})
        shop_app.bot.down = True
        down = await agent.post("/api/v1/understand", json={"text": "在吗"})
        long = await agent.post("/api/v1/understand", json={"text": "字" * 2001})
    assert answer.json() == shop_app.bot.PARSE
    assert (down.status_code, down.json()["error"]["code"]) == (503, "unavailable")
    assert long.status_code == 422


async def test_every_intent_has_a_name_for_people(shop_app: ShopApp) -> None:
    async with shop_app.client("agent") as agent:
        listed = (await agent.get("/api/v1/intents")).json()
    titles = {item["intent"]: item["title"] for item in listed["items"]}
    assert len(titles) >= 44
    assert titles["ask_size"] == "尺码咨询"
    assert listed["next"] is None
