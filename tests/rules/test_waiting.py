from datetime import UTC, datetime, timedelta

import pytest

from assist_api.rules.waiting import gave_up, may_answer, wants_holding_line

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize("intent", ["ask_shipping_fee", "ask_ship_time", "track_parcel", "ask_size"])
def test_plain_facts_are_answered_while_waiting(intent: str) -> None:
    assert may_answer(intent, unsure=False)
    assert not may_answer(intent, unsure=True)


@pytest.mark.parametrize("intent", ["haggle", "complain", "request_return", "ask_price", "chitchat"])
def test_everything_else_is_left_to_the_person(intent: str) -> None:
    assert not may_answer(intent, unsure=False)


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
