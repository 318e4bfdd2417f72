from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.flows.reminding.reminded_shop import RemindedShop, reminded_shop, settings_in


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def shop(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[RemindedShop]:
    """A shop on each database."""
    url = request.getfixturevalue("postgres_database") if request.param == "postgres" else None
    async with reminded_shop(settings_in(tmp_path, url)) as shop:
        yield shop
