"""Right behind a reminder bare lines speak of paying, and only there."""

from __future__ import annotations

import pytest

from tests.trained.conftest import Talk, phrases

ORDER = "731204580316024873"
REMINDER = {
    "intent": "EXTERNAL_payment_reminder",
    "entities": [{"kind": "reminded_order", "value": ORDER}, {"kind": "reminder_stage", "value": 1}],
}


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("忘了", "promise_payment"),
        ("明天中午吧", "promise_payment"),
        ("不用了", "decline_payment"),
        ("别再发了", "decline_payment"),
        ("明明付了还催", "report_paid"),
    ],
)
def test_a_bare_line_behind_a_reminder_reaches_its_skill_with_the_orders(talk: Talk, text: str, skill: str) -> None:
    talk.say("", parse=REMINDER)
    asked = len(talk.bot.internal.asked)
    (turn,) = talk.say(text)

    ((used, question),) = talk.bot.internal.asked[asked:]
    assert used == skill
    assert question["slots"]["reminded_orders"] == [ORDER]
    assert turn["parse"]["intent"] == skill


def test_lines_of_one_burst_all_stand_behind_the_reminder(talk: Talk) -> None:
    talk.say("", parse=REMINDER)

    turns = talk.say("忘了", "不用了")

    assert [turn["parse"]["intent"] for turn in turns] == ["promise_payment", "decline_payment"]


def test_after_something_else_a_bare_line_is_bare_again(talk: Talk) -> None:
    talk.say("", parse=REMINDER)
    talk.say("谢谢")

    (turn,) = talk.say("不用了")

    assert turn["parse"]["intent"] == "deny"


def test_a_wish_for_no_more_reminders_breaks_no_form(talk: Talk) -> None:
    talk.say("我要换货")

    turns = talk.say("以后别再提醒我付款")

    assert phrases(turns)[0] == "decline_payment"
    assert phrases(turns)[-1] == "collect_ask_order", "the case asks on where it stood"
