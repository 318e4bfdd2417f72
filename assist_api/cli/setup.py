"""`xiaoer setup`: everything the first start needs; quick when it is there."""

import asyncio
from enum import StrEnum
from typing import Annotated

import typer


class Step(StrEnum):
    """In the order they are done."""

    PAGES = "pages"
    BOT = "bot"
    DATABASE = "database"


def set_up(
    only: Annotated[list[Step] | None, typer.Option(help="Only this step; may be given several times.")] = None,
    empty: Annotated[
        bool, typer.Option("--empty", help="Leave a new database without the demo shop, as XIAOER_DEMO=false does.")
    ] = False,
) -> None:
    """Build the pages, train the bot, update the database and, the first time, fill it; skips what is done."""
    from assist_api.settings import CHECKOUT, Settings
    from assist_api.setup import bot, database, pages

    settings = Settings()
    if empty:
        settings = settings.model_copy(update={"demo": False})
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    steps = only or list(Step)
    if Step.PAGES in steps:
        pages.build(CHECKOUT / "web", settings.pages)
    if Step.DATABASE in steps:
        for line in asyncio.run(database.prepare(settings)):
            typer.echo(line, err=True)
    if Step.BOT in steps:
        bot.fit_model(settings)
