import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from assist_api.cli.phrases import app
from assist_api.database import Database
from assist_api.errors import BadInput
from assist_api.phrases import store
from assist_api.phrases.files import qianniu, read_file, write_file
from assist_api.phrases.files.rows import FileContent
from assist_api.phrases.importing import ImportReport, export_rows, import_rows
from assist_api.phrases.schemas import PhraseChange
from assist_api.phrases.service import change, load_starters
from assist_api.security import Principal
from assist_api.settings import Settings
from tests.app_fixtures import START, ShopApp, settings_in

HEADER = "快捷短语编码,快捷短语,快捷短语分组\n"
TRAINER = Principal(1, "trainer", "trainer", "session")


async def imported(shop: ShopApp, lines: str) -> ImportReport:
    async with shop.database.begin() as session:
        return await import_rows(session, qianniu.read((HEADER + lines).encode()), START)


async def bank(shop: ShopApp) -> list[tuple[str, str, str]]:
    async with shop.database.read() as session:
        return [(row.content.shortcode, row.content.text, row.content.group) for row in await export_rows(session)]


def counts(report: ImportReport) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, len(report.rejected)


async def test_importing_again_changes_nothing(shop_app: ShopApp) -> None:
    lines = "fh,今天发货,快递\n,好的,\n"
    assert counts(await imported(shop_app, lines)) == (2, 0, 0, 0)
    assert counts(await imported(shop_app, lines)) == (0, 0, 2, 0)


async def test_a_file_without_titles_leaves_the_titles_as_they_are(shop_app: ShopApp) -> None:
    async with shop_app.database.begin() as session:
        rows = FileContent()
        rows.take(1, {"title": "发货时间", "text": "今天发货", "shortcode": "fh", "group": "快递"})
        await import_rows(session, rows, START)
    assert counts(await imported(shop_app, "fh,今天发货,快递\n")) == (0, 0, 1, 0)
    assert counts(await imported(shop_app, "fh,明天发货,快递\n")) == (0, 1, 0, 0)
    async with shop_app.database.read() as session:
        assert [row.content.title for row in await export_rows(session)] == ["发货时间"]


@pytest.mark.parametrize(
    ("lines", "expected", "after"),
    [
        ("fh,明天发货,快递", (0, 1, 0, 0), [("fh", "明天发货", "快递")]),
        (",今天发货,快递", (1, 0, 0, 0), [("fh", "今天发货", "快递"), ("", "今天发货", "快递")]),
        ("kd,今天发货,快递", (1, 0, 0, 0), [("fh", "今天发货", "快递"), ("kd", "今天发货", "快递")]),
        ("fh,今天发货,快递\nfh,今天发货,快递", (0, 0, 2, 0), [("fh", "今天发货", "快递")]),
        ("fh,甲,快递\nfh,乙,快递", (0, 1, 0, 1), [("fh", "甲", "快递")]),
    ],
)
async def test_the_key_is_the_code_else_text_and_group(
    shop_app: ShopApp, lines: str, expected: tuple[int, int, int, int], after: list[tuple[str, str, str]]
) -> None:
    await imported(shop_app, "fh,今天发货,快递\n")
    assert counts(await imported(shop_app, lines)) == expected
    assert sorted(await bank(shop_app)) == sorted(after)


async def test_a_phrase_without_code_gains_one(shop_app: ShopApp) -> None:
    await imported(shop_app, ",好的,常用\n")
    assert counts(await imported(shop_app, "hd,好的,常用\n")) == (0, 1, 0, 0)
    assert await bank(shop_app) == [("hd", "好的", "常用")]


@pytest.mark.parametrize(
    ("text", "refused", "warned"),
    [
        ("今天{ship_by}前发", [], 0),
        ("今天{ship_bx}前发", [(2, "text")], 0),
        ("{店名}欢迎您", [], 1),
        ("{ shop_name }欢迎您", [], 1),
        ("(｡･ω･｡) }{ 好的", [], 0),
    ],
)
async def test_a_variable_that_nothing_fills_is_told_by_row_and_field(
    shop_app: ShopApp, text: str, refused: list[tuple[int, str]], warned: int
) -> None:
    report = await imported(shop_app, f"fh,{text},快递\n")
    assert [(bad.number, bad.field) for bad in report.rejected] == refused
    assert len(report.warnings) == warned
    assert len(await bank(shop_app)) == 1 - len(refused)


async def test_a_personal_phrase_does_not_come_by_file(shop_app: ShopApp) -> None:
    rows = FileContent()
    rows.take(1, {"title": "收尾", "text": "有事叫一声", "scope": "personal"})
    async with shop_app.database.begin() as session:
        report = await import_rows(session, rows, START)
    assert [(bad.number, bad.field) for bad in report.rejected] == [(1, "scope")]


async def test_too_long_cells_are_kept_and_warned_about_by_row(shop_app: ShopApp) -> None:
    report = await imported(shop_app, f"fahuo,{'长' * 431},一二三四五六七八九十甲\nfh,好的,快递\n")
    assert counts(report) == (2, 0, 0, 0)
    assert [warning["number"] for warning in report.warnings] == [2, 2, 2]


