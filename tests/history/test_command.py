"""`xiaoer chats` as its users meet it."""

import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assist_api.cli.chats import app
from assist_api.migrations import migrate
from assist_api.settings import Settings

GOOD = '{"id": "c1", "turns": [{"role": "buyer", "text": "在吗"}, {"role": "agent", "text": "在的"}]}\n'
TEXT = "小林 2026-11-02 14:03:22\n您好在的\n阿布 2026-11-02 14:03:30\n发什么快递\n"


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop's folder with a new database."""
    monkeypatch.setenv("XIAOER_HOME", str(tmp_path))
    monkeypatch.delenv("XIAOER_DATABASE_URL", raising=False)

    asyncio.run(migrate(Settings().sqlalchemy_url))
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def written(home: Path, name: str, content: str) -> str:
    (home / name).write_text(content)
    return str(home / name)


def test_a_clean_file_exits_0_and_says_alone_on_stdout_what_came_of_it(home: Path) -> None:
    result = run("import", written(home, "a.jsonl", GOOD))
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "imported": 1,
        "updated": 0,
        "unchanged": 0,
        "turns": 2,
        "rejected": [],
        "rejected_count": 0,
    }
    assert "新增 1 段" in result.stderr


def test_a_bad_line_exits_1_and_the_good_ones_are_kept(home: Path) -> None:
    result = run("import", written(home, "a.jsonl", GOOD + "坏\n"))
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert (report["imported"], [fault["line"] for fault in report["rejected"]]) == (1, [2])
    assert "第 2 行 line：应为" in result.stderr


def test_agents_are_named_where_the_file_does_not_tell_them(home: Path) -> None:
    file = written(home, "a.txt", TEXT)
    assert run("import", file).exit_code == 1
    result = run("import", file, "--agent", "小林", "--agent", "小周")
    assert (result.exit_code, json.loads(result.stdout)["imported"]) == (0, 1)


def test_talks_are_listed_by_where_they_came_from(home: Path) -> None:
    run("import", written(home, "a.jsonl", GOOD), "--source", "九月")
    result = run("list", "--json")
    [item] = json.loads(result.stdout)["items"]
    assert (item["source"], item["chats"], item["turns"]) == ("九月", 1, 2)


def test_a_talk_or_a_source_is_forgotten(home: Path) -> None:
    run("import", written(home, "a.jsonl", GOOD + GOOD.replace("c1", "c2") + GOOD.replace("c1", "c3")))
    result = run("forget", "c1", "nobody")
    assert (result.exit_code, json.loads(result.stdout)) == (1, {"forgotten": 1, "unknown": ["nobody"]})
    result = run("forget", "--source", "a.jsonl")
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"forgotten": 2, "unknown": []})
    assert json.loads(run("list", "--json").stdout)["items"] == []


@pytest.mark.parametrize("words", [("forget",), ("forget", "c1", "--source", "a"), ("import",), ("import", "no.jsonl")])
def test_a_command_said_wrongly_is_a_matter_of_usage(home: Path, words: tuple[str, ...]) -> None:
    assert run(*words).exit_code == 2
