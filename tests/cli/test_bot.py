"""`xiaoer bot` over programs that only pretend to be the bot's."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assist_api.cli.commands import app
from assist_api.refusal import Refused
from assist_api.setup import bot

REPORT = {
    "n": 4,
    "strict": 0.75,
    "lenient": 1.0,
    "macro_f1": 0.7,
    "routes": {"bot": {"precision": 1.0, "recall": 0.5, "n": 3}, "human": {"precision": None, "recall": 1.0, "n": 1}},
    "curve": [{"coverage": 1.0, "precision": 0.75, "threshold": 0.0}],
}


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[list[str]]:
    """Every command line the bot's programs were started with."""
    monkeypatch.setenv("XIAOER_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XIAOER_MODELS", str(tmp_path / "models"))
    asked: list[list[str]] = []

    def pretend(command: list[str], _folder: Path, environment: dict[str, str], *_: Any) -> str:
        assert environment["RASA_TELEMETRY_ENABLED"] == "false"
        asked.append(command)
        if "components.evaluate" in command:
            return json.dumps(REPORT)
        model = tmp_path / "models" / "bot-1.tar.gz"
        model.touch()
        return f"some notice\n{model}\n"

    monkeypatch.setattr(bot, "run", pretend)
    return asked


def test_training_prints_the_path_of_the_model_alone(asked: list[list[str]], tmp_path: Path) -> None:
    result = CliRunner().invoke(app, ["bot", "train"])
    assert result.exit_code == 0
    assert result.stdout == f"{tmp_path / 'models' / 'bot-1.tar.gz'}\n"


def test_measuring_asks_the_model_last_chosen(asked: list[list[str]], tmp_path: Path) -> None:
    examples = tmp_path / "examples.tsv"
    examples.touch()
    CliRunner().invoke(app, ["bot", "train"])
    result = CliRunner().invoke(app, ["bot", "evaluate", str(examples), "--json"])
    assert json.loads(result.stdout) == REPORT
    assert asked[-1][-3:] == ["--model", str(tmp_path / "models" / "bot-1.tar.gz"), str(examples)]


def test_the_summary_shows_what_was_not_measured_as_a_dash(asked: list[list[str]], tmp_path: Path) -> None:
    examples = tmp_path / "examples.tsv"
    examples.touch()
    CliRunner().invoke(app, ["bot", "train"])
    lines = CliRunner().invoke(app, ["bot", "evaluate", str(examples)]).stdout.splitlines()
    assert lines[1].startswith("strict    0.750")
    assert lines[-1] == "  human    precision    -  recall 1.000  n 1"


def test_measuring_needs_a_model(asked: list[list[str]], tmp_path: Path) -> None:
    examples = tmp_path / "examples.tsv"
    examples.touch()
    result = CliRunner().invoke(app, ["bot", "evaluate", str(examples)])
    assert isinstance(result.exception, Refused)
    assert asked == []


def test_a_model_that_was_removed_does_not_count(asked: list[list[str]], tmp_path: Path) -> None:
    examples = tmp_path / "examples.tsv"
    examples.touch()
    CliRunner().invoke(app, ["bot", "train"])
    (tmp_path / "models" / "bot-1.tar.gz").unlink()
    assert isinstance(CliRunner().invoke(app, ["bot", "evaluate", str(examples)]).exception, Refused)
