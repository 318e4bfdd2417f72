"""The words of the product keep to their contracts: intents, training examples and the starter phrase bank."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

DATA = Path(__file__).parents[2] / "data"

BOT, COLLECT, HUMAN = "bot", "collect", "human"
# The taxonomy, spelled a second time on purpose: a renamed intent or a changed route breaks the API and the reports.
ROUTES = {
    BOT: """greet goodbye thanks affirm deny ask_identity chitchat ask_product ask_size ask_stock ask_recommend
        ask_price ask_promotion ask_authenticity ask_how_to_order ask_invoice ask_payment_method
        report_payment_problem report_paid promise_payment decline_payment ask_ship_time ask_courier
        ask_shipping_fee ask_delivery_time track_parcel
        ask_return_policy ask_refund_progress ask_warranty ask_shop_secret inform out_of_scope""",
    COLLECT: """change_order cancel_order intercept_parcel report_not_received request_return request_exchange
        report_quality report_wrong_item report_missing_item""",
    HUMAN: "haggle complain request_human",
}
ROUTE_OF = {intent: route for route, names in ROUTES.items() for intent in names.split()}

# Every phrase the bot speaks, with the variables its skill provides.
SPOKEN = {
    line.split()[0]: frozenset(line.split()[1:])
    for line in """
    greet shop_name promotion
    goodbye
    thanks
    affirm
    deny
    ask_identity
    chitchat
    ask_product product_name product_facts
    ask_stock
    ask_recommend
    ask_price
    ask_promotion
    ask_authenticity
    ask_how_to_order
    ask_invoice
    ask_payment_method
    report_payment_problem
    report_paid
    promise_payment
    decline_payment
    ask_return_policy
    ask_refund_progress
    ask_warranty
    ask_shop_secret
    inform
    out_of_scope
    ask_which_meaning
    handoff_coming position expected
    handoff_off_hours open_at
    holding
    bot_unavailable
    size_ask_height
    size_ask_weight
    size_ask_product
    size_advice product_name size body
    size_between product_name size other_size body reason
    size_outside_chart product_name body
    ship_time ship_by
    ship_time_order order_tail ship_by order_state
    courier couriers
    shipping_fee fee region free_from
    shipping_fee_free free_from
    delivery_time region days
    delivery_time_ask_region
    order_state order_tail order_state items next_step
    order_ask_number
    order_not_found
    order_ask_phone_tail order_tail
    parcel_state order_tail courier parcel_state parcel_time
    parcel_delivered order_tail courier parcel_time
    parcel_none order_tail ship_by
    payment_steps payment_methods
    payment_check_order order_tail order_state
    return_policy return_days return_post
    return_policy_order order_tail return_deadline
    promotion_running promotion
    promotion_none
    stock_yes product_name variant
    stock_no product_name variant others
    stock_ask_variant product_name in_stock
    price_now product_name price
    product_ask_which
    collect_ask_order
    collect_ask_what
    collect_ask_photo
    collect_ask_wish
    collect_change_order_done
    collect_cancel_order_done
    collect_intercept_parcel_done
    collect_report_not_received_done
    collect_request_return_done
    collect_request_exchange_done
    collect_report_quality_done
    collect_report_wrong_item_done
    collect_report_missing_item_done
    form_left
    too_many_tries
    waiting_ack
    """.strip().splitlines()
}
VARIABLES = frozenset().union(*SPOKEN.values())

# Superlatives and absolute claims are advertising offences; the rest are promises a shop cannot keep.
BANNED = re.compile(
    "最|第一(?!次)|绝对|百分百|100[%％]|顶级|极致|极品|史上|全网|国家级|世界级|唯一|首选|独家|冠军|永久|万能|保证|包您|一定会|肯定会|必定"
)
# Money and blame are talked about by people only.
PEOPLE_ONLY = frozenset({"haggle", "complain"})
SPOKEN_IN_HANDOFF = frozenset({"handoff_coming", "complaint_passed_on", "haggle_passed_on"})

GROUP_MAX, SHORTCODE_MAX, TEXT_MAX = 10, 4, 430
WORDINGS_MIN = 3
QUESTIONS_MIN, QUESTIONS_MAX = 4, 8
EXAMPLES_MIN = 60
PHRASE_KEYS = {
    "id",
    "title",
    "text",
    "alternatives",
    "group",
    "shortcode",
    "intents",
    "questions",
    "scope",
    "bot_may_send",
    "applies_to",
}

Phrase = dict[str, Any]


def load(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def read_phrases() -> list[Phrase]:
    return [phrase for path in sorted((DATA / "phrases").glob("*.yml")) for phrase in load(path)]


def read_examples() -> Iterator[tuple[str, str]]:
    """(intent, message) in the order of the files."""
    for path in sorted((DATA / "nlu").glob("*.yml")):
        for block in load(path)["nlu"]:
            for line in block["examples"].splitlines():
                assert line.startswith("- "), f"{path.name}, {block['intent']}: {line!r}"
                yield block["intent"], line.removeprefix("- ")


def bare(text: str) -> str:
    """What is left of a sentence without punctuation, spaces, width and case: two alike are the same sentence."""
    folded = unicodedata.normalize("NFKC", text).lower()
    return re.sub(r"[\W_]+", "", folded) or folded


def wordings(phrase: Phrase) -> list[str]:
    return [phrase["text"], *phrase["alternatives"]]


def variables(text: str) -> set[str]:
    return set(re.findall(r"\{([^{}]*)\}", text))


def repeated(items: list[str]) -> list[str]:
    return [item for item, times in Counter(items).items() if times > 1]


INTENTS: list[dict[str, str]] = load(DATA / "intents.yml")
PHRASES = read_phrases()
BY_ID = {phrase["id"]: phrase for phrase in PHRASES}
EXAMPLES = list(read_examples())


def test_the_intents_are_the_44_of_the_taxonomy_with_their_routes() -> None:
    assert {entry["name"]: entry["route"] for entry in INTENTS} == ROUTE_OF
    assert len(INTENTS) == len(ROUTE_OF) == 44


def test_every_intent_has_a_chinese_name_and_a_short_button_of_its_own() -> None:
    for entry in INTENTS:
        assert set(entry) == {"name", "zh", "route", "question"}, entry
        assert re.fullmatch(r"[\u4e00-\u9fff]{2,8}", entry["zh"]), entry
        assert 2 <= len(entry["question"]) <= 12, entry
    assert not repeated([entry["zh"] for entry in INTENTS])
    assert not repeated([entry["question"] for entry in INTENTS])


def test_the_bank_holds_at_least_130_phrases_with_unique_ids_and_shortcodes() -> None:
    assert len(PHRASES) >= 130
    assert not repeated([phrase["id"] for phrase in PHRASES])
    assert not repeated([phrase["shortcode"] for phrase in PHRASES])


@pytest.mark.parametrize("phrase_id", SPOKEN)
def test_the_bot_has_three_wordings_with_just_the_variables_its_skill_provides(phrase_id: str) -> None:
    phrase = BY_ID[phrase_id]
    assert phrase["bot_may_send"] is True
    assert len(wordings(phrase)) >= WORDINGS_MIN
    for text in wordings(phrase):
        if phrase_id == "greet":  # a shop without a running offer still greets
            assert variables(text) <= SPOKEN[phrase_id]
        else:
            assert variables(text) == SPOKEN[phrase_id], text


def test_a_greeting_can_be_said_without_a_running_offer() -> None:
    assert any("promotion" not in variables(text) for text in wordings(BY_ID["greet"]))


@pytest.mark.parametrize("phrase", PHRASES, ids=lambda phrase: str(phrase["id"]))
class TestEveryPhrase:
    def test_has_all_keys_within_the_limits_of_the_clients(self, phrase: Phrase) -> None:
        assert set(phrase) == PHRASE_KEYS
        assert re.fullmatch(r"[a-z][a-z0-9_]*", phrase["id"])
        assert phrase["scope"] == "team"
        assert 2 <= len(phrase["title"]) <= 20
        assert 1 <= len(phrase["group"]) <= GROUP_MAX
        assert re.fullmatch(rf"[a-z0-9]{{1,{SHORTCODE_MAX}}}", phrase["shortcode"])
        assert all(8 <= len(text) <= TEXT_MAX for text in wordings(phrase))

    def test_spells_variables_from_the_closed_list(self, phrase: Phrase) -> None:
        for text in wordings(phrase):
            assert variables(text) <= VARIABLES, text
            assert text.count("{") == text.count("}") == len(re.findall(r"\{[a-z_]+\}", text)), text

    def test_neither_boasts_nor_overpromises_nor_says_i(self, phrase: Phrase) -> None:
        for text in wordings(phrase):
            assert not BANNED.search(text), text
            # 「我的订单」 and the like are names of pages.
            assert "我" not in re.sub("「我的[^」]+」", "", text), text
            assert "你" not in text, text

    def test_names_known_intents_and_four_to_eight_questions(self, phrase: Phrase) -> None:
        assert phrase["intents"]
        assert set(phrase["intents"]) <= set(ROUTE_OF)
        assert QUESTIONS_MIN <= len(phrase["questions"]) <= QUESTIONS_MAX
        assert all(question == question.strip() and bare(question) for question in phrase["questions"])

    def test_leaves_haggling_and_complaints_to_people(self, phrase: Phrase) -> None:
        if PEOPLE_ONLY & set(phrase["intents"]) and phrase["id"] not in SPOKEN_IN_HANDOFF:
            assert phrase["bot_may_send"] is False


def test_no_sentence_is_written_twice_in_the_bank() -> None:
    assert not repeated([bare(text) for phrase in PHRASES for text in wordings(phrase)])
    assert not repeated([bare(question) for phrase in PHRASES for question in phrase["questions"]])


def test_the_bot_says_honestly_that_it_is_no_person_and_how_to_reach_one() -> None:
    for text in wordings(BY_ID["ask_identity"]):
        assert re.search("智能客服|机器人", text), text
        assert "转人工" in text, text


def test_every_intent_is_answered_by_some_phrase() -> None:
    assert {intent for phrase in PHRASES for intent in phrase["intents"]} == set(ROUTE_OF)


def test_every_intent_has_enough_examples() -> None:
    counts = Counter(intent for intent, _ in EXAMPLES)
    assert set(counts) == set(ROUTE_OF)
    assert {intent: n for intent, n in counts.items() if n < EXAMPLES_MIN} == {}


def test_no_example_is_repeated_or_labelled_twice() -> None:
    labels: dict[str, list[str]] = {}
    for intent, message in EXAMPLES:
        labels.setdefault(bare(message), []).append(intent)
    assert {message: intents for message, intents in labels.items() if len(intents) > 1} == {}


def test_examples_are_plain_messages_without_masks_or_annotations() -> None:
    for intent, message in EXAMPLES:
        assert message == message.strip(), (intent, message)
        assert message, intent
        assert not re.search(r"\[[^\]]*\]|[{}]", message), (intent, message)
        assert not message.startswith(("/", "／")), (intent, message)


def test_a_phrase_does_not_claim_a_question_that_training_gives_to_another_intent() -> None:
    label = {bare(message): intent for intent, message in EXAMPLES}
    for phrase in PHRASES:
        for question in phrase["questions"]:
            assert label.get(bare(question), phrase["intents"][0]) in phrase["intents"], (phrase["id"], question)
