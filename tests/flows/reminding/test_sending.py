import asyncio
from contextlib import suppress
from datetime import timedelta

import httpx
import pytest

from assist_api.chat import store
from assist_api.reminders import service as reminders
from assist_api.rules.reminders import Reason
from tests.flows.reminding.dying import Death, Life
from tests.flows.reminding.reminded_shop import TEN, RemindedShop, nothing_more_comes


async def texts(shop: RemindedShop, talk: str) -> list[str]:
    return [line.text for line in await shop.lines(talk) if line.role == "bot"]


async def test_a_quarter_of_an_hour_after_the_order_the_buyer_is_told_what_how_much_and_until_when(
    shop: RemindedShop,
) -> None:
    talk = await shop.talk_of("mei")
    await shop.place("260302558814407", "mei")
    shop.advance(minutes=14, seconds=59)
    assert await shop.worker.look() == 0

    shop.advance(seconds=1)
    assert await shop.worker.look() == 1

    [line] = await shop.lines(talk)
    assert line.role == "bot"
    assert "圆领针织衫 米白M×1" in line.text
    assert "129元" in line.text
    assert "3月5日10:00" in line.text
    assert "2件" in line.text  # so many there really are
    assert line.payload is not None
    assert line.payload["order"]["order_no_masked"].endswith("4407")
    assert line.payload["product"]["url"] == "https://item.taobao.com/item.htm?id=651230001"
    await nothing_more_comes(shop)


async def test_nothing_is_said_of_scarcity_where_there_is_none(shop: RemindedShop) -> None:
    talk = await shop.talk_of("mei")
    await shop.place("7001", "mei", items=[{"product_id": "k1", "colour": "黑色", "size": "M", "quantity": 1}])
    shop.advance(minutes=15)
    await shop.worker.look()

    [line] = await shop.lines(talk)
    assert "payment_reminder_few" not in line.meta["phrases"]


async def test_still_unpaid_the_buyer_hears_of_it_once_more_a_day_later_and_never_again(shop: RemindedShop) -> None:
    talk = await shop.talk_of("mei")
    await shop.place("7001", "mei")
    shop.advance(minutes=15)
    await shop.worker.look()
    shop.advance(hours=23, minutes=59)
    assert await shop.worker.look() == 0

    shop.advance(minutes=1)
    assert await shop.worker.look() == 1
    shop.advance(hours=30)
    assert await shop.worker.look() == 0

    said = await texts(shop, talk)
    assert len(said) == len(set(said)) == 2
    assert [send.stage for send in await shop.sends()] == [1, 2]


async def test_several_orders_go_into_one_message(shop: RemindedShop) -> None:
    talk = await shop.talk_of("mei")
    await shop.place("7001", "mei")
    await shop.place("7002", "mei", items=[{"product_id": "k2", "colour": "卡其", "size": "S", "quantity": 2}])
    shop.advance(minutes=20)

    assert await shop.worker.look() == 1
    [line] = await shop.lines(talk)
    assert "圆领针织衫" in line.text
    assert "直筒半裙" in line.text
    assert "258元" in line.text


async def test_a_stranger_of_the_same_id_in_another_channel_hears_nothing(shop: RemindedShop) -> None:
    talk = await shop.talk_of("mei", "other")
    await shop.place("7001", "mei", channel="default")
    shop.advance(minutes=20)

    assert await shop.worker.look() == 0
    assert await shop.lines(talk) == []
    assert [one.reason for one in (await shop.plan()).held] == [Reason.NO_CONVERSATION]


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"state": "paid"}, Reason.PAID),
        ({"state": "cancelled"}, Reason.CANCELLED),
        ({"state": "presale"}, Reason.PRESALE),
    ],
)
async def test_what_happens_while_the_bot_thinks_is_seen_in_the_instant_of_sending(
    shop: RemindedShop, values: dict[str, str], reason: Reason
) -> None:
    talk = await shop.talk_of("mei")
    await shop.place("7001", "mei")
    shop.advance(minutes=15)

    async def meanwhile() -> None:
        await shop.change("7001", **values)

    shop.bot.before_answering = meanwhile
    assert await shop.worker.look() == 0
    assert await shop.lines(talk) == []
    assert [one.reason for one in (await shop.plan()).held] == [reason]
    assert await shop.sends() == []


async def test_a_wish_told_while_the_bot_thinks_is_obeyed(shop: RemindedShop) -> None:
    talk = await shop.talk_of("mei")
    await shop.place("7001", "mei")
    shop.advance(minutes=15)

    async def meanwhile() -> None:
        async with shop.database.begin() as session:
            await reminders.opt_out(session, "mei", shop.clock())

    shop.bot.before_answering = meanwhile
    assert await shop.worker.look() == 0
    assert await shop.lines(talk) == []


async def test_a_line_the_buyer_writes_while_the_bot_thinks_is_answered_first(shop: RemindedShop) -> None:
    talk = await shop.talk_of("mei")
    await shop.place("7001", "mei")
    shop.advance(minutes=15)

    async def meanwhile() -> None:
        shop.bot.before_answering = None
        await shop.write(talk, "有货吗")

    shop.bot.before_answering = meanwhile
    assert await shop.worker.look() == 0
    await shop.answered(talk)

    assert await shop.worker.look() == 1
    assert len(await texts(shop, talk)) == 1


async def test_two_workers_at_once_send_one(shop: RemindedShop) -> None:
    talk = await shop.talk_of("mei")
    await shop.place("7001", "mei")
    shop.advance(minutes=15)

    sent = await asyncio.gather(*(shop.another_worker().look() for _ in range(4)))

    assert sum(sent) == 1
    assert len(await texts(shop, talk)) == 1


