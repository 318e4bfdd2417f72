import numpy as np
import pytest

from assist_api.recommender.learning.comparing import Comparison, measured

YES, NO = True, False

CASES = {
    "the same hits": ([YES, NO] * 50, [YES, NO] * 50, False),
    "better": ([NO] * 100, [YES] * 100, False),
    "all lost": ([YES] * 100, [NO] * 100, True),
    "one more lost than won, which is noise": ([YES] * 10 + [NO] * 90, [NO] * 10 + [YES] * 9 + [NO] * 81, False),
    "ten lost and none won": ([YES] * 100, [NO] * 10 + [YES] * 90, True),
    "nothing to measure on": ([], [], False),
}


@pytest.mark.parametrize("case", CASES)
def test_worse_is_lower_by_more_than_the_noise(case: str) -> None:
    before, after, worse = CASES[case]
    sessions = [f"s{number}" for number in range(len(before))]
    found = measured(sessions, np.array(before, dtype=bool), np.array(after, dtype=bool))
    assert found.is_worse is worse


def test_turns_of_one_session_are_no_independent_tries() -> None:
    before, after = np.ones(40, dtype=bool), np.array([False] * 4 + [True] * 36)
    apart = measured([f"s{number}" for number in range(40)], before, after)
    together = measured(["s0"] * 4 + [f"s{number}" for number in range(36)], before, after)
    assert together.noise > apart.noise


def test_an_exact_tie_with_no_noise_is_not_worse() -> None:
    assert not Comparison(10, 0.5, 0.5, 0.0).is_worse
