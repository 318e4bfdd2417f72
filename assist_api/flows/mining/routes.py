"""Publishing a proposal over HTTP, for trainers."""

from typing import Annotated

from fastapi import APIRouter, Depends

from assist_api.dependencies import BusDep, ClockDep, DatabaseDep
from assist_api.flows.mining.publishing import publish
from assist_api.phrases.service import BUS_TOPIC
from assist_api.proposals.schemas import ProposalView
from assist_api.security import Principal, require

router = APIRouter(prefix="/api/v1/phrase-proposals", tags=["phrase proposals"])

Trainer = Annotated[Principal, Depends(require("trainer"))]


@router.post("/{proposal_id}/publish")
async def publish_proposal(
    proposal_id: str, trainer: Trainer, database: DatabaseDep, bus: BusDep, clock: ClockDep
) -> ProposalView:
    """Makes a team phrase of it, named by `phrase_id`; where the bank nearly says it already, a new wording there."""
    async with database.begin() as session:
        proposal = ProposalView.model_validate(await publish(session, trainer, proposal_id, clock()))
    await bus.publish(BUS_TOPIC, {"id": proposal.phrase_id})
    return proposal
