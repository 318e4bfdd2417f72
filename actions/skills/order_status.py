"""A buyer who only gives data: it belongs to the case under way, an order number is looked up, all else is noted."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.client import Say
from actions.heard import ANSWER, PHOTOS, entities_of, intent_of, metadata_of, text_of
from actions.matter import answer_in, matter_of
from actions.skill import use_skill
from actions.taught import answer_as_taught
from actions.telling import say

_BODY = frozenset({"height", "weight", "bust", "waist", "hip", "foot"})
_PIECE = frozenset({"color", "size"})
# Twelve bare digits may be an item, a parcel or an order: only the buyer knows.
_LONG_NUMBER = re.compile(r"(?<![0-9])[0-9]{9,}(?![0-9])")


class Inform(Action):
    """Goes on with a case that was left; else answers what the data are for: an order, a body, a piece, a product."""

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
        matter, pictures = matter_of(tracker), int(metadata_of(tracker).get("pictures") or 0)
        kinds = {str(entity["kind"]) for entity in entities_of(tracker)}
        names_order = "order_no" in kinds
        if matter.get("skill") == "collect" and (pictures or names_order):
            tracker.slots[ANSWER] = answer_in(tracker)
            return await use_skill("collect", str(matter["intent"]), dispatcher, tracker)
        if names_order:
            return await use_skill("order_status", intent_of(tracker), dispatcher, tracker)
        if pictures:
            # Kept for the case that will follow, so that nobody has to send them again.
            sent = int(tracker.slots.get(PHOTOS) or 0) + pictures
            return [SlotSet(PHOTOS, sent), *await use_skill("picture", intent_of(tracker), dispatcher, tracker)]
        if about := _about(kinds):
            skill, intent = about
            return [SlotSet("last_question", intent), *await use_skill(skill, intent, dispatcher, tracker)]
        taught = await answer_as_taught(dispatcher, tracker)
        if taught.answered:
            return taught.events
        unread = not kinds and _LONG_NUMBER.search(text_of(tracker))
        say(dispatcher, [Say("inform_number") if unread else Say("inform")])
        return []


def _about(kinds: set[str]) -> tuple[str, str] | None:
    """The skill and the question that bare data stand for: a body wants a size, a colour the stock, a product itself.

    None where there is nothing in the line, or data that could be wanted for anything (a phone, an address).
    """
    if kinds & _BODY:
        return "size_advice", "ask_size"
    if kinds & _PIECE:
        return "stock", "ask_stock"
    return ("product", "ask_product") if "product" in kinds else None
