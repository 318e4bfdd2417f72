"""The list of model versions; what needs talks or files besides is in `assist_api/flows/learning/routes.py`."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from assist_api.dependencies import DatabaseDep
from assist_api.security import Principal, require
from assist_api.training import service
from assist_api.training.schemas import ModelPage

router = APIRouter(prefix="/api/v1/recommender", tags=["recommender"])


@router.get("/models")
async def list_models(
    _trainer: Annotated[Principal, Depends(require("trainer"))],
    database: DatabaseDep,
    after: Annotated[str | None, Query(max_length=40, pattern=r"^[^\x00]*$")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> ModelPage:
    """Every training that came to an end, the newest first, with its figures and what became of it."""
    async with database.read() as session:
        return await service.listing(session, after, limit)
