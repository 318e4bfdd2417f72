"""A buyer who only gives data: an order number is looked up, all else is noted."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Say
from actions.heard import entities_of, intent_of
from actions.skill import use_skill
from actions.telling import say


class Inform(Action):
    """The order's state for an order number or an order card; else thanks for the detail."""

    def name(self) -> str:
        """The name that rules use."""
        return "action_inform"

    async def run(
        self,
        dispatcher: CollectingDispatcher,
        tracker: Tracker,
        domain: dict[str, Any],
    ) -> list[EventType]:
        """Answer the latest message."""
        if any(entity["kind"] == "order_no" for entity in entities_of(tracker)):
            return await use_skill("order_status", intent_of(tracker), dispatcher, tracker)
        say(dispatcher, [Say("inform")])
        return []
