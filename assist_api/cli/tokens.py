"""`xiaoer tokens`: bearer tokens for programs."""

from datetime import timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from assist_api.cli.listing import Cell, show
from assist_api.cli.opened import with_database
from assist_api.cli.roles import RoleOption

if TYPE_CHECKING:
    from datetime import datetime

    from assist_api.accounts.tables import ApiToken
    from assist_api.database import Database

app = typer.Typer(no_args_is_help=True, help="Bearer tokens for programs.")

Name = Annotated[str, typer.Argument(help="What the token is for.")]


@app.command()
def create(
    name: Name,
    role: RoleOption,
    days: Annotated[
        int | None, typer.Option(min=1, max=3650, help="Valid for so many days; else until revoked.")
    ] = None,
) -> None:
    """Print a new token, once: only its hash is kept."""
    from assist_api.accounts import service
    from assist_api.clock import system_clock

    lasts = timedelta(days=days) if days else None

    async def act(database: "Database") -> str:
        async with database.begin() as session:
            return await service.create_token(session, system_clock(), name, role, lasts)

    typer.echo(with_database(act))


@app.command("list")
def list_tokens(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Show all tokens ever made, without the tokens themselves."""
    from assist_api.accounts import store

    async def act(database: "Database") -> "list[ApiToken]":
        async with database.read() as session:
            return list(await store.tokens(session))

    show([_row(token) for token in with_database(act)], as_json)


@app.command()
def revoke(name: Name) -> None:
    """Revoke every token of that name at once."""
    from assist_api.accounts import service
    from assist_api.clock import system_clock

    async def act(database: "Database") -> int:
        async with database.begin() as session:
            return await service.revoke_tokens(session, system_clock(), name)

    typer.echo(f"已作废 {with_database(act)} 个令牌", err=True)


def _row(token: "ApiToken") -> dict[str, Cell]:
    return {
        "name": token.name,
        "role": token.role,
        "created_at": _moment(token.created_at),
        "expires_at": _moment(token.expires_at),
        "revoked_at": _moment(token.revoked_at),
        "last_used_at": _moment(token.last_used_at),
    }


def _moment(at: "datetime | None") -> str | None:
    return at.isoformat(timespec="seconds") if at else None
