from dataclasses import replace

import numpy as np
import pytest

from assist_api.recommender.features import WordMemory
from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.phrase import IndexedPhrase, Limits, Situation
from assist_api.recommender.reasons import reasons
from assist_api.recommender.score import Ask, any_of, score
from assist_api.recommender.select import select
from tests.recommender.bank import PHRASES, by_blanks, index_of, place_of


def ranked(index: PhraseIndex, ask: Ask) -> list[str]:
    scores = score(index, ask).scores
    return [index.phrases[place].id for place in np.argsort(-scores, kind="stable") if scores[place] > 0]


def test_evidence_adds_up_and_what_is_missing_counts_for_nothing() -> None:
    parts = [np.array([0.5, 0.5, 0.0]), np.array([0.5, 0.0, 0.0])]
    assert any_of(parts) == pytest.approx(np.array([0.75, 0.5, 0.0]))


@pytest.mark.parametrize(
    ("lines", "first"),
    [
        (("什么时候 发货",), "ship"),
        (("这件 毛衣 能 机洗 吗",), "wash"),
        (("哪 里 领 券",), "coupon"),
        (("今天 发货 吗", "怎么 洗"), "wash"),
        (("什么时候", "发货"), "ship"),
    ],
)
def test_the_phrase_that_answers_comes_first(lines: tuple[str, ...], first: str) -> None:
    assert ranked(index_of(), Ask(lines))[0] == first


def test_every_question_of_a_burst_finds_its_phrase() -> None:
    assert {"ship", "wash"} <= set(ranked(index_of(), Ask(("什么时候 发货", "能 机洗 吗")))[:2])


def test_the_intent_lifts_its_phrases_even_without_a_shared_word() -> None:
    index = index_of()
    assert ranked(index, Ask(("啥时 寄",), {})) == []
    assert ranked(index, Ask(("啥时 寄",), {"ask_ship_time": 0.8})) == ["ship"]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("fh", ["ship"]),
        ("FH", ["ship"]),
        ("yhq", ["coupon", "coupon_again"]),
        ("yhq2", ["coupon_again"]),
        ("领券", ["coupon"]),
        ("生活 愉快", ["bye"]),
        ("db", ["bye"]),
        ("xdff", ["wash"]),
        ("不在任何短语里", []),
    ],
)
def test_typing_finds_by_code_piece_and_initials(typed: str, found: list[str]) -> None:
    assert ranked(index_of(), Ask(("在 吗",), {}, typed)) == found


def test_the_talk_orders_what_typing_leaves_open() -> None:
    index = index_of(
        IndexedPhrase("a", "退款 说明", ("余额 较 快",), ("钱 退 到 哪",)),
        IndexedPhrase("b", "退款 步骤", ("点 申请 售后",), ("怎么 退",)),
    )
    assert ranked(index, Ask(("怎么 退",), {}, "退款")) == ["b", "a"]
    assert ranked(index, Ask(("钱 退 到 哪",), {}, "退款")) == ["a", "b"]


def chosen(index: PhraseIndex, ask: Ask, k: int = 3, threshold: float = 0.0, unfilled: str = "") -> list[str]:
    found = select(
        index,
        score(index, ask).scores,
        np.ones(len(index), dtype=np.bool_),
        lambda place: None if index.phrases[place].id == unfilled else (index.phrases[place].wordings[0], None),
        k=k,
        threshold=threshold,
    )
    return [index.phrases[one.place].id for one in found]


def test_the_same_wording_is_offered_once() -> None:
    assert "coupon_again" not in chosen(index_of(), Ask(("券 在 哪 领",)), k=5)


def test_a_phrase_that_cannot_be_filled_gives_way_to_the_next() -> None:
    ask = Ask(("什么时候 发货 能 机洗 吗",))
    assert chosen(index_of(), ask, k=1, unfilled="ship") == ["wash"]


def test_below_the_threshold_nothing_is_chosen_and_at_it_something_is() -> None:
    index, ask = index_of(), Ask(("能 发 吗",))
    best = float(score(index, ask).scores.max())
    assert chosen(index, ask, threshold=best) != []
    assert chosen(index, ask, threshold=best + 0.001) == []


@pytest.mark.parametrize(
    ("limits", "situation", "pushed", "found"),
    [
        (Limits(), Situation(now=5), True, True),
        (Limits(owner=7), Situation(now=5), False, False),
        (Limits(owner=7), Situation(now=5, account=7), True, True),
        (Limits(owner=7), Situation(now=5, account=8), False, False),
        (Limits(active_from=5), Situation(now=5), True, True),
        (Limits(active_from=6), Situation(now=5), False, False),
        (Limits(active_to=5), Situation(now=5), False, False),
        (Limits(products=("p1",)), Situation(now=5), False, True),
        (Limits(products=("p1",)), Situation(now=5, product="p1"), True, True),
        (Limits(products=("p1",)), Situation(now=5, product="p2"), False, False),
        (Limits(products=("p1",), channels=("web",)), Situation(now=5, product="p1"), False, True),
        (Limits(products=("p1",), channels=("web",)), Situation(now=5, product="p1", channel="web"), True, True),
    ],
)
def test_a_phrase_is_offered_where_it_holds(limits: Limits, situation: Situation, pushed: bool, found: bool) -> None:
    index = index_of(replace(PHRASES[0], limits=limits))
    assert index.allowed(situation, searching=False).tolist() == [pushed]
    assert index.allowed(situation, searching=True).tolist() == [found]


def test_an_empty_bank_and_one_without_questions_can_be_asked() -> None:
    assert score(PhraseIndex([], WordMemory(by_blanks)), Ask(("在 吗",))).scores.size == 0
    assert ranked(index_of(PHRASES[-1]), Ask(("生活 愉快",))) == ["bye"]


def test_reasons_name_question_intent_and_words() -> None:
    index = index_of()
    ask = Ask(("什么时候 发货",), {"ask_ship_time": 0.9})
    found = reasons(index, place_of(index, "ship"), ask, score(index, ask), {"ask_ship_time": "发货时间"})
    assert found == ["买家常这样问：什么时候 发货", "意图：发货时间", "相同的词：发货"]


def test_reasons_say_how_the_typed_text_matched() -> None:
    index = index_of()
    ask = Ask((), {}, "fh")
    assert reasons(index, place_of(index, "ship"), ask, score(index, ask), {}) == ["编码 fh"]
