"""Actions with a tracker in and events, says and effects out; assist_api is a fake with prepared answers."""

from __future__ import annotations

import re
from typing import Any

import httpx
import pytest
from rasa_sdk import Tracker
from rasa_sdk.executor import ActionExecutor, CollectingDispatcher

from actions import ask_meaning, detail_form, skill, taught
from actions.ask_meaning import AskMeaning, OutOfScope, likely_meanings, was_unsure_before
from actions.client import Answer, AnswerClient, AnswerError, Question, Say
from actions.detail_form import MOST_REASKS, AnswerDetail, AskForAnswer, AskForDetail, ValidateDetailForm
from actions.handoff import Handoff
from actions.heard import ANSWER, DETAILS, MATTER, asked_unseen, known_slots
from actions.matter import is_answer
from actions.skills.collect import Collect
from actions.skills.order_status import Inform
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
    for module in (skill, detail_form, taught):
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


async def test_what_the_skill_could_not_use_does_not_fill_the_form_that_asks_for_it() -> None:
    found = tracker(heard("73120457653904217 查物流", "track_parcel"), awaited="order_no", order_no="73120457653904217")
    found.events.append({"event": "slot", "name": "order_no", "value": "73120457653904217"})
    asked = {"event": "slot", "name": "awaited", "value": "order_no"}

    kept = await ValidateDetailForm().get_validation_events(CollectingDispatcher(), found, {})
    found.events.insert(-1, asked)
    dropped = await ValidateDetailForm().get_validation_events(CollectingDispatcher(), found, {})

    assert slots_set(kept) == {"order_no": "73120457653904217"}
    assert slots_set(dropped) == {"order_no": None}


@pytest.mark.parametrize(
    ("kinds", "skill_name"),
    [
        (("height", "weight"), "size_advice"),
        (("color",), "stock"),
        (("product", "size"), "stock"),
        (("product",), "product"),
        (("phone",), None),
        ((), None),
    ],
)
async def test_bare_data_are_answered_by_what_they_are_for(
    monkeypatch: pytest.MonkeyPatch, kinds: tuple[str, ...], skill_name: str | None
) -> None:
    fake = answer_with(monkeypatch, Answer((Say("told"),)))
    entities = [{"entity": kind, "value": "1"} for kind in kinds]

    await Inform().run(CollectingDispatcher(), tracker(heard("就这些", "inform", entities=entities)), {})

    assert [name for name, _ in fake.asked] == [skill_name or "taught"]


@pytest.mark.parametrize(
    ("text", "entities", "phrase"),
    [
        ("640077120935", [], "inform_number"),
        ("号码是640077120935", [], "inform_number"),
        ("13800001234", [{"entity": "phone", "value": "13800001234"}], "inform"),
        ("就2026那个", [], "inform"),
    ],
)
async def test_a_long_number_that_may_be_anything_is_asked_about(
    text: str, entities: list[dict[str, Any]], phrase: str
) -> None:
    dispatcher = CollectingDispatcher()

    await Inform().run(dispatcher, tracker(heard(text, "inform", entities=entities)), {})

    assert [sent["custom"]["phrase"] for sent in dispatcher.messages] == [phrase]


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


async def test_an_answer_that_needs_the_detail_no_more_ends_the_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, Answer((Say("size_advice"),), slots={"size": "75B", "bust": 87.5}))
    waiting: dict[str, Any] = {"awaited": "bust", "awaiting_skill": "size_advice", "awaiting_intent": "ask_size"}
    in_form, aside = CollectingDispatcher(), CollectingDispatcher()

    told = await _asking("bust").run(in_form, tracker(heard("75B", "inform"), **waiting), {})
    asked = await SizeAdvice().run(aside, tracker(heard("平时穿75B的拍什么", "ask_size"), **waiting), {})

    assert effects_of(in_form) == []
    assert slots_set(told)["size"] == slots_set(asked)["size"] == "75B"
    for events in (told, asked):
        assert slots_set(events)["awaited"] is None
        assert {"event": "active_loop", "timestamp": None, "name": None} in events


async def test_another_skill_leaves_the_wait_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, Answer((Say("courier"),)))
    waiting: dict[str, Any] = {"awaited": "height", "awaiting_skill": "another", "awaiting_intent": "ask_size"}

    assert (
        await SizeAdvice().run(CollectingDispatcher(), tracker(heard("发什么快递", "ask_courier"), **waiting), {}) == []
    )


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


CASE: dict[str, Any] = {
    "skill": "collect",
    "intent": "request_exchange",
    "note": "订单 ****6208",
    "question": {"phrase": "case_ask_variant", "vars": {}, "payload": None},
}


