from datetime import UTC, datetime, timedelta

import pytest

from assist_api.rules.waiting import asks_for_the_wait, gave_up, may_answer, wants_holding_line

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize("intent", ["ask_shipping_fee", "ask_ship_time", "track_parcel", "ask_size"])
def test_plain_facts_are_answered_while_waiting(intent: str) -> None:
    assert may_answer(intent, unsure=False)
    assert not may_answer(intent, unsure=True)


@pytest.mark.parametrize("intent", ["haggle", "complain", "request_return", "ask_price", "chitchat"])
def test_everything_else_is_left_to_the_person(intent: str) -> None:
    assert not may_answer(intent, unsure=False)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("要等多久", True),
        ("还要等多久啊", True),
        ("人工什么时候来", True),
        ("客服几点上班", True),
        ("轮到我了吗", True),
        ("快递要等多久才到", False),
        ("补货要等多久", False),
        ("什么时候发货", False),
    ],
)
def test_who_asks_how_long_the_person_takes(text: str, expected: bool) -> None:
    assert asks_for_the_wait(text) is expected


@pytest.mark.parametrize(
    ("intent", "route", "last", "due"),
    [
        ("haggle", "human", None, True),
        ("ask_price", "bot", None, True),
        ("request_return", "collect", None, True),
        ("greet", "bot", None, False),
        ("haggle", "human", NOW - timedelta(minutes=2, seconds=59), False),
        ("haggle", "human", NOW - timedelta(minutes=3), True),
    ],
)
def test_the_holding_line_is_for_delicate_matters_once_in_three_minutes(
    intent: str, route: str, last: datetime | None, due: bool
) -> None:
    assert wants_holding_line(intent, route, last, NOW) is due


@pytest.mark.parametrize(
    ("text", "intent", "expected"),
    [
        ("算了不等了", "deny", True),
        ("不用人工了", "deny", True),
        ("不是", "deny", False),
        ("算了换黑色吧", "change_order", False),
    ],
)
def test_giving_up_must_be_said(text: str, intent: str, expected: bool) -> None:
    assert gave_up(text, intent) is expected
