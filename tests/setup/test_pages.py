"""Against an npm that only notes what it is asked."""

import sys
from pathlib import Path

import pytest

from assist_api.setup import pages
from assist_api.setup.pages import build


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    asked: list[str] = []

    def npm(command: list[str], web: Path, environment: dict[str, str], *_: object) -> str:
        assert environment["PATH"].startswith(str(Path(sys.executable).parent))
        asked.append(" ".join(command[1:3]))
        (web / "node_modules").mkdir(exist_ok=True)
        (web / "dist").mkdir(exist_ok=True)
        (web / "dist" / "index.html").touch()
        return ""

    monkeypatch.setattr(pages, "run", npm)
    return asked


@pytest.fixture
def web(tmp_path: Path) -> Path:
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "main.ts").write_text("1")
    (tmp_path / "package-lock.json").write_text("{}")
    return tmp_path


def test_pages_are_built_once(web: Path, asked: list[str]) -> None:
    assert build(web, web / "dist")
    assert asked == ["ci --no-audit", "run build"]
    assert not build(web, web / "dist")
    assert len(asked) == 2


def test_a_changed_source_builds_again_without_installing(web: Path, asked: list[str]) -> None:
    build(web, web / "dist")
    (web / "src" / "main.ts").write_text("2")
    assert build(web, web / "dist")
    assert asked[2:] == ["run build"]


def test_a_changed_lock_installs_again(web: Path, asked: list[str]) -> None:
    build(web, web / "dist")
    (web / "package-lock.json").write_text('{"lockfileVersion": 3}')
    assert build(web, web / "dist")
    assert asked[2:] == ["ci --no-audit", "run build"]


def test_removed_pages_are_built_again(web: Path, asked: list[str]) -> None:
    build(web, web / "dist")
    (web / "dist" / "index.html").unlink()
    assert build(web, web / "dist")
