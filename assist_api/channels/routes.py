"""`/api/v1/channels`: the owner looks; channels are made on the command line, where the secret is shown."""

from typing import Annotated

from fastapi import APIRouter, Depends

from assist_api.channels import store
from assist_api.channels.schemas import ChannelOut, ChannelPage
from assist_api.dependencies import DatabaseDep
from assist_api.security import Principal, require

router = APIRouter(prefix="/api/v1/channels", tags=["channels"])


@router.get("")
async def channels(_: Annotated[Principal, Depends(require("owner"))], database: DatabaseDep) -> ChannelPage:
    async with database.read() as session:
        found = await store.channels(session)
    return ChannelPage(
        items=[ChannelOut(name=one.name, origins=one.origins, created_at=one.created_at) for one in found]
    )
