from pathlib import Path

import pytest
from sqlalchemy import func, select

from assist_api.accounts.tables import Account
from assist_api.database import Database
from assist_api.phrases.tables import Phrase
from assist_api.refusal import Refused
from assist_api.settings import Settings
from assist_api.setup.accounts import file_of
from assist_api.setup.database import prepare
from assist_api.shop.importing import KINDS
from assist_api.shop.service import remove_demo
from assist_api.shop.tables import Product


async def counts(settings: Settings) -> dict[str, int]:
    database = Database(settings.sqlalchemy_url)
    try:
        async with database.read() as session:
            tables = {"accounts": Account, "phrases": Phrase, "products": Product}
            return {
                name: (await session.execute(select(func.count()).select_from(table))).scalar_one()
                for name, table in tables.items()
            }
    finally:
        await database.close()


async def test_the_first_start_fills_the_database_and_the_second_changes_nothing(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    shown = await prepare(settings)
    before = await counts(settings)
    assert before["accounts"] == 3
    assert before["phrases"] > 100
    assert before["products"] > 0
    assert settings.catalogue.is_file()
    assert any(str(file_of(tmp_path)) in line for line in shown)
    assert await prepare(settings) == []
    assert await counts(settings) == before


async def test_without_demo_the_shop_stays_empty_and_says_what_to_import_first(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, demo=False)
    shown = await prepare(settings)
    assert (await counts(settings))["products"] == 0
    kinds = [line.split()[3] for line in shown if line.startswith("  ./xiaoer shop import")]
    assert kinds == ["settings", *KINDS]
    again = await prepare(settings)
    assert again == shown[-len(again) :]


async def test_a_demo_shop_that_was_taken_out_does_not_come_back(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    await prepare(settings)
    database = Database(settings.sqlalchemy_url)
    await remove_demo(database, settings)
    await database.close()
    assert "The shop has no data yet" in "".join(await prepare(settings))
    assert (await counts(settings))["products"] == 0


async def test_a_lost_catalogue_is_written_again(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    await prepare(settings)
    written = settings.catalogue.read_text()
    settings.catalogue.unlink()
    await prepare(settings)
    assert settings.catalogue.read_text() == written


@pytest.mark.postgres
async def test_postgresql_is_prepared_in_the_same_way(tmp_path: Path, postgres_database: str) -> None:
    settings = Settings(home=tmp_path, database_url=postgres_database)
    await prepare(settings)
    assert (await counts(settings))["accounts"] == 3


async def test_an_unreachable_database_is_named_without_its_password(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, database_url="postgresql+asyncpg://shop:geheim@127.0.0.1:1/shop")
    with pytest.raises(Refused, match=r"postgresql\+asyncpg://shop:\*\*\*@127\.0\.0\.1:1/shop cannot be opened"):
        await prepare(settings)
