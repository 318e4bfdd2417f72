import numpy as np
import pytest

from assist_api.recommender.replay.bootstrap import intervals
from assist_api.recommender.replay.outcomes import Outcomes


def hits(right: list[bool]) -> Outcomes:
    ranks = np.array(right, dtype=np.intp)
    return Outcomes(ranks, ranks, np.ones(len(right), np.intp), np.zeros(len(right), np.intp), np.zeros(len(right)))


def test_the_interval_of_a_share_is_that_of_the_binomial() -> None:
    found = intervals({"one": hits([True, False] * 200)}, [str(i) for i in range(400)], k=3, seed=1)
    low, high = found.of["one"]["usable@1"]
    error = 1.96 * (0.5 * 0.5 / 400) ** 0.5
    assert (low, high) == pytest.approx((0.5 - error, 0.5 + error), abs=0.01)


def test_turns_of_one_session_widen_the_interval() -> None:
    right = [True] * 200 + [False] * 200
    single = intervals({"one": hits(right)}, [str(i) for i in range(400)], k=3, seed=1).of["one"]["usable@1"]
    by_ten = intervals({"one": hits(right)}, [str(i // 10) for i in range(400)], k=3, seed=1).of["one"]["usable@1"]
    assert by_ten[1] - by_ten[0] > 2.5 * (single[1] - single[0])  # sqrt(10) in the limit


def test_differences_are_of_the_same_sessions() -> None:
    right = [True, False] * 100
    found = intervals({"ours": hits(right), "same": hits(right)}, [str(i) for i in range(200)], k=3, seed=1)
    assert found.ahead["same"]["usable@1"] == (0.0, 0.0)
    assert "ours" not in found.ahead


def test_the_same_seed_draws_the_same() -> None:
    right, sessions = [True, False, False] * 30, [str(i) for i in range(90)]
    one, again, other = (intervals({"one": hits(right)}, sessions, 3, seed, rounds=50).of["one"] for seed in (7, 7, 8))
    assert one["usable@1"] == again["usable@1"]
    assert one["usable@1"] != other["usable@1"]
