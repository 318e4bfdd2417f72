"""What is typed, and which phrase is meant."""

import string

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pypinyin import lazy_pinyin

from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.typing.index import TypingIndex
from assist_api.recommender.typing.telling import say_matches
from benchmarks.suggestions import starter_phrases
from tests.recommender.typing.bank import PHRASES, index_of, ranked

INDEX = index_of()
PLACES = {phrase.id: place for place, phrase in enumerate(PHRASES)}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("fh", "ship"),
        ("FH", "ship"),
        ("ｆｈ", "ship"),
        ("fhy", "ship_late"),
        ("fhsj", "ship"),
        ("fahuo", "ship"),
        ("fahuoshijian", "ship"),
        ("fahuoshij", "ship"),
        ("fahuosj", "ship"),
        ("fhshijian", "ship"),
        ("fh时间", "ship"),
        ("发huo", "ship"),
        ("fa huo shi jian", "ship"),
        ("fa'huo", "ship"),
        ("shij", "ship"),
        ("时间 fh", "ship"),
        ("退款", "refund"),
        ("退款 tk", "refund"),
        ("原路退回", "refund"),
        ("钱啥时候", "refund"),
        ("chongxin", "again"),
        ("cxj", "again"),
        ("zhongliang", "weight"),
        ("spzl", "weight"),
        ("yinhang", "bank"),
        ("yhk", "bank"),
        ("changxiu", "sleeve"),
        ("zhanggao", "grow"),
        ("chuxing", "walk"),
        ("chuxingchuanda", "walk"),
        ("出行穿搭", "walk"),
        ("xlma", "xl"),
        ("xl码", "xl"),
        ("您好，在的。退款会原路", "refund"),
        ("在的呢，退款进", "refund"),
        ("😊", "emoji"),
        ("谢谢您的支持😊", "emoji"),
    ],
)
def test_typed_as_it_is_said_or_spelled(typed: str, first: str) -> None:
    assert ranked(INDEX, typed)[0] == first


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("发火时间", "ship"),
        ("发货时问", "ship"),
        ("货发时间", "ship"),
        ("发货间", "ship"),
        ("退宽进度", "refund"),
        ("退款进步", "refund"),
        ("fahoushijian", "ship"),
        ("fauhoshijian", "ship"),
        ("fahuoshijain", "ship"),
        ("tuikaun", "refund"),
        ("tuikun", "refund"),
        ("yinhangak", "bank"),
    ],
)
def test_a_slip_or_two_still_find_what_was_meant(typed: str, first: str) -> None:
    assert ranked(INDEX, typed)[0] == first


@pytest.mark.parametrize("typed", ["", " ", "量子", "qqqq", "zzzzqqq", "\0", "火星 发货", "?", "\ud800"])
def test_what_nobody_could_mean_finds_nothing(typed: str) -> None:
    assert ranked(INDEX, typed) == []


@pytest.mark.parametrize(
    ("typed", "phrase", "reason"),
    [
        ("fh", "ship", "编码 fh"),
        ("fh", "ship_late", "编码开头 fh"),
        ("时间", "ship", "标题含「时间」"),
        ("fahuo", "ship", "拼音 fahuo → 发货"),
        ("fahuosj", "ship", "首字母 fahuosj → 发货时间"),
        ("发货时问", "ship", "错别字相近：发货时"),
        ("发火时间", "ship", "同音字：发货时间"),
        ("啥时候能", "ship", "例句含「啥时候能」"),
        ("催一下", "ship_late", "正文含「催一下」"),
        ("退款 原路", "refund", "标题含「退款」；正文含「原路」"),
    ],
)
def test_the_reason_tells_what_matched_how(typed: str, phrase: str, reason: str) -> None:
    assert say_matches(INDEX.find(typed).matches(PLACES[phrase])) == reason


def test_what_does_not_match_has_no_reason() -> None:
    assert say_matches(INDEX.find("fh").matches(PLACES["refund"])) is None


def test_the_talk_orders_matches_of_one_kind_and_never_beats_a_better_kind() -> None:
    talk = np.zeros(len(PHRASES))
    talk[PLACES["ship_late"]] = 1.0
    nothing = np.zeros(len(PHRASES))

    def best(typed: str) -> str:
        return PHRASES[int(INDEX.find(typed).scores(talk, nothing).argmax())].id

    assert best("发货") == "ship_late"
    assert best("fh") == "ship"


CODES = st.text(alphabet=string.ascii_lowercase + string.digits, min_size=1, max_size=4)
CHARACTERS = st.sampled_from("发货时间退款重行长还都和了补差 A1😊，。")
TITLES = st.text(alphabet=CHARACTERS, min_size=1, max_size=8)


@given(codes=st.lists(CODES, min_size=1, max_size=8, unique=True), data=st.data())
def test_who_types_a_whole_code_gets_that_phrase_first(codes: list[str], data: st.DataObject) -> None:
    titles = [data.draw(st.one_of(TITLES, st.sampled_from(codes))) for _ in codes]
    phrases = [IndexedPhrase(code, title, (title,), shortcode=code) for code, title in zip(codes, titles, strict=True)]
    talk = np.array([data.draw(st.floats(0, 1)) for _ in codes])
    index = TypingIndex(phrases)
    for code in codes:
        scores = index.find(code).scores(talk, np.zeros(len(codes)))
        assert phrases[int(scores.argmax())].id == code


@given(titles=st.lists(TITLES, min_size=1, max_size=6), data=st.data())
def test_every_beginning_of_a_title_finds_it(titles: list[str], data: st.DataObject) -> None:
    phrases = [IndexedPhrase(str(place), title, ("x",)) for place, title in enumerate(titles)]
    index = TypingIndex(phrases)
    chosen = data.draw(st.sampled_from(phrases))
    cut = data.draw(st.integers(1, len(chosen.title)))
    beginning = chosen.title[:cut]
    if beginning.strip():
        assert chosen.id in ranked(index, beginning, phrases)


@given(st.text(max_size=40))
@example("\0fh\0")
@example("{ship_by}")
@example("a" * 200)
@example("İ ß ﬁ")
def test_any_text_at_all_can_be_typed(typed: str) -> None:
    scores = INDEX.find(typed).scores(np.ones(len(PHRASES)), np.zeros(len(PHRASES)))
    assert ((scores >= 0) & (scores < 1)).all()


@given(phrases=st.lists(st.tuples(st.text(max_size=6), st.text(max_size=12), st.text(max_size=4)), max_size=4))
def test_any_bank_can_be_asked(phrases: list[tuple[str, str, str]]) -> None:
    bank = [
        IndexedPhrase(str(place), title, (text,), (text,), shortcode=code)
        for place, (title, text, code) in enumerate(phrases)
    ]
    index = TypingIndex(bank)
    for title, text, _ in [*phrases, ("fh", "发货 sj", "")]:
        for typed in (title, text):
            for place in range(len(bank)):
                say_matches(index.find(typed).matches(place))


def test_every_starter_is_found_by_its_whole_pinyin_as_its_words_are_read() -> None:
    phrases = starter_phrases()
    index = TypingIndex(phrases)
    missed = [
        phrase.title
        for phrase in phrases
        if phrase.id not in ranked(index, "".join(filter(str.isalnum, "".join(lazy_pinyin(phrase.title)))), phrases)
    ]
    assert missed == []
