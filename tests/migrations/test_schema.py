"""The migrations make exactly the tables that the code expects."""

from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, text

from assist_api.database import Database
from assist_api.migrations import metadata, migrate
from assist_api.shop.tables import Product


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


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def test_rows_from_before_a_column_get_what_a_file_without_it_would(
    kind: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    url = f"sqlite+aiosqlite:///{tmp_path / 'xiaoer.db'}"
    if kind == "postgres":
        url = request.getfixturevalue("postgres_database")
    await migrate(url, "0001")
    database = Database(url)
    try:
        async with database.begin() as session:
            await session.execute(
                text(
                    "INSERT INTO shop_products"
                    " (id, name, aliases, category, price, colours, facts, weak_point, strength, demo)"
                    " VALUES ('p1', '裙', '[]', '', 900, '[]', '{}', '', '', :no)"
                ),
                {"no": False},
            )
        await migrate(url)
        async with database.read() as session:
            product = await session.get_one(Product, "p1")
            assert (product.return_rule, product.goes_with, product.runs, product.list_price) == (
                "no_reason",
                [],
                "",
                None,
            )
    finally:
        await database.close()


def _differences(connection: Connection) -> list[Any]:
    found: list[Any] = compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata())
    return found
