"""The schedule of docs/reminders.md, case by case; all times are the shop's, in Shanghai."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.rules.orders import ORDER_STATES, OrderState
from assist_api.rules.reminders import (
    BuyerFacts,
    HeldBack,
    Mention,
    Plan,
    QuietHours,
    Reason,
    RemindableOrder,
    ReminderRules,
    Stage,
    TalkFacts,
    plan,
)

ZONE = ZoneInfo("Asia/Shanghai")
RULES = ReminderRules(ZONE)


def at(text: str) -> datetime:
    """`2 10:15` is that time on the second of March; seconds may follow."""
    day, clock = text.split()
    return datetime.combine(datetime(2026, 3, int(day)), time.fromisoformat(clock.zfill(5)), tzinfo=ZONE)


def order(placed: str, order_id: str = "A", **more: Any) -> RemindableOrder:
    found = RemindableOrder(order_id, "mei", "unpaid", at(placed), conversation_id="c_1")
    return replace(found, **more)


def planned(
    now: str,
    *orders: RemindableOrder,
    buyer: BuyerFacts | None = None,
    talk: TalkFacts | None = None,
    rules: ReminderRules = RULES,
) -> Plan:
    talks = {one.conversation_id or "": talk or TalkFacts() for one in orders}
    return plan(at(now), rules, orders, {"mei": buyer or BuyerFacts()}, talks)


def sends(found: Plan) -> list[tuple[str, str, int]]:
    """(orders, day and time, stage)"""
    return [("".join(one.order_ids), f"{one.due_at.astimezone(ZONE):%-d %H:%M}", int(one.stage)) for one in found.sends]


def sent(when: str, stage: Stage = Stage.FIRST, order_id: str = "A", **more: Any) -> BuyerFacts:
    facts = BuyerFacts(last_sent_at=at(when), mentions={order_id: Mention(stage, at(when))})
    return replace(facts, **more)


# --- when -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("placed", "now", "due"),
    [
        ("2 10:00", "2 10:00", "2 10:15"),
        ("2 10:00", "2 10:14", "2 10:15"),
        ("2 10:00", "2 10:15", "2 10:15"),
        # It stays what was due, however late somebody looks.
        ("2 10:00", "2 13:00", "2 10:15"),
        # The last minute before the quiet hours, and the first of them.
        ("2 21:44", "2 21:50", "2 21:59"),
        ("2 21:45", "2 21:50", "3 09:00"),
        ("2 21:50", "2 22:10", "3 09:00"),
        ("2 23:59", "3 00:10", "3 09:00"),
        ("3 08:44", "3 08:50", "3 09:00"),
        ("3 08:45", "3 08:50", "3 09:00"),
        ("3 08:46", "3 08:50", "3 09:01"),
        # It could not be sent in time, and now nobody is written to.
        ("2 21:30", "2 22:30", "3 09:00"),
    ],
)
def test_the_first_comes_a_quarter_of_an_hour_after_the_order_but_not_at_night(placed: str, now: str, due: str) -> None:
    assert sends(planned(now, order(placed))) == [("A", due, 1)]


@pytest.mark.parametrize(
    ("placed", "first_sent", "due"),
    [
        # The same time of day as the order would be less than a day after the first.
        ("2 10:00", "2 10:15", "3 10:15"),
        # The first came late: a full day all the same.
        ("2 10:00", "2 15:40", "3 15:40"),
        ("2 21:50", "3 09:00", "4 09:00"),
        # A day after the first lies in the quiet hours: the buyer was here at night.
        ("2 22:30", "2 22:45", "4 09:00"),
    ],
)
def test_the_second_comes_on_the_next_day_a_full_day_after_the_first(placed: str, first_sent: str, due: str) -> None:
    assert sends(planned("3 09:30", order(placed), buyer=sent(first_sent))) == [("A", due, 2)]


def test_where_the_owner_allows_less_than_a_day_the_second_comes_at_the_orders_own_time_of_day() -> None:
    rules = replace(RULES, gap=timedelta(hours=1))

    assert sends(planned("3 09:30", order("2 10:00"), buyer=sent("2 10:15"), rules=rules)) == [("A", "3 10:00", 2)]


def test_exactly_a_day_after_the_last_one_is_allowed() -> None:
    [send] = planned("3 10:15", order("2 10:00"), buyer=sent("2 10:15")).due(at("3 10:15"))

    assert send.due_at == at("3 10:15")
    assert planned("3 10:14", order("2 10:00"), buyer=sent("2 10:15")).due(at("3 10:14")) == []


def test_a_day_lies_between_two_sends_whatever_the_orders() -> None:
    found = planned("3 09:30", order("2 10:00"), order("3 09:00", "B"), buyer=sent("2 16:00"))

    assert sends(found) == [("AB", "3 16:00", 2)]


def test_the_same_time_of_day_is_that_of_the_shops_clock_over_a_change_of_the_clocks() -> None:
    """In Berlin the clocks went forward in the night to 29 March 2026: that day has 23 hours."""
    berlin = ZoneInfo("Europe/Berlin")
    rules = replace(RULES, zone=berlin, gap=timedelta(hours=1))
    placed = datetime(2026, 3, 28, 12, 0, tzinfo=berlin)
    first = placed + timedelta(minutes=15)
    buyer = BuyerFacts(first, {"A": Mention(Stage.FIRST, first)})
    one = RemindableOrder("A", "mei", "unpaid", placed.astimezone(UTC), conversation_id="c_1")

    [send] = plan(first, rules, [one], {"mei": buyer}, {}).sends

    assert send.due_at.astimezone(berlin) == datetime(2026, 3, 29, 12, 0, tzinfo=berlin)
    assert send.due_at.astimezone(UTC) - placed.astimezone(UTC) == timedelta(hours=23)


@pytest.mark.parametrize(
    ("now", "wrote", "due"),
    [
        # Only what is due by now is sent at night, and only to who wrote within five minutes.
        ("2 22:10", "2 22:05", "2 22:05"),
        ("2 22:10", "2 22:04", "3 09:00"),
        ("2 22:00", "2 22:00", "3 09:00"),
    ],
)
def test_quiet_hours_do_not_hold_for_a_buyer_who_is_here(now: str, wrote: str, due: str) -> None:
    assert sends(planned(now, order("2 21:50"), talk=TalkFacts(last_line_at=at(wrote)))) == [("A", due, 1)]


@pytest.mark.parametrize(
    ("moment", "covered"),
    [("2 21:59", False), ("2 22:00", True), ("3 00:00", True), ("3 08:59", True), ("3 09:00", False)],
)
def test_quiet_hours_include_their_beginning_and_not_their_end(moment: str, covered: bool) -> None:
    assert RULES.quiet.cover(at(moment), ZONE) is covered


@pytest.mark.parametrize(
    ("begins", "ends", "covered"),
    [(time(12), time(14), True), (time(13), time(13), False), (time(14), time(12), False)],
)
def test_quiet_hours_may_lie_within_a_day_or_not_be_at_all(begins: time, ends: time, covered: bool) -> None:
    assert QuietHours(begins, ends).cover(at("2 13:00"), ZONE) is covered


# --- several orders ---------------------------------------------------------------------------------------------------


def test_orders_that_fall_due_close_together_go_into_one_send() -> None:
    found = planned("2 10:05", order("2 10:00"), order("2 10:04", "B"))

    assert sends(found) == [("AB", "2 10:19", 1)]


def test_no_order_waits_longer_for_others_than_a_first_reminder_waits() -> None:
    found = planned("2 10:12", order("2 10:00"), order("2 10:10", "B"), order("2 10:16", "C"))

    assert sends(found) == [("AB", "2 10:25", 1), ("C", "3 10:25", 1)]


def test_an_order_does_not_wait_for_another_until_it_is_closed() -> None:
    closing = order("2 10:00", expires_at=at("2 10:18"))

    assert sends(planned("2 10:05", closing, order("2 10:04", "B"))) == [("A", "2 10:15", 1), ("B", "3 10:15", 1)]


def test_orders_of_two_conversations_are_not_told_in_one() -> None:
    """Two channels, where the same id may be two people."""
    found = planned("2 10:15", order("2 10:00"), order("2 10:00", "B", conversation_id="c_2"))

    assert sends(found) == [("A", "2 10:15", 1), ("B", "3 10:15", 1)]


def test_each_buyer_is_planned_for_alone() -> None:
    found = plan(
        at("2 10:05"), RULES, [order("2 10:00"), order("2 10:00", "B", buyer_id="lan", conversation_id="c_2")], {}, {}
    )

    assert [(one.buyer_id, one.order_ids) for one in found.sends] == [("lan", ["B"]), ("mei", ["A"])]


# --- why not ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", [state for state in ORDER_STATES if state != "unpaid"])
def test_nothing_but_an_unpaid_order_is_reminded_of(state: OrderState) -> None:
    reason = {"cancelled": Reason.CANCELLED, "presale": Reason.PRESALE}.get(state, Reason.PAID)

    assert planned("2 10:30", order("2 10:00", state=state)).held == [HeldBack("A", reason)]


@pytest.mark.parametrize(
    ("changes", "buyer", "talk", "reason"),
    [
        ({"is_presale": True}, {}, {}, Reason.PRESALE),
        ({"expires_at": at("2 11:00")}, {}, {}, Reason.EXPIRED),
        ({}, {"opted_out": True}, {}, Reason.OPTED_OUT),
        ({}, {"declined": frozenset({"A"})}, {}, Reason.DECLINED),
        ({"conversation_id": None}, {}, {}, Reason.NO_CONVERSATION),
        ({}, {"person_at_work": True}, {}, Reason.PERSON_AT_WORK),
        ({}, {}, {"question": "detail", "last_line_at": at("2 09:01")}, Reason.FORM_UNDER_WAY),
        ({}, {}, {"question": "collect", "last_line_at": at("1 10:00")}, Reason.FORM_UNDER_WAY),
        ({}, {}, {"answer_due": True}, Reason.ANSWER_UNDER_WAY),
        # The first reason of the list is told.
        ({"state": "paid"}, {"opted_out": True}, {}, Reason.PAID),
        ({}, {"opted_out": True, "person_at_work": True}, {}, Reason.OPTED_OUT),
    ],
)
def test_reasons_that_hold_a_reminder_back(
    changes: Mapping[str, Any], buyer: Mapping[str, Any], talk: Mapping[str, Any], reason: Reason
) -> None:
    facts = replace(BuyerFacts(), **buyer)
    found = planned(
        "2 11:00",
        order("2 10:00", **changes),
        buyer=facts,
        talk=replace(TalkFacts(), **talk),
    )

    assert (found.sends, found.held) == ([], [HeldBack("A", reason)])


@pytest.mark.parametrize(
    ("changes", "buyer", "talk"),
    [
        ({"expires_at": at("2 11:01")}, {}, {}),
        ({}, {"declined": frozenset({"B"})}, {}),
        ({}, {"snoozed_until": at("2 11:00")}, {}),
        # Two hours without an answer: the question is left.
        ({}, {}, {"question": "detail", "last_line_at": at("2 09:00")}),
    ],
)
def test_what_just_does_not_hold_one_back(
    changes: Mapping[str, Any], buyer: Mapping[str, Any], talk: Mapping[str, Any]
) -> None:
    facts = replace(BuyerFacts(), **buyer)
    found = planned(
        "2 11:00",
        order("2 10:00", **changes),
        buyer=facts,
        talk=replace(TalkFacts(), **talk),
    )

    assert found.held == []
    assert len(found.due(at("2 11:00"))) == 1


def test_a_snooze_holds_until_the_time_the_buyer_said_and_then_it_is_due() -> None:
    buyer = sent("2 10:15", snoozed_until=at("4 20:00"))

    assert planned("4 19:59", order("2 10:00"), buyer=buyer).held == [HeldBack("A", Reason.SNOOZED, at("4 20:00"))]
    assert sends(planned("4 20:00", order("2 10:00"), buyer=buyer)) == [("A", "4 20:00", 2)]


def test_a_snooze_shorter_than_a_day_does_not_shorten_the_day() -> None:
    buyer = sent("2 10:15", snoozed_until=at("2 20:00"))

    assert sends(planned("2 20:00", order("2 10:00"), buyer=buyer)) == [("A", "3 10:15", 2)]


@pytest.mark.parametrize(("now", "is_sent"), [("3 10:15", True), ("3 10:16", False)])
def test_a_first_reminder_a_day_late_is_not_sent_any_more(now: str, is_sent: bool) -> None:
    """Orders imported late, a system that was down, a clock set forward."""
    found = planned(now, order("2 10:00"))

    assert bool(found.due(at(now))) is is_sent
    assert found.held == ([] if is_sent else [HeldBack("A", Reason.TOO_LATE)])


def test_a_second_reminder_a_day_late_is_not_sent_any_more() -> None:
    found = planned("4 10:16", order("2 10:00"), buyer=sent("2 10:15"))

    assert found.held == [HeldBack("A", Reason.TOO_LATE)]


def test_an_old_order_is_not_called_up_again_by_a_reminder_of_another() -> None:
    found = planned("9 12:30", order("2 10:00"), order("9 12:00", "B"))

    assert sends(found) == [("B", "9 12:15", 1)]
    assert found.held == [HeldBack("A", Reason.TOO_LATE)]


def test_after_the_clock_was_set_back_nothing_is_sent_earlier_than_a_day_after_the_last() -> None:
    assert sends(planned("2 08:00", order("2 07:30"), buyer=sent("2 10:15"))) == [("A", "3 10:15", 2)]


@pytest.mark.parametrize("expires", ["2 10:10", "2 10:15"])
def test_an_order_that_is_closed_before_its_reminder_is_not_planned(expires: str) -> None:
    found = planned("2 10:05", order("2 10:00", expires_at=at(expires)))

    assert found.held == [HeldBack("A", Reason.EXPIRES_BEFORE)]


def test_an_order_is_named_twice_and_no_more() -> None:
    buyer = sent("3 10:15", Stage.SECOND)

    assert planned("5 10:00", order("2 10:00"), buyer=buyer).held == [HeldBack("A", Reason.ALL_SENT)]


def test_the_owner_may_want_one_reminder_or_none() -> None:
    one, none = replace(RULES, second_next_day=False), replace(RULES, enabled=False)

    assert planned("3 10:15", order("2 10:00"), buyer=sent("2 10:15"), rules=one).held[0].reason is Reason.ALL_SENT
    assert planned("2 10:15", order("2 10:00"), rules=none).held[0].reason is Reason.DISABLED


# --- always -----------------------------------------------------------------------------------------------------------

MINUTES = st.integers(0, 4 * 24 * 60).map(lambda minutes: at("1 00:00") + timedelta(minutes=minutes))


@given(
    st.lists(st.tuples(MINUTES, st.one_of(st.none(), MINUTES), st.sampled_from(["c_1", "c_2"])), max_size=6),
    MINUTES,
    st.one_of(st.none(), MINUTES),
    st.one_of(st.none(), MINUTES),
)
def test_whatever_the_facts_every_order_is_in_one_place_and_sends_are_a_day_apart(
    placed: list[tuple[datetime, datetime | None, str]],
    now: datetime,
    last_sent_at: datetime | None,
    snoozed_until: datetime | None,
) -> None:
    orders = [
        RemindableOrder(f"o{number}", "mei", "unpaid", moment, expires_at=ends, conversation_id=talk)
        for number, (moment, ends, talk) in enumerate(placed)
    ]
    found = plan(now, RULES, orders, {"mei": BuyerFacts(last_sent_at, snoozed_until=snoozed_until)}, {})

    named = [order_id for one in found.sends for order_id in one.order_ids] + [one.order_id for one in found.held]
    assert sorted(named) == sorted(one.id for one in orders)
    moments = [max(one.due_at, now) for one in found.sends]
    assert all(later - earlier >= RULES.gap for earlier, later in pairwise(moments))
    if last_sent_at is not None:
        assert all(moment - last_sent_at >= RULES.gap for moment in moments)
    by_id = {one.id: one for one in orders}
    for one, moment in zip(found.sends, moments, strict=True):
        assert not RULES.quiet.cover(moment, ZONE)
        for order_id in one.order_ids:
            whole = by_id[order_id]
            assert moment >= whole.placed_at + RULES.first_after
            assert whole.expires_at is None or moment < whole.expires_at
