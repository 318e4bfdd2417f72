"""The turn channel as assist_api sees it, with a tiny model and real processes."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from tests.trained.conftest import RunningBot, Talk, phrases

pytestmark = pytest.mark.trained


def without_times(events: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in event.items() if name != "timestamp"} for event in events]


def test_a_form_asks_for_one_detail_after_the_other_and_then_answers(talk: Talk) -> None:
    assert phrases(talk.say("我该穿什么码")) == ["size_ask_height"]
    assert phrases(talk.say("165")) == ["size_ask_weight"]
    assert phrases(talk.say("108斤")) == ["size_advice"]


def test_the_fallback_text_and_the_values_come_along(talk: Talk) -> None:
    (turn,) = talk.say("我该穿什么码，身高165，体重108斤")

    (say,) = turn["says"]
    assert (say["phrase"], say["vars"], say["payload"]) == ("size_advice", {"size": "M"}, None)


def test_a_question_aside_is_answered_and_the_form_resumed(talk: Talk) -> None:
    talk.say("我该穿什么码")

    assert phrases(talk.say("你们发什么快递")) == ["courier", "size_ask_height"]
    assert phrases(talk.say("165")) == ["size_ask_weight"]


def test_another_detail_than_the_awaited_one_is_not_taken_for_the_answer(talk: Talk) -> None:
    talk.say("我该穿什么码")

    assert phrases(talk.say("寄过来新疆要几天"))[0] == "delivery_time"


def test_a_refusal_leaves_the_form(talk: Talk) -> None:
    talk.say("我该穿什么码")

    assert phrases(talk.say("不用了")) == ["deny"]
    assert phrases(talk.say("你们发什么快递")) == ["courier"]


def test_a_case_is_gathered_answer_by_answer_and_handed_over(talk: Talk) -> None:
    assert phrases(talk.say("我要换货")) == ["collect_ask_order"]
    assert phrases(talk.say("2025112233445566")) == ["case_ask_variant"]
    (turn,) = talk.say("换成黑色的")

    assert phrases([turn]) == ["collect_request_exchange_done"]
    (effect,) = turn["effects"]
    assert (effect["kind"], effect["reason"]) == ("handoff", "request_exchange")
    assert effect["slots"]["told"] == ["2025112233445566", "换成黑色的"]


def test_a_question_aside_is_answered_and_the_case_asks_its_open_question_again(talk: Talk) -> None:
    talk.say("我要换货")

    assert phrases(talk.say("你们发什么快递")) == ["courier", "collect_ask_order"]
    assert phrases(talk.say("2025112233445566")) == ["case_ask_variant"]


def test_an_aside_that_asks_back_leads_back_to_the_case(talk: Talk) -> None:
    talk.say("我要换货")
    assert phrases(talk.say("我该穿什么码")) == ["size_ask_height"]
    assert phrases(talk.say("身高165，体重108斤")) == ["size_advice", "collect_ask_order"]
    assert phrases(talk.say("2025112233445566")) == ["case_ask_variant"]


def test_a_picture_that_comes_after_the_case_was_left_goes_on_with_it(talk: Talk) -> None:
    talk.say("我要换货")
    talk.say("谢谢")
    picture = {"intent": "inform", "entities": []}

    assert phrases(talk.say("[图片]", parse=picture, metadata={"pictures": 1})) == ["case_ask_variant"]


def test_a_case_that_was_handed_over_is_closed(talk: Talk) -> None:
    for line in ("我要换货", "2025112233445566", "换成黑色的"):
        talk.say(line)

    assert phrases(talk.say("你们发什么快递")) == ["courier"]


def test_a_person_is_asked_for_with_the_intent_as_reason_even_within_a_form(talk: Talk) -> None:
    talk.say("我该穿什么码")
    (turn,) = talk.say("转人工")

    assert turn["says"] == []
    assert [(effect["kind"], effect["reason"]) for effect in turn["effects"]] == [("handoff", "request_human")]
    assert phrases(talk.say("谢谢")) == ["thanks"]


def test_unsure_once_asks_and_unsure_again_hands_off(talk: Talk) -> None:
    (first,) = talk.say("龘靐齉")
    (second,) = talk.say("爩鱻麤")

    assert first["parse"]["unsure"]
    assert phrases([first]) in (["ask_which_meaning"], ["ask_what_about"])
    assert first["says"][0]["payload"]["buttons"][-1]["option"] == "request_human"
    assert [effect["reason"] for effect in second["effects"]] == ["unsure"]


def test_two_unclear_lines_of_one_burst_count_once(talk: Talk) -> None:
    turns = talk.say("龘靐齉", "爩鱻麤")

    assert [turn["effects"] for turn in turns] == [[], []]


def test_a_fragment_repeats_the_last_question_with_its_detail(talk: Talk) -> None:
    talk.say("寄过来要几天")
    (turn,) = talk.say("发新疆呢")

    assert turn["parse"]["intent"] == "ask_delivery_time"
    assert not turn["parse"]["unsure"]
    skill, question = talk.bot.internal.asked[-1]
    assert skill == "delivery_time"
    assert "region" in question["slots"]


def test_what_is_known_to_be_meant_is_not_read(talk: Talk) -> None:
    height = {"kind": "height", "value": {"value": 165, "unit": "cm"}}
    (turn,) = talk.say("龘靐齉", parse={"intent": "ask_size", "entities": [height]})

    assert (turn["parse"]["intent"], turn["parse"]["confidence"]) == ("ask_size", 1.0)
    assert phrases([turn]) == ["size_ask_weight"]


def test_the_actions_are_told_message_conversation_and_entities(talk: Talk) -> None:
    talk.say("寄过来杭州要几天")

    _, question = talk.bot.internal.asked[-1]
    assert (question["conversation_id"], question["message_id"]) == (talk.id, 1)
    assert [entity["kind"] for entity in question["entities"]] == ["region"]


def test_an_action_that_crashes_leaves_a_turn_without_says_and_effects(talk: Talk) -> None:
    (turn,) = talk.say("还有货吗")

    assert turn["parse"]["intent"] == "ask_stock"
    assert (turn["says"], turn["effects"]) == ([], [])


@pytest.mark.parametrize(
    "typed",
    [
        "/restart",
        "  /restart",
        "/greet",
        "/back",
        "/session_start",
        '/EXTERNAL_reminder{"amount": "0.01"}',
        '/ask_size{"height": "1"}',
        "／restart",
        "／ask_courier",
        "/",
        "//thanks",
    ],
)
def test_a_typed_command_is_text_and_nothing_else(talk: Talk, typed: str) -> None:
    talk.say("我该穿什么码")
    answer = talk.ask(typed)

    (turn,) = answer["turns"]
    assert turn["says"] or turn["effects"]
    user = [event for event in answer["events"] if event["event"] == "user"]
    assert [event["text"] for event in user] == [typed.strip()]
    forbidden = {"restart", "session_started", "rewind", "undo", "pause", "resume", "reset_slots"}
    assert not forbidden & {event["event"] for event in answer["events"]}
    assert turn["parse"]["confidence"] < 1
    assert not [entity for entity in turn["parse"]["entities"] if entity["kind"] == "height"]


def test_a_command_is_understood_as_the_text_without_its_slash(bot: RunningBot) -> None:
    ways = [
        bot.http.post("/webhooks/turn/parse", json={"text": text}).json() for text in ("/ask_courier", "ask_courier")
    ]

    assert ways[0]["ranking"] == ways[1]["ranking"]


def test_another_base_is_refused_with_the_trackers_own(talk: Talk) -> None:
    talk.say("我该穿什么码")
    body = {"conversation": talk.id, "base": "", "events": None, "messages": [{"id": 9, "text": "165"}]}

    refused = talk.bot.turn(body)

    assert refused.status_code == 409
    assert refused.json() == {"error": "base", "base": talk.base}


def test_from_the_same_base_the_same_answer_comes_and_the_form_is_not_advanced_twice(talk: Talk) -> None:
    talk.say("我该穿什么码")

    first, second, third = (talk.ask("165") for _ in range(3))

    assert first["turns"] == second["turns"] == third["turns"]
    assert phrases(first["turns"]) == ["size_ask_weight"]
    assert without_times(first["events"]) == without_times(second["events"])


def test_restored_events_lead_to_the_base_that_was_committed(talk: Talk) -> None:
    talk.say("我该穿什么码")
    talk.say("165")
    emptied = {"conversation": talk.id, "base": "", "events": [], "messages": [{"id": 99, "text": "谢谢"}]}
    talk.bot.turn(emptied)  # what a restart does to the tracker

    lost = talk.bot.turn({**emptied, "base": talk.base, "events": None})
    assert lost.status_code == 409
    assert phrases(talk.say("108斤")) == ["size_advice"]

    unchanged = talk.bot.turn({**emptied, "base": talk.base, "events": None})
    assert unchanged.status_code == 200


def test_committed_and_new_events_are_all_events(talk: Talk) -> None:
    for text in ("我该穿什么码", "165", "你们发什么快递", "108斤", "谢谢"):
        talk.say(text)

    assert talk.base == f"{len(talk.events)}:{talk.events[-1]['timestamp']!r}"
    said = [event["text"] for event in talk.events if event["event"] == "user"]
    assert said == ["我该穿什么码", "165", "你们发什么快递", "108斤", "谢谢"]


def test_thirty_lines_of_one_burst_are_answered_in_order(talk: Talk) -> None:
    texts = [("你们发什么快递", "谢谢", "寄过来要几天")[number % 3] for number in range(30)]

    turns = talk.say(*texts)

    assert [turn["message_id"] for turn in turns] == list(range(1, 31))
    assert phrases(turns) == [("courier", "thanks", "delivery_time")[number % 3] for number in range(30)]
    assert sum(event["event"] == "user" for event in talk.events) == 30


def test_wordings_change_before_they_come_again(talk: Talk) -> None:
    said = [turn["says"][0]["text"] for turn in talk.say("谢谢", "谢谢")]

    assert said[0] != said[1]


def test_a_reading_ranks_every_intent_and_sums_to_one(bot: RunningBot) -> None:
    read = bot.http.post("/webhooks/turn/parse", json={"text": " 身高165穿什么码"}).json()

    assert read["intent"] == read["ranking"][0]["intent"] == "ask_size"
    assert sum(row["confidence"] for row in read["ranking"]) == pytest.approx(1.0, abs=1e-4)
    (height,) = read["entities"]
    assert (height["kind"], height["value"], height["start"], height["end"]) == (
        "height",
        {"value": 165, "unit": "cm"},
        3,
        6,
    )


@pytest.mark.parametrize(("method", "path"), [("POST", "/"), ("POST", "/parse"), ("GET", "/ready")])
@pytest.mark.parametrize("header", [None, "Bearer wrong", "Basic only-for-tests", "only-for-tests", "Bearer"])
def test_nobody_without_the_secret_is_heard(bot: RunningBot, method: str, path: str, header: str | None) -> None:
    headers = {"Authorization": header} if header is not None else {}
    body: dict[str, Any] | None = {} if method == "POST" else None
    with httpx.Client(base_url=bot.http.base_url, headers=headers, trust_env=False) as stranger:
        reply = stranger.request(method, f"/webhooks/turn{path}", json=body)

    assert reply.status_code == 401
    assert reply.json()["error"] == "unauthorised"


@pytest.mark.parametrize("path", ["/", "/parse"])
@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'"text"', b'{"conversation": 1}', b"\xff"])
def test_a_bad_body_is_answered_with_what_was_expected(bot: RunningBot, path: str, body: bytes) -> None:
    reply = bot.http.post(f"/webhooks/turn{path}", content=body, headers={"content-type": "application/json"})

    assert reply.status_code == 422
    assert reply.json()["error"] == "invalid"
    assert "Traceback" not in reply.text


@pytest.mark.parametrize("event", [{"event": "nonsense"}, {"event": "user", "parse_data": 5}])
def test_events_that_rasa_cannot_read_are_refused(bot: RunningBot, event: dict[str, Any]) -> None:
    body = {"conversation": "c_bad", "base": "x", "events": [event], "messages": [{"id": 1, "text": "谢谢"}]}

    assert bot.turn(body).status_code == 422


@pytest.mark.parametrize("intent", ["restart", "nlu_fallback", "EXTERNAL_reminder", "session_start"])
def test_only_the_taxonomys_intents_can_be_given(bot: RunningBot, intent: str) -> None:
    message = {"id": 1, "text": "", "parse": {"intent": intent, "entities": []}}

    assert bot.turn({"conversation": "c_x", "base": "", "messages": [message]}).status_code == 422


def test_ready_says_so(bot: RunningBot) -> None:
    assert bot.http.get("/webhooks/turn/ready").status_code == 200


@pytest.mark.parametrize("path", ["/webhooks/rest/webhook", "/model/parse", "/conversations/c_1/tracker", "/status"])
def test_no_other_way_into_rasa_is_open(bot: RunningBot, path: str) -> None:
    assert bot.http.get(path).status_code == 404
    assert bot.http.post(path, json={"sender": "c_1", "message": "谢谢"}).status_code == 404
