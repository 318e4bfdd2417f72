from collections.abc import Sequence

import numpy as np
import pytest

from assist_api.recommender.replay.baselines import RANKERS, WITHOUT_HISTORY
from assist_api.recommender.replay.candidates import recognise_in
from assist_api.recommender.replay.material import Material, material
from assist_api.recommender.replay.measures import Measures, measure
from assist_api.recommender.replay.outcomes import Judge
from assist_api.recommender.replay.rankers.popularity import Popularity
from assist_api.recommender.replay.ranking import Fit
from assist_api.recommender.replay.walk import walk, walk_live
from assist_api.recommender.talk import Moment, Role, Turn, asked
from tests.replay.talks import PHRASES, answered, blanks, moment

KINDS = ("ship", "size", "back")
KNOWN, NEW = slice(0, 4), slice(4, 6)
LEARNED = {"ours", "nearest questions", "linear SVM", "jieba TF-IDF", "BM25 questions", "ours without jieba"}


def given(past: Sequence[Moment]) -> Material:
    return material(PHRASES, past, recognise_in(PHRASES), blanks)


def measured(fits: Sequence[Fit]) -> dict[str, Measures]:
    judge = Judge(PHRASES, recognise_in(PHRASES), 3)
    rankers = [fit(given(answered(KINDS, KNOWN))) for fit in fits]
    return {name: measure(one, 3) for name, one in walk(rankers, answered(KINDS, NEW), judge).items()}


def test_what_learns_from_history_beats_the_phrases_own_text_and_popularity() -> None:
    figures = measured(RANKERS)
    for name in LEARNED:
        assert figures[name]["mrr"] > figures["text TF-IDF"]["mrr"], name
        assert figures[name]["mrr"] > figures["popularity"]["mrr"], name
    assert figures["linear SVM"]["hit@1"] >= 5 / 6


def test_every_ranker_has_a_name_of_its_own_and_puts_all_phrases_in_order() -> None:
    rankers = [fit(given(answered(KINDS, KNOWN))) for fit in RANKERS]
    assert len({ranker.name for ranker in rankers}) == len(RANKERS)
    for ranker in rankers:
        ranking = ranker.rank([moment("什么时候发货"), moment("？？"), Moment("c", (), ("在的",))])
        assert np.sort(ranking.order, axis=1).tolist() == [[0, 1, 2]] * 3, ranker.name
        assert ranking.confidence.shape == (3,), ranker.name


@pytest.mark.parametrize("past", [[], answered(("ship",), KNOWN), answered(("ship", "back"), KNOWN)])
@pytest.mark.parametrize("fit", {*RANKERS, *WITHOUT_HISTORY})
def test_a_ranker_makes_do_with_hardly_any_history(fit: Fit, past: list[Moment]) -> None:
    ranking = fit(given(past)).rank([moment("什么时候发货")])
    assert sorted(ranking.order[0]) == [0, 1, 2]


def test_only_a_live_walk_teaches_and_only_after_the_moment_was_judged() -> None:
    judge, recognise = Judge(PHRASES, recognise_in(PHRASES), 3), recognise_in(PHRASES)
    moments = [moment("?", PHRASES[2].wordings[0])] * 2
    still = walk([Popularity(given([]))], moments, judge)["popularity"]
    live = walk_live([Popularity(given([]))], moments, judge, recognise)["popularity"]
    assert still.first_held.tolist() == [3, 3]
    assert live.first_held.tolist() == [3, 1]


def turns(*said: tuple[Role, str]) -> Moment:
    return Moment("c", tuple(Turn(role, text) for role, text in said), ("好的",))


@pytest.mark.parametrize(
    ("talk", "expected"),
    [
        (turns(("buyer", "在吗"), ("agent", "在的"), ("buyer", "几时发货"), ("buyer", "急用")), "几时发货\n急用"),
        (turns(("buyer", "在吗"), ("bot", "您好")), "您好"),
        (turns(("unknown", "在吗"), ("unknown", "在的"), ("unknown", "几时发货")), "几时发货"),
        (turns(), ""),
    ],
)
def test_what_was_asked_are_the_buyers_lines_since_anybody_answered(talk: Moment, expected: str) -> None:
    assert asked(talk.before) == expected
