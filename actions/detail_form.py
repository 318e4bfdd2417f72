"""The detail form: waits for the one thing that a skill still needs, and lets go when the talk moves on.

That is a detail (a height, an order number) or, in an open matter, whatever answers its question.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, FormValidationAction, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Say, answers
from actions.heard import ANSWER, DETAILS, MATTER, asked_unseen, question_of, since_message, text_of
from actions.matter import answer_in, is_answer, matter_of
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
        return [awaited] if awaited in (*DETAILS, ANSWER) else []

    async def get_extraction_events(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Four bare digits are the end of a phone number while that is what was asked for, and a line may answer a
        matter's question; all else is an entity."""
        if tracker.slots.get("requested_slot") == ANSWER:
            return self._answer(tracker)
        digits = _FOUR_DIGITS.search(text_of(tracker))
        if tracker.slots.get("requested_slot") != "phone_tail" or not digits:
            return []
        return [SlotSet("phone_tail", digits[0])]

    @staticmethod
    def _answer(tracker: Tracker) -> list[EventType]:
        if not is_answer(tracker):
            return []
        tracker.slots[ANSWER] = answer_in(tracker)
        return [SlotSet(ANSWER, tracker.slots[ANSWER])]

    async def get_validation_events(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """The value is taken as found: whether it can be used, the skill says.

        One in the line that the skill has just asked about was not usable: Rasa reads that line once more when the form
        begins, and would run the skill with it again and again until its circuit breaker ends the turn.
        """
        awaited = tracker.slots.get("awaited")
        if awaited in DETAILS and _was_set(tracker, "awaited"):
            return [SlotSet(awaited, None)]
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
        if self.has_just_asked(tracker):
            return []
        reasked = int(tracker.slots.get("reasked") or 0)
        if asked_unseen(tracker):  # nobody has failed to answer yet
            return await self.ask_again(dispatcher, tracker)
        if reasked >= MOST_REASKS:
            return _let_go(dispatcher, tracker)
        return [SlotSet("reasked", reasked + 1), *await self.ask_again(dispatcher, tracker)]

    def has_just_asked(self, tracker: Tracker) -> bool:
        """Whether the skill has put its question in this turn."""
        return _was_set(tracker, "awaited")

    async def ask_again(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """What the skill says with the detail still missing; a skill that can answer without it (75B where a girth was
        asked for) ends the form.
        """
        skill, intent = tracker.slots.get("awaiting_skill"), tracker.slots.get("awaiting_intent") or ""
        answer = await answers().ask(str(skill), question_of(tracker, intent))
        say(dispatcher, answer.says, asks=bool(answer.ask))
        tell_effects(dispatcher, answer.effects)
        remembered = [SlotSet(name, value) for name, value in answer.slots.items() if name != self.slot]
        return remembered if answer.ask else [*remembered, *_let_go(dispatcher, tracker, answered=True)]


class AskForAnswer(AskForDetail):
    """Repeats the open question of a matter; the skill is not asked, for it would take the line for an answer."""

    slot = ANSWER

    def has_just_asked(self, tracker: Tracker) -> bool:
        """Every step of a matter writes it; coming back to it after a question aside does not."""
        return _was_set(tracker, MATTER)

    async def ask_again(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
        """The question as it was put."""
        question = matter_of(tracker).get("question") or {}
        if question:
            say(dispatcher, [Say(question["phrase"], question.get("vars") or {}, question.get("payload"))], asks=True)
        return []


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
        told = await use_skill(skill, str(intent), dispatcher, tracker)
        if tracker.slots.get("awaited") != ANSWER and not any(event["event"] == "followup" for event in told):
            told += _back_to(matter_of(tracker))
        return [*_wait_for_nothing(), *answered, *told]


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


def _back_to(matter: Mapping[str, Any]) -> list[EventType]:
    """After a question aside that needed a detail: wait again for the answer that the matter was waiting for."""
    if not matter:
        return []
    return [
        SlotSet("awaiting_skill", matter["skill"]),
        SlotSet("awaiting_intent", matter["intent"]),
        SlotSet("reasked", 0),
        SlotSet("awaited", ANSWER),
        FollowupAction(DETAIL_FORM),
    ]


def _was_set(tracker: Tracker, slot: str) -> bool:
    return any(event.get("event") == "slot" and event.get("name") == slot for event in since_message(tracker))


def _let_go(dispatcher: CollectingDispatcher, tracker: Tracker, *, answered: bool = False) -> list[EventType]:
    """End the form; a buyer who got no answer in this turn either is passed to a person."""
    if not answered and not any(event.get("event") == "bot" for event in since_message(tracker)):
        hand_off(dispatcher, "unsure", note=text_of(tracker))
    return [*_wait_for_nothing(), ActiveLoop(None), SlotSet("requested_slot", None)]


def _wait_for_nothing() -> list[EventType]:
    return [SlotSet(name, None) for name in ("awaited", "awaiting_skill", "awaiting_intent", "reasked", ANSWER)]


def _asking_for(slot: str) -> type[AskForDetail]:
    return type(f"AskFor{slot.title().replace('_', '')}", (AskForDetail,), {"slot": slot, "__module__": __name__})


ASKING = (AskForAnswer, *(_asking_for(slot) for slot in DETAILS))
"""One action for each detail, because Rasa finds them by name."""
