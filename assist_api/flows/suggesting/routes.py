"""Suggestions over HTTP."""

from typing import Annotated, cast

from fastapi import APIRouter, Depends, Request

from assist_api.flows.suggesting.feedback import Feedbacks
from assist_api.flows.suggesting.service import Suggester
from assist_api.security import Principal, require
from assist_api.suggestions.schemas import FeedbackIn, Suggestions, SuggestionsWanted

router = APIRouter(prefix="/api/v1/suggestions", tags=["suggestions"])


def _suggester(request: Request) -> Suggester:
    return cast(Suggester, request.app.state.suggester)


def _feedbacks(request: Request) -> Feedbacks:
    return cast(Feedbacks, request.app.state.feedbacks)


Agent = Annotated[Principal, Depends(require("agent"))]
SuggesterDep = Annotated[Suggester, Depends(_suggester)]
FeedbacksDep = Annotated[Feedbacks, Depends(_feedbacks)]


@router.post("")
async def suggest(wanted: SuggestionsWanted, agent: Agent, suggester: SuggesterDep) -> Suggestions:
    """The phrases that fit the talk or the typed text; nothing below the threshold unless `withhold` is false."""
    return await suggester.suggest(agent, wanted)


@router.post("/{suggestion_id}/feedback", status_code=204)
async def feedback(suggestion_id: str, said: FeedbackIn, agent: Agent, feedbacks: FeedbacksDep) -> None:
    """What the agent did with them; said again it replaces what was said before."""
    await feedbacks.take(agent, suggestion_id, said)
