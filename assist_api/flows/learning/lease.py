"""The right to train, held by one at a time over all workers, and lost by whoever dies."""

import asyncio
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import timedelta

from assist_api.clock import Clock
from assist_api.database import Database
from assist_api.refusal import Refused
from assist_api.training import store

LEASE = timedelta(minutes=3)
"""A trainer that died blocks others no longer than this."""

RENEW_EVERY_S = 45.0


@asynccontextmanager
async def training_lease(database: Database, clock: Clock) -> AsyncIterator[str]:
    """Its owner's name. What goes wrong in the block is kept for people to see. Raises Refused while another trains."""
    owner = f"t_{secrets.token_hex(8)}"
    now = clock()
    async with database.begin() as session:
        if not await store.take_lease(session, owner, now, now + LEASE):
            raise Refused("另一处正在训练推荐模型，请等它结束")
    renewing = asyncio.create_task(_renew(database, clock, owner))
    problem = "训练中断了"
    try:
        yield owner
        problem = ""
    except Exception as error:
        problem = str(error) if isinstance(error, Refused) else f"训练出错（{type(error).__name__}）"
        raise
    finally:
        renewing.cancel()
        with suppress(asyncio.CancelledError):
            await renewing
        async with database.begin() as session:
            await store.give_back_lease(session, owner, problem)


async def _renew(database: Database, clock: Clock, owner: str) -> None:
    while True:
        await asyncio.sleep(RENEW_EVERY_S)
        async with database.begin() as session:
            await store.renew_lease(session, owner, clock() + LEASE)
