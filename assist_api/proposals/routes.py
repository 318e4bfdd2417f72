"""Proposals over HTTP, for trainers. Publishing makes a phrase and so is a flow: `assist_api/flows/mining/routes.py`.

There is no route that mines: it takes minutes and is a command, `./xiaoer phrases mine`.
"""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response

from assist_api.dependencies import ClockDep, DatabaseDep
from assist_api.proposals import service
from assist_api.proposals.schemas import ProposalChange, ProposalPage, ProposalView, State
from assist_api.security import Principal, require

router = APIRouter(prefix="/api/v1/phrase-proposals", tags=["phrase proposals"])

Trainer = Annotated[Principal, Depends(require("trainer"))]
IfMatch = Annotated[str | None, Header(description='the version to change, as in ETag: "3"')]


@router.get("")
async def list_proposals(
    _trainer: Trainer,
    database: DatabaseDep,
    state: State = "open",
    known: bool | None = None,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> ProposalPage:
    """The most frequent first; `known=true`: only new wordings of phrases in the bank, `false`: only new phrases."""
    async with database.read() as session:
        return await service.listing(session, state=state, known=known, cursor=cursor, limit=limit)


@router.get("/{proposal_id}")
async def get_proposal(proposal_id: str, _trainer: Trainer, database: DatabaseDep, response: Response) -> ProposalView:
    async with database.read() as session:
        proposal = ProposalView.model_validate(await service.get(session, proposal_id))
    response.headers["ETag"] = etag(proposal)
    return proposal


@router.patch("/{proposal_id}")
async def change_proposal(
    proposal_id: str,
    changes: ProposalChange,
    _trainer: Trainer,
    database: DatabaseDep,
    clock: ClockDep,
    response: Response,
    if_match: IfMatch = None,
) -> ProposalView:
    """Before it is published; 428 without If-Match, 412 when somebody else was faster, 409 once it is not open."""
    async with database.begin() as session:
        changed = await service.change(session, proposal_id, changes, if_match, clock())
        proposal = ProposalView.model_validate(changed)
    response.headers["ETag"] = etag(proposal)
    return proposal


@router.post("/{proposal_id}/dismiss")
async def dismiss_proposal(proposal_id: str, _trainer: Trainer, database: DatabaseDep, clock: ClockDep) -> ProposalView:
    """Never proposed again, however often talks are mined."""
    async with database.begin() as session:
        return ProposalView.model_validate(await service.dismiss(session, proposal_id, clock()))


def etag(proposal: ProposalView) -> str:
    return f'"{proposal.version}"'
