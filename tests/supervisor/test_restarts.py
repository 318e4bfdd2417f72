import pytest

from assist_api.supervisor.restarts import RestartPolicy

POLICY = RestartPolicy(first_pause_s=0.5, longest_pause_s=15, steady_s=5)


@pytest.mark.parametrize(
    ("failures", "pause_s"),
    [(0, 0), (1, 0), (2, 0.5), (3, 1), (4, 2), (5, 4), (6, 8), (7, 15), (8, 15), (1_000_000, 15)],
)
def test_the_pause_doubles_up_to_a_limit(failures: int, pause_s: float) -> None:
    assert POLICY.pause_s(failures) == pause_s


@pytest.mark.parametrize(
    ("before", "ready_s", "failures"),
    [
        pytest.param(0, 0, 1, id="the first start never became ready"),
        pytest.param(3, 0, 4, id="one more that never became ready"),
        pytest.param(3, 4.99, 4, id="ready, but not long enough to count as steady"),
        pytest.param(3, 5, 1, id="steady: the row begins anew"),
        pytest.param(0, 86_400, 1, id="a day of service"),
    ],
)
def test_serving_steadily_forgives_earlier_failures(before: int, ready_s: float, failures: int) -> None:
    assert POLICY.failures(before, ready_s) == failures


def test_a_steady_child_that_is_killed_comes_back_at_once() -> None:
    assert POLICY.pause_s(POLICY.failures(9, ready_s=60)) == 0
