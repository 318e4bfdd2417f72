"""How actions tell assist_api what to say and what to do: as messages that the turn channel takes apart again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from rasa_sdk.executor import CollectingDispatcher

from actions.client import Say

PRIORITY = 2
"""Of 1 low … 4 urgent: the usual. assist_api raises it by the reason."""


def say(dispatcher: CollectingDispatcher, says: Iterable[Say], *, asks: bool = False) -> None:
    """Utter phrases; the bot fills in its own wording as the fallback. With `asks` the last one is a question that a
    form now waits to have answered."""
    told = list(says)
    for place, one in enumerate(told, start=1):
        custom: dict[str, Any] = {"phrase": one.phrase, "vars": dict(one.vars), "payload": one.payload}
        if asks and place == len(told):
            custom["asks"] = True
        values = {name: value for name, value in one.vars.items() if name not in _OF_UTTER_MESSAGE}
        dispatcher.utter_message(response=f"utter_{one.phrase}", json_message=custom, **values)


def tell_effects(dispatcher: CollectingDispatcher, effects: Sequence[Mapping[str, Any]]) -> None:
    """Hand effects over; they happen when assist_api commits the turn, or not at all."""
    if effects:
        dispatcher.utter_message(json_message={"effects": [dict(effect) for effect in effects]})


def hand_off(dispatcher: CollectingDispatcher, reason: str, note: str = "") -> None:
    """Ask for a person."""
    tell_effects(dispatcher, [{"kind": "handoff", "reason": reason, "priority": PRIORITY, "note": note}])


_OF_UTTER_MESSAGE = {
    "text",
    "image",
    "json_message",
    "template",
    "response",
    "attachment",
    "buttons",
    "elements",
    "custom",
}
"""Names that `utter_message` takes for itself, so no phrase's variable may bear them."""
