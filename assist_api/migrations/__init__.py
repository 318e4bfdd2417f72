"""The database's schema, revision by revision.

A new revision after changing a table, against a scratch database:

    python -m assist_api.migrations "Add the colour of a phrase group"
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData

from assist_api.database import Database, Table

FOLDER = Path(__file__).resolve().parent
TOPICS = (
    "accounts",
    "channels",
    "chat",
    "handoff",
    "history",
    "phrases",
    "proposals",
    "reminders",
    "shop",
    "suggestions",
    "training",
)


def metadata() -> MetaData:
    """Of every topic's tables."""
    for topic in TOPICS:
        import_module(f"assist_api.{topic}.tables")
    return Table.metadata


async def migrate(url: str, revision: str = "head") -> None:
    """Bring the database at the SQLAlchemy URL to the newest revision; nothing happens when it is there already."""
    await _with_connection(url, lambda connection: command.upgrade(_config(connection), revision))


async def revise(url: str, message: str) -> None:
    """Write a new revision from the difference between the tables in code and the database at the URL."""

    def write(connection: Connection) -> None:
        command.upgrade(_config(connection), "head")
        command.revision(_config(connection), message, autogenerate=True)

    await _with_connection(url, write)


async def _with_connection(url: str, act: Callable[[Connection], None]) -> None:
    database = Database(url)
    try:
        async with database.engine.begin() as connection:
            await connection.run_sync(act)
    finally:
        await database.close()


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    config.attributes["connection"] = connection
    return config
