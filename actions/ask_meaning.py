"""What the bot does when it is unsure: asks once which of the likely things was meant, then passes to a person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Say
from actions.heard import entities_of, messages_before, metadata_of, text_of
from actions.telling import hand_off, say

FEWEST_MEANINGS, MOST_MEANINGS = 2, 3
"""Buttons beside the one for a person; one is no choice, more are not read on a phone."""

LEAST_LIKELY = 0.05
"""A third meaning below this probability is noise."""

REQUEST_HUMAN = "request_human"

NO_CHOICE = {
    "greet",
    "goodbye",
    "thanks",
    "affirm",
    "deny",
    "ask_identity",
    "chitchat",
    "ask_shop_secret",
    "inform",
    "out_of_scope",
    REQUEST_HUMAN,
}
"""Intents that nobody would pick from a list; a person has a button of its own."""


class AskMeaning(Action):
    """Buttons with the two or three likeliest meanings, and one for a person."""

    def name(self) -> str:
        """The name that rules use."""
        return "action_ask_meaning"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Ask; or hand off if the message before was not understood either."""
        if was_unsure_before(tracker):
            hand_off(dispatcher, "unsure", note=text_of(tracker))
        else:
            buttons = [_button(intent, tracker, domain) for intent in [*likely_meanings(tracker), REQUEST_HUMAN]]
            say(dispatcher, [Say("ask_which_meaning", payload={"buttons": buttons})])
        return []


def was_unsure_before(tracker: Tracker) -> bool:
    """Whether the bot asked what was meant after the message before this one.

    Lines of one burst were all written before the bot could answer, so they count as one message.
    """
    burst = metadata_of(tracker).get("burst")
    for message, following in messages_before(tracker):
        if burst is not None and (message.get("metadata") or {}).get("burst") == burst:
            continue
        return any(event.get("event") == "action" and event.get("name") == "action_ask_meaning" for event in following)
    return False


def likely_meanings(tracker: Tracker) -> list[str]:
    """Intents worth offering, the likeliest first."""
    ranking = tracker.latest_message.get("intent_ranking") or ()
    choices = [row for row in ranking if row["name"] not in NO_CHOICE][:MOST_MEANINGS]
    return [
        row["name"] for place, row in enumerate(choices) if place < FEWEST_MEANINGS or row["confidence"] >= LEAST_LIKELY
    ]


def _button(intent: str, tracker: Tracker, domain: Mapping[str, Any]) -> dict[str, Any]:
    button = {"option": intent, "title": _title(intent, domain), "intent": intent}
    if intent == REQUEST_HUMAN:
        return button
    return {**button, "text": text_of(tracker), "entities": entities_of(tracker)}


def _title(intent: str, domain: Mapping[str, Any]) -> str:
    """The question of `data/intents.yml`, which came into the domain when it was generated."""
    wordings = (domain.get("responses") or {}).get(f"utter_meaning_{intent}") or [{"text": intent}]
    return str(wordings[0]["text"])
