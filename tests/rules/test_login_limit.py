from datetime import UTC, datetime, timedelta

import pytest

from assist_api.rules.login_limit import MAX_PER_ADDRESS, MAX_PER_NAME, WINDOW, seconds_to_wait

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def ago(*seconds: float) -> list[datetime]:
    return [NOW - timedelta(seconds=one) for one in seconds]


@pytest.mark.parametrize(
    ("of_name", "of_address", "wait"),
    [
        ([], [], 0),
        (ago(*range(MAX_PER_NAME - 1)), [], 0),
        (ago(*[60] * MAX_PER_NAME), [], 14 * 60),
        # The oldest of the last five falls out of the window first.
        (ago(899, 30, 20, 10, 5), [], 1),
        (ago(899.5, 30, 20, 10, 5), [], 1),
        (ago(900, 30, 20, 10, 5), [], 0),
        (ago(5, 10, 20, 30, 899), [], 1),
        # Six in the window (tries that raced): two have to fall out.
        (ago(899, 800, 30, 20, 10, 5), [], 100),
        ([], ago(*[60] * (MAX_PER_ADDRESS - 1)), 0),
        ([], ago(*[60] * MAX_PER_ADDRESS), 14 * 60),
        (ago(*[300] * MAX_PER_NAME), ago(*[60] * MAX_PER_ADDRESS), 14 * 60),
    ],
)
def test_the_wait_lasts_until_enough_wrong_tries_left_the_window(
    of_name: list[datetime], of_address: list[datetime], wait: int
) -> None:
    assert seconds_to_wait(NOW, of_name, of_address) == wait


def test_after_the_wait_the_next_try_is_allowed() -> None:
    failures = ago(700.25, 30, 20, 10, 5)
    wait = seconds_to_wait(NOW, failures, [])

    assert 0 < wait <= WINDOW.total_seconds()
    assert seconds_to_wait(NOW + timedelta(seconds=wait), failures, []) == 0
