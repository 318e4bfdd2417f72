"""What the gateway itself adds to the bot's committed events."""

from datetime import datetime
from typing import Any

RESTORE = "restore"
"""A base that no tracker has: the next turn sends all committed events along."""


def left_to_people(now: datetime) -> list[dict[str, Any]]:
    """After people had the conversation no form goes on where it stood; what the buyer told (slots) stays known."""
    at = now.timestamp()
    return [
        {"event": "active_loop", "name": None, "timestamp": at},
        {"event": "slot", "name": "requested_slot", "value": None, "timestamp": at},
        {"event": "action", "name": "action_listen", "timestamp": at},
    ]
