from typing import Any

import pytest

from assist_api.flows.turns.tracker import EVENTS_KEPT, shortened
from assist_api.handoff.schemas import CloseIn
from tests.flows.turns.scripted_bot import says
from tests.flows.turns.talk import LIN, Talk

Event = dict[str, Any]


def _turn(number: int, *events: Event) -> list[Event]:
    user: Event = {"event": "user", "text": f"第{number}句"}
    return [user, *events, {"event": "bot", "text": "好"}, {"event": "action", "name": "action_listen"}]


def _slot(name: str, value: object) -> Event:
    return {"event": "slot", "name": name, "value": value}


STARTED: Event = {"event": "session_started"}
LONG = [STARTED, *(event for number in range(200) for event in _turn(number, _slot("height", number)))]


def test_a_short_talk_is_kept_whole() -> None:
    talk = [STARTED, *_turn(1), *_turn(2)]
    assert [event for event in shortened(talk) if event["event"] == "user"] == [talk[1], talk[4]]


def test_of_a_long_talk_the_last_turns_are_kept() -> None:
    kept = [event["text"] for event in shortened(LONG) if event["event"] == "user"]
    assert kept[-1] == "第199句"
    assert len(shortened(LONG)) <= EVENTS_KEPT + 10


def test_it_begins_with_the_session_and_every_turn_is_whole() -> None:
    kept = shortened(LONG)
    assert kept[0] == STARTED
    first = next(place for place, event in enumerate(kept) if event["event"] == "user")
    assert kept[first - 1] == {"event": "action", "name": "action_listen"}


def test_what_the_buyer_told_and_an_open_form_are_not_forgotten() -> None:
    talk = [STARTED, *_turn(0, _slot("height", 150), {"event": "active_loop", "name": "detail_form"}), *LONG[1:]]
    talk = [event for event in talk if event["event"] != "slot" or event["value"] == 150]
    kept = shortened(talk)
    assert _slot("height", 150) in kept
    assert {"event": "active_loop", "name": "detail_form"} in kept


def test_only_the_newest_value_of_a_slot_is_kept() -> None:
    heights = [event["value"] for event in shortened(LONG) if event["event"] == "slot"]
    assert heights == sorted(heights)
    assert 0 not in heights


async def test_a_very_long_talk_goes_on_after_it_was_shortened(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assist_api.flows.turns.committing.EVENTS_AT_MOST", 10)
    monkeypatch.setattr("assist_api.flows.turns.tracker.EVENTS_KEPT", 4)
    for number in range(30):
        talk.bot.script[f"第{number}句"] = says(f"答：第{number}句", intent="chitchat")
        assert await talk.say(f"第{number}句") == [f"答：第{number}句"]
    assert len(talk.bot.trackers[talk.id]) <= 12
    assert talk.bot.heard == [f"第{number}句" for number in range(30)]


async def test_after_a_close_the_bot_begins_afresh(talk: Talk) -> None:
    await talk.say("163")
    handoff_id = await talk.hand_to(LIN)
    await talk.desk.close(handoff_id, LIN, CloseIn(reason="好了"))
    await talk.say("在吗")
    assert [event["text"] for event in talk.bot.trackers[talk.id]] == ["在吗"]
