"""What buyers answer to a reminder, asked of the skills over the demo shop's orders."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from assist_api.flows.answering.contract import SkillAnswer
from assist_api.shop.tables import Order
from tests.flows.answering.counter import NOW, Counter, phrases, reasons, said

ZONE = ZoneInfo("Asia/Shanghai")
UNPAID, SECOND, PAID = "990100000000004415", "990100000000000923", "990100000000007788"


async def order(counter: Counter, order_id: str, state: str, *, product: str = "p1001", closes_in: int = 21) -> None:
    """An order placed three hours ago."""
    row = Order(
        id=order_id,
        buyer_id="b-tester",
        channel="",
        state=state,
        items=[{"product_id": product, "name": "云朵内衣", "colour": "肤色", "size": "M", "quantity": 1}],
        amount=8900,
        recipient="",
        phone="13800005821",
        region="浙江杭州",
        address="",
        placed_at=NOW - timedelta(hours=3),
        expires_at=NOW + timedelta(hours=closes_in),
        paid_at=NOW - timedelta(minutes=5) if state == "paid" else None,
    )
    async with counter.database.begin() as session:
        session.add(row)


async def reminded(counter: Counter, *order_ids: str) -> tuple[str, dict[str, Any]]:
    """A verified buyer's conversation, and what the bot remembers of the reminder."""
    return await counter.visit("b-tester"), {"reminded_orders": list(order_ids)}


def deeds(told: SkillAnswer) -> list[tuple[str, dict[str, Any]]]:
    return [(effect.kind, effect.values) for effect in told.effects]


async def test_who_pays_now_is_told_how_and_until_when(counter: Counter) -> None:
    await order(counter, UNPAID, "unpaid")
    who, slots = await reminded(counter, UNPAID)
    told = await counter.ask("promise_payment", "忘了，马上付", who=who, slots=slots)
    assert phrases(told) == ["promise_payment_now"]
    assert said(told, "pay_by") == "明天11:00"
    assert not told.effects


async def test_who_pays_later_is_left_in_peace_until_then(counter: Counter) -> None:
    await order(counter, UNPAID, "unpaid")
    who, slots = await reminded(counter, UNPAID)
    told = await counter.ask("promise_payment", "晚上8点付", who=who, slots=slots, time="2026-03-10T20:00:00+08:00")
    assert phrases(told) == ["promise_payment_later"]
    assert said(told, "until") == "今天20:00"
    assert deeds(told) == [("snooze_reminders", {"until": "2026-03-10T20:00:00+08:00"})]


async def test_nobody_is_put_off_beyond_the_moment_the_order_closes(counter: Counter) -> None:
    await order(counter, UNPAID, "unpaid")
    who, slots = await reminded(counter, UNPAID)
    told = await counter.ask("promise_payment", "发工资再付", who=who, slots=slots)
    assert phrases(told) == ["promise_payment_closes_before"]
    [(kind, values)] = deeds(told)
    assert kind == "snooze_reminders"
    assert datetime.fromisoformat(values["until"]) == NOW + timedelta(hours=21)


async def test_who_asks_to_be_reminded_is_reminded_again(counter: Counter) -> None:
    await order(counter, UNPAID, "unpaid")
    who, slots = await reminded(counter, UNPAID)
    told = await counter.ask("promise_payment", "晚上提醒我一下", who=who, slots=slots)
    assert ("opt_in_to_reminders", {}) in deeds(told)


async def test_a_promise_for_an_order_that_was_paid_meanwhile_is_thanked(counter: Counter) -> None:
    await order(counter, PAID, "paid")
    who, slots = await reminded(counter, PAID)
    assert phrases(await counter.ask("promise_payment", "这就付", who=who, slots=slots)) == ["report_paid_seen"]


async def test_a_stranger_s_promise_is_answered_without_any_order(counter: Counter) -> None:
    told = await counter.ask("promise_payment", "晚上付", who=await counter.visit())
    assert phrases(told) == ["promise_payment"]
    assert not told.effects


@pytest.mark.parametrize(("state", "phrase"), [("paid", "report_paid_seen"), ("unpaid", "report_paid_not_seen")])
async def test_paid_already_is_checked_against_the_order_reminded_of(counter: Counter, state: str, phrase: str) -> None:
    await order(counter, UNPAID, state)
    await order(counter, SECOND, "paid")
    who, slots = await reminded(counter, UNPAID)
    told = await counter.ask("report_paid", "付过了呀", who=who, slots=slots)
    assert phrases(told) == [phrase]
    assert said(told, "order_tail") == UNPAID[-4:]


async def test_where_money_has_gone_a_person_looks(counter: Counter) -> None:
    await order(counter, UNPAID, "unpaid")
    who, slots = await reminded(counter, UNPAID)
    told = await counter.ask("report_paid", "付了，钱都扣了", who=who, slots=slots)
    assert reasons(told) == ["payment_problem"]


