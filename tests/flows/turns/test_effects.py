"""What a skill asks for besides a hand-off: done with the reply or not at all, and only for the buyer who said it."""

from datetime import timedelta
from typing import Any

import pytest

from assist_api.chat.tables import Conversation
from assist_api.reminders import service as reminders
from assist_api.rules.reminders import BuyerFacts
from assist_api.shop.tables import Order
from tests.flows.turns.scripted_bot import parse_of, says
from tests.flows.turns.talk import LIN, WORKING_HOURS, Talk

MINE, THEIRS = "770100000000001111", "770100000000002222"
LATER = WORKING_HOURS + timedelta(hours=6)


def asks_for(kind: str, **values: Any) -> dict[str, Any]:
    answer = says("好的", intent="decline_payment")
    return {**answer, "effects": [{"kind": kind, "values": values}]}


@pytest.fixture
async def known(talk: Talk) -> Talk:
    """The talk of the verified buyer b-1, to whom one of two unpaid orders belongs."""
    async with talk.database.begin() as session:
        conversation = await session.get_one(Conversation, talk.id)
        conversation.buyer_external_id, conversation.verified = "b-1", True
        session.add_all([_order(MINE, "b-1"), _order(THEIRS, "b-2")])
    return talk


def _order(order_id: str, buyer_id: str) -> Order:
    return Order(
        id=order_id,
        buyer_id=buyer_id,
        channel="",
        state="unpaid",
        items=[],
        amount=100,
        recipient="",
        phone="",
        region="",
        address="",
        placed_at=WORKING_HOURS,
    )


async def wishes(talk: Talk, buyer_id: str = "b-1") -> BuyerFacts:
    async with talk.database.read() as session:
        return (await reminders.buyer_facts(session, [buyer_id], [MINE, THEIRS]))[buyer_id]


async def test_a_wish_is_kept_with_the_reply(known: Talk) -> None:
    known.bot.script["晚上付"] = asks_for("snooze_reminders", until=LATER.isoformat())
    assert await known.say("晚上付") == ["好的"]
    assert (await wishes(known)).snoozed_until == LATER


async def test_a_void_draft_has_kept_nothing(known: Talk) -> None:
    async def buyer_goes_on() -> None:
        known.bot.before_answering = None
        await known.write("算了")

    known.bot.script["别催了"] = asks_for("opt_out_of_reminders")
    known.bot.before_answering = buyer_goes_on
    await known.write("别催了")
    assert not await known.turn()
    assert not (await wishes(known)).opted_out
    assert await known.turn()
    assert (await wishes(known)).opted_out


async def test_the_same_wish_twice_is_one(known: Talk) -> None:
    known.bot.script["不要了"] = asks_for("decline_orders", orders=[MINE])
    await known.say("不要了")
    known.clock.advance(timedelta(minutes=1))
    assert await known.say("不要了") == ["好的"]
    assert (await wishes(known)).declined == {MINE}


async def test_nobody_declines_for_another(known: Talk) -> None:
    known.bot.script["不要了"] = asks_for("decline_orders", orders=[THEIRS, MINE, "770100000000003333"])
    await known.say("不要了")
    assert (await wishes(known)).declined == {MINE}


async def test_what_is_wanted_again_is_declined_no_more(known: Talk) -> None:
    known.bot.script |= {
        "不要了": asks_for("decline_orders", orders=[MINE]),
        "还是要吧": asks_for("want_orders_again", orders=[MINE]),
    }
    await known.say("不要了")
    await known.say("还是要吧")
    assert not (await wishes(known)).declined


async def test_a_moment_that_has_passed_asks_for_nothing(known: Talk) -> None:
    known.bot.script["刚才付"] = asks_for("snooze_reminders", until=(WORKING_HOURS - timedelta(hours=1)).isoformat())
    await known.say("刚才付")
    assert (await wishes(known)).snoozed_until is None


async def test_an_unknown_buyer_s_wish_and_an_unknown_kind_do_nothing(talk: Talk) -> None:
    talk.bot.script["别催了"] = asks_for("opt_out_of_reminders")
    talk.bot.script["送我一个"] = asks_for("give_away", what="coupon")
    assert await talk.say("别催了") == ["好的"]
    assert await talk.say("送我一个") == ["好的"]
    assert not (await wishes(talk)).opted_out


async def test_no_more_reminders_holds_also_while_a_person_has_the_talk(known: Talk) -> None:
    await known.hand_to(LIN)
    await known.say("以后别再提醒我付款了")
    assert (await wishes(known)).opted_out


async def test_no_more_reminders_holds_also_while_the_bot_is_down(known: Talk) -> None:
    known.bot.down = True
    await known.say("退订")
    assert (await wishes(known)).opted_out


async def test_a_wish_beside_a_hand_off_is_kept_too(known: Talk) -> None:
    effects = [{"kind": "opt_out_of_reminders"}, {"kind": "handoff", "reason": "complain", "priority": 4}]
    known.bot.script["别催了骗子"] = {"parse": parse_of("complain", "human"), "says": [], "effects": effects}
    await known.say("别催了骗子")
    assert (await known.handoff()).reason == "complain"
    assert (await wishes(known)).opted_out
