import stat
from pathlib import Path

from assist_api.accounts import tables  # noqa: F401 (its tables must be known)
from assist_api.database import Database
from assist_api.setup.accounts import create, file_of


async def test_first_accounts_are_shown_once_and_kept_privately(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'xiaoer.db'}")
    try:
        await database.create_all()
        lines = await create(database, tmp_path)
        again = await create(database, tmp_path)
    finally:
        await database.close()
    assert {line.split()[0] for line in lines} == {"owner", "trainer", "agent"}
    assert again == []
    kept = file_of(tmp_path)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [line for line in kept.read_text().splitlines() if not line.startswith("#")] == lines
