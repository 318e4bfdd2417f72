"""Questions and the starter phrases that answer them, with the real tokenizer: what a shop sees on its first day."""

from functools import cache
from pathlib import Path

import pytest

from assist_api.recommender.features import WordMemory
from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.score import Ask, score
from assist_api.recommender.select import THRESHOLD
from benchmarks.suggestions import ask_of, read_cases, shown, starter_phrases
from zh_text import Lexicon, Tokenizer

LEXICON = Path(__file__).resolve().parents[2] / "data" / "lexicon"


@cache
def starter_index() -> PhraseIndex:
    return PhraseIndex(starter_phrases(), WordMemory(Tokenizer(Lexicon.load(LEXICON)).words))


@pytest.mark.parametrize(
    ("question", "intent", "phrase"),
    [
        ("什么时候发货呀", "ask_ship_time", "ship_time"),
        ("退款几天到银行卡", "ask_refund_progress", "refund_arrival"),
        ("会掉色吗这件", "ask_product", "product_wash"),
        ("在吗亲", "greet", "greet"),
        ("保修期过了能修不", "ask_warranty", "warranty_expired"),
    ],
)
def test_a_plain_question_gets_its_phrase(question: str, intent: str, phrase: str) -> None:
    found = shown(starter_index(), Ask((question,), {intent: 1.0}), THRESHOLD)
    assert phrase in [phrase_id for phrase_id, _ in found]


def test_nothing_is_pushed_for_words_that_mean_nothing_here() -> None:
    assert shown(starter_index(), Ask(("鱼缸水泵声音吵不吵",)), THRESHOLD) == []


def test_the_hand_written_cases_stay_as_good_as_when_the_threshold_was_chosen() -> None:
    pushed = [(case, shown(starter_index(), ask_of(case, with_intent=True), THRESHOLD)) for case in read_cases()]
    right = [bool(case.fits & {phrase for phrase, _ in items}) for case, items in pushed if items]
    answerable = sum(bool(case.fits) for case, _ in pushed)
    assert sum(right) / len(right) >= 0.9
    assert sum(right) / answerable >= 0.9


def test_the_title_typed_by_its_initials_finds_the_phrase() -> None:
    index = starter_index()
    scores = score(index, Ask((), {}, "fhsj")).scores
    assert index.phrases[int(scores.argmax())].title == "发货时间"
