"""`./xiaoer phrases mine` as a person runs it."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from assist_api.cli.commands import app
from assist_api.database import Database
from assist_api.refusal import Refused
from assist_api.settings import Settings
from tests.proposals.talks import CARE, CUTOFF, HURRIED, TALKS, rows


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop whose database is made and empty."""
    monkeypatch.setenv("XIAOER_HOME", str(tmp_path))
    asyncio.run(_make(with_talks=False))
    return tmp_path


async def _make(*, with_talks: bool) -> None:
    database = Database(Settings().sqlalchemy_url)
    try:
        await database.create_all()
        if with_talks:
            async with database.begin() as session:
                session.add_all(rows(TALKS))
    finally:
        await database.close()


@pytest.mark.usefixtures("home")
def test_results_are_json_on_stdout_and_words_on_stderr() -> None:
    asyncio.run(_make(with_talks=True))
    ended = CliRunner().invoke(app, ["phrases", "mine"])
    assert ended.exit_code == 0, ended.output
    result = json.loads(ended.stdout)
    assert {name: result[name] for name in ("new", "renewed", "gone", "known", "published")} == {
        "new": 3,
        "renewed": 0,
        "gone": 0,
        "known": 0,
        "published": 0,
    }
    assert {item["text"] for item in result["items"]} == {CUTOFF, CARE, HURRIED}
    assert "新建议 3 条" in ended.stderr


@pytest.mark.usefixtures("home")
def test_publishing_again_publishes_nothing_twice() -> None:
    asyncio.run(_make(with_talks=True))
    first = json.loads(CliRunner().invoke(app, ["phrases", "mine", "--publish"]).stdout)
    again = json.loads(CliRunner().invoke(app, ["phrases", "mine", "--publish"]).stdout)
    assert (first["new"], first["published"]) == (3, 3)
    assert (again["new"], again["published"]) == (0, 0)


@pytest.mark.usefixtures("home")
def test_without_past_chats_it_says_what_to_do_first() -> None:
    ended = CliRunner().invoke(app, ["phrases", "mine"])
    assert isinstance(ended.exception, Refused)
    assert "chats import" in str(ended.exception)


@pytest.mark.usefixtures("home")
def test_fewer_than_one_turn_is_a_wrong_use() -> None:
    assert CliRunner().invoke(app, ["phrases", "mine", "--min-count", "0"]).exit_code == 2
