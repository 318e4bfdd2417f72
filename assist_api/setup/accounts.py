"""The first accounts: their random passwords are shown once and kept in a file only its owner can read."""

import os
from pathlib import Path

from assist_api.accounts.service import create_first_accounts
from assist_api.accounts.store import has_accounts
from assist_api.clock import system_clock
from assist_api.database import Database

HEAD = (
    "# 店小二的初始账号。登录后请在页面上改密码，然后删掉这个文件。\n"
    "# The first accounts. Change the passwords after logging in, then delete this file.\n"
)


def file_of(home: Path) -> Path:
    return home / "accounts.txt"


async def are_missing(database: Database) -> bool:
    """Whether this database has never been set up."""
    async with database.read() as session:
        return not await has_accounts(session)


async def create(database: Database, home: Path) -> list[str]:
    """Create them in a database without accounts; the lines to show, none when there was nothing to do."""
    accounts = await create_first_accounts(database, system_clock)
    lines = [f"{account.role:<8} {account.name:<10} {account.password}" for account in accounts]
    if lines:
        _write_private(file_of(home), HEAD + "".join(f"{line}\n" for line in lines))
    return lines


def _write_private(path: Path, content: str) -> None:
    # Removed first: the mode of an existing file would be kept. O_EXCL: no link somebody put there is followed.
    path.unlink(missing_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(content)
