"""One reply to a burst: which of the bot's utterances are said, and in what order."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

_CHAT = ("blame", "praise", "weather", "joke", "mood", "meal", "wish", "busy")
COURTESIES = frozenset(
    {"greet", "goodbye", "thanks", "affirm", "deny", "chitchat", "inform", "out_of_scope"}
    | {"greet_unpaid", "greet_travelling", *(f"chitchat_{kind}" for kind in _CHAT)}
)
"""Phrases that are dropped when the same reply answers a real question: nobody is greeted between two answers."""

UNCLEAR = frozenset({"ask_which_meaning", "ask_what_about"})
"""Phrases that ask what a line meant: with guesses to choose from, or in plain words."""

_ASKS = "_ask_"
"""In the names of phrases by which the bot asks for a detail: size_ask_height, collect_ask_order."""

_FORM, _FORM_ASKS = "collect_", "collect_ask_"


@dataclass(frozen=True, slots=True)
class Utterance:
    """Something to say: text as rendered, the phrase it came from, its buttons or cards; whether an agent taught it."""

    text: str
    phrase: str | None = None
    payload: dict[str, Any] | None = None
    taught: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    text: str
    phrases: list[str] = field(default_factory=list)
    payload: dict[str, Any] | None = None
    taught: list[str] = field(default_factory=list)
    """Of the phrases those that agents taught."""


def compose(utterances: Sequence[Utterance]) -> Reply | None:
    """One message that says each thing once, in order; None when there is nothing to say.

    Buttons belong to the last question asked, so only the last set stays; of cards likewise the last of each kind.
    What was meant is asked behind the answers, and not at all beside another question of the bot's.
    """
    said = _without_answered_asks(_without_repeats(utterances))
    answers = [u for u in said if u.phrase not in COURTESIES]
    kept = _with_one_question(answers) or said[:1]
    if not kept:
        return None
    return Reply(
        text="\n".join(u.text for u in kept),
        phrases=[u.phrase for u in kept if u.phrase],
        payload=_merged(kept),
        taught=[u.phrase for u in kept if u.phrase and u.taught],
    )


def _with_one_question(answers: Sequence[Utterance]) -> list[Utterance]:
    unclear = [u for u in answers if u.phrase in UNCLEAR]
    clear = [u for u in answers if u.phrase not in UNCLEAR]
    asks_already = any(_ASKS in f"_{u.phrase}_" for u in clear)
    return clear if asks_already else [*clear, *unclear[-1:]]


def _without_answered_asks(utterances: Sequence[Utterance]) -> list[Utterance]:
    """A form that went on within the burst has had its answer: its earlier questions are not put any more."""
    last = max((n for n, u in enumerate(utterances) if (u.phrase or "").startswith(_FORM)), default=-1)
    return [u for n, u in enumerate(utterances) if n >= last or not (u.phrase or "").startswith(_FORM_ASKS)]


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
