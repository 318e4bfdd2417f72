"""Buyers write one question in five messages: how long to wait for the next one, and which lines belong together."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

COMPLETE_SHARE = 0.15
"""A clear full question waits this share of the longest wait: most buyers have said what they want."""

FIRST_GUESS_SHARE = 0.5
"""Without a history of this buyer's pauses."""

PAUSE_FACTOR = 1.5
"""A buyer who pauses 1 s between lines is given 1.5 s."""

PATIENCE = 4
"""Longest waits after its first line a burst counts as over, though the buyer still writes."""

_LEAD_IN = re.compile(
    r"(我?想?(请)?问(一?下|下子)?|咨询(一?下)?|就是|那个|那|然后|还有|另外|你好|您好|亲|请问|麻烦(问|看)?(一?下)?|我想|这个|这款)"
    r"[,，、.。…~～ ]*$"
)


def wait_s(*, complete: bool, mean_pause_s: float | None, longest_s: float) -> float:
    """Seconds to wait after a line before answering; never more than `longest_s`."""
    if complete:
        return COMPLETE_SHARE * longest_s
    if mean_pause_s is None:
        return FIRST_GUESS_SHARE * longest_s
    return min(longest_s, max(FIRST_GUESS_SHARE * longest_s / 2, PAUSE_FACTOR * mean_pause_s))


def due_at(wanted: datetime, waiting_since: datetime | None, longest_s: float) -> datetime:
    """When the burst is answered: after the pause `wanted`, but not for ever later because the buyer goes on."""
    if waiting_since is None:
        return wanted
    return min(wanted, waiting_since + timedelta(seconds=PATIENCE * longest_s))


def mean_pause_s(previous_s: float | None, pause_s: float, longest_s: float) -> float | None:
    """The buyer's running mean pause within bursts; a pause beyond `2 * longest_s` is no pause but a new question."""
    if pause_s > 2 * longest_s:
        return previous_s
    return pause_s if previous_s is None else 0.7 * previous_s + 0.3 * pause_s


def join_lead_ins(lines: Sequence[str]) -> list[list[int]]:
    """Groups of line numbers that make one question: a lead-in (我想问下, 这个) belongs to the line after it.

    Every line stands in exactly one group, in order.
    """
    groups: list[list[int]] = []
    open_group: list[int] = []
    for number, line in enumerate(lines):
        open_group.append(number)
        if not _LEAD_IN.fullmatch(line.strip()):
            groups.append(open_group)
            open_group = []
    if open_group:
        groups.append(open_group)
    return groups
