"""Talks as the recommender reads them: what was said so far, and what an agent then replied."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

Role = Literal["buyer", "agent", "bot", "unknown"]


@dataclass(frozen=True, slots=True)
class Turn:
    """One side's utterance. `at` is seconds since the epoch, `agent` tells agents apart; both may be unknown."""

    role: Role
    text: str
    agent: str | None = None
    at: float | None = None


@dataclass(frozen=True, slots=True)
class PastChat:
    """A finished talk, oldest turn first. Where roles are not known, only the last reply is marked `agent`."""

    id: str
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Moment:
    """An agent is about to reply: all that was known then (`before`, oldest first), and what they really said.

    `reply` are the utterances up to the other side's next word, as they were sent; `chat` names the talk, so that one
    talk is never split between learning and measuring.
    """

    chat: str
    before: tuple[Turn, ...]
    reply: tuple[str, ...]
    agent: str | None = None
    at: float | None = None
    real: bool = True
    """False where the roles were guessed: good enough to learn from, not to measure on."""


def moments(chat: PastChat) -> Iterator[Moment]:
    """Every place of the talk where an agent replied; utterances in a row are one reply."""
    place = 0
    while place < len(chat.turns):
        if chat.turns[place].role != "agent":
            place += 1
            continue
        end = place
        while end < len(chat.turns) and chat.turns[end].role == "agent":
            end += 1
        first = chat.turns[place]
        reply = tuple(turn.text for turn in chat.turns[place:end])
        yield Moment(chat.id, chat.turns[:place], reply, first.agent, first.at)
        place = end


def asked(before: Sequence[Turn]) -> str:
    """What a reply answers: the buyer's lines since an agent or the bot last spoke.

    Without roles it is the last utterance, which usually is the buyer's.
    """
    lines: list[str] = []
    for turn in reversed(before):
        if turn.role not in ("buyer", "unknown") or (turn.role == "unknown" and lines):
            break
        lines.append(turn.text)
    return "\n".join(reversed(lines)) or (before[-1].text if before else "")
