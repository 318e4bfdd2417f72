"""The database: migrated at every start, filled at the first."""

from assist_api.channels.service import ensure_default_channel
from assist_api.clock import system_clock
from assist_api.database import Database, migrate
from assist_api.phrases.service import load_starters
from assist_api.settings import Settings
from assist_api.setup import accounts
from assist_api.shop.service import load_demo


async def prepare(settings: Settings) -> list[str]:
    """Bring the tables up to date; in an empty database load demo shop and starter phrases and create the accounts.

    Answers the lines to show: the first accounts with their passwords.
    """
    await migrate(settings)
    database = Database(settings.sqlalchemy_url)
    try:
        await ensure_default_channel(database, system_clock)
        if settings.demo:
            await load_demo(database, settings)
        await load_starters(database, settings)
        made = await accounts.create(database, settings.home)
    finally:
        await database.close()
    if not made:
        return []
    return [
        "",
        "First accounts (role, name, password), shown this once:",
        *(f"  {line}" for line in made),
        f"They are also in {accounts.file_of(settings.home)} (readable by you alone).",
        "",
    ]
