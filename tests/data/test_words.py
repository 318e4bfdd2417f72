"""The words of the product keep to their contracts: intents, training examples and the starter phrase bank."""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml

from assist_api.rules.phrase_variables import KNOWN

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
    greet hello shop_name promotion
    greet_not_ready
    shop_not_ready
    product_intro product_name product_facts
    product_yes answer product_facts
    product_no answer product_facts
    product_part_unknown asked
    product_fact_unknown asked product_name
    stock_back product_name variant back_day
    stock_there_now in_stock
    stock_not_yet product_name launch_day
    stock_out_back product_name back_day
    stock_out product_name
    stock_instead others
    price_of_several product_name price quantity total
    price_crossed_out list_price price
    price_not_crossed_out
    price_differs
    price_changed
    price_with_offer offer saved to_pay
    price_near_offer missing offer promotion
    price_gift offer gift
    promotion_coming promotion
    promotion_not_announced
    promotion_points
    promotion_stacking
    promotion_coupon
    promotion_no_gift
    promotion_gift gifts
    promotion_counts product_name offer
    promotion_counts_not product_name offer
    price_protection days protection
    price_protection_unknown
    price_protection_order order_tail protected_until
    price_protection_over order_tail protected_until
    authenticity_photos
    authenticity_guarantee guarantee
    authenticity_own_factory
    authenticity_own_brand
    warranty_unknown
    warranty_of_product product_name warranty
    warranty_of_shop warranty
    warranty_since order_tail delivered_day
    recommend others
    recommend_with product_name other_name
    recommend_favourites others
    recommend_none
    recommend_beyond_budget product_name price reason
    similar product_name others
    similar_none product_name
    goes_with product_name others
    goes_with_none product_name
    compare product_name other_name product_facts
    compare_ask_which product_name
    greet_unpaid hello shop_name items
    greet_travelling hello shop_name items
    chitchat_blame
    chitchat_praise
    chitchat_weather
    chitchat_joke
    chitchat_mood
    chitchat_meal
    chitchat_wish
    chitchat_busy
    ask_identity_name shop_name
    shop_secret_cost
    shop_secret_buyers
    shop_secret_people
    shop_secret_sales
    shop_secret_system
    shop_secret_named asked
    shop_secret_instead product_name product_facts
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
    inform_number
    out_of_scope
    ask_which_meaning
    ask_what_about
    handoff_coming position expected
    handoff_off_hours open_at
    holding
    bot_unavailable
    size_ask_body
    size_ask_measures measures
    size_one_by_one
    size_ask_height
    size_ask_weight
    size_ask_product
    size_advice product_name size body
    size_between product_name size other_size body reason
    size_outside_chart product_name body
    size_advice_remark product_name size body reason
    size_not_that_one product_name size other_size body
    size_usual_differs size other_size
    size_weak_point weak_point
    size_no_chart product_name
    size_chart product_name size_chart
    size_line product_name size_line
    size_runs product_name size_runs
    size_runs_unknown product_name
    size_garment_unknown product_name
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
    parcel_state order_tail courier parcel_state parcel_time next_step
    parcel_delivered order_tail courier parcel_time
    parcel_none order_tail ship_by
    payment_steps payment_methods
    payment_check_order order_tail order_state
    return_policy return_days return_post
    return_policy_order order_tail return_deadline return_day
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
    promise_payment_now items amount pay_by
    promise_payment_later until items amount pay_by
    promise_payment_closes_before items amount pay_by
    order_declined items order_tails amount pay_by
    decline_ask_reason
    decline_but_paid order_tails
    decline_reason_size
    decline_reason_mistake
    decline_reason_elsewhere
    decline_reason_price
    decline_reason_money
    decline_reason_style
    decline_reason_slow
    decline_reason_needless
    decline_thanks
    reminders_stopped
    reminders_stopped_declined items order_tails amount pay_by
    case_open_change_order
    case_open_cancel_order
    case_open_intercept_parcel
    case_open_report_not_received
    case_open_request_return
    case_open_request_exchange
    case_open_report_quality
    case_open_report_wrong_item
    case_open_report_missing_item
    case_open_withdraw
    case_withdraw_done
    case_choose_order
    case_order_taken order_tail items
    case_order_closed order_state
    case_ask_change
    case_ask_variant
    case_ask_address
    case_ask_address_rest
    case_ask_phone
    case_ask_cancel_reason
    case_ask_return_reason
    case_ask_redirect
    case_ask_around
    case_ask_address_right
    case_ask_received
    case_ask_pieces
    case_ask_photo_missing
    case_ask_wrong_wish
    case_photo_wait
    case_wait
    case_corrected changes
    case_variant_none variant others
    case_to_exchange
    case_to_change
    case_to_cancel
    case_to_return
    case_cancel_shipped
    case_change_shipped
    case_change_shipped_variant
    cancel_unpaid
    cancel_unpaid_until order_tail closes_at
    case_nothing_to_withdraw order_state
    case_refund_under_way
    case_keep_variant
    case_keep_address
    case_keep_waiting ship_by
    case_kept
    case_kept_changed
    picture_received
    payment_ask_fault
    payment_fault_balance payment_methods
    payment_fault_limit
    payment_fault_password
    payment_fault_card payment_methods
    payment_fault_credit payment_methods
    payment_fault_page
    payment_fault_address
    payment_fault_stock
    payment_fault_other
    payment_money_safe
    payment_arrived order_tail order_state
    payment_not_arrived order_tail order_state
    payment_twice_checked order_tail order_state
    payment_on_delivery_no payment_methods
    payment_on_delivery_yes payment_methods
    payment_way_yes way
    payment_way_no way payment_methods
    payment_by_friend payment_methods
    report_paid_seen order_tail items ship_by
    report_paid_not_seen order_tail
    refund_state order_tail refund_state next_step
    refund_late
    return_condition
    return_rule_if_sealed product_name
    return_rule_never product_name
    ship_time_why order_tail reason ship_by
    parcel_urged
    delivery_time_order region earliest latest
    delivery_by_likely day region latest
    delivery_by_maybe day region earliest latest
    delivery_by_unlikely day region earliest latest
    courier_ours courier
    courier_ours_when courier when
    courier_not_ours courier couriers
    courier_avoid courier couriers
    courier_avoid_not_ours courier couriers
    courier_no_pick_up couriers
    order_split
    order_merge
    order_remark
    order_now
    order_trouble_ask
    order_trouble_limit
    order_trouble_stock
    order_trouble_stock_known product_name in_stock
    order_trouble_page
    order_trouble_region
    order_trouble_region_served region
    order_trouble_region_not_served region
    guide_step_1
    guide_step_2
    guide_step_3
    guide_step_4 payment_methods
    guide_step_5
    guide_stuck
    guide_go_on
    guide_person
    guide_done
    invoice_policy invoice_kinds title_needed issued
    invoice_kinds invoice_kinds
    invoice_no_special invoice_kinds
    invoice_merged
    invoice_open
    invoice_ask_title
    invoice_ask_company
    invoice_ask_tax_no
    invoice_done
    """.strip().splitlines()
}
README = (DATA / "phrases" / "README.md").read_text(encoding="utf-8")
VARIABLES = frozenset(re.findall(r"`\{([a-z_]+)\}`", README))
"""The table of the README is the closed list."""
AGENTS_FILES = {
    file: (group, int(count))
    for file, group, count in re.findall(r"^\| `(\w+\.yml)` \| (\S+) \| (\d+) \|", README, re.MULTILINE)
}
"""File: its group and how many phrases it holds."""

# Superlatives and absolute claims are advertising offences; the rest are promises a shop cannot keep.
BANNED = re.compile(
    "最|第一(?!次)|绝对|百分百|100[%％]|顶级|极致|极品|史上|全网|国家级|世界级|唯一|首选|独家|冠军|永久|万能|保证|包您|一定会|肯定会|必定"
)
# Money and blame are talked about by people only.
PEOPLE_ONLY = frozenset({"haggle", "complain"})
SPOKEN_IN_HANDOFF = frozenset({"handoff_coming", "complaint_passed_on", "haggle_passed_on"})

GROUP_MAX, SHORTCODE_MAX, TEXT_MAX = 10, 4, 430
WORDINGS_MIN = 3
SAME_WORDS = 0.75
"""Two texts that share more of their pairs of characters than this say the same."""
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

OF_SUGGESTIONS = {"shortcode", "intents", "questions"}
"""What finds a phrase for an agent. A sentence within a dialogue of the bot (a question of a case) answers nothing
alone and goes without."""

STEPS = frozenset({"招呼", "询问", "推荐", "议价", "快递", "核实", "道别", "跟进", "付款", "售后"})
"""The eight steps of service, with paying and what comes after the sale."""

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


def pairs_of_characters(text: str) -> frozenset[str]:
    """A variable counts as one character, whatever the length of its name."""
    folded = bare(re.sub(r"\{([a-z])[a-z_]*\}", r"\1", text))
    return frozenset(map("".join, pairwise(folded)))


def say_the_same(a: frozenset[str], b: frozenset[str]) -> bool:
    if min(len(a), len(b)) <= SAME_WORDS * max(len(a), len(b)):  # cheaper, and rules most pairs out
        return False
    return len(a & b) > SAME_WORDS * len(a | b)


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


def test_the_bank_holds_at_least_400_phrases_with_unique_ids_and_shortcodes() -> None:
    assert len(PHRASES) >= 400
    assert not repeated([phrase["id"] for phrase in PHRASES])
    assert not repeated([phrase["shortcode"] for phrase in PHRASES if phrase.get("shortcode")])


def test_the_readme_tells_what_the_agents_files_hold() -> None:
    assert {group for group, _ in AGENTS_FILES.values()} == STEPS
    for file, told in AGENTS_FILES.items():
        phrases = load(DATA / "phrases" / file)
        assert [(phrase["group"], len(phrases)) for phrase in phrases] == [told] * len(phrases), file
        assert all(phrase["shortcode"] and phrase["questions"] for phrase in phrases), file


def test_the_readmes_table_names_the_variables_that_may_be_imported() -> None:
    assert VARIABLES == KNOWN
    assert frozenset().union(*SPOKEN.values()) <= VARIABLES


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
        assert PHRASE_KEYS - OF_SUGGESTIONS <= set(phrase) <= PHRASE_KEYS
        assert bool(phrase.get("shortcode")) == bool(phrase.get("questions"))
        assert re.fullmatch(r"[a-z][a-z0-9_]*", phrase["id"])
        assert phrase["scope"] == "team"
        assert 2 <= len(phrase["title"]) <= 20
        assert 1 <= len(phrase["group"]) <= GROUP_MAX
        assert re.fullmatch(rf"[a-z0-9]{{1,{SHORTCODE_MAX}}}", phrase.get("shortcode") or "none")
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
        if phrase["bot_may_send"] and not phrase.get("questions"):
            return
        assert phrase["intents"]
        assert set(phrase["intents"]) <= set(ROUTE_OF)
        assert QUESTIONS_MIN <= len(phrase["questions"]) <= QUESTIONS_MAX
        assert all(question == question.strip() and bare(question) for question in phrase["questions"])

    def test_leaves_haggling_and_complaints_to_people(self, phrase: Phrase) -> None:
        if PEOPLE_ONLY & set(phrase.get("intents", ())) and phrase["id"] not in SPOKEN_IN_HANDOFF:
            assert phrase["bot_may_send"] is False


def test_no_two_phrases_say_nearly_the_same() -> None:
    texts = [(phrase["id"], pairs_of_characters(text)) for phrase in PHRASES for text in wordings(phrase)]
    alike = [(one, other) for (one, a), (other, b) in combinations(texts, 2) if one != other and say_the_same(a, b)]
    assert alike == []


def test_no_sentence_is_written_twice_in_the_bank() -> None:
    assert not repeated([bare(text) for phrase in PHRASES for text in wordings(phrase)])
    assert not repeated([bare(question) for phrase in PHRASES for question in phrase.get("questions", ())])


def test_the_bot_says_honestly_that_it_is_no_person_and_how_to_reach_one() -> None:
    for text in wordings(BY_ID["ask_identity"]):
        assert re.search("智能客服|机器人", text), text
        assert "转人工" in text, text


def test_every_intent_is_answered_by_some_phrase() -> None:
    assert {intent for phrase in PHRASES for intent in phrase.get("intents", ())} == set(ROUTE_OF)


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
        for question in phrase.get("questions", ()):
            assert label.get(bare(question), phrase["intents"][0]) in phrase["intents"], (phrase["id"], question)
