"""What every skill's action does: ask assist_api, say the answer, remember, and ask for what is missing."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, FollowupAction, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Answer, answers
from actions.heard import ANSWER, DETAILS, MATTER, intent_of, question_of
from actions.telling import say, tell_effects

DETAIL_FORM = "detail_form"


class SkillAction(Action, ABC):
    """The action `action_{skill}`."""

    @property
    @abstractmethod
    def skill(self) -> str:
        """The skill's name in the internal app's address."""

    def name(self) -> str:
        """The name that rules use."""
        return f"action_{self.skill}"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Answer the latest message."""
        return await use_skill(self.skill, intent_of(tracker), dispatcher, tracker)


async def use_skill(skill: str, intent: str, dispatcher: CollectingDispatcher, tracker: Tracker) -> list[EventType]:
    """Answer the latest message, read as `intent`, with a skill. Raises AnswerError."""
    answer = await answers().ask(skill, question_of(tracker, intent))
    say(dispatcher, answer.says, asks=bool(answer.ask))
    tell_effects(dispatcher, answer.effects)
    remembered = [SlotSet(name, value) for name, value in answer.slots.items()]
    return [*remembered, *_end_wait(skill, answer, tracker), *_wait_for_detail(skill, intent, answer)]


def _end_wait(skill: str, answer: Answer, tracker: Tracker) -> list[EventType]:
    """Nothing is awaited any more where the waiting skill has answered without it (平时穿M where a height was asked).

    The form would ask the skill again in the same turn and the buyer would read the answer twice.
    """
    awaited = tracker.slots.get("awaited")
    if answer.ask or awaited not in DETAILS or tracker.slots.get("awaiting_skill") != skill:
        return []
    waiting = ("awaited", "awaiting_skill", "awaiting_intent", "reasked", "requested_slot")
    return [*(SlotSet(name, None) for name in waiting), ActiveLoop(None)]


def _wait_for_detail(skill: str, intent: str, answer: Answer) -> list[EventType]:
    """Let the detail form wait for what the answer asked for.

    The slot is emptied first: what it holds was not usable, and a form whose slot is filled would be done at once,
    run the skill, be asked for the same, and so on until Rasa's circuit breaker ends the turn.
    """
    if answer.ask not in (*DETAILS, ANSWER):
        return []
    matter = answer.slots.get(MATTER)
    whose = [SlotSet(MATTER, {**matter, "skill": skill, "intent": intent})] if isinstance(matter, Mapping) else []
    return [
        *whose,
        SlotSet(answer.ask, None),
        SlotSet("awaited", answer.ask),
        SlotSet("awaiting_skill", skill),
        SlotSet("awaiting_intent", intent),
        SlotSet("reasked", 0),
        FollowupAction(DETAIL_FORM),
    ]
