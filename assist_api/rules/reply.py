"""One reply to a burst: which of the bot's utterances are said, and in what order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

COURTESIES = frozenset({"greet", "goodbye", "thanks", "affirm", "deny", "chitchat", "inform", "out_of_scope"})
"""Phrases that are dropped when the same reply answers a real question: nobody is greeted between two answers."""


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something to say: text as rendered, the phrase it came from, its buttons or cards."""

    text: str
    phrase: str | None = None
    payload: dict[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    phrases: list[str] = field(default_factory=list)
    payload: dict[str, Any] | None = None


def compose(utterances: Sequence[Utterance]) -> Reply | None:
    """One message that says each thing once, in order; None when there is nothing to say.

    Buttons belong to the last question asked, so only the last set stays; of cards likewise the last of each kind.
    """
    said = _without_repeats(utterances)
    answers = [u for u in said if u.phrase not in COURTESIES]
    kept = answers or said[:1]
    if not kept:
        return None
    return Reply(
        text="\n".join(u.text for u in kept),
        phrases=[u.phrase for u in kept if u.phrase],
        payload=_merged(kept),
    )


def _without_repeats(utterances: Sequence[Utterance]) -> list[Utterance]:
    kept: list[Utterance] = []
    for utterance in utterances:
        if utterance.text.strip() and all(utterance.text != other.text for other in kept):
            kept.append(utterance)
    return kept


def _merged(utterances: Sequence[Utterance]) -> dict[str, Any] | None:
    payload: dict[str, Any] = {}
    for utterance in utterances:
        payload.update(utterance.payload or {})
    last = utterances[-1].payload or {}
    if "buttons" in payload and "buttons" not in last:
        del payload["buttons"]
    return payload or None
