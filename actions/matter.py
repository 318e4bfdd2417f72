"""An open matter: a skill that asks one question after the other (a case for a person, a first order led step by step).

Its state lives in the slot `matter`, which only the skill writes; here it is decided whether a line answers the open
question or speaks of something else.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Tracker

from actions.heard import MATTER, asked_unseen, intent_of, likeliest_intent_of, metadata_of, text_of
from zh_text import asks, refuses_reminders

_NEVER_AN_ANSWER = ("complain", "request_human", "haggle")
_COURTESIES = ("thanks", "goodbye", "greet")
_QUESTION_PREFIXES = ("ask_", "track_")


def matter_of(tracker: Tracker) -> Mapping[str, Any]:
    """The open matter; empty where none is open."""
    matter = tracker.slots.get(MATTER)
    return matter if isinstance(matter, Mapping) else {}


def is_answer(tracker: Tracker) -> bool:
    """Whether the latest message answers the matter's question: a question aside, a courtesy or a call for a person is
    none.

    Buyers answer in words that look like questions (尺码买大了), so only what really asks counts as aside, and of that
    the matter itself may take some (`takes`, `words`): 有黑色L吗 within an exchange says what is wished. What stands in
    its `aside` never answers it, nor does a wish for no more reminders. A matter that hardly any line belongs to (a
    guide that waits for 好了) names all intents that may be its answer in `only`.
    """
    if metadata_of(tracker).get("pictures"):
        return True
    intent = intent_of(tracker)
    matter, text = matter_of(tracker), text_of(tracker)
    if intent in matter.get("aside", ()) or refuses_reminders(text):
        return False
    if intent in matter.get("takes", ()) or any(word in text for word in matter.get("words", ())):
        return True
    if intent in (*_NEVER_AN_ANSWER, *_COURTESIES) or intent not in matter.get("only", (intent,)):
        return False
    return not (likeliest_intent_of(tracker).startswith(_QUESTION_PREFIXES) and asks(text))


def answer_in(tracker: Tracker) -> dict[str, Any]:
    """The latest message as an answer, as it travels to the skill; `unseen` where the question was not read before."""
    told = {"intent": intent_of(tracker), "pictures": int(metadata_of(tracker).get("pictures") or 0)}
    return {**told, "unseen": True} if asked_unseen(tracker) else told
