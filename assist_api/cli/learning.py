"""`xiaoer recommender train | models | activate`: what the recommender learns from, and which version is in use."""

import json
import os
from typing import TYPE_CHECKING, Annotated

import typer

from assist_api.cli.opened import with_database

if TYPE_CHECKING:
    from assist_api.database import Database
    from assist_api.setup.progress import Tell
    from assist_api.training.schemas import ModelView

BACKGROUND_NICENESS = 10
"""Answering buyers comes first."""


def train(
    force: Annotated[bool, typer.Option(help="use the new version even if it measures worse")] = False,
    background: Annotated[bool, typer.Option(hidden=True, help="at low priority, as the server starts it")] = False,
) -> None:
    """Learn from all past chats and conversations; the version comes into use if it measures no worse.

    Prints the version with its figures and the verdict as JSON. Exit 3: too little to learn from, or one is training.
    """
    from assist_api.setup.progress import working_on

    if background:
        os.nice(BACKGROUND_NICENESS)
    with working_on("recommender train") as tell:
        model = with_database(lambda database: _train(database, tell, force))
    typer.echo(model.model_dump_json(indent=2))
    typer.echo(f"{'已启用' if model.verdict == 'active' else '没有启用'}：{model.reason}", err=True)


async def _train(database: "Database", tell: "Tell", force: bool) -> "ModelView":
    from assist_api.clock import system_clock
    from assist_api.flows.learning.live import model_files
    from assist_api.flows.learning.training import Training
    from assist_api.flows.suggesting.words import shop_words
    from assist_api.recommender.features import WordMemory
    from assist_api.settings import Settings

    settings = Settings()
    memory = WordMemory(shop_words(settings))
    return await Training(database, system_clock, model_files(settings.models), memory, tell).run(force=force)


def models(as_json: Annotated[bool, typer.Option("--json", help="with all figures, as JSON")] = False) -> None:
    """The versions, the newest first, with what became of them."""
    from assist_api.cli.listing import show
    from assist_api.training import service

    async def act(database: "Database") -> "list[ModelView]":
        async with database.read() as session:
            return (await service.listing(session, None, limit=200)).items

    found = with_database(act)
    if as_json:
        typer.echo(json.dumps({"items": [one.model_dump(mode="json") for one in found], "next": None}))
        return
    show(
        [
            {
                "version": one.version,
                "verdict": one.verdict,
                "files": one.has_files,
                "moments": one.moments,
                "phrases": one.phrases,
                "hit@3": str(one.figures.get("hit@3", "")),
                "reason": one.reason,
            }
            for one in found
        ],
        as_json,
    )


def activate(version: Annotated[str, typer.Argument(help="a version of `recommender models`")]) -> None:
    """Use this version from now on: back or forward; a running system takes it within a second or two.

    Exit 3 for one that is not known, or whose files are gone or damaged.
    """
    from assist_api.clock import system_clock
    from assist_api.flows.learning.live import model_files
    from assist_api.flows.learning.standing import activate as use
    from assist_api.settings import Settings

    files = model_files(Settings().models)
    model = with_database(lambda database: use(database, None, files, version, system_clock()))
    typer.echo(f"{model.version}：{model.reason}", err=True)
