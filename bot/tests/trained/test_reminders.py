"""The bot speaks up when assist_api tells it to, and never because of what somebody typed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.trained.conftest import RunningBot, Talk, phrases

INTENT = "EXTERNAL_payment_reminder"
REMINDER = {
    "intent": INTENT,
    "entities": [{"kind": "reminded_order", "value": "731204580316024873"}, {"kind": "reminder_stage", "value": 1}],
}


def slots_in(events: list[dict[str, Any]]) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


def test_a_given_reminder_is_spoken_by_the_skill_with_its_orders(talk: Talk) -> None:
    asked = len(talk.bot.internal.asked)
    (turn,) = talk.say("", parse=REMINDER)

    assert phrases([turn]) == ["payment_reminder_first"]
    assert "99元" in turn["says"][0]["text"]
    ((skill, question),) = talk.bot.internal.asked[asked:]
    assert skill == "payment_reminder"
    assert [entity["value"] for entity in question["entities"]] == ["731204580316024873", 1]
    assert question["message_id"] is None
    assert slots_in(talk.events)["reminded_orders"] == ["731204580316024873"]
    assert turn["parse"]["route"] == "bot"


def test_a_reminder_in_the_middle_of_a_talk_leaves_it_as_it_was(talk: Talk) -> None:
    talk.say("我165，108斤，穿什么码")
    talk.say("", parse=REMINDER)

    answered = talk.say("谢谢")

    assert phrases(answered) == ["thanks"]
    assert "height" in slots_in(talk.events)


def test_a_reminder_is_restored_with_the_talk(talk: Talk) -> None:
    talk.say("", parse=REMINDER)
    talk.base = "restore"

    assert phrases(talk.say("谢谢")) == ["thanks"]


def test_told_again_from_the_same_base_the_bot_says_the_same(talk: Talk) -> None:
    talk.say("你好")
    first, second = talk.ask("", parse=REMINDER), talk.ask("", parse=REMINDER)

    assert first["turns"] == second["turns"]


@pytest.mark.parametrize(
    "typed",
    [
        INTENT,
        f"/{INTENT}",
        f"／{INTENT}",
        f"EXTERNAL: {INTENT}",
        f'/{INTENT}{{"reminded_order": "731204580316024873"}}',
        "payment_reminder",
    ],
)
def test_nobody_can_type_one(talk: Talk, typed: str) -> None:
    asked = len(talk.bot.internal.asked)
    (turn,) = talk.say(typed)

    assert turn["parse"]["intent"] != INTENT
    assert "payment_reminder" not in [skill for skill, _question in talk.bot.internal.asked[asked:]]


def test_a_reminder_nobody_wrote_a_rule_for_is_refused(bot: RunningBot) -> None:
    message = {"id": 0, "text": "", "parse": {"intent": "EXTERNAL_other", "entities": []}}

    assert bot.turn({"conversation": "c_x", "base": "", "messages": [message]}).status_code == 422
