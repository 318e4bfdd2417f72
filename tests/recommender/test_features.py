"""Our hand-made vectors and inverted lists against plain numpy over the whole vocabulary."""

from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assist_api.recommender.features import Postings, Space, WordMemory
from tests.recommender.bank import by_blanks

WORDS = st.lists(st.sampled_from(["发货", "时间", "退款", "尺码", "多大", "包邮", "红色", "吗", "的"]), max_size=8)


def tfidf(document: list[str], corpus: list[list[str]]) -> dict[str, float]:
    """The textbook: (1 + ln tf) · (1 + ln((1 + n) / (1 + df))), length 1."""
    weights = {
        word: (1 + log(document.count(word)))
        * (1 + log((1 + len(corpus)) / (1 + sum(word in other for other in corpus))))
        for word in dict.fromkeys(document)
        if any(word in other for other in corpus)
    }
    length = sqrt(sum(weight**2 for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


@given(corpus=st.lists(WORDS, min_size=1, max_size=8), question=WORDS)
def test_cosines_are_those_of_the_textbook(corpus: list[list[str]], question: list[str]) -> None:
    space = Space(corpus)
    found = Postings(space.rows(corpus)).cosines(space.query(question))
    asked = tfidf(question, corpus)
    expected = [
        sum(weight * asked.get(word, 0.0) for word, weight in tfidf(document, corpus).items()) for document in corpus
    ]
    assert found == pytest.approx(np.array(expected), abs=1e-9)


def test_a_question_of_unknown_words_is_like_nothing() -> None:
    space = Space([["发货"], ["退款"]])
    assert not Postings(space.rows([["发货"], ["退款"]])).cosines(space.query(["火星"])).any()


def test_words_leave_out_punctuation_variables_and_case() -> None:
    memory = WordMemory(by_blanks)
    assert memory.split("XL 码 ， {ship_by} 发货 ！") == ["xl", "码", "发货"]


def test_each_text_is_tokenised_once_while_it_stays_in_the_bank() -> None:
    seen: list[str] = []

    def watched(text: str) -> list[str]:
        seen.append(text)
        return text.split()

    memory = WordMemory(watched)
    for bank in (["甲", "乙"], ["乙", "丙"], ["甲"]):
        for text in bank:
            memory.words(text)
        memory.forget_unused()
    assert seen == ["甲", "乙", "丙", "甲"]