def burst_of(asked_at_first: bool) -> list[dict[str, Any]]:
    """Events of a burst's first line, behind which a skill perhaps asked something."""
    first = {"event": "user", "text": "帮忙弄下", "metadata": {"burst": 7}}
    return [first, *([{"event": "slot", "name": "awaited", "value": "region"}] if asked_at_first else [])]


@pytest.mark.parametrize(
    ("burst", "asked_at_first", "unseen"), [(7, True, True), (7, False, False), (8, True, False), (None, True, False)]
)
def test_a_question_is_unseen_by_lines_of_the_burst_it_was_put_in(
    burst: int | None, asked_at_first: bool, unseen: bool
) -> None:
    message = heard("挺急的", "inform", metadata={"burst": burst} if burst else {})

    assert asked_unseen(tracker(message, burst_of(asked_at_first))) is unseen


async def test_a_question_not_read_yet_is_put_again_without_counting(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, Answer((Say("delivery_time_ask_region"),), {}, "region"))
    dispatcher = CollectingDispatcher()
    waiting = {"awaited": "region", "awaiting_skill": "delivery_time", "awaiting_intent": "ask_delivery_time"}
    message = heard("挺急的", "inform", metadata={"burst": 7})

    events = await _asking("region").run(
        dispatcher, tracker(message, burst_of(True), reasked=MOST_REASKS, **waiting), {}
    )

    assert slots_set(events) == {}
    assert [sent["custom"].get("asks") for sent in dispatcher.messages] == [True]


@pytest.mark.parametrize(
    ("message", "matter", "answers"),
    [
        (heard("好像周一买的", "inform"), {}, True),
        (heard("没有", "deny"), {}, True),
        (heard("好的", "affirm"), {}, True),
        (heard("尺码买大了", "ask_size"), {}, True),
        (heard("黑的", "nlu_fallback", ranking=["ask_stock"]), {}, True),
        (heard("算了直接退吧", "request_return"), {}, True),
        (heard("有黑色L吗", "ask_stock"), {"takes": ["ask_stock"]}, True),
        (heard("有黑色L吗", "ask_stock"), {}, False),
        (heard("然后呢", "ask_ship_time"), {"words": ["然后"]}, True),
        (heard("几天能到", "ask_delivery_time"), {}, False),
        (heard("能到吗", "nlu_fallback", ranking=["ask_stock"]), {}, False),
        (heard("尺码偏大吗", "ask_size"), {}, False),
        (heard("叫你们经理来", "request_human"), {}, False),
        (heard("你们太过分了", "complain"), {}, False),
        (heard("我要退货", "request_return"), {"only": ["affirm"]}, False),
        (heard("好了", "affirm"), {"only": ["affirm"]}, True),
        (heard("谢谢", "thanks"), {}, False),
        (heard("这是什么情况", "ask_product", metadata={"pictures": 1}), {}, True),
    ],
)
async def test_what_answers_the_open_question_of_a_matter(
    message: dict[str, Any], matter: dict[str, Any], answers: bool
) -> None:
    asked = tracker(message, requested_slot=ANSWER, matter={**CASE, **matter})

    assert is_answer(asked) is answers
    events = await ValidateDetailForm().get_extraction_events(CollectingDispatcher(), asked, {})
    assert (ANSWER in slots_set(events)) is answers


async def test_a_matter_is_kept_with_its_skill_and_waits_for_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    asking = Answer((Say("case_ask_variant"),), {MATTER: {"kind": "request_exchange"}}, ANSWER)
    answer_with(monkeypatch, asking)

    events = await Collect().run(CollectingDispatcher(), tracker(heard("我要换货", "request_exchange")), {})

    assert slots_set(events)[MATTER] == {"kind": "request_exchange", "skill": "collect", "intent": "request_exchange"}
    assert slots_set(events)["awaited"] == ANSWER
    assert events[-1]["name"] == "detail_form"


async def test_after_a_question_aside_the_open_question_is_put_again_as_it_was() -> None:
    aside = tracker(heard("发什么快递", "ask_courier"), matter=CASE, awaited=ANSWER)
    dispatcher = CollectingDispatcher()

    events = await AskForAnswer().run(dispatcher, aside, {})

    assert [message["response"] for message in dispatcher.messages] == ["utter_case_ask_variant"]
    assert slots_set(events) == {"reasked": 1}


async def test_a_question_that_the_matter_has_just_put_is_not_put_twice() -> None:
    step = tracker(heard("尾号6208", "inform"), matter=CASE)
    step.events.append({"event": "slot", "name": MATTER, "value": CASE})
    dispatcher = CollectingDispatcher()

    await AskForAnswer().run(dispatcher, step, {})

    assert dispatcher.messages == []