async def test_what_is_not_wanted_is_kept_at_once_and_the_reason_asked(counter: Counter) -> None:
    await order(counter, UNPAID, "unpaid")
    who, slots = await reminded(counter, UNPAID)
    told = await counter.ask("decline_payment", "不要了", who=who, intent="decline_payment", slots=slots)
    assert phrases(told) == ["order_declined", "decline_ask_reason"]
    assert deeds(told) == [("decline_orders", {"orders": [UNPAID]})]
    assert told.slots["declined_orders"] == [UNPAID]
    assert told.ask == "answer"
    assert not told.slots["matter"]["question"], "it would be repeated after a question aside"


async def test_the_reason_is_asked_once(counter: Counter) -> None:
    await order(counter, UNPAID, "unpaid")
    who, slots = await reminded(counter, UNPAID)
    again = await counter.ask("decline_payment", "不要了", who=who, slots={**slots, "declined_orders": [UNPAID]})
    assert phrases(again) == ["order_declined"]
    assert again.ask is None


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("太贵了不想要了", "decline_reason_price"),
        ("在别家买了", "decline_reason_elsewhere"),
        ("拍错了不要了", "decline_reason_mistake"),
        ("尺码不对 不要了", "decline_reason_size"),
    ],
)
async def test_who_has_given_the_reason_is_not_asked(counter: Counter, text: str, phrase: str) -> None:
    await order(counter, UNPAID, "unpaid")
    who, slots = await reminded(counter, UNPAID)
    told = await counter.ask("decline_payment", text, who=who, slots=slots)
    assert phrases(told)[:2] == ["order_declined", phrase]
    assert told.ask is None


@pytest.mark.parametrize(
    ("text", "intent", "phrase"),
    [
        ("尺码不合适", "decline_payment", "decline_reason_size"),
        ("其他原因", "decline_payment", "decline_thanks"),
        ("不想说", "deny", "decline_thanks"),
        ("还是付吧", "promise_payment", "promise_payment_now"),
        ("便宜20我就要", "haggle", "haggle_passed_on"),
    ],
)
async def test_every_answer_about_the_reason_ends_the_matter(
    counter: Counter, text: str, intent: str, phrase: str
) -> None:
    await order(counter, UNPAID, "unpaid")
    who, slots = await reminded(counter, UNPAID)
    kept = {"skill": "decline_payment", "question": {}}
    slots |= {"matter": kept, "answer": {"intent": intent}, "declined_orders": [UNPAID]}
    told = await counter.ask("decline_payment", text, who=who, intent="decline_payment", slots=slots)
    assert phrases(told)[0] == phrase
    assert told.slots["matter"] is None
    if intent == "promise_payment":
        assert ("want_orders_again", {"orders": [UNPAID]}) in deeds(told)
    if intent == "haggle":
        assert reasons(told) == ["haggle"]


async def test_an_unpaid_order_is_declined_without_a_reminder_too(counter: Counter) -> None:
    await order(counter, UNPAID, "unpaid")
    told = await counter.ask("decline_payment", "那单不付了", who=await counter.visit("b-tester"))
    assert deeds(told) == [("decline_orders", {"orders": [UNPAID]})]


async def test_nobody_declines_what_they_may_not_see(counter: Counter) -> None:
    await order(counter, UNPAID, "unpaid")
    told = await counter.ask("decline_payment", "不要了", who=await counter.visit("b-tester", verified=False))
    assert phrases(told) == ["decline_payment"]
    assert not told.effects


async def test_of_two_orders_the_one_named_by_its_product_is_declined(counter: Counter) -> None:
    await order(counter, UNPAID, "unpaid")
    await order(counter, SECOND, "unpaid", product="p1002")
    who, slots = await reminded(counter, UNPAID, SECOND)
    told = await counter.ask("decline_payment", "那件不要了", who=who, slots=slots, product="p1002")
    assert deeds(told) == [("decline_orders", {"orders": [SECOND]})]


async def test_what_was_paid_meanwhile_is_for_cancelling(counter: Counter) -> None:
    await order(counter, PAID, "paid")
    who, slots = await reminded(counter, PAID)
    told = await counter.ask("decline_payment", "不要了", who=who, slots=slots)
    assert phrases(told) == ["decline_but_paid"]
    assert not told.effects


@pytest.mark.parametrize("text", ["别催了", "别再给我发消息了", "退订"])
async def test_who_wants_no_more_reminders_gets_none(counter: Counter, text: str) -> None:
    await order(counter, UNPAID, "unpaid")
    who, slots = await reminded(counter, UNPAID)
    told = await counter.ask("decline_payment", text, who=who, slots=slots)
    assert phrases(told) == ["reminders_stopped"]
    assert deeds(told) == [("opt_out_of_reminders", {})]


async def test_no_more_reminders_and_not_wanted_either(counter: Counter) -> None:
    await order(counter, UNPAID, "unpaid")
    who, slots = await reminded(counter, UNPAID)
    told = await counter.ask("decline_payment", "不用提醒了，我不付款的", who=who, slots=slots)
    assert [kind for kind, _ in deeds(told)] == ["opt_out_of_reminders", "decline_orders"]
