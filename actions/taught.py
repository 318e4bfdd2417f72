"""What agents taught: looked up before the bot says that it does not know, or calls a person."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import EventType, SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions.client import AnswerError, answers
from actions.heard import intent_of, question_of
from actions.telling import say, tell_effects

logger = logging.getLogger(__name__)

SKILL = "taught"
OFFERS = "ask_which_meaning"
"""The phrase by which assist_api offers taught questions: it holds no answer, only buttons to be shown with ours."""


@dataclass(frozen=True)
class Taught:
    """What became of the look: the events of an answer that was given, or buttons worth offering."""

    answered: bool
    events: list[EventType]
    buttons: list[dict[str, Any]]


async def answer_as_taught(dispatcher: CollectingDispatcher, tracker: Tracker) -> Taught:
    """Answer the latest message with what was taught for it, if anything was.

    A look that fails counts as one that found nothing: it must never keep a buyer from a person.
    """
    try:
        answer = await answers().ask(SKILL, question_of(tracker, intent_of(tracker)))
    except AnswerError as error:
        logger.warning("What was taught could not be looked up: %s", error)
        return Taught(False, [], [])
    if any(one.phrase == OFFERS for one in answer.says):
        return Taught(False, [], [dict(button) for one in answer.says for button in (one.payload or {})["buttons"]])
    say(dispatcher, answer.says)
    tell_effects(dispatcher, answer.effects)
    given = bool(answer.says or answer.effects)
    return Taught(given, [SlotSet(name, value) for name, value in answer.slots.items()] if given else [], [])