async def test_an_aside_that_needed_a_detail_leads_back_to_the_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, Answer((Say("stock_yes"),)))
    aside: dict[str, Any] = {"awaiting_skill": "stock", "awaiting_intent": "ask_stock", "awaited": "product"}

    events = await AnswerDetail().run(
        CollectingDispatcher(), tracker(heard("睡裙", "inform"), **aside, matter=CASE), {}
    )

    assert slots_set(events)["awaited"] == ANSWER
    assert slots_set(events)["awaiting_skill"] == "collect"
    assert events[-1]["name"] == "detail_form"


async def test_a_person_who_is_called_in_the_middle_sees_what_was_gathered() -> None:
    dispatcher = CollectingDispatcher()

    events = await Handoff().run(dispatcher, tracker(heard("转人工", "request_human"), matter=CASE), {})

    assert [effect["note"] for effect in effects_of(dispatcher)] == ["订单 ****6208"]
    assert slots_set(events)[MATTER] is None


async def test_a_picture_that_comes_late_goes_on_with_the_case(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = answer_with(monkeypatch, Answer((Say("collect_request_exchange_done"),)))
    picture = heard("[图片]", "inform", metadata={"pictures": 1})

    await Inform().run(CollectingDispatcher(), tracker(picture, matter=CASE), {})

    ((skill_name, question),) = fake.asked
    assert (skill_name, question.intent) == ("collect", "request_exchange")
    assert question.slots[ANSWER] == {"intent": "inform", "pictures": 1}


async def test_a_picture_that_comes_first_is_kept_for_the_case_that_follows(monkeypatch: pytest.MonkeyPatch) -> None:
    fake = answer_with(monkeypatch, Answer((Say("picture_received"),)))
    picture = heard("[图片]", "inform", metadata={"pictures": 2})

    events = await Inform().run(CollectingDispatcher(), tracker(picture), {})

    assert fake.asked[0][0] == "picture"
    assert slots_set(events)["photo"] == 2


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


def ranked(confidences: dict[str, float]) -> dict[str, Any]:
    """A line that was not understood, with how likely each meaning is."""
    rows = [{"name": name, "confidence": confidence} for name, confidence in confidences.items()]
    return {**heard("?", "nlu_fallback"), "intent_ranking": rows}


async def test_buttons_carry_the_text_and_end_with_a_person() -> None:
    dispatcher = CollectingDispatcher()
    message = ranked({"inform": 0.4, "ask_price": 0.3, "ask_stock": 0.1, "greet": 0.1})
    message["text"] = "这个咋整"
    domain = {"responses": {"utter_meaning_ask_price": [{"text": "这款多少钱"}]}}

    await AskMeaning().run(dispatcher, tracker(message), domain)

    (asked,) = (sent["custom"] for sent in dispatcher.messages)
    buttons = asked["payload"]["buttons"]
    assert asked["phrase"] == "ask_which_meaning"
    assert [button["intent"] for button in buttons] == ["ask_price", "ask_stock", "request_human"]
    assert (buttons[0]["title"], buttons[0]["text"]) == ("这款多少钱", "这个咋整")


@pytest.mark.parametrize(
    ("text", "title"), [("刚下单就降价了", "买完降价了，能不能保价"), ("最近都有啥优惠呀", "现在有什么活动")]
)
async def test_who_saw_the_price_fall_is_not_asked_whether_they_want_offers(text: str, title: str) -> None:
    dispatcher = CollectingDispatcher()
    domain = {"responses": {"utter_meaning_ask_promotion": [{"text": "现在有什么活动"}]}}

    await AskMeaning().run(dispatcher, tracker({**ranked({"ask_promotion": 0.5}), "text": text}), domain)

    assert dispatcher.messages[0]["custom"]["payload"]["buttons"][0]["title"] == title


async def test_what_is_out_of_scope_gets_a_button_for_a_person() -> None:
    dispatcher = CollectingDispatcher()

    await OutOfScope().run(dispatcher, tracker(heard("帮我改下账号密码", "out_of_scope")), {})

    (told,) = (sent["custom"] for sent in dispatcher.messages)
    assert told["phrase"] == "out_of_scope"
    assert [button["intent"] for button in told["payload"]["buttons"]] == ["request_human"]
    assert effects_of(dispatcher) == []


async def test_without_a_likely_meaning_it_is_asked_in_plain_words_beside_the_button_for_a_person() -> None:
    dispatcher = CollectingDispatcher()
    message = ranked({"inform": 0.3, "ask_price": ask_meaning.WORTH_OFFERING - 0.01, "ask_stock": 0.1})

    await AskMeaning().run(dispatcher, tracker(message), {})

    (asked,) = (sent["custom"] for sent in dispatcher.messages)
    assert asked["phrase"] == "ask_what_about"
    assert [button["intent"] for button in asked["payload"]["buttons"]] == ["request_human"]


@pytest.mark.parametrize(
    ("ranking", "offered"),
    [
        ({"ask_price": 0.3, "ask_stock": ask_meaning.LEAST_LIKELY - 0.01}, ["ask_price"]),
        ({"ask_price": 0.3, "ask_stock": 0.2, "ask_size": 0.1, "haggle": 0.09}, ["ask_price", "ask_stock", "ask_size"]),
        ({"complain": 0.35, "report_quality": 0.25, "ask_stock": 0.06}, ["report_quality", "ask_stock"]),
        ({"greet": 0.8, "ask_price": 0.1}, []),
        ({}, []),
    ],
)
def test_meanings_are_offered_if_they_are_likely_and_nothing_one_would_not_pick(
    ranking: dict[str, float], offered: list[str]
) -> None:
    assert likely_meanings(tracker(ranked(ranking))) == offered


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
        for file in (BOT / "domain").glob("*.yml")
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip().startswith(("- action_", "- validate_"))
    }

    assert set(executor.actions) == listed


