"""The phrase bank over HTTP: agents read and keep their own phrases, trainers write the team's."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Response

from assist_api.dependencies import BusDep, ClockDep, DatabaseDep
from assist_api.phrases import service
from assist_api.phrases.schemas import PhraseChange, PhraseContent, PhrasePage, PhraseView, Review
from assist_api.security import Principal, require

router = APIRouter(prefix="/api/v1/phrases", tags=["phrases"])

Agent = Annotated[Principal, Depends(require("agent"))]
IfMatch = Annotated[str | None, Header(description='the version to change, as in ETag: "3"')]


@router.get("")
async def list_phrases(
    agent: Agent,
    database: DatabaseDep,
    q: Annotated[str | None, Query(max_length=100, pattern=r"^[^\x00]*$")] = None,
    group: Annotated[str | None, Query(max_length=60, pattern=r"^[^\x00]*$")] = None,
    taught: Review | None = None,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> PhrasePage:
    """The team's phrases and the caller's own, by group; `q` searches title, text, shortcode and group, `taught` gives
    those that agents taught, by what a trainer said to them."""
    async with database.read() as session:
        return await service.listing(session, agent, q=q, group=group, taught=taught, cursor=cursor, limit=limit)


@router.get("/{phrase_id}")
async def get_phrase(phrase_id: str, agent: Agent, database: DatabaseDep, response: Response) -> PhraseView:
    async with database.read() as session:
        phrase = await service.view(session, await service.get(session, agent, phrase_id))
    response.headers["ETag"] = _etag(phrase)
    return phrase


@router.post("", status_code=201)
async def create_phrase(
    content: PhraseContent, agent: Agent, database: DatabaseDep, bus: BusDep, clock: ClockDep, response: Response
) -> PhraseView:
    """A team phrase needs a trainer; anyone may keep personal ones."""
    async with database.begin() as session:
        phrase = await service.view(session, await service.create(session, agent, content, clock()))
    await bus.publish(service.BUS_TOPIC, {"id": phrase.id})
    response.headers["ETag"] = _etag(phrase)
    return phrase


@router.patch("/{phrase_id}")
async def change_phrase(
    phrase_id: str,
    changes: PhraseChange,
    agent: Agent,
    database: DatabaseDep,
    bus: BusDep,
    clock: ClockDep,
    response: Response,
    if_match: IfMatch = None,
) -> PhraseView:
    """428 without If-Match, 412 when somebody else was faster."""
    async with database.begin() as session:
        changed = await service.change(session, agent, phrase_id, changes, if_match, clock())
        phrase = await service.view(session, changed)
    await bus.publish(service.BUS_TOPIC, {"id": phrase.id})
    response.headers["ETag"] = _etag(phrase)
    return phrase


@router.delete("/{phrase_id}", status_code=204)
async def delete_phrase(
    phrase_id: str, agent: Agent, database: DatabaseDep, bus: BusDep, clock: ClockDep, if_match: IfMatch = None
) -> None:
    async with database.begin() as session:
        await service.delete(session, agent, phrase_id, if_match, clock())
    await bus.publish(service.BUS_TOPIC, {"id": phrase_id})


def _etag(phrase: PhraseView) -> str:
    return f'"{phrase.version}"'
