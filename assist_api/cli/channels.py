"""`xiaoer channels`: the sites and places buyers come from."""

from typing import TYPE_CHECKING, Annotated

import typer

from assist_api.cli.listing import show
from assist_api.cli.opened import with_database

if TYPE_CHECKING:
    from assist_api.channels.service import NewChannel
    from assist_api.channels.tables import Channel
    from assist_api.database import Database

app = typer.Typer(no_args_is_help=True, help="The sites and places buyers come from.")


@app.command()
def create(
    name: Annotated[str, typer.Argument(help="Lower-case letters, digits, - and _; part of what is signed.")],
    origin: Annotated[
        list[str], typer.Option(help="A site whose pages may embed the widget, like https://shop.example; repeatable.")
    ],
) -> None:
    """Print the secret of a new channel, once; the shop's server signs its buyers with it."""
    from assist_api.channels import service
    from assist_api.clock import system_clock

    async def act(database: "Database") -> "NewChannel":
        async with database.begin() as session:
            return await service.create_channel(session, system_clock(), name, origin)

    made = with_database(act)
    typer.echo(f"渠道 {made.name} 已建好，允许的网站：{'，'.join(made.origins)}", err=True)
    typer.echo("下面是密钥，只显示这一次，请放到网站的服务器上，不要写进网页：", err=True)
    typer.echo(made.secret)


@app.command("list")
def list_channels(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Show the channels, without their secrets."""
    from assist_api.channels import store

    async def act(database: "Database") -> "list[Channel]":
        async with database.read() as session:
            return list(await store.channels(session))

    rows = with_database(act)
    show(
        [
            {"name": row.name, "origins": row.origins, "created_at": row.created_at.isoformat("T", "seconds")}
            for row in rows
        ],
        as_json,
    )
