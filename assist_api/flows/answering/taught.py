"""Where an answer that agents taught goes before the bot's own, or takes the place of none."""

from datetime import datetime
from typing import Protocol

from assist_api.database import Database
from assist_api.flows.answering.contract import Say, SkillAnswer, SkillAsk
from assist_api.flows.answering.service import answer, remembered
from assist_api.taxonomy import Taxonomy

TAUGHT = "taught"
"""The skill that actions ask before they say that they do not know; nothing is answered where nothing was taught."""

SAME = 0.85
"""Likeness from which a line asks a taught question itself: then the taught answer goes before a skill's, because the
bot had an answer to this very question, and an agent had to give another."""

ALIKE = 0.75
"""Likeness from which a taught answer is better than asking back, calling a person or small talk.

Of the written questions in benchmarks/teaching/cases.tsv, 80 taught, so many were answered at .75 (.85): the same in
other words 49 % (30 %), another question made to differ in one noun 12 % (3 %), and of 1,000 lines of data/nlu, which
ask for other things, 1.6 (0.5). At .72 it was 57, 20 and 2.1: a wrong answer costs more than a question with a button.
The whole curve: `python -m benchmarks.teaching curve`."""

VERBATIM = 0.98
"""For a line that the bot would pass to a person at once: only the very question that a trainer has seen."""

_IDLE = frozenset({"greet", "small_talk"})
"""Skills whose answer holds nothing: a question read as chat is none the wiser for it."""

_HANDS_OVER_UNKNOWING = frozenset(
    {"facts_unknown", "stock_unknown", "no_size_chart", "size_outside_chart", "region_not_served"}
)
"""Hand-offs because the shop's data say nothing; those for an order's trouble stay with people."""

_WHICH_PRODUCT = "product"


class TaughtAnswers(Protocol):
    """What agents taught, trainers approved and this buyer may hear; None where there is nothing."""

    async def answer(self, ask: SkillAsk, least: float) -> SkillAnswer | None:
        """For a line at least so like a taught question."""

    async def questions(self, ask: SkillAsk) -> SkillAnswer | None:
        """`ask_which_meaning` with a button for each taught question that may have been meant."""


async def answer_as_taught(
    skill: str, ask: SkillAsk, database: Database, now: datetime, taught: TaughtAnswers, taxonomy: Taxonomy
) -> SkillAnswer:
    """The skill's answer, with what agents taught before it or instead. Raises NotFound for an unknown skill."""
    if skill == TAUGHT:
        return await _taught(ask, taught, taxonomy)
    if ask.answer is not None or ask.matter(skill):
        return await answer(skill, ask, database, now)  # the line belongs to a matter under way
    if same := await _known(ask, taught, SAME):
        return same
    own = await answer(skill, ask, database, now)
    if skill in _IDLE or does_not_know(own):
        return await _known(ask, taught, ALIKE) or own
    return own


def does_not_know(own: SkillAnswer) -> bool:
    """Whether a skill's answer calls a person, offers one or asks which product for want of anything to say."""
    if any(effect.reason in _HANDS_OVER_UNKNOWING for effect in own.effects):
        return True
    return own.ask == _WHICH_PRODUCT or any(_offers_a_person(one) for one in own.says)


def _offers_a_person(one: Say) -> bool:
    buttons = (one.payload or {}).get("buttons") or ()
    return any(button.get("option") == "request_human" for button in buttons)


async def _taught(ask: SkillAsk, taught: TaughtAnswers, taxonomy: Taxonomy) -> SkillAnswer:
    """Asked by an action that has nothing else to say; of a line that is for a person nothing is offered."""
    intent = taxonomy.intents.get(ask.intent)
    if intent is not None and intent.route == "human":
        return await _known(ask, taught, VERBATIM) or SkillAnswer()
    return await _known(ask, taught, ALIKE) or await taught.questions(ask) or SkillAnswer()


async def _known(ask: SkillAsk, taught: TaughtAnswers, least: float) -> SkillAnswer | None:
    told = await taught.answer(ask, least)
    return told and told.model_copy(update={"slots": remembered(ask) | told.slots})
