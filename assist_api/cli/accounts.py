"""`xiaoer accounts`: the people who log in."""

from typing import TYPE_CHECKING, Annotated

import typer

from assist_api.cli.listing import show
from assist_api.cli.opened import with_database
from assist_api.cli.roles import RoleOption

if TYPE_CHECKING:
    from assist_api.accounts.service import NewAccount
    from assist_api.accounts.tables import Account
    from assist_api.database import Database

app = typer.Typer(no_args_is_help=True, help="The people who log in.")

Name = Annotated[str, typer.Argument(help="The login name.")]


@app.command()
def create(
    name: Name,
    role: RoleOption,
    display_name: Annotated[str | None, typer.Option(help="What buyers and colleagues read; else the name.")] = None,
) -> None:
    """Print the random password of a new account, once."""
    from assist_api.accounts import service
    from assist_api.clock import system_clock

    async def act(database: "Database") -> "NewAccount":
        return await service.create_account(database, system_clock(), name, role, display_name)

    typer.echo(with_database(act).password)


@app.command("reset-password")
def reset_password(name: Name) -> None:
    """Print a new random password, once; the account is logged out everywhere."""
    from assist_api.accounts import service

    async def act(database: "Database") -> str:
        return await service.reset_password(database, name)

    typer.echo(with_database(act))


@app.command()
def disable(name: Name) -> None:
    """Lock an account out at once."""
    _set_disabled(name, True)


@app.command()
def enable(name: Name) -> None:
    """Let a disabled account in again."""
    _set_disabled(name, False)


@app.command("list")
def list_accounts(as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False) -> None:
    """Show the accounts."""
    from assist_api.accounts import store

    async def act(database: "Database") -> "list[Account]":
        async with database.read() as session:
            return list(await store.accounts(session))

    rows = with_database(act)
    show(
        [
            {"name": row.name, "display_name": row.display_name, "role": row.role, "disabled": row.disabled}
            for row in rows
        ],
        as_json,
    )


def _set_disabled(name: str, disabled: bool) -> None:
    from assist_api.accounts import service

    async def act(database: "Database") -> None:
        await service.set_disabled(database, name, disabled)

    with_database(act)
