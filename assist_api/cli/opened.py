"""The shop's database for the length of one command."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from assist_api.refusal import Refused

if TYPE_CHECKING:
    from assist_api.database import Database

T = TypeVar("T")


def with_database(act: Callable[["Database"], Awaitable[T]]) -> T:
    """What `act` answers; raises `Refused` when the database cannot be reached or has not been set up."""
    return asyncio.run(_with_database(act))


async def _with_database(act: Callable[["Database"], Awaitable[T]]) -> T:
    from sqlalchemy.exc import OperationalError, ProgrammingError

    from assist_api.database import Database
    from assist_api.settings import Settings

    database = Database(Settings().sqlalchemy_url)
    try:
        return await act(database)
    except (OperationalError, ProgrammingError, OSError) as error:
        raise Refused("数据库打不开，或者还没有建好：请先运行 make run 或 ./xiaoer setup --only database") from error
    finally:
        await database.close()