@pytest.mark.parametrize("name", ["bank.yml", "bank.xlsx", "bank.csv"])
async def test_the_starter_bank_comes_back_unchanged_from_every_form(
    shop_app: ShopApp, tmp_path: Path, name: str
) -> None:
    await load_starters(shop_app.database, shop_app.settings, shop_app.clock)
    async with shop_app.database.read() as session:
        before = await export_rows(session)
    write_file(tmp_path / name, before)
    async with shop_app.database.begin() as session:
        report = await import_rows(session, read_file(tmp_path / name), START)
        after = await export_rows(session)
    assert (counts(report), report.rejected) == ((0, 0, len(before), 0), [])
    assert after == before


def starters(home: Path, **files: str) -> Settings:
    folder = home / "data" / "phrases"
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name}.yml").write_text(text, encoding="utf-8")
    return settings_in(home).model_copy(update={"data": home / "data"})


TWO = "- {id: ship, title: 发货, text: 今天发, shortcode: fh}\n- {id: bye, title: 道别, text: 再见, shortcode: zj}\n"
SWAPPED = (
    "- {id: ship, title: 发货, text: 今天发, shortcode: zj}\n- {id: bye, title: 道别, text: 再会, shortcode: fh}\n"
)


async def test_starters_come_once_and_are_renewed_until_people_edit_them(either_app: ShopApp, tmp_path: Path) -> None:
    settings = starters(tmp_path, a=TWO)
    assert await load_starters(either_app.database, settings, either_app.clock) == 2
    assert await load_starters(either_app.database, settings, either_app.clock) == 0
    assert await load_starters(either_app.database, starters(tmp_path, a=SWAPPED), either_app.clock) == 2
    assert sorted(await bank(either_app)) == [("fh", "再会", ""), ("zj", "今天发", "")]
    async with either_app.database.begin() as session:
        await change(session, TRAINER, "bye", PhraseChange(text="慢走"), '"2"', START)
    assert await load_starters(either_app.database, starters(tmp_path, a=TWO), either_app.clock) == 1
    assert sorted(await bank(either_app)) == [("", "今天发", ""), ("fh", "慢走", "")]


async def test_a_starter_people_deleted_stays_away(shop_app: ShopApp, tmp_path: Path) -> None:
    settings = starters(tmp_path, a=TWO)
    await load_starters(shop_app.database, settings, shop_app.clock)
    async with shop_app.client("trainer") as trainer:
        await trainer.delete("/api/v1/phrases/ship", headers={"If-Match": "1"})
    assert await load_starters(shop_app.database, settings, shop_app.clock) == 0
    async with shop_app.database.read() as session:
        assert await store.live(session, "ship") is None


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- {id: ship, title: 发货}", ["a.yml 第 1 条 ship", "text"]),
        ("- {id: Ship, title: 发货, text: 好}", ["a.yml 第 1 条 Ship", "id"]),
        ("- {id: ship, title: 发货, text: 好, tittle: x}", ["a.yml 第 1 条 ship", "tittle"]),
        ("- ship", ["a.yml 第 1 条"]),
        ("ship: {text: 好}", ["a.yml"]),
        ("- [", ["a.yml"]),
        (TWO + "- {id: ship, title: 发货, text: 好}", ["id ship", "2"]),
        (TWO + "- {id: third, title: 发货, text: 好, shortcode: fh}", ["shortcode fh", "2"]),
    ],
)
async def test_a_wrong_starter_is_told_by_file_entry_and_field(
    shop_app: ShopApp, tmp_path: Path, text: str, told: list[str]
) -> None:
    with pytest.raises(BadInput) as refused:
        await load_starters(shop_app.database, starters(tmp_path, a=text), shop_app.clock)
    assert all(part in refused.value.message for part in told), refused.value.message
    assert await bank(shop_app) == []


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop's home with an empty database, named by the environment as for the real command."""
    import asyncio

    monkeypatch.setenv("XIAOER_HOME", str(tmp_path))

    async def create() -> None:
        database = Database(Settings().sqlalchemy_url)
        await database.create_all()
        await database.close()

    asyncio.run(create())
    return tmp_path


def run(*arguments: str) -> tuple[int, Any]:
    result = CliRunner().invoke(app, list(arguments))
    return result.exit_code, json.loads(result.stdout) if result.stdout else None


def test_the_command_tells_what_became_of_a_file(home: Path) -> None:
    good, bad = home / "good.csv", home / "bad.csv"
    good.write_text(HEADER + "fh,今天发货,快递\n", encoding="utf-8")
    bad.write_text(HEADER + "x,,g\n", encoding="utf-8")
    assert run("import", str(good)) == (0, {"created": 1, "updated": 0, "unchanged": 0, "rejected": [], "warnings": []})
    code, report = run("import", str(bad))
    assert (code, [problem["number"] for problem in report["rejected"]]) == (1, [2])
    assert run("import")[0] == 2
    out = home / "out.csv"
    assert run("export", str(out)) == (0, {"exported": 1, "file": str(out)})
    assert out.read_bytes().decode("gb18030") == HEADER.replace("\n", "\r\n") + "fh,今天发货,快递\r\n"
