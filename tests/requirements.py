"""Outside programs that some tests need, by the marker of those tests."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Need:
    marker: str
    what: str
    how_to_get_it: str
    is_met: Callable[[], bool]


def chromium() -> str | None:
    """The path of an installed Chromium or Chrome."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return next((path for name in names if (path := shutil.which(name))), None)


def postgres_program(name: str) -> str | None:
    """The path of a PostgreSQL program, newest version first; Debian keeps the server's own off PATH."""
    homes = Path("/usr/lib/postgresql").glob("*/bin")
    newest_first = sorted(homes, key=lambda home: [int(part) for part in home.parent.name.split(".")], reverse=True)
    found = (shutil.which(name, path=str(home)) for home in newest_first)
    return next((path for path in found if path), None) or shutil.which(name)


NEEDS = (
    Need("browser", "Chromium", "apt-get install chromium fonts-noto-cjk", lambda: chromium() is not None),
    Need("postgres", "PostgreSQL", "apt-get install postgresql", lambda: postgres_program("initdb") is not None),
    Need("redis", "Redis", "apt-get install redis-server", lambda: shutil.which("redis-server") is not None),
    Need("system", "the bot's environment", "make setup", lambda: (CHECKOUT / "bot/.venv/bin/rasa").exists()),
)
