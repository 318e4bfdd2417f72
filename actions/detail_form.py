"""The detail form: waits for the one thing that a skill still needs, and lets go when the talk moves on."""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.client import answers
from actions.heard import DETAILS, question_of, since_message, text_of
from actions.skill import DETAIL_FORM, use_skill
from actions.telling import hand_off, say, tell_effects

MOST_REASKS = 2
"""How often the bot repeats its question before it lets go; a buyer who does not answer has other things in mind."""

_FOUR_DIGITS = re.compile(r"(?<!\d)\d{4}(?!\d)")


class ValidateDetailForm(FormValidationAction):
    """Needs exactly the awaited slot."""

    def name(self) -> str:
        """The name that Rasa looks for."""
        return f"validate_{DETAIL_FORM}"

    async def required_slots(
        self,
        domain_slots: list[str],
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[str]:
        """The awaited slot; none once the form has let go."""
        awaited = tracker.slots.get("awaited")
        return [awaited] if awaited in DETAILS else []

    async def get_extraction_events(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Four bare digits are the end of a phone number while that is what was asked for; all else is an entity."""
        digits = _FOUR_DIGITS.search(text_of(tracker))
        if tracker.slots.get("requested_slot") != "phone_tail" or not digits:
            return []
        return [SlotSet("phone_tail", digits[0])]

    async def get_validation_events(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """The value is taken as found: whether it can be used, the skill says."""
        awaited = tracker.slots.get("awaited")
        return [SlotSet(name, value) for name, value in tracker.slots_to_validate().items() if name == awaited]


class AskForDetail(Action, ABC):
    """`action_ask_detail_form_{slot}`: asks again what the skill's answer asked before."""

    @property
    @abstractmethod
    def slot(self) -> str:
        """The detail."""

    def name(self) -> str:
        """The name that Rasa looks for."""
        return f"action_ask_{DETAIL_FORM}_{self.slot}"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Say nothing if the skill has just asked; else ask again, or let go after too many times."""
        if _has_just_asked(tracker):
            return []
        reasked = int(tracker.slots.get("reasked") or 0)
        if reasked >= MOST_REASKS:
            return _let_go(dispatcher, tracker)
        skill, intent = tracker.slots.get("awaiting_skill"), tracker.slots.get("awaiting_intent") or ""
        answer = await answers().ask(str(skill), question_of(tracker, intent))
        say(dispatcher, answer.says)
        tell_effects(dispatcher, answer.effects)
        return [SlotSet("reasked", reasked + 1)]


class AnswerDetail(Action):
    """Runs the waiting skill again, now with the detail."""

    def name(self) -> str:
        """The name that rules use."""
        return "action_answer_detail"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Nothing if the form ended because it let go."""
        skill, intent = tracker.slots.get("awaiting_skill"), tracker.slots.get("awaiting_intent")
        if not skill:
            return []
        answered = [SlotSet("last_question", intent)] if str(intent).startswith(("ask_", "track_")) else []
        # The skill comes last: it may be waiting for the next detail already.
        return [*_wait_for_nothing(), *answered, *await use_skill(skill, str(intent), dispatcher, tracker)]


class AskAgain(Action):
    """Does nothing: Rasa's rules cannot lead straight back into a form that rejected the message, this leads there."""

    def name(self) -> str:
        """The name that rules use."""
        return "action_ask_again"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Rasa runs the form next."""
        return []


def _has_just_asked(tracker: Tracker) -> bool:
    return any(event.get("event") == "slot" and event.get("name") == "awaited" for event in since_message(tracker))


def _let_go(dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """End the form; a buyer who got no answer in this turn either is passed to a person."""
    if not any(event.get("event") == "bot" for event in since_message(tracker)):
        hand_off(dispatcher, "unsure", note=text_of(tracker))
    return [*_wait_for_nothing(), ActiveLoop(None), SlotSet("requested_slot", None)]


def _wait_for_nothing() -> list[EventType]:
    return [SlotSet(name, None) for name in ("awaited", "awaiting_skill", "awaiting_intent", "reasked")]


def _asking_for(slot: str) -> type[AskForDetail]:
    return type(f"AskFor{slot.title().replace('_', '')}", (AskForDetail,), {"slot": slot, "__module__": __name__})


ASKING = tuple(_asking_for(slot) for slot in DETAILS)
"""One action for each detail, because Rasa finds them by name."""
