from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.flows.turns.scripted_bot import hands_off
from tests.flows.turns.talk import Talk, settings_for, talk_over


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
async def talk(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Talk]:
    """A buyer's talk, on each database."""
    url = request.getfixturevalue("postgres_database") if request.param == "postgres" else None
    async with talk_over(settings_for(tmp_path, url)) as talk:
        talk.bot.script["转人工"] = hands_off("request_human")
        yield talk
