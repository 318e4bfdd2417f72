"""What the tracker knows of the message that is being answered."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from rasa_sdk import Tracker

from actions.client import Question

DETAILS = (
    "height",
    "weight",
    "bust",
    "waist",
    "hip",
    "foot",
    "size",
    "color",
    "product",
    "order_no",
    "phone_tail",
    "region",
)
"""Slots with a detail that a skill may ask for; the detail form in the domain lists the same."""

MATTER, ANSWER = "matter", "answer"
"""Slots of a matter under way: what the skill keeps of it, and the line that answers its open question."""

PHOTOS = "photo"
"""Slot with the number of pictures sent, also before anything was asked."""

FITTING = "fitting"
"""Slot of what size advice keeps beside the measures: for whom, the wish, the usual size."""

ORDERS_SPOKEN_OF = ("reminded_orders", "declined_orders")
"""Slots with order numbers, all of which are passed on: those of the last reminder, and those not wanted any more."""

Event = Mapping[str, Any]


def question_of(tracker: Tracker, intent: str) -> Question:
    """What a skill is told of the latest message, read as `intent`."""
    heard = tracker.latest_message
    return Question(
        conversation_id=tracker.sender_id,
        message_id=metadata_of(tracker).get("message_id"),
        intent=intent,
        text=heard.get("text") or "",
        entities=entities_of(tracker),
        slots=known_slots(tracker),
    )


def intent_of(tracker: Tracker) -> str:
    """The intent of the latest message; `nlu_fallback` where it was not sure."""
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def likeliest_intent_of(tracker: Tracker) -> str:
    """The intent ranked first, also where it was not sure."""
    ranking = tracker.latest_message.get("intent_ranking") or ()
    return str(ranking[0]["name"]) if ranking else intent_of(tracker)


def text_of(tracker: Tracker) -> str:
    """The latest message as the buyer typed it."""
    return str(tracker.latest_message.get("text") or "")


def entities_of(tracker: Tracker) -> list[dict[str, Any]]:
    """Entities of the latest message in the form in which they travel between the processes."""
    return [
        {
            "kind": entity["entity"],
            "value": entity.get("value"),
            "text": entity.get("text") or "",
            "start": entity.get("start") or 0,
            "end": entity.get("end") or 0,
            "reason": entity.get("reason") or "",
        }
        for entity in tracker.latest_message.get("entities") or ()
    ]


def metadata_of(tracker: Tracker) -> Mapping[str, Any]:
    """What assist_api sent along with the latest message."""
    return tracker.latest_message.get("metadata") or {}


def known_slots(tracker: Tracker) -> dict[str, Any]:
    """What the buyer has told so far; of several values in one line (165和170) the first one."""
    known = {name: value for name in ORDERS_SPOKEN_OF if (value := tracker.slots.get(name))}
    for name in (*DETAILS, MATTER, ANSWER, PHOTOS, FITTING):
        value = tracker.slots.get(name)
        if isinstance(value, list):
            value = value[0] if value else None
        if value is not None:
            known[name] = value
    return known


def asked_unseen(tracker: Tracker) -> bool:
    """Whether the open question was put to an earlier line of the same burst: the buyer has not read it yet."""
    burst = metadata_of(tracker).get("burst")
    for message, following in messages_before(tracker):
        if burst is None or (message.get("metadata") or {}).get("burst") != burst:
            return False
        if any(event.get("event") == "slot" and event.get("name") == "awaited" for event in following):
            return True
    return False


def since_message(tracker: Tracker) -> list[Event]:
    """Events after the latest message, oldest first."""
    events: list[Event] = []
    for event in reversed(tracker.events):
        if event.get("event") == "user":
            break
        events.append(event)
    return events[::-1]


def messages_before(tracker: Tracker) -> Iterator[tuple[Event, list[Event]]]:
    """Earlier messages, the latest first, each with the events that followed it up to the next one."""
    following: list[Event] = []
    is_latest = True
    for event in reversed(tracker.events):
        if event.get("event") != "user":
            following.append(event)
            continue
        if not is_latest:
            yield event, following[::-1]
        is_latest, following = False, []
