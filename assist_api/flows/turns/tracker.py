"""What the gateway itself adds to the bot's committed events, and what it leaves out of a long talk's."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

RESTORE = "restore"
"""A base that no tracker has: the next turn sends all committed events along."""

EVENTS_AT_MOST = 600
"""Some forty turns. Rasa walks over all events several times a turn: after 60 turns one took twice as long."""

EVENTS_KEPT = 150
"""Some ten turns: more than rules, forms and the choice of wordings look back."""

DETAIL = "detail"
"""A question about one detail that a skill still needs: a height, a region."""

Event = dict[str, Any]


def left_to_people(now: datetime) -> list[Event]:
    """After people had the conversation no form goes on where it stood; what the buyer told (slots) stays known."""
    at = now.timestamp()
    return [
        {"event": "active_loop", "name": None, "timestamp": at},
        {"event": "slot", "name": "requested_slot", "value": None, "timestamp": at},
        {"event": "action", "name": "action_listen", "timestamp": at},
    ]


def open_question(events: Sequence[Event]) -> str | None:
    """Whose question waits for the buyer's next line: the skill's that leads a matter, else `DETAIL`; None for none."""
    loop = _last(events, "active_loop", None)
    if loop is None or loop["name"] is None:
        return None
    matter = _last(events, "slot", "matter")
    value = matter["value"] if matter else None
    return str(value.get("skill") or DETAIL) if value else DETAIL


def shortened(events: Sequence[Event]) -> list[Event]:
    """The last turns, led by the session's start and by what earlier turns left behind: slots and an open form.

    The kept turns begin with a buyer's line, as a tracker's turns do.
    """
    cut = _start_of_turn(events, len(events) - EVENTS_KEPT)
    before, kept = events[:cut], events[cut:]
    started = [event for event in before if event["event"] == "session_started"][-1:]
    slots = {event["name"]: event for event in before if event["event"] == "slot"}
    forms = [event for event in before if event["event"] == "active_loop"][-1:]
    listening = [event for event in before if _is_listening(event)][-1:]
    return [*started, *slots.values(), *forms, *listening, *kept]


def _start_of_turn(events: Sequence[Event], earliest: int) -> int:
    turns = [place for place, event in enumerate(events) if event["event"] == "user" and place >= earliest]
    return turns[0] if turns else len(events)


def _is_listening(event: Event) -> bool:
    return event["event"] == "action" and event.get("name") == "action_listen"


def _last(events: Sequence[Event], kind: str, name: str | None) -> Event | None:
    """The newest event of a kind, and of a name where one is wanted."""
    return next(
        (event for event in reversed(events) if event["event"] == kind and name in (None, event.get("name"))), None
    )
