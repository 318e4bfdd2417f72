import json
import re
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assist_api.cli.commands import app
from assist_api.errors import BadInput, Conflict, NotFound
from assist_api.refusal import Refused
from tests.app_fixtures import FilledHome, filled_home

__all__ = ["filled_home"]


@pytest.fixture
def home(tmp_path: Path, filled_home: FilledHome, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop that has been set up."""
    filled_home.copy_to(tmp_path)
    monkeypatch.setenv("XIAOER_HOME", str(tmp_path))
    monkeypatch.delenv("XIAOER_DATABASE_URL", raising=False)
    return tmp_path


def xiaoer(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


def listed(subject: str) -> list[dict[str, object]]:
    items: list[dict[str, object]] = json.loads(xiaoer(subject, "list", "--json").stdout)["items"]
    return items


def test_a_new_token_stands_alone_on_stdout_and_is_not_shown_again(home: Path) -> None:
    made = xiaoer("tokens", "create", "feed", "--role", "trainer", "--days", "30")

    assert made.exit_code == 0
    assert re.fullmatch(r"xt_[A-Za-z0-9_-]{43}\n", made.stdout)
    assert made.stdout.strip() not in json.dumps(listed("tokens"))
    [feed] = [token for token in listed("tokens") if token["name"] == "feed"]
    assert (feed["role"], feed["revoked_at"]) == ("trainer", None)
    assert feed["expires_at"] is not None


def test_a_revoked_token_is_listed_as_such(home: Path) -> None:
    xiaoer("tokens", "create", "feed", "--role", "agent")
    assert xiaoer("tokens", "revoke", "feed").exit_code == 0
    assert [token["revoked_at"] is None for token in listed("tokens") if token["name"] == "feed"] == [False]
    assert isinstance(xiaoer("tokens", "revoke", "feed").exception, NotFound)


def test_a_new_channels_secret_stands_alone_on_stdout_and_is_not_shown_again(home: Path) -> None:
    made = xiaoer(
        "channels", "create", "shop", "--origin", "https://Shop.example/", "--origin", "http://127.0.0.1:9000"
    )

    assert re.fullmatch(r"xc_[A-Za-z0-9_-]{43}\n", made.stdout)
    assert made.stdout.strip() not in json.dumps(listed("channels"))
    assert [row["origins"] for row in listed("channels")] == [[], ["https://shop.example", "http://127.0.0.1:9000"]]


def test_an_account_gets_a_random_password_and_can_be_disabled(home: Path) -> None:
    first = xiaoer("accounts", "create", "li", "--role", "agent", "--display-name", "小李").stdout.strip()
    second = xiaoer("accounts", "reset-password", "li").stdout.strip()

    assert len({first, second}) == 2
    assert xiaoer("accounts", "disable", "li").exit_code == 0
    assert listed("accounts") == [{"name": "li", "display_name": "小李", "role": "agent", "disabled": True}]
    assert xiaoer("accounts", "enable", "li").exit_code == 0
    assert "小李" in xiaoer("accounts", "list").stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("tokens", "create", "feed"),
        ("tokens", "create", "feed", "--role", "king"),
        ("tokens", "create", "feed", "--role", "agent", "--days", "0"),
        ("channels", "create", "shop"),
        ("accounts", "create"),
    ],
)
def test_a_command_written_wrongly_is_a_usage_error(home: Path, arguments: tuple[str, ...]) -> None:
    assert xiaoer(*arguments).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "refusal"),
    [
        (("channels", "create", "web", "--origin", "https://shop.example"), Conflict),
        (("channels", "create", "shop", "--origin", "*"), BadInput),
        (("accounts", "create", "小李", "--role", "agent"), BadInput),
        (("accounts", "reset-password", "nobody"), NotFound),
    ],
)
def test_what_cannot_be_done_is_refused(home: Path, arguments: tuple[str, ...], refusal: type[Exception]) -> None:
    assert isinstance(xiaoer(*arguments).exception, refusal)


def test_before_the_setup_a_command_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOER_HOME", str(tmp_path))
    told = xiaoer("tokens", "create", "feed", "--role", "agent").exception

    assert isinstance(told, Refused)
    assert "make run" in str(told)


def test_the_database_file_is_closed_to_others(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XIAOER_HOME", str(tmp_path))
    xiaoer("tokens", "list")
    assert stat.S_IMODE((tmp_path / "xiaoer.db").stat().st_mode) == 0o600
