"""Documents that cannot lie: what they list is compared with the code, and what they show is run."""

import re
from collections.abc import Iterator
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest
import typer
from pydantic.fields import FieldInfo

from assist_api.channels.service import create_channel
from assist_api.cli.commands import app as command_line
from assist_api.rules.reminders import Reason
from assist_api.settings import CHECKOUT, Settings
from tests.app_fixtures import ShopApp
from tests.security.route_guards import routes_of

READMES = ("README.md", "README.zh-CN.md")
SOURCES = ("README*.md", "CHANGELOG.md", "docs/**/*.md", "*/README.md", "data/*/README.md")
MADE_BY_RUNNING = ("bot/domain/generated", "web/dist", "web/node_modules")

_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_CODE_SPAN = re.compile(r"`([^`\n]+)`")
_FENCE = re.compile(r"^ *```.*?^ *```", re.MULTILINE | re.DOTALL)
_PYTHON = re.compile(r"^( *)```python\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_OUR_PATH = re.compile(r"(?:assist_api|actions|bot|zh_text|web|data|docs|tests|benchmarks|scripts)/[\w./-]*")


def text_of(document: str) -> str:
    return (CHECKOUT / document).read_text(encoding="utf-8")


def documents() -> list[str]:
    found = {path for pattern in SOURCES for path in CHECKOUT.glob(pattern)}
    return sorted(str(path.relative_to(CHECKOUT)) for path in found)


def table_rows(text: str) -> Iterator[list[str]]:
    """The cells of every table row; a bar behind a backslash is part of its cell."""
    for line in text.splitlines():
        if line.startswith("|") and not set(line) <= set("|- :"):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


# --- settings ---------------------------------------------------------------------------------------------------------


def variable_of(name: str, field: FieldInfo) -> str:
    return str(field.validation_alias or f"XIAOER_{name.upper()}")


def default_of(field: FieldInfo) -> str | None:
    """As the table shows it; None where each start makes another one."""
    if field.default_factory is not None:
        return None
    match field.default:
        case None:
            return ""
        case bool() as value:
            return f"`{str(value).lower()}`"
        case Path() as path:
            return f"`{path.relative_to(CHECKOUT)}`"
        case value:
            return f"`{value}`"


@pytest.mark.parametrize("readme", READMES)
def test_every_setting_stands_in_the_readme_with_its_default(readme: str) -> None:
    section = text_of(readme).partition("<!-- settings -->")[2].partition("<!-- /settings -->")[0]
    documented = {row[0].strip("`"): row[1] for row in table_rows(section) if row[0].startswith("`")}
    defaults = {variable_of(name, field): default_of(field) for name, field in Settings.model_fields.items()}

    assert set(documented) == set(defaults)
    assert {name: documented[name] for name, default in defaults.items() if default is not None} == {
        name: default for name, default in defaults.items() if default is not None
    }


# --- commands ---------------------------------------------------------------------------------------------------------


def commands_below(command: Any, words: tuple[str, ...]) -> Iterator[str]:
    """`xiaoer bot train`, ...: every command that does something, as it is typed."""
    deeper = getattr(command, "commands", None)
    if deeper is None:
        yield " ".join(words)
        return
    for name, one in deeper.items():
        yield from commands_below(one, (*words, name))


@pytest.mark.parametrize("readme", READMES)
def test_every_command_stands_in_the_readme_and_no_other(readme: str) -> None:
    commands = set(commands_below(typer.main.get_command(command_line), ("./xiaoer",)))
    rows = [row[0].strip("`") for row in table_rows(text_of(readme)) if row[0].startswith("`./xiaoer")]
    documented = {re.split(r" (?=[A-Z\[])", row)[0] for row in rows}

    assert documented == commands


@pytest.mark.parametrize("readme", READMES)
def test_every_benchmark_stands_in_the_readme(readme: str) -> None:
    files = (path for path in (CHECKOUT / "benchmarks").glob("[a-z]*.py") if "__main__" in path.read_text("utf-8"))
    benchmarks = {f"benchmarks.{path.stem}" for path in files}

    assert set(re.findall(r"-m (benchmarks\.\w+)", text_of(readme))) == benchmarks


# --- routes -----------------------------------------------------------------------------------------------------------


async def test_every_public_route_stands_in_the_api_page_with_its_role(shop_app: ShopApp) -> None:
    """A new route: add the row that is missing here to docs/api.md, with a few words on what it does."""
    public = shop_app.app.openapi()["paths"]
    served = {
        (route.method, f"`{route.path}`", route.needs or "–")
        for route in routes_of(shop_app.app)
        if route.method.lower() in public.get(route.path, {})
    }
    rows = [row for row in table_rows(text_of("docs/api.md")) if row[1].startswith("`/")]

    assert {(method, path, role) for method, path, role, _what in rows} == served
    assert all(what for *_, what in rows)


# --- snippets ---------------------------------------------------------------------------------------------------------


def python_snippets(document: str) -> list[str]:
    return [re.sub(f"^{indent}", "", code, flags=re.MULTILINE) for indent, code in _PYTHON.findall(text_of(document))]


@pytest.mark.parametrize("document", [one for one in documents() if python_snippets(one)])
def test_python_in_documents_runs(
    document: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "data").symlink_to(CHECKOUT / "data")
    monkeypatch.chdir(tmp_path)
    for code in python_snippets(document):
        exec(compile(code, document, "exec"), {})


@pytest.mark.parametrize("readme", READMES)
async def test_the_readmes_signature_lets_a_buyer_go_on_with_the_same_talk(readme: str, shop_app: ShopApp) -> None:
    [snippet] = [code for code in python_snippets(readme) if "hmac" in code]
    names: dict[str, Any] = {}
    exec(compile(snippet, readme, "exec"), names)
    async with shop_app.database.begin() as session:
        channel = await create_channel(session, shop_app.clock(), "myshop", ["https://shop.example"])
    issued_at = int(shop_app.clock().astimezone(UTC).timestamp())
    body = {"channel": "myshop", "buyer": names["vouched_for"](channel.secret, "myshop", "customer-4711", issued_at)}

    async with shop_app.client() as client:
        first, second = [(await client.post("/api/v1/chat/sessions", json=body)).json() for _ in range(2)]

    assert first["conversation_id"] == second["conversation_id"]


# --- links and paths --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("document", documents())
def test_links_to_files_lead_somewhere(document: str) -> None:
    targets = [link for link in _LINK.findall(text_of(document)) if "://" not in link]

    assert [link for link in targets if not _leads_somewhere(CHECKOUT / document, link)] == []


def _leads_somewhere(document: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (document.parent / path).resolve() if path else document
    return target.exists() and (not anchor or anchor in _anchors(target))


def _anchors(document: Path) -> set[str]:
    """As GitHub makes them from headings: lower case, blanks to hyphens, other signs dropped."""
    headings = re.findall(r"^#+ (.+)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("document", documents())
def test_paths_named_in_documents_exist(document: str) -> None:
    """Only plain paths from the checkout's root; a pattern or a place-holder is not looked at."""
    spans = _CODE_SPAN.findall(_FENCE.sub("", text_of(document)))
    paths = {span for span in spans if _OUR_PATH.fullmatch(span) and not span.startswith(MADE_BY_RUNNING)}
    # A README inside a folder may also name its neighbours.
    homes = (CHECKOUT, (CHECKOUT / document).parent)

    assert sorted(path for path in paths if not any((home / path).exists() for home in homes)) == []


# --- both languages ---------------------------------------------------------------------------------------------------


def test_both_readmes_have_the_same_parts() -> None:
    english, chinese = ([heading.partition(" ")[0] for heading in headings_of(one)] for one in READMES)

    assert english == chinese


def headings_of(document: str) -> list[str]:
    return [line for line in _FENCE.sub("", text_of(document)).splitlines() if line.startswith("#")]


@pytest.mark.parametrize("readme", READMES)
def test_the_figures_have_their_place(readme: str) -> None:
    assert text_of(readme).count("<!-- figures -->") == text_of(readme).count("<!-- /figures -->") == 1


@pytest.mark.parametrize("target", ["run", "test", "help", "check"])
def test_make_has_the_targets_the_readme_names(target: str) -> None:
    assert re.search(rf"^{target}:.* ## ", text_of("Makefile"), re.MULTILINE)
    assert all(f"make {target}" in text_of(readme) for readme in READMES)


# --- reminders --------------------------------------------------------------------------------------------------------


def test_every_reason_to_hold_a_reminder_back_stands_in_its_page() -> None:
    section = text_of("docs/reminders.md").partition("<!-- reasons -->")[2].partition("<!-- /reasons -->")[0]

    assert [row[0].strip("`") for row in table_rows(section)][1:] == [reason.value for reason in Reason]
