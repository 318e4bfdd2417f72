"""The migrations make exactly the tables that the code expects."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection

from assist_api.database import Database
from assist_api.migrations import metadata, migrate


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_a_migrated_database_is_what_the_code_expects(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'xiaoer.db'}"
    if kind == "postgres":
        url = request.getfixturevalue("postgres_database")
    await migrate(url)
    await migrate(url)
    database = Database(url)
    try:
        async with database.engine.connect() as connection:
            assert await connection.run_sync(_differences) == []
    finally:
        await database.close()


def _differences(connection: Connection) -> list[Any]:
    found: list[Any] = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata())
    return found
