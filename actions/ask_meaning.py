"""What the bot does when it is unsure: answers as taught, else asks once what was meant, then passes to a person."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Say
from actions.heard import entities_of, messages_before, metadata_of, text_of
from actions.taught import answer_as_taught
from actions.telling import hand_off, say

MOST_MEANINGS = 3
"""Buttons beside the one for a person; more are not read on a phone."""

LEAST_LIKELY = 0.05
"""A meaning below this probability is noise: of labelled lines that were asked about, none meant it."""

WORTH_OFFERING = 0.2
"""Where the likeliest meaning is below this, the buttons hold the right one once in five times, above it twice in
three (read off labelled lines): better to ask in plain words than to offer what nobody spoke of."""

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
    "complain",
    REQUEST_HUMAN,
}
"""Intents that nobody would pick from a list. A person has a button of its own, which serves who wants to complain too:
whoever does not is put off by being asked whether it is a complaint."""


_NARROWER = {"ask_promotion": (re.compile(r"降价|差价|价格?保护|[保补]价|价保|买贵|便宜了"), "买完降价了，能不能保价")}
"""Titles where the usual one would not be recognised: who saw the price fall asks for no offers."""


class AskMeaning(Action):
    """Buttons with up to three likely meanings, and one for a person; in plain words where nothing is likely."""

    def name(self) -> str:
        """The name that rules use."""
        return "action_ask_meaning"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Answer as taught; else ask, or hand off if the bot had to ask about the message before too."""
        taught = await answer_as_taught(dispatcher, tracker)
        if taught.answered:
            return taught.events
        if was_unsure_before(tracker):
            hand_off(dispatcher, "unsure", note=text_of(tracker))
        else:
            meanings = likely_meanings(tracker)[: MOST_MEANINGS - len(taught.buttons)]
            buttons = [_button(intent, tracker, domain) for intent in [*meanings, REQUEST_HUMAN]]
            payload = {"buttons": [*taught.buttons, *buttons]}
            phrase = "ask_which_meaning" if len(payload["buttons"]) > 1 else "ask_what_about"
            say(dispatcher, [Say(phrase, payload=payload)])
        return []


class OutOfScope(Action):
    """Says that the bot cannot help with this, with a button for the person who can."""

    def name(self) -> str:
        """The name that rules use."""
        return "action_out_of_scope"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Whoever understands the line may still be a colleague: it is no reason to call one unasked."""
        taught = await answer_as_taught(dispatcher, tracker)
        if taught.answered:
            return taught.events
        say(dispatcher, [Say("out_of_scope", payload={"buttons": [_button(REQUEST_HUMAN, tracker, domain)]})])
        return []


def was_unsure_before(tracker: Tracker) -> bool:
    """Whether the bot asked what was meant after the message before this one, and had not been taught an answer.

    Lines of one burst were all written before the bot could answer, so they count as one message.
    """
    burst = metadata_of(tracker).get("burst")
    for message, following in messages_before(tracker):
        if burst is not None and (message.get("metadata") or {}).get("burst") == burst:
            continue
        ran = any(event.get("event") == "action" and event.get("name") == "action_ask_meaning" for event in following)
        return ran and not any(_answers(event) for event in following)
    return False


def _answers(event: Mapping[str, Any]) -> bool:
    phrase = ((event.get("data") or {}).get("custom") or {}).get("phrase")
    return event.get("event") == "bot" and phrase not in (None, "ask_which_meaning", "ask_what_about")


def likely_meanings(tracker: Tracker) -> list[str]:
    """Intents worth offering, the likeliest first; none where even that one is a guess in the dark."""
    ranking = tracker.latest_message.get("intent_ranking") or ()
    choices = [row for row in ranking if row["name"] not in NO_CHOICE and row["confidence"] >= LEAST_LIKELY]
    if not choices or choices[0]["confidence"] < WORTH_OFFERING:
        return []
    return [row["name"] for row in choices[:MOST_MEANINGS]]


def _button(intent: str, tracker: Tracker, domain: Mapping[str, Any]) -> dict[str, Any]:
    button = {"option": intent, "title": _title(intent, text_of(tracker), domain), "intent": intent}
    if intent == REQUEST_HUMAN:
        return button
    return {**button, "text": text_of(tracker), "entities": entities_of(tracker)}


def _title(intent: str, text: str, domain: Mapping[str, Any]) -> str:
    """The question of `data/intents.yml`, which came into the domain when it was generated; of an intent with two
    sides the one that the line speaks of."""
    narrower = _NARROWER.get(intent)
    if narrower and narrower[0].search(text):
        return narrower[1]
    wordings = (domain.get("responses") or {}).get(f"utter_meaning_{intent}") or [{"text": intent}]
    return str(wordings[0]["text"])
