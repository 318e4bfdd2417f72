from pathlib import Path

import pytest

from assist_api.history import tables as history_tables
from tests.app_fixtures import FilledHome, filled_home

# The tables that a filled home gets are those imported before it is made.
__all__ = ["filled_home", "history_tables"]


@pytest.fixture
def home(tmp_path: Path, filled_home: FilledHome, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shop that has been set up."""
    filled_home.copy_to(tmp_path)
    monkeypatch.setenv("XIAOER_HOME", str(tmp_path))
    monkeypatch.delenv("XIAOER_DATABASE_URL", raising=False)
    return tmp_path
