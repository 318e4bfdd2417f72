from collections.abc import Sequence

import numpy as np
import pytest

from assist_api.recommender.index import PhraseIndex
from assist_api.recommender.learning.confidence import Scale
from assist_api.recommender.learning.learned import Knowledge, Learned
from assist_api.recommender.learning.memory import Event
from assist_api.recommender.phrase import IndexedPhrase
from assist_api.recommender.score import Ask, score
from assist_api.recommender.talk import Turn
from tests.recommender.learning.history import PHRASES, memory, trained

NEW = IndexedPhrase("zz_new", "尺寸", ("撑开后直径一米零五",))


def learned(past: float = 0.0, speaks: float = 0.0, against: float = 0.0, *, has_past: bool = False) -> Learned:
    return Learned(np.array([past]), np.array([speaks]), np.array([against]), np.array([has_past]), None, 0.5)


def together(what: Learned, own: float = 0.0) -> float:
    return float(what.together(np.array([own]))[0])


def test_without_anything_learned_the_own_words_decide() -> None:
    assert together(learned(), 0.4) == pytest.approx(0.4)


def test_votes_lift_a_phrase_with_a_history_by_its_past() -> None:
    """What it was never sent for in all that time it is hardly sent for now."""
    unsent, rarely, often = (together(learned(past, 0.5, has_past=True)) - past for past in (0.0, 0.01, 0.1))
    assert 0.0 < unsent < rarely < often
    assert often > 0.2


def test_a_phrase_without_a_history_is_taken_at_the_votes_word() -> None:
    assert together(learned(speaks=0.3)) > 3 * together(learned(speaks=0.3, has_past=True))


def test_what_agents_refused_is_taken_away() -> None:
    assert together(learned(0.4, 0.2, 0.5, has_past=True)) == pytest.approx(
        0.5 * together(learned(0.4, 0.2, has_past=True))
    )


def test_own_words_of_a_phrase_with_a_history_count_by_their_weight() -> None:
    assert together(learned(has_past=True), 0.4) == pytest.approx(0.2)


def test_a_phrase_that_was_there_and_never_sent_is_scaled_apart_from_a_new_one() -> None:
    hardly_ever = Scale(np.array([0.0, 1.0]), np.array([0.0, 0.1]))
    passed_over, new = np.array([0]), np.zeros(0, dtype=np.intp)
    scores = [
        together(Learned(*(np.zeros(1),) * 3, np.array([False]), None, 0.5, unsent, hardly_ever), 0.8)
        for unsent in (passed_over, new)
    ]
    assert scores == pytest.approx([0.08, 0.8])


@pytest.mark.parametrize("past", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("speaks", [0.0, 0.5, 0.99])
@pytest.mark.parametrize("has_past", [True, False])
def test_scores_stay_within_their_bounds(past: float, speaks: float, has_past: bool) -> None:
    for own in (0.0, 0.5, 1.0):
        assert 0.0 <= together(learned(past if has_past else 0.0, speaks, 0.1, has_past=has_past), own) <= 1.0


def accept(knowledge: Knowledge, phrase: str, lines: Sequence[str], weight: float = 1.0) -> None:
    for number, line in enumerate(lines):
        tokens = knowledge.tokens((line,))
        knowledge.memory.learn(Event(f"{phrase}{number}", phrase, weight, tokens, None, 0.0, line))


def order(knowledge: Knowledge, line: str) -> list[str]:
    index = PhraseIndex([*PHRASES, NEW], memory())
    ask = Ask((line,), before=(Turn("buyer", line),))
    scores = score(index, ask, knowledge).scores
    return [index.phrases[place].id for place in np.argsort(-scores, kind="stable")]


def test_history_ranks_the_phrase_that_answered() -> None:
    assert order(Knowledge(memory().split, trained()), "伞湿了怎么晾")[0] == "dry"


@pytest.mark.parametrize("with_history", [True, False])
def test_a_new_phrase_is_found_from_the_next_question_on(with_history: bool) -> None:
    knowledge = Knowledge(memory().split, trained() if with_history else None)
    assert order(knowledge, "伞面有多宽")[0] != NEW.id
    accept(knowledge, NEW.id, ("直径是多少", "打开有多大", "伞面宽不宽"))
    assert order(knowledge, "伞面有多宽")[0] == NEW.id


def test_a_phrase_that_was_refused_falls_behind() -> None:
    knowledge = Knowledge(memory().split)
    accept(knowledge, NEW.id, ("直径是多少",))
    assert order(knowledge, "直径是多少")[0] == NEW.id
    accept(knowledge, NEW.id, ("直径是多少",) * 3, -1.0)
    assert order(knowledge, "直径是多少")[0] != NEW.id


def test_the_reasons_tell_the_buyers_words() -> None:
    knowledge = Knowledge(memory().split, trained())
    assert knowledge.telling("dry", (), 3) == []
    assert knowledge.telling(NEW.id, (Turn("buyer", "怎么晾"),), 3) == []
    words = knowledge.telling("dry", (Turn("buyer", "伞湿了怎么晾干"),), 3)
    assert all(word in "伞湿了怎么晾干" for word in words)


def test_phrases_that_the_bank_no_longer_has_are_left_out() -> None:
    knowledge = Knowledge(memory().split, trained())
    accept(knowledge, "gone", ("怎么晾",))
    index = PhraseIndex(PHRASES[1:], memory())
    about = knowledge.about(index, (Turn("buyer", "怎么晾"),), ("怎么晾",), None, 0.0)
    assert len(about.past) == len(about.speaks) == len(index)
