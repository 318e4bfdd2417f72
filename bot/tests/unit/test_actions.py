"""Actions with a tracker in and events, says and effects out; assist_api is a fake with prepared answers."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions import ask_meaning, collect_form, detail_form, skill
from actions.ask_meaning import AskMeaning, likely_meanings, was_unsure_before
from actions.client import Answer, AnswerClient, AnswerError, Question, Say
from actions.collect_form import NEEDED, Collect, ValidateCollectForm
from actions.detail_form import MOST_REASKS, AnswerDetail, AskForDetail
from actions.handoff import Handoff
from actions.heard import DETAILS, NOT_GIVEN, known_slots
from actions.skills.size_advice import SizeAdvice
from components.places import BOT, CHECKOUT
from components.taxonomy import load_intents


class FakeAnswers:
    """Gives the prepared answer and remembers what it was asked."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer
        self.asked: list[tuple[str, Question]] = []

    async def ask(self, skill: str, question: Question) -> Answer:
        self.asked.append((skill, question))
        return self.answer


def heard(text: str, intent: str, *, ranking: list[str] | None = None, **rest: Any) -> dict[str, Any]:
    rows = [{"name": name, "confidence": 0.3 - place / 10} for place, name in enumerate(ranking or [intent])]
    return {"text": text, "intent": {"name": intent}, "intent_ranking": rows, "entities": [], "metadata": {}, **rest}


def tracker(message: dict[str, Any], events: list[dict[str, Any]] | None = None, **slots: Any) -> Tracker:
    user = {"event": "user", "text": message["text"], "metadata": message["metadata"]}
    return Tracker("c_1", slots, message, [*(events or []), user], False, None, {}, "action_listen")


def answer_with(monkeypatch: pytest.MonkeyPatch, answer: Answer) -> FakeAnswers:
    fake = FakeAnswers(answer)
    for module in (skill, detail_form, collect_form):
        monkeypatch.setattr(module, "answers", lambda: fake)
    return fake


def slots_set(events: list[dict[str, Any]]) -> dict[str, Any]:
    return {event["name"]: event["value"] for event in events if event["event"] == "slot"}


def effects_of(dispatcher: CollectingDispatcher) -> list[dict[str, Any]]:
    return [effect for message in dispatcher.messages for effect in message["custom"].get("effects", [])]


async def test_a_skill_says_remembers_and_hands_effects_on(monkeypatch: pytest.MonkeyPatch) -> None:
    effect = {"kind": "handoff", "reason": "size_outside_chart", "priority": 2, "note": ""}
    answer_with(monkeypatch, Answer((Say("size_advice", {"size": "M"}),), {"size": "M"}, None, (effect,)))
    dispatcher = CollectingDispatcher()

    events = await SizeAdvice().run(dispatcher, tracker(heard("穿什么码", "ask_size")), {})

    assert dispatcher.messages[0]["response"] == "utter_size_advice"
    assert dispatcher.messages[0]["size"] == "M"
    assert dispatcher.messages[0]["custom"] == {"phrase": "size_advice", "vars": {"size": "M"}, "payload": None}
    assert effects_of(dispatcher) == [effect]
    assert slots_set(events) == {"size": "M"}


async def test_a_missing_detail_starts_the_form_with_an_empty_slot(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, Answer((Say("size_ask_height"),), ask="height"))

    events = await SizeAdvice().run(CollectingDispatcher(), tracker(heard("多大", "ask_size"), height="5"), {})

    assert slots_set(events)["height"] is None
    assert slots_set(events)["awaited"] == "height"
    assert events[-1] == {"event": "followup", "timestamp": None, "name": "detail_form"}


async def test_asking_for_something_unknown_starts_no_form(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, Answer((Say("size_ask_height"),), ask="shoe_width"))

    assert await SizeAdvice().run(CollectingDispatcher(), tracker(heard("多大", "ask_size")), {}) == []


async def test_the_form_does_not_repeat_what_the_skill_has_just_asked() -> None:
    asked = tracker(heard("多大", "ask_size"))
    asked.events.append({"event": "slot", "name": "awaited", "value": "height"})
    dispatcher = CollectingDispatcher()

    assert await _asking("height").run(dispatcher, asked, {}) == []
    assert dispatcher.messages == []


async def test_the_form_asks_again_a_few_times_then_passes_to_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, Answer((Say("size_ask_height"),), ask="height"))
    again, enough = CollectingDispatcher(), CollectingDispatcher()
    waiting: dict[str, Any] = {"awaiting_skill": "size_advice", "awaiting_intent": "ask_size"}

    asked = await _asking("height").run(again, tracker(heard("嗯", "affirm"), **waiting), {})
    left = await _asking("height").run(enough, tracker(heard("嗯", "affirm"), reasked=MOST_REASKS, **waiting), {})

    assert slots_set(asked) == {"reasked": 1}
    assert [effect["reason"] for effect in effects_of(enough)] == ["unsure"]
    assert {"event": "active_loop", "timestamp": None, "name": None} in left


