from dataclasses import replace

import numpy as np
import pytest

from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.learning.training import figures, is_held_back, scores_on, train
from assist_api.recommender.replay.outcomes import Truth
from assist_api.recommender.talk import Moment, Turn
from tests.recommender.learning.history import PHRASES, memory, moment, past, recognise, trained


def test_a_small_history_trains_and_its_figures_are_shares() -> None:
    found = trained()
    shares = {name: value for name, value in found.figures.items() if "@" in name}
    assert shares.keys() == {"hit@1", "hit@3", "usable@1", "usable@3"}
    assert all(0.0 <= value <= 1.0 for value in shares.values())
    assert found.figures["turns"] == sum(map(is_held_back, past()))
    assert 0.0 <= found.own_weight <= 1.0
    assert len(found.model.taught) == len(PHRASES)


def test_questions_like_those_of_the_history_are_answered() -> None:
    """Each question came in three sessions, so that what is held back is known from the others."""
    assert trained().figures["hit@3"] >= 0.8


def test_sessions_are_held_back_whole_and_by_their_name_alone() -> None:
    turns = [moment(f"chat{number}", "能寄吗", "好") for number in range(500)]
    share = sum(map(is_held_back, turns)) / len(turns)
    assert 0.12 < share < 0.28
    assert all(is_held_back(turn) == is_held_back(replace(turn, reply=("别的",), at=9.0)) for turn in turns)


def test_what_is_measured_has_not_seen_the_part_held_back() -> None:
    mark = "霁霭"
    marked = [replace(one, before=(*one.before, Turn("buyer", mark))) if is_held_back(one) else one for one in past()]
    found = train(PHRASES, marked, recognise, memory())
    assert found is not None
    words = {kind: set(space.vocabulary) for kind, space in found.measured.space.spaces.items()}
    assert not any(mark in word for kind in words.values() for word in kind)
    assert any(mark in word for space in found.model.space.spaces.values() for word in space.vocabulary)


def test_training_twice_gives_the_same_model() -> None:
    one, other = trained(), trained()
    index = PhraseIndex(PHRASES, memory())
    assert scores_on(one, index, past(), memory()) == pytest.approx(scores_on(other, index, past(), memory()))
    assert one.figures == other.figures


@pytest.mark.parametrize(
    "history",
    [
        [],
        past()[:1],
        [moment(f"one{number}", "怎么晾", PHRASES[0].wordings[0]) for number in range(40)],
        [moment(f"own{number}", "怎么晾", "看您方便") for number in range(40)],
        [one for one in past() if not is_held_back(one)],
        [one for one in past() if is_held_back(one)],
    ],
    ids=["nothing", "one turn", "one phrase", "no phrase", "nothing held back", "all held back"],
)
def test_too_small_a_history_trains_nothing(history: list[Moment]) -> None:
    assert train(PHRASES, history, recognise, memory()) is None


def test_figures_count_hits_of_answered_turns_and_usable_ones_of_all() -> None:
    scores = np.array([[0.9, 0.5, 0.2, 0.1], [0.1, 0.2, 0.5, 0.9], [0.9, 0.8, 0.7, 0.1]])
    held = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 0, 0]], dtype=np.bool_)
    told = figures(scores, Truth(held, held))
    assert told == {
        "turns": 3.0,
        "answerable": 2.0,
        "hit@1": 0.5,
        "hit@3": 1.0,
        "usable@1": pytest.approx(1 / 3, abs=1e-4),
        "usable@3": pytest.approx(2 / 3, abs=1e-4),
    }
