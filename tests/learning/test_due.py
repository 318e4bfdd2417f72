from datetime import UTC, datetime, timedelta

import pytest

from assist_api.flows.learning.due import PAUSE, Known, reason_to_train

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
LAST = Known(moments=10_000, imported=900, phrases=100)
YOUNG = Known(moments=300, imported=90, phrases=100)
LONG_AGO = NOW - timedelta(days=1)

CASES = {
    "nothing yet, little to learn": (None, 199, LONG_AGO, Known(0, 5, 100), False),
    "nothing yet, enough to learn": (None, 200, None, Known(0, 100, 100), True),
    "enough new replies": (LAST, 200, LONG_AGO, LAST, True),
    "not quite": (LAST, 199, LONG_AGO, LAST, False),
    "a twentieth more in a young shop": (YOUNG, 20, LONG_AGO, YOUNG, True),
    "a single talk": (YOUNG, 19, LONG_AGO, YOUNG, False),
    "begun less than the pause ago": (LAST, 5_000, NOW - PAUSE + timedelta(seconds=1), LAST, False),
    "the pause is over": (LAST, 5_000, NOW - PAUSE, LAST, True),
    "many new phrases": (LAST, 0, LONG_AGO, Known(0, 900, 110), True),
    "a few new phrases": (LAST, 0, LONG_AGO, Known(0, 900, 109), False),
    "phrases gone": (LAST, 0, LONG_AGO, Known(0, 900, 90), True),
    "past chats forgotten": (LAST, 0, LONG_AGO, Known(0, 899, 100), True),
}


@pytest.mark.parametrize("case", CASES)
def test_a_training_is_due_when_it_pays(case: str) -> None:
    last, new_replies, started_at, known, due = CASES[case]
    assert (reason_to_train(last, known, new_replies, started_at, NOW) is not None) is due