async def test_while_the_bot_is_down_it_stays_due_until_it_is_a_day_late(shop: RemindedShop) -> None:
    talk = await shop.talk_of("mei")
    await shop.place("7001", "mei")
    shop.advance(minutes=15)
    shop.bot.down = True
    assert await shop.worker.look() == 0
    assert len((await shop.plan()).due(shop.clock())) == 1
    shop.bot.down = False
    shop.advance(hours=5)

    assert await shop.worker.look() == 1
    assert len(await texts(shop, talk)) == 1


async def test_a_bot_that_says_nothing_has_not_told_the_buyer(shop: RemindedShop) -> None:
    await shop.talk_of("mei")
    await shop.place("7001", "mei")
    shop.advance(minutes=15)
    shop.bot.fails.append(500)

    assert await shop.worker.look() == 0
    assert await shop.sends() == []
    assert await shop.worker.look() == 1


async def test_a_lost_connection_is_tried_again_at_once(shop: RemindedShop) -> None:
    await shop.talk_of("mei")
    await shop.place("7001", "mei")
    shop.advance(minutes=15)
    shop.bot.trackers.clear()
    shop.bot.fails.append(httpx.ReadError("gone"))

    assert await shop.worker.look() == 1


async def test_a_closed_conversation_is_opened_so_that_the_buyer_finds_the_message(shop: RemindedShop) -> None:
    talk = await shop.talk_of("mei")
    await shop.move(talk, "close")
    await shop.place("7001", "mei")
    shop.advance(minutes=15)
    await shop.worker.look()

    assert await shop.talk_of("mei") == talk
    assert len(await texts(shop, talk)) == 1


async def test_while_people_are_with_the_buyer_in_any_conversation_nothing_is_sent(shop: RemindedShop) -> None:
    await shop.talk_of("mei", "other")
    shop.advance(seconds=1)
    talk = await shop.talk_of("mei")
    await shop.place("7001", "mei")
    shop.advance(minutes=15)
    other = await shop.talk_of("mei", "other")
    await shop.move(other, "hand_off")
    assert await shop.worker.look() == 0
    await shop.move(other, "claim", "lin")
    assert await shop.worker.look() == 0
    await shop.move(other, "hand_back")

    assert await shop.worker.look() == 1
    assert len(await texts(shop, talk)) == 1


async def test_a_question_under_way_is_waited_for_and_one_that_was_left_is_let_go(shop: RemindedShop) -> None:
    talk = await shop.talk_of("mei")
    await shop.place("7001", "mei")
    await shop.write(talk, "我穿什么码")
    await shop.answered(talk)
    await shop.asks(talk)
    shop.advance(minutes=119)
    assert await shop.worker.look() == 0
    assert [one.reason for one in (await shop.plan()).held] == [Reason.FORM_UNDER_WAY]

    shop.advance(minutes=1)
    assert await shop.worker.look() == 1

    async with shop.database.read() as session:
        events = await store.events_of(session, talk)
    assert [event["name"] for event in events if event["event"] == "active_loop"] == ["detail_form", None]
    assert shop.bot.restored == 1


async def test_a_case_gathered_for_a_person_is_never_let_go(shop: RemindedShop) -> None:
    talk = await shop.talk_of("mei")
    await shop.place("7001", "mei")
    await shop.write(talk, "少发了一件")
    await shop.answered(talk)
    await shop.asks(talk, {"skill": "collect"})
    shop.advance(hours=5)

    assert await shop.worker.look() == 0


async def test_the_next_turn_goes_on_from_what_the_reminder_left(shop: RemindedShop) -> None:
    talk = await shop.talk_of("mei")
    await shop.place("7001", "mei")
    shop.advance(minutes=15)
    await shop.worker.look()

    async with shop.database.read() as session:
        conversation = await store.existing(session, talk)
        events = await store.events_of(session, talk)
    assert conversation.bot_event_count == len(events) == len(shop.bot.trackers[talk])
    assert conversation.bot_base == str(len(events))
    assert conversation.processed_to == 0


async def test_a_sender_that_dies_anywhere_neither_loses_nor_repeats(shop: RemindedShop) -> None:
    """Before and after every statement, commit and question to the bot; then another worker goes on."""
    life, step = Life(0), 0
    while life.dies_at is not None and life.steps >= life.dies_at:
        talk = await shop.talk_of(f"b{step}")
        await shop.place(f"9{step:03}", f"b{step}")
        shop.advance(minutes=15)
        life = Life(step)
        with suppress(Death):
            async with shop.mortal_worker(life) as worker:
                await worker.look()
        # Its lease runs out; only then may somebody else send.
        shop.advance(seconds=shop.settings.turn_lease_s + 1)
        await shop.worker.look()
        assert len(await texts(shop, talk)) == 1, f"died at step {step}"
        await shop.change(f"9{step:03}", state="paid")
        step += 1
        shop.clock.now = TEN
    assert step > 40
    assert life.steps < step


@pytest.mark.parametrize("owner", ["mine", "somebody else's"])
async def test_a_lease_keeps_others_away_until_it_runs_out(shop: RemindedShop, owner: str) -> None:
    talk = await shop.talk_of("mei")
    await shop.place("7001", "mei")
    shop.advance(minutes=15)
    [planned] = (await shop.plan()).due(shop.clock())
    async with shop.database.begin() as session:
        await reminders.take_lease(session, planned, "dead", shop.clock(), timedelta(seconds=20))

    assert await shop.worker.look() == 0
    if owner == "mine":
        await shop.worker.recover(alone=True)
    else:
        shop.advance(seconds=20)
    assert await shop.worker.look() == 1
    assert len(await texts(shop, talk)) == 1
