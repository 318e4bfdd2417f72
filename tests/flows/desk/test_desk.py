"""Agents at work over HTTP: one wins a claim, moves that make no sense are refused, nothing is said twice."""

import asyncio
import io
from contextlib import aclosing
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from PIL import Image

from assist_api.accounts import service as accounts
from assist_api.chat import service as chat
from assist_api.chat import store
from assist_api.chat.tables import Conversation
from assist_api.flows.desk.routes import PAGE
from assist_api.flows.desk.stream import desk_events
from assist_api.handoff.packet import BuyerCard, Packet
from assist_api.handoff.service import open_handoff
from assist_api.security import Role
from tests.app_fixtures import ShopApp
from tests.chat.buyer import Buyer, buyer_of, code

ANN: Role = "agent"
BEN: Role = "trainer"
"""Two people at the desk: a trainer may do all that an agent may."""


@dataclass(frozen=True)
class Case:
    """A buyer who waits for a person."""

    app: ShopApp
    buyer: Buyer
    handoff: str

    async def act(self, who: Role, what: str, body: dict[str, Any] | None = None) -> httpx.Response:
        async with self.app.client(who) as client:
            return await client.post(f"/api/v1/handoffs/{self.handoff}/{what}", json=body)

    async def say(self, who: Role, text: str = "您好", client_id: str | None = None) -> httpx.Response:
        return await self.act(who, "messages", {"client_id": client_id or uuid4().hex, "text": text})

    async def shown(self) -> dict[str, Any]:
        async with self.app.client(ANN) as client:
            answer = await client.get(f"/api/v1/handoffs/{self.handoff}")
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    async def conversation(self) -> Conversation:
        async with self.app.database.read() as session:
            return await store.existing(session, self.buyer.conversation_id)


def packet(priority: int = 2) -> Packet:
    buyer = BuyerCard(name="林*", verified=False, channel="web")
    return Packet(reason="haggle", reason_zh="议价", priority=priority, summary="议价", transcript=[], buyer=buyer)


async def waiting(app: ShopApp, priority: int = 2) -> Case:
    buyer = await buyer_of(app)
    async with app.database.begin() as session:
        conversation = await store.lock(session, buyer.conversation_id)
        conversation.move(conversation.standing.hand_off())
        return Case(app, buyer, (await open_handoff(session, conversation.id, packet(priority), app.clock())).id)


async def with_ann(app: ShopApp) -> Case:
    case = await waiting(app)
    assert (await case.act(ANN, "claim")).status_code == 204
    return case


