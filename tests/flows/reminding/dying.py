"""A process that dies at a chosen step of its work: before or after a statement, a commit, a question to the bot.

Within a transaction every moment of death comes to the same, a rollback; so these steps are all there are.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import httpx
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncSession

from assist_api.database import Database


class Death(BaseException):
    """No `except Exception` outlives it."""


@dataclass
class Life:
    """Counts the steps done, and ends at one of them; None: never."""

    dies_at: int | None
    steps: int = 0

    def step(self) -> None:
        self.steps += 1
        if self.dies_at is not None and self.steps > self.dies_at:
            raise Death


class MortalDatabase(Database):
    """A database whose every use is a step."""

    def __init__(self, url: str, life: Life) -> None:
        super().__init__(url)
        self._life = life
        for moment in ("before_cursor_execute", "after_cursor_execute"):
            event.listen(self.engine.sync_engine, moment, self._step)

    def _step(self, *_what: Any) -> None:
        self._life.step()

    @asynccontextmanager
    async def begin(self) -> AsyncIterator[AsyncSession]:
        async with super().begin() as session:
            yield session
            await session.flush()
            self._life.step()  # before the commit
        self._life.step()  # after it


def mortal(bot: Callable[[httpx.Request], Awaitable[httpx.Response]], life: Life) -> httpx.MockTransport:
    """The bot asked by a process that may die before it is heard, or before it hears the answer."""

    async def ask(request: httpx.Request) -> httpx.Response:
        life.step()
        answer = await bot(request)
        life.step()
        return answer

    return httpx.MockTransport(ask)
