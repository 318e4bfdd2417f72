"""What does this line mean? For agents' tools and trainers."""

import asyncio

from fastapi import APIRouter, Depends

from assist_api.dependencies import BotDep, SettingsDep
from assist_api.errors import ErrorBody
from assist_api.security import require
from assist_api.taxonomy import Taxonomy
from assist_api.understanding import service
from assist_api.understanding.schemas import IntentName, IntentNames, TextIn, Understood

router = APIRouter(prefix="/api/v1", tags=["understanding"])


@router.post(
    "/understand",
    dependencies=[Depends(require("agent"))],
    responses={503: {"model": ErrorBody, "description": "the bot does not answer"}},
)
async def understand(wanted: TextIn, bot: BotDep) -> Understood:
    """Intent, confidence, full ranking, entities and route of one line."""
    return await service.understand(bot, wanted.text)


@router.get("/intents", dependencies=[Depends(require("agent"))])
async def list_intents(settings: SettingsDep) -> IntentNames:
    """All intents of the shop with the names people know them by; always one page."""
    taxonomy = await asyncio.to_thread(Taxonomy.load, settings.data)
    return IntentNames(items=[IntentName(intent=intent, title=title) for intent, title in taxonomy.names().items()])
