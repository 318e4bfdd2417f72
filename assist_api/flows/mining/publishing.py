"""Proposals become phrases of the team, or new wordings of those that are there."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.errors import Conflict
from assist_api.phrases import service as phrases
from assist_api.phrases import store as phrase_store
from assist_api.phrases.schemas import PhraseChange, PhraseContent
from assist_api.phrases.tables import Phrase
from assist_api.proposals import service as proposals
from assist_api.proposals import store
from assist_api.proposals.tables import PhraseProposal
from assist_api.security import Principal

MOST_WORDINGS = 20
"""Beside the main one; what `PhraseContent.alternatives` takes."""

_COMMAND = Principal(account_id=None, name="phrases mine", role="owner", by="token")


async def publish(session: AsyncSession, principal: Principal, proposal_id: str, now: datetime) -> PhraseProposal:
    """Publish one. Raises Conflict when it is not open any more or its shortcode is taken."""
    proposal = await proposals.open_one(session, proposal_id)
    await _publish(session, principal, proposal, now)
    return proposal


async def publish_all(session: AsyncSession, now: datetime) -> list[PhraseProposal]:
    """Publish every open proposal that is a new phrase; new wordings for phrases in the bank wait for a person.

    A shortcode that was given away meanwhile is left out.
    """
    open_ones = [each for each in await store.every(session) if each.state == "open" and each.phrase_id is None]
    taken = {phrase.shortcode for phrase in await phrase_store.live_team(session)}
    for proposal in sorted(open_ones, key=lambda each: (-each.turns, each.id)):
        if proposal.shortcode in taken:
            proposal.shortcode = ""
        taken.add(proposal.shortcode)
        await _publish(session, _COMMAND, proposal, now)
    return open_ones


async def _publish(session: AsyncSession, principal: Principal, proposal: PhraseProposal, now: datetime) -> None:
    known = await phrase_store.live(session, proposal.phrase_id) if proposal.phrase_id else None
    if known is not None and known.scope == "team":
        await _add_wording(session, principal, known, proposal.text, now)
        phrase = known
    else:
        phrase = await phrases.create(session, principal, _content(proposal), now)
    proposals.mark_published(proposal, phrase.id, now)


async def _add_wording(session: AsyncSession, principal: Principal, phrase: Phrase, text: str, now: datetime) -> None:
    if text in (phrase.text, *phrase.alternatives):
        return
    if len(phrase.alternatives) >= MOST_WORDINGS:
        raise Conflict(f"「{phrase.title}」的说法已经满 {MOST_WORDINGS} 种，请先删掉不用的", code="too_many_wordings")
    change = PhraseChange.model_validate({"alternatives": [*phrase.alternatives, text]})
    await phrases.change(session, principal, phrase.id, change, str(phrase.version), now)


def _content(proposal: PhraseProposal) -> PhraseContent:
    fields = ("title", "text", "shortcode", "group", "intents", "questions")
    return PhraseContent.model_validate({field: getattr(proposal, field) for field in fields})
