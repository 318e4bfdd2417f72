"""A person is wanted: by the buyer, or because the matter is one for people."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import ActiveLoop, EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Say
from actions.heard import MATTER, intent_of
from actions.matter import matter_of
from actions.taught import answer_as_taught
from actions.telling import hand_off, say

SAID_FIRST = {"complain": Say("complaint_passed_on"), "haggle": Say("haggle_passed_on")}
"""What is said before assist_api tells who will come: nobody is only put in a queue who is upset."""

SURE = 0.6
"""From which confidence it is said. Far less is enough for a person to be called, and a line that was no haggling would
be answered with the price."""


class Handoff(Action):
    """The reason is the intent. What the buyer is told meanwhile, assist_api says: it knows who will come and when."""

    def name(self) -> str:
        """The name that rules use."""
        return "action_handoff"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Ask for a person and end any form, so that the bot asks nothing more.

        A line that is, word for word, a question a trainer has seen was read wrongly: it gets the taught answer.
        """
        taught = await answer_as_taught(dispatcher, tracker)
        if taught.answered:
            return taught.events
        confidence = (tracker.latest_message.get("intent") or {}).get("confidence") or 0.0
        if confidence >= SURE and (first := SAID_FIRST.get(intent_of(tracker))):
            say(dispatcher, [first])
        hand_off(dispatcher, intent_of(tracker), note=str(matter_of(tracker).get("note") or ""))
        return [ActiveLoop(None), SlotSet("requested_slot", None), SlotSet(MATTER, None)]
