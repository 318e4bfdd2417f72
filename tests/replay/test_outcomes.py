import numpy as np
import pytest

from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.replay.candidates import recognise_in
from assist_api.recommender.replay.outcomes import Judge, joined
from assist_api.recommender.replay.ranking import Ranking, by_scores
from tests.replay.talks import BACK, PHRASES, SHIP, SIZE, moment

SHOWS_IN_ORDER = Ranking(np.array([[0, 1, 2]]), np.array([0.5]))


def judge(phrases: tuple[IndexedPhrase, ...] = PHRASES, k: int = 3) -> Judge:
    return Judge(phrases, recognise_in(phrases), k)


def test_a_phrase_is_held_whatever_softeners_and_punctuation_stand_around_it() -> None:
    truth = judge().truth(
        [moment("?", "亲，今天下午四点前拍下的，当天就能寄出哦~"), moment("?", "好的", BACK.wordings[0])]
    )
    assert truth.held.tolist() == [[True, False, False], [False, False, True]]


@pytest.mark.parametrize(
    ("said", "usable"),
    [
        ("abcdefghij", True),
        ("a b c, d e f!", True),  # 2 * 6 of 16 characters: 75 %
        ("abcdeVWXYZ", False),  # 2 * 5 of 20: 50 %
        ("abcdefUVWX", True),  # 2 * 6 of 20: 60 %
        ("klm", False),
    ],
)
def test_usable_is_sixty_percent_of_indel_similarity_without_punctuation(said: str, usable: bool) -> None:
    one = judge((IndexedPhrase("p", "", ("abcde-fghij",)),))
    assert one.truth([moment("?", said)]).usable.tolist() == [[usable]]


def test_one_utterance_of_the_reply_that_is_near_makes_a_phrase_usable() -> None:
    truth = judge().truth([moment("?", "稍等一下", "七天里吊牌在就可以寄来"), moment("?", "好")])
    assert truth.usable.tolist() == [[False, False, True], [False, False, False]]


def test_ranks_count_from_one_and_nothing_right_is_zero() -> None:
    moments = [moment("?", SIZE.wordings[0]), moment("?", "随便说说别的")]
    shown = Ranking(np.array([[2, 1, 0], [0, 1, 2]]), np.array([0.5, 0.5]))
    found = judge().outcomes(moments, judge().truth(moments), shown)
    assert found.first_held.tolist() == [2, 0]
    assert found.first_usable.tolist() == [2, 0]


@pytest.mark.parametrize(
    ("reply", "saved"),
    [
        ((SHIP.wordings[0],), len(SHIP.wordings[0]) - 1),  # one key takes it
        ((SHIP.wordings[0] + "哦",), len(SHIP.wordings[0]) - 1),  # one more types 哦
        (("好的", SHIP.wordings[0]), len(SHIP.wordings[0]) - 1),  # of the utterances, the one it fits
        (("不行",), 0),  # correcting would cost more than typing
    ],
)
def test_keys_saved_are_those_typed_less_the_key_that_takes_and_the_edits(reply: tuple[str, ...], saved: int) -> None:
    moments = [moment("?", *reply)]
    found = judge(k=1).outcomes(moments, judge().truth(moments), SHOWS_IN_ORDER)
    assert found.keys_saved.tolist() == [saved]
    assert found.keys_typed.tolist() == [sum(map(len, reply))]


def test_only_what_is_shown_can_save_keys() -> None:
    moments = [moment("?", BACK.wordings[0])]
    assert judge(k=2).outcomes(moments, judge().truth(moments), SHOWS_IN_ORDER).keys_saved.tolist() == [0]


def test_variables_of_a_phrase_are_nothing_an_agent_would_have_typed() -> None:
    one = judge((IndexedPhrase("p", "", ("{hello}abcde{shop_name}",)),))
    assert one.truth([moment("?", "abcde")]).usable.tolist() == [[True]]


def test_batches_join_to_what_one_batch_would_have_been() -> None:
    moments = [moment("?", phrase.wordings[0]) for phrase in PHRASES]
    shown = by_scores(np.eye(3, dtype=np.float32))
    whole = judge().outcomes(moments, judge().truth(moments), shown)
    parts = [
        judge().outcomes([one], judge().truth([one]), Ranking(shown.order[[row]], shown.confidence[[row]]))
        for row, one in enumerate(moments)
    ]
    assert joined(parts).first_held.tolist() == whole.first_held.tolist() == [1, 1, 1]
    assert joined(parts).confidence.tolist() == whole.confidence.tolist()
