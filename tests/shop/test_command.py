import asyncio
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from assist_api.cli.shop import app
from assist_api.database import Database
from assist_api.refusal import Refused
from assist_api.settings import Settings


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop's folder with an empty database."""
    monkeypatch.setenv("XIAOER_HOME", str(tmp_path))
    monkeypatch.delenv("XIAOER_DATABASE_URL", raising=False)

    async def set_up() -> None:
        database = Database(Settings().sqlalchemy_url)
        await database.create_all()
        await database.close()

    asyncio.run(set_up())
    return tmp_path


def run(*words: str) -> Result:
    return CliRunner().invoke(app, words)


def test_good_rows_are_imported_and_bad_ones_named_with_exit_1(home: Path) -> None:
    file = home / "products.csv"
    file.write_bytes("id,name,price\np1,碎花裙,199\np2,长裤,很贵\n".encode("gb18030"))
    result = run("import", "products", str(file))
    assert result.exit_code == 1
    report = json.loads(result.stdout)
    assert report["imported"] == 1
    assert [(fault["row"], fault["field"]) for fault in report["rejected"]] == [(3, "price")]
    assert "第 3 行 price：应为金额" in result.stderr
    assert (home / "catalogue.jsonl").read_text().count("\n") == 1


def test_a_clean_file_exits_0(home: Path) -> None:
    file = home / "buyers.csv"
    file.write_text("id,name,phone\nb1,林,13800000000\n")
    result = run("import", "buyers", str(file))
    assert (result.exit_code, json.loads(result.stdout)["imported"]) == (0, 1)


@pytest.mark.parametrize("words", [("coupons", "{file}"), ("products", "{file}.missing"), ("products",)])
def test_a_wrong_kind_or_file_is_a_matter_of_usage(home: Path, words: tuple[str, ...]) -> None:
    file = home / "some.csv"
    file.write_text("id\n")
    result = run("import", *(word.format(file=file) for word in words))
    assert result.exit_code == 2
    assert "Traceback" not in result.stderr


def test_a_picture_is_no_csv_and_no_stack_trace(home: Path) -> None:
    file = home / "photo.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe")
    result = run("import", "orders", str(file))
    assert result.exit_code == 1
    assert "编码" in result.stderr


def test_removing_the_demo_of_a_shop_without_one_removes_nothing(home: Path) -> None:
    result = run("remove-demo")
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"removed": 0})


def test_the_demo_is_loaded_into_an_empty_shop_and_refused_by_another(home: Path) -> None:
    assert json.loads(run("load-demo").stdout) == {"loaded": True}
    again = run("load-demo")
    assert isinstance(again.exception, Refused)
    assert "remove-demo" in str(again.exception)


def test_a_shop_without_settings_is_told_what_to_import_next(home: Path) -> None:
    run("load-demo")
    removed = run("remove-demo")
    assert removed.stderr.index("import settings") < removed.stderr.index("import products")
    file = home / "products.csv"
    file.write_text("id,name,price\np1,裙,9\n")
    imported = run("import", "products", str(file))
    assert "import settings" in imported.stderr
    assert "import products" not in imported.stderr


def test_a_long_list_of_bad_rows_is_cut_for_people_only(home: Path) -> None:
    file = home / "products.csv"
    file.write_text("id,name,price\n" + "p1,裙,贵\n" * 60)
    result = run("import", "products", str(file))
    assert result.stderr.count("应为金额") == 50
    assert "还有 10 处" in result.stderr
    assert len(json.loads(result.stdout)["rejected"]) == 60