def test_every_detail_has_a_slot_and_every_collected_intent_its_rule() -> None:
    slots = (BOT / "domain" / "slots.yml").read_text(encoding="utf-8")
    collected = {one.name for one in load_intents(CHECKOUT / "data" / "intents.yml") if one.route == "collect"}

    assert all(f"\n  {name}:\n" in slots for name in DETAILS)
    assert collected == set(re.findall(r"- intent: (\w+)", (CHECKOUT / "data/rules/collecting.yml").read_text("utf-8")))


def _asking(slot: str) -> AskForDetail:
    return next(action for action in map(_made, detail_form.ASKING) if action.slot == slot)


def _made(action: Any) -> AskForDetail:
    """Called through Any: mypy sees the abstract class in the list of those made from it."""
    made: AskForDetail = action()
    return made


TAUGHT = Answer((Say("p_1"),))
NEAR = Answer(
    (Say("ask_which_meaning", payload={"buttons": [{"option": "taught:p_1", "title": "能烘干吗", "intent": "x"}]}),)
)


@pytest.mark.parametrize("action", [AskMeaning(), OutOfScope(), Handoff(), Inform()])
async def test_what_was_taught_is_said_before_the_bot_gives_up(monkeypatch: pytest.MonkeyPatch, action: Any) -> None:
    fake = answer_with(monkeypatch, TAUGHT)
    dispatcher = CollectingDispatcher()

    await action.run(dispatcher, tracker(heard("能放烘干机吗", "nlu_fallback")), {})

    assert [message["response"] for message in dispatcher.messages] == ["utter_p_1"]
    assert effects_of(dispatcher) == []
    assert [(name, question.intent) for name, question in fake.asked] == [("taught", "nlu_fallback")]


async def test_a_taught_question_that_may_be_meant_is_the_first_button(monkeypatch: pytest.MonkeyPatch) -> None:
    answer_with(monkeypatch, NEAR)
    dispatcher = CollectingDispatcher()
    ranking = {"intent_ranking": [{"name": name, "confidence": 0.3} for name in ("ask_size", "ask_stock", "ask_price")]}

    await AskMeaning().run(dispatcher, tracker(heard("能放洗衣机吗", "nlu_fallback") | ranking), {})

    [message] = dispatcher.messages
    options = [button["option"] for button in message["custom"]["payload"]["buttons"]]
    assert message["response"] == "utter_ask_which_meaning"
    assert options == ["taught:p_1", "ask_size", "ask_stock", "request_human"]


async def test_a_look_that_fails_never_keeps_a_buyer_from_a_person(monkeypatch: pytest.MonkeyPatch) -> None:
    class Down:
        async def ask(self, skill: str, question: Question) -> Answer:
            raise AnswerError("assist_api was not reached")

    monkeypatch.setattr(taught, "answers", Down)
    dispatcher = CollectingDispatcher()

    await Handoff().run(dispatcher, tracker(heard("转人工", "request_human")), {})

    assert [effect["reason"] for effect in effects_of(dispatcher)] == ["request_human"]


def test_a_line_that_was_answered_as_taught_was_not_asked_about() -> None:
    asked = {"event": "action", "name": "action_ask_meaning"}
    before = {"event": "user", "text": "?", "metadata": {"burst": 1}}
    said = {"event": "bot", "text": "", "data": {"custom": {"phrase": "p_1"}}}
    unclear = {"event": "bot", "text": "", "data": {"custom": {"phrase": "ask_what_about"}}}
    now = heard("?", "nlu_fallback", metadata={"burst": 2})

    assert was_unsure_before(tracker(now, [before, asked, unclear]))
    assert not was_unsure_before(tracker(now, [before, asked, said]))
