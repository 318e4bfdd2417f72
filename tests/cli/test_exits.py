"""What `./xiaoer` exits with, and where it writes."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import typer

from assist_api.cli.commands import app

XIAOER = Path(__file__).resolve().parents[2] / "xiaoer"


def xiaoer(home: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """In a folder that is not the checkout."""
    own = os.environ | {"XIAOER_HOME": str(home)} | environment
    return subprocess.run([XIAOER, *arguments], cwd=home, env=own, capture_output=True, text=True)


@pytest.mark.parametrize(
    "arguments", [["nonsense"], ["setup", "--only", "roof"], ["bot", "evaluate"], ["run", "extra"]]
)
def test_a_wrong_use_exits_2_and_says_so_on_stderr(tmp_path: Path, arguments: list[str]) -> None:
    ended = xiaoer(tmp_path, *arguments)
    assert ended.returncode == 2
    assert ended.stdout == ""
    assert "Traceback" not in ended.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        pytest.param(["run"], "The bot is not trained yet: run 'make setup'", id="start without a model"),
        pytest.param(["bot", "evaluate", "nowhere.tsv"], "There is no file nowhere.tsv", id="no such file"),
    ],
)
def test_what_cannot_be_done_exits_3_with_one_line(tmp_path: Path, arguments: list[str], told: str) -> None:
    ended = xiaoer(tmp_path, *arguments, PORT="29999")
    assert ended.returncode == 3
    assert ended.stdout == ""
    assert ended.stderr.startswith(told)
    assert len(ended.stderr.splitlines()) == 1


def test_a_setting_that_is_wrong_is_named_without_a_stack_trace(tmp_path: Path) -> None:
    ended = xiaoer(tmp_path, "run", PORT="70000")
    assert ended.returncode == 3
    assert "PORT" in ended.stderr
    assert "Traceback" not in ended.stderr


def commands(command: Any, path: str = "xiaoer") -> list[tuple[str, Any]]:
    """Every command by its path; typer brings a click of its own whose types are private."""
    below = getattr(command, "commands", {})
    return [(path, command)] + [one for name, sub in below.items() for one in commands(sub, f"{path} {name}")]


ALL = [pytest.param(*one, id=one[0]) for one in commands(typer.main.get_command(app))]


@pytest.mark.parametrize(("path", "command"), ALL)
def test_every_command_and_option_has_its_help(path: str, command: Any) -> None:
    assert command.help, path
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{path}: {parameter.name}"
