"""`run.json` in XIAOER_HOME: what runs at the moment, for tools and tests. Holds the internal secret, hence 0600."""

import json
import os
from pathlib import Path
from typing import Any


def path_in(home: Path) -> Path:
    return home / "run.json"


def write(home: Path, content: dict[str, Any]) -> None:
    """Replace the file in one step: a reader sees the old or the new one, never half."""
    target = path_in(home)
    draft = target.with_suffix(".json.new")
    draft.unlink(missing_ok=True)
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(content, file, indent=1)
    draft.replace(target)


def remove(home: Path) -> None:
    path_in(home).unlink(missing_ok=True)
