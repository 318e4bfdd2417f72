"""`GET /healthz`: is every part ready to serve?"""

import asyncio
from collections.abc import Awaitable
from typing import Literal

from fastapi import APIRouter, Response
from pydantic import BaseModel
from sqlalchemy.exc import SQLAlchemyError

from assist_api.dependencies import ActionsDep, BotDep, DatabaseDep, SettingsDep

router = APIRouter(tags=["operations"])

Part = Literal["ok", "down"]


class Health(BaseModel):
    status: Part
    parts: dict[str, Part]


@router.get("/healthz", responses={503: {"model": Health}})
async def healthz(
    response: Response, database: DatabaseDep, bot: BotDep, actions: ActionsDep, settings: SettingsDep
) -> Health:
    """200 only if all parts are ready, else 503; with the bot down the chat still takes messages."""
    database_ok, bot_ok, actions_ok = await asyncio.gather(_answers(database.ping()), bot.ready(), actions.ready())
    pages_ok = (settings.pages / "index.html").is_file()
    ready = {"database": database_ok, "bot": bot_ok, "actions": actions_ok, "pages": pages_ok}
    if not all(ready.values()):
        response.status_code = 503
    return Health(
        status="ok" if all(ready.values()) else "down",
        parts={name: "ok" if ok else "down" for name, ok in ready.items()},
    )


async def _answers(check: Awaitable[None]) -> bool:
    try:
        async with asyncio.timeout(2):
            await check
    except (TimeoutError, OSError, SQLAlchemyError):
        return False
    return True
