"""Sentences begun, and how the shop's phrases end them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.typing.completion import worth_of
from assist_api.recommender.typing.index import TypingIndex
from tests.recommender.typing.bank import PHRASES, VALUES, index_of

INDEX = index_of()
EQUAL = np.zeros(len(PHRASES))


def rest(written: str, worth: np.ndarray = EQUAL, values: dict[str, str] = VALUES) -> str | None:
    found = INDEX.completions.best(written, values, worth)
    return found.rest if found else None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("退款", "会原路退回！"),
        ("在的。退款会", "原路退回！"),
        ("在的\n退款会", "原路退回！"),
        ("一般三", "天到账。"),
        ("您好，付款后明天", "18:00发货。"),
        ("您好，付款后明天18:00", "发货。"),
        ("您好", "，付款后明天18:00发货。"),
        ("请留意", "短信哦～"),
        ("亲亲，请留意", "短信哦～"),
        ("xl码", "偏大半码。"),
        ("谢谢您的支持", "😊 祝您生活愉快。"),
        ("这边帮", "您催一下仓库。"),
        ("亲，付款后", "明天18:00发货。"),
    ],
)
def test_the_rest_of_the_sentence_begun_last(written: str, expected: str) -> None:
    assert rest(written) == expected


@pytest.mark.parametrize(
    "written", ["", "退", "退款会原路退回！", "退款会原路退回", "量子", "原路退", "路退回", "{ship_by}", "，", "。。"]
)
def test_nothing_is_made_up(written: str) -> None:
    assert rest(written) in (None, "！")


def test_the_whole_sentence_keeps_what_was_typed() -> None:
    found = INDEX.completions.best("在吗？XL码", VALUES, EQUAL)
    assert found is not None
    assert (found.text, PHRASES[found.place].id) == ("XL码偏大半码。", "xl")


def test_a_sentence_that_cannot_be_filled_is_not_begun() -> None:
    assert rest("您好，付款", values={}) is None
    assert rest("请留意", values={}) == "短信哦～"


def test_only_what_may_be_said_is_offered() -> None:
    allowed = np.array([phrase.id != "refund" for phrase in PHRASES])
    assert rest("退款会", worth_of(EQUAL, np.zeros(len(PHRASES), dtype=np.int64), allowed)) is None


def test_the_talk_decides_and_between_equals_the_phrase_used_more_often() -> None:
    phrases = [IndexedPhrase(ending, "同样的开头", (f"亲您{ending}。",)) for ending in ("稍等", "放心", "别急")]
    index = TypingIndex(phrases)
    uses = np.array([0, 40, 2])

    def ends(talk: list[float]) -> str:
        found = index.completions.best("亲您", {}, worth_of(np.array(talk), uses, np.ones(3, dtype=np.bool_)))
        return found.rest if found else ""

    assert ends([0.0, 0.0, 0.0]) == "放心。"
    assert ends([0.0, 0.0, 0.9]) == "别急。"


@given(st.text(max_size=30))
def test_any_text_can_be_gone_on_from(written: str) -> None:
    found = INDEX.completions.best(written, VALUES, EQUAL)
    assert found is None or found.text.endswith(found.rest)