async def listed(app: ShopApp, who: Role = ANN, **params: str) -> dict[str, Any]:
    async with app.client(who) as client:
        answer = await client.get("/api/v1/handoffs", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_of_many_who_claim_at_once_exactly_one_wins(either_app: ShopApp) -> None:
    case = await waiting(either_app)
    roles: list[Role] = [ANN, BEN, "owner"]
    answers = await asyncio.gather(*(case.act(role, "claim") for role in roles))
    assert sorted(answer.status_code for answer in answers) == [204, 409, 409]
    assert {code(answer) for answer in answers if answer.status_code == 409} == {(409, "already_claimed")}
    system = [message for message in await case.buyer.read() if message["role"] == "system"]
    assert len(system) == 1, "the buyer is told of one person"


async def test_claiming_ones_own_again_changes_nothing(shop_app: ShopApp) -> None:
    case = await with_ann(shop_app)
    version = (await case.shown())["version"]
    assert (await case.act(ANN, "claim")).status_code == 204
    assert (await case.shown())["version"] == version


async def test_claim_give_up_and_line_at_once_leave_one_owner(either_app: ShopApp) -> None:
    """Conversation and hand-off are locked in one order everywhere: nobody waits for somebody who waits for them."""
    case = await waiting(either_app)
    acts = [case.act(ANN, "claim"), case.act(BEN, "claim"), case.act(BEN, "close", {"reason": "重复"})]
    answers = await asyncio.gather(*acts, *(case.buyer.write(f"第{number}句") for number in range(6)))
    assert all(answer.status_code < 500 for answer in answers)
    conversation = await case.conversation()
    assert (conversation.state == "agent") == (conversation.agent is not None)
    assert len([m for m in await case.buyer.read() if m["role"] == "buyer"]) == 6


MOVES: dict[str, dict[str, Any]] = {
    "return": {},
    "transfer": {"to_group": "售后", "note": ""},
    "close": {"reason": "解决了"},
    "messages": {"client_id": "m1", "text": "您好"},
}


@pytest.mark.parametrize("move", ["return", "transfer", "messages"])
async def test_before_the_claim_there_is_nothing_to_do_but_claim_or_close(shop_app: ShopApp, move: str) -> None:
    case = await waiting(shop_app)
    assert code(await case.act(ANN, move, MOVES[move])) == (409, "illegal_move")


@pytest.mark.parametrize("move", [*MOVES, "claim"])
@pytest.mark.parametrize("end", ["return", "close"])
async def test_what_is_over_is_over(shop_app: ShopApp, end: str, move: str) -> None:
    case = await with_ann(shop_app)
    assert (await case.act(ANN, end, MOVES[end])).status_code == 204
    assert code(await case.act(ANN, move, MOVES.get(move))) == (409, "illegal_move")


@pytest.mark.parametrize("move", MOVES)
async def test_a_colleagues_buyer_is_left_alone(shop_app: ShopApp, move: str) -> None:
    case = await with_ann(shop_app)
    assert code(await case.act(BEN, move, MOVES[move])) == (403, "not_yours")


@pytest.mark.parametrize("move", [*MOVES, "claim"])
async def test_a_handoff_that_never_was_is_not_found(shop_app: ShopApp, move: str) -> None:
    case = Case(shop_app, await buyer_of(shop_app), "h_none")
    assert code(await case.act(ANN, move, MOVES.get(move))) == (404, "not_found")


async def test_an_old_handoff_cannot_take_the_place_of_the_new_one(shop_app: ShopApp) -> None:
    """A console that slept shows the first hand-off while the buyer waits for the second time."""
    old = await with_ann(shop_app)
    await old.act(ANN, "return")
    async with shop_app.database.begin() as session:
        conversation = await store.lock(session, old.buyer.conversation_id)
        conversation.move(conversation.standing.hand_off())
        new = await open_handoff(session, conversation.id, packet(), shop_app.clock())
    assert code(await old.act(BEN, "claim")) == (409, "illegal_move")
    assert (await Case(shop_app, old.buyer, new.id).act(BEN, "claim")).status_code == 204


async def test_a_transfer_to_a_colleague_makes_it_theirs(shop_app: ShopApp) -> None:
    await accounts.create_account(shop_app.database, shop_app.clock(), "xiaomei", "agent", display_name="小美")
    case = await with_ann(shop_app)
    body = {"to_agent": "xiaomei", "note": "买家问尺码"}
    assert (await case.act(ANN, "transfer", body)).status_code == 204
    assert (await case.shown())["agent"] == "xiaomei"
    assert code(await case.say(ANN)) == (403, "not_yours")
    answer = await case.buyer.call("GET", "/messages")
    assert answer.json()["answering"] == {"kind": "agent", "name": "小美"}, "buyers read names, not logins"
    assert answer.json()["messages"][-1]["text"] == "已为您转接客服 小美"


async def test_a_transfer_to_nobody_is_refused_and_changes_nothing(shop_app: ShopApp) -> None:
    await accounts.create_account(shop_app.database, shop_app.clock(), "gone", "agent")
    await accounts.set_disabled(shop_app.database, "gone", True)
    case = await with_ann(shop_app)
    before = await case.shown()
    for name in ("nobody", "gone"):
        assert code(await case.act(ANN, "transfer", {"to_agent": name, "note": "x"})) == (422, "bad_input")
    assert await case.shown() == before


@pytest.mark.parametrize("body", [{}, {"to_agent": "a", "to_group": "b"}, {"to_agent": ""}, {"to": "a"}])
async def test_a_transfer_has_one_target(shop_app: ShopApp, body: dict[str, Any]) -> None:
    case = await with_ann(shop_app)
    assert code(await case.act(ANN, "transfer", body)) == (422, "bad_input")


async def test_a_transfer_to_a_group_waits_again_and_keeps_its_place(shop_app: ShopApp) -> None:
    case = await with_ann(shop_app)
    before = await case.shown()
    shop_app.clock.advance(timedelta(minutes=5))
    assert (await case.act(ANN, "transfer", {"to_group": "售后", "note": "要退货"})).status_code == 204
    shown = await case.shown()
    assert (shown["state"], shown["agent"], shown["group"]) == ("waiting", None, "售后")
    assert shown["waiting_since"] == before["waiting_since"]
    assert (await case.act(BEN, "claim")).status_code == 204


async def test_a_return_gives_the_buyer_back_to_the_bot(shop_app: ShopApp) -> None:
    case = await with_ann(shop_app)
    assert (await case.act(ANN, "return", {"note": "已说明"})).status_code == 204
    assert (await case.conversation()).state == "bot"
    assert (await case.shown())["state"] == "returned"


async def test_an_agents_line_sent_twice_is_said_once(either_app: ShopApp) -> None:
    case = await with_ann(either_app)
    answers = await asyncio.gather(*(case.say(ANN, "您好", client_id="a1") for _ in range(6)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["message_id"] for answer in answers}) == 1
    assert [m["text"] for m in await case.buyer.read() if m["role"] == "agent"] == ["您好"]


@pytest.mark.parametrize("body", [{}, {"text": ""}, {"text": " \x00"}, {"text": "字" * 2001}, {"attachments": ["/"]}])
async def test_an_agents_line_says_something(shop_app: ShopApp, body: dict[str, Any]) -> None:
    case = await with_ann(shop_app)
    answer = await case.act(ANN, "messages", {"client_id": "a1", **body})
    if body.get("text") == " \x00":
        assert answer.status_code < 500
    else:
        assert code(answer) == (422, "bad_input")


async def test_the_most_urgent_come_first_then_who_waits_longest(shop_app: ShopApp) -> None:
    expected = []
    for priority in (2, 4, 2, 1, 4):
        expected.append((priority, (await waiting(shop_app, priority)).handoff))
        shop_app.clock.advance(timedelta(seconds=1))
    found = [item["id"] for item in (await listed(shop_app))["items"]]
    order = sorted(range(5), key=lambda place: (-expected[place][0], place))
    assert found == [expected[place][1] for place in order]


async def test_the_list_comes_in_pages(shop_app: ShopApp) -> None:
    async with shop_app.database.begin() as session:
        for number in range(PAGE + 3):
            now = shop_app.clock() + timedelta(seconds=number)
            one = Conversation(id=f"c_{number}", channel="web", state="waiting", created_at=now, updated_at=now)
            session.add(one)
            await session.flush()
            await open_handoff(session, one.id, packet(), now)
    first = await listed(shop_app)
    second = await listed(shop_app, after=first["next"])
    assert (len(first["items"]), len(second["items"]), second["next"]) == (PAGE, 3, None)
    names = [item["conversation_id"] for item in [*first["items"], *second["items"]]]
    assert names == [f"c_{number}" for number in range(PAGE + 3)]


@pytest.mark.parametrize("after", ["x", "-1", "１", "9" * 17])
async def test_a_page_that_is_none_is_refused(shop_app: ShopApp, after: str) -> None:
    async with shop_app.client(ANN) as client:
        assert code(await client.get("/api/v1/handoffs", params={"after": after})) == (422, "bad_input")


async def test_each_sees_the_queue_and_what_is_theirs(shop_app: ShopApp) -> None:
    queued, anns = await waiting(shop_app), await with_ann(shop_app)
    over = await with_ann(shop_app)
    await over.act(ANN, "close", {"reason": "解决了"})

    async def ids(who: Role, state: str) -> set[str]:
        return {item["id"] for item in (await listed(shop_app, who, state=state))["items"]}

    assert await ids(ANN, "waiting") == {queued.handoff}
    assert await ids(ANN, "mine") == {anns.handoff}
    assert await ids(BEN, "mine") == set()
    assert await ids(BEN, "all") == {queued.handoff, anns.handoff}


async def test_how_long_a_buyer_is_without_an_answer_counts_from_the_first_open_line(shop_app: ShopApp) -> None:
    case = await with_ann(shop_app)
    assert (await case.shown())["unanswered_since"] is None
    asked_at = shop_app.clock()
    await case.buyer.write("在吗")
    shop_app.clock.advance(timedelta(seconds=40))
    await case.buyer.write("有人吗")
    shown = await case.shown()
    assert shown["unanswered_since"] == asked_at.isoformat().replace("+00:00", "Z")
    assert shown["last_message"]["text"] == "有人吗"
    await case.say(ANN)
    assert (await case.shown())["unanswered_since"] is None


async def test_the_agent_sees_the_buyers_picture_and_no_other(shop_app: ShopApp) -> None:
    case, other = await with_ann(shop_app), await waiting(shop_app)
    data = io.BytesIO()
    Image.new("RGB", (4, 4)).save(data, "PNG")
    upload_id = (await case.buyer.upload(data.getvalue())).json()["upload_id"]
    async with shop_app.client(ANN) as client:
        shown = await client.get(f"/api/v1/handoffs/{case.handoff}/uploads/{upload_id}")
        refused = await client.get(f"/api/v1/handoffs/{other.handoff}/uploads/{upload_id}")
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/jpeg")
    assert code(refused) == (404, "not_found")


async def test_the_desk_hears_of_the_queue_of_lines_and_of_its_own_buyers(shop_app: ShopApp) -> None:
    async with asyncio.timeout(20), aclosing(desk_events(shop_app.database, shop_app.bus, "test agent", 60)) as events:
        assert (await anext(events)).name == "queue", "a console that comes (again) fetches everything"
        case = await waiting(shop_app)
        await case.act(ANN, "claim")
        claimed = [await anext(events) for _ in range(2)]
        await case.buyer.write("在吗")
        written = [await anext(events) for _ in range(2)]
    assert [event.name for event in claimed] == ["message", "queue"]
    assert [event.name for event in written] == ["message", "suggestions"]
    assert written[0].data["message"]["text"] == "在吗"
    assert {event.data["handoff_id"] for event in written} == {case.handoff}


async def test_a_desk_without_news_is_told_to_look_now_and_then(shop_app: ShopApp) -> None:
    async with asyncio.timeout(20), aclosing(desk_events(shop_app.database, shop_app.bus, "lin", 0.01)) as events:
        assert [(await anext(events)).name for _ in range(3)] == ["queue"] * 3


async def test_what_the_bot_says_to_others_is_no_business_of_the_desk(shop_app: ShopApp) -> None:
    async with asyncio.timeout(20), aclosing(desk_events(shop_app.database, shop_app.bus, "lin", 60)) as events:
        await anext(events)
        alone = await buyer_of(shop_app)
        await alone.write("在吗")
        await shop_app.bus.publish(chat.DESK_TOPIC, {"kind": "queue", "conversation_id": "-"})
        assert (await anext(events)).name == "queue"
