"""What a buyer is asking right now, read off the last turns of a talk."""

from collections.abc import Iterable
from typing import Literal

TurnRole = Literal["buyer", "agent", "bot"]

LINES = 6
"""A longer run of lines is a monologue: its beginning is no longer what the buyer waits for."""


def open_lines(turns: Iterable[tuple[TurnRole, str]]) -> list[str]:
    """The buyer's last run of lines, oldest first, at most six; empty lines and answers after it do not count.

    When somebody has answered already, the lines answered last are still what the talk is about.
    """
    lines: list[str] = []
    for role, text in reversed(list(turns)):
        if role == "buyer" and text.strip():
            lines.append(text.strip())
        elif role != "buyer" and lines:
            break
    return lines[:LINES][::-1]
