"""How many wrong passwords are too many; times and counts in, the wait out."""

from collections.abc import Sequence
from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
MAX_PER_NAME = 5
# One address may stand for a whole office behind a router, so it gets more tries than one name.
MAX_PER_ADDRESS = 20


def seconds_to_wait(
    now: datetime, failures_of_name: Sequence[datetime], failures_of_address: Sequence[datetime]
) -> int:
    """Whole seconds (rounded up) until the next try is allowed; 0 means now.

    The failures may come in any order and may be older than the window.
    """
    return max(
        _wait(now, failures_of_name, MAX_PER_NAME),
        _wait(now, failures_of_address, MAX_PER_ADDRESS),
    )


def _wait(now: datetime, failures: Sequence[datetime], limit: int) -> int:
    recent = sorted(at for at in failures if now - at < WINDOW)
    if len(recent) < limit:
        return 0
    free_at = recent[-limit] + WINDOW
    return -((now - free_at) // timedelta(seconds=1))
