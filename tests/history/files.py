"""Talks of our own as files, for the tests of every form."""

import io
from zoneinfo import ZoneInfo

from assist_api.history import files
from assist_api.history.files.talks import Fault, Reading, Talk

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = 1793599402.0
"""2026-11-02 14:03:22 in Shanghai."""


def read(
    name: str, content: str | bytes, agents: tuple[str, ...] = (), source: str = "导出"
) -> tuple[list[Talk], list[Fault]]:
    """The good talks and the faults of a file, each in order."""
    raw = content.encode() if isinstance(content, str) else content
    found = list(files.read(name, io.BytesIO(raw), Reading(SHANGHAI, frozenset(agents), source)))
    return [one for one in found if isinstance(one, Talk)], [one for one in found if isinstance(one, Fault)]


def lines_of(talk: Talk) -> list[tuple[str, str]]:
    return [(turn.role, turn.text) for turn in talk.turns]


def places(faults: list[Fault]) -> list[tuple[int, str]]:
    return [(fault.line, fault.field) for fault in faults]