async def test_a_buyer_who_was_answered_meanwhile_is_left_in_peace() -> None:
    aside = tracker(heard("发什么快递", "ask_courier"), reasked=MOST_REASKS)
    aside.events.append({"event": "bot", "text": "顺丰"})
    dispatcher = CollectingDispatcher()

    await _asking("height").run(dispatcher, aside, {})

    assert dispatcher.messages == []


async def test_the_detail_is_answered_as_the_question_that_lacked_it(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = answer_with(monkeypatch, Answer((Say("size_advice"),)))
    waiting: dict[str, Any] = {"awaiting_skill": "size_advice", "awaiting_intent": "ask_size"}

    events = await AnswerDetail().run(CollectingDispatcher(), tracker(heard("165", "inform"), **waiting), {})

    ((skill_name, question),) = fake.asked
    assert (skill_name, question.intent) == ("size_advice", "ask_size")
    assert slots_set(events)["last_question"] == "ask_size"
    assert slots_set(events)["awaiting_skill"] is None


@pytest.mark.parametrize(
    ("message", "slots", "filled"),
    [
        (heard("我要换货", "request_exchange"), {}, {"collect_intent": "request_exchange"}),
        (
            heard("杯子裂了", "report_quality"),
            {},
            {"collect_intent": "report_quality", "what": "杯子裂了"},
        ),
        (
            heard("改成XL", "change_order", entities=[{"entity": "size", "value": "XL"}]),
            {},
            {"collect_intent": "change_order", "what": "改成XL"},
        ),
        (
            heard("好像周一买的", "inform"),
            {"requested_slot": "order_no"},
            {"order_no": "-", "what": "好像周一买的"},
        ),
        (heard("没有", "deny"), {"requested_slot": "photo", "what": "裂了"}, {"photo": "-"}),
        (heard("几天能到", "ask_delivery_time"), {"requested_slot": "order_no"}, {}),
        (heard("能到吗", "nlu_fallback", ranking=["ask_stock"]), {"requested_slot": "order_no"}, {}),
        (heard("黑的", "nlu_fallback", ranking=["ask_stock"]), {"requested_slot": "what"}, {"what": "黑的"}),
        (heard("尺码买大了", "ask_size"), {"requested_slot": "what"}, {"what": "尺码买大了"}),
        (heard("尺码偏大吗", "ask_size"), {"requested_slot": "what"}, {}),
        (heard("叫你们经理来", "request_human"), {"requested_slot": "what"}, {}),
        (
            heard("能换小一码吗", "ask_size"),
            {"collect_intent": "request_exchange", "requested_slot": "order_no"},
            {"order_no": "-", "what": "能换小一码吗"},
        ),
        (heard("能换小一码吗", "ask_size"), {"requested_slot": "order_no"}, {}),
        (heard("算了不退了", "request_return"), {"requested_slot": "what"}, {"collect_intent": None}),
        (heard("图", "inform", metadata={"pictures": ["u1"]}), {"requested_slot": "photo"}, {"photo": ["u1"]}),
    ],
)
async def test_what_the_collect_form_reads_from_a_line(
    message: dict[str, Any], slots: dict[str, Any], filled: dict[str, Any]
) -> None:
    case: dict[str, Any] = {"collect_intent": "request_return", **slots} if slots else {}

    events = await ValidateCollectForm().get_extraction_events(CollectingDispatcher(), tracker(message, **case), {})

    assert slots_set(events) == filled


async def test_what_belonged_to_one_case_is_forgotten_after_it(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = answer_with(monkeypatch, Answer((Say("collect_report_quality_done"),)))
    case: dict[str, Any] = {
        "collect_intent": "report_quality",
        "what": "裂了",
        "photo": NOT_GIVEN,
        "order_no": NOT_GIVEN,
    }

    events = await Collect().run(CollectingDispatcher(), tracker(heard("没有图", "deny"), **case), {})

    assert fake.asked[0][1].intent == "report_quality"
    assert fake.asked[0][1].slots == {"what": "裂了", "photo": NOT_GIVEN}
    assert slots_set(events) == {"what": None, "photo": None, "collect_intent": None, "order_no": None}


@pytest.mark.parametrize(
    ("intent", "confidence", "said"),
    [
        ("complain", 0.9, ["complaint_passed_on"]),
        ("haggle", 0.6, ["haggle_passed_on"]),
        ("haggle", 0.43, []),
        ("request_human", 0.9, []),
    ],
)
async def test_who_is_surely_upset_or_haggling_hears_a_word_before_the_queue(
    intent: str, confidence: float, said: list[str]
) -> None:
    dispatcher = CollectingDispatcher()
    message = heard("……", intent) | {"intent": {"name": intent, "confidence": confidence}}

    await Handoff().run(dispatcher, tracker(message), {})

    phrases = [sent["custom"].get("phrase") for sent in dispatcher.messages]
    assert [phrase for phrase in phrases if phrase] == said
    assert [effect["reason"] for effect in effects_of(dispatcher)] == [intent]


async def test_buttons_carry_the_text_and_end_with_a_person() -> None:
    dispatcher = CollectingDispatcher()
    message = heard("这个咋整", "nlu_fallback", ranking=["inform", "ask_price", "ask_stock", "greet"])
    domain = {"responses": {"utter_meaning_ask_price": [{"text": "这款多少钱"}]}}

    await AskMeaning().run(dispatcher, tracker(message), domain)

    buttons = dispatcher.messages[0]["custom"]["payload"]["buttons"]
    assert [button["intent"] for button in buttons] == ["ask_price", "ask_stock", "request_human"]
    assert (buttons[0]["title"], buttons[0]["text"]) == ("这款多少钱", "这个咋整")


def test_two_meanings_are_offered_however_unlikely_and_a_third_if_it_is_likely() -> None:
    message = heard("?", "nlu_fallback")
    message["intent_ranking"] = [
        {"name": name, "confidence": confidence}
        for name, confidence in (("ask_price", 0.1), ("ask_stock", 0.01), ("ask_size", ask_meaning.LEAST_LIKELY - 0.01))
    ]

    assert likely_meanings(tracker(message)) == ["ask_price", "ask_stock"]


def test_unsure_before_looks_at_the_message_before_of_another_burst() -> None:
    earlier: list[dict[str, Any]] = [
        {"event": "user", "text": "?", "metadata": {"burst": 1}},
        {"event": "action", "name": "action_ask_meaning"},
    ]
    answered = [*earlier, {"event": "user", "text": "a", "metadata": {"burst": 2}}, {"event": "action", "name": "x"}]

    assert was_unsure_before(tracker(heard("?", "nlu_fallback", metadata={"burst": 2}), earlier))
    assert not was_unsure_before(tracker(heard("?", "nlu_fallback", metadata={"burst": 1}), earlier))
    assert not was_unsure_before(tracker(heard("?", "nlu_fallback", metadata={"burst": 3}), answered))
    assert not was_unsure_before(tracker(heard("?", "nlu_fallback")))


def test_of_several_values_the_first_is_known() -> None:
    slots: dict[str, Any] = {
        "height": [{"value": 165}, {"value": 170}],
        "weight": [],
        "order_no": "2025",
        "awaited": "size",
    }

    assert known_slots(tracker(heard("165和170", "inform"), **slots)) == {"height": {"value": 165}, "order_no": "2025"}


@pytest.mark.parametrize(
    ("status", "body"), [(500, b"{}"), (404, b"{}"), (200, b"no"), (200, b"[]"), (200, b'{"says": [{}]}')]
)
async def test_an_answer_that_cannot_be_used_is_an_error(status: int, body: bytes) -> None:
    transport = httpx.MockTransport(lambda request: httpx.Response(status, content=body))
    client = AnswerClient("http://internal", "secret", transport)

    with pytest.raises(AnswerError, match="greet"):
        await client.ask("greet", Question("c_1", 1, "greet", "在吗", [], {}))


async def test_the_secret_and_the_question_are_sent() -> None:
    sent: list[httpx.Request] = []

    def reply(request: httpx.Request) -> httpx.Response:
        sent.append(request)
        return httpx.Response(200, json={"says": [{"phrase": "greet"}]})

    client = AnswerClient("http://internal", "secret", httpx.MockTransport(reply))

    answer = await client.ask("greet", Question("c_1", 1, "greet", "在吗", [], {}))

    assert answer == Answer((Say("greet"),))
    assert (sent[0].url.path, sent[0].headers["authorization"]) == ("/answers/greet", "Bearer secret")


def test_every_action_of_the_domain_exists_and_no_other() -> None:
    executor = ActionExecutor()
    executor.register_package("actions")
    listed = {
        line.split("- ", 1)[1].split(":")[0].strip(" {")
        for line in (BOT / "domain" / "actions.yml").read_text(encoding="utf-8").splitlines()
        if line.strip().startswith("- ")
    }

    assert set(executor.actions) == listed


def test_every_detail_has_a_slot_and_every_collected_intent_its_route() -> None:
    slots = (BOT / "domain" / "slots.yml").read_text(encoding="utf-8")
    collected = {one.name for one in load_intents(CHECKOUT / "data" / "intents.yml") if one.route == "collect"}

    assert all(f"\n  {name}:\n" in slots for name in DETAILS)
    assert set(NEEDED) == collected


def _asking(slot: str) -> AskForDetail:
    return next(action for action in detail_form.ASKING if action.slot == slot)()  # type: ignore[comparison-overlap]
