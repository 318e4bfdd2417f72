"""The database: migrated at every start, filled at the first."""

from sqlalchemy import make_url
from sqlalchemy.exc import OperationalError

from assist_api.channels.service import ensure_default_channel
from assist_api.clock import system_clock
from assist_api.database import Database
from assist_api.migrations import migrate
from assist_api.phrases.service import load_starters
from assist_api.refusal import Refused
from assist_api.settings import Settings
from assist_api.setup import accounts, first_imports
from assist_api.shop.service import load_demo, write_catalogue


async def prepare(settings: Settings) -> list[str]:
    """Bring the tables up to date; in an empty database load demo shop and starter phrases and create the accounts.

    Answers the lines to show: the first accounts with their passwords, and what an empty shop has to import.
    Raises `Refused` when it cannot be reached.
    """
    try:
        await migrate(settings.sqlalchemy_url)
    except (OperationalError, OSError) as error:
        where = make_url(settings.sqlalchemy_url).render_as_string(hide_password=True)
        why = error.orig if isinstance(error, OperationalError) else error
        raise Refused(f"The database {where} cannot be opened: {why}") from error
    database = Database(settings.sqlalchemy_url)
    try:
        # Only the first time: a demo shop that was taken out is not to come back.
        if settings.demo and await accounts.are_missing(database):
            await load_demo(database, settings, system_clock)
        if not settings.catalogue.is_file():
            await write_catalogue(database, settings)
        await load_starters(database, settings)
        await ensure_default_channel(database, system_clock)
        made = await accounts.create(database, settings.home)
        to_import = await first_imports.lines(database)
    finally:
        await database.close()
    return [*_tell_accounts(made, settings), *to_import]


def _tell_accounts(made: list[str], settings: Settings) -> list[str]:
    if not made:
        return []
    return [
        "",
        "First accounts (role, name, password), shown this once:",
        *(f"  {line}" for line in made),
        f"They are also in {accounts.file_of(settings.home)} (readable by you alone).",
        "",
    ]
