"""`./xiaoer reminders plan`: who would be reminded of what, when and in which words, and who would not, and why."""

from typing import TYPE_CHECKING, Annotated

import typer

from assist_api.cli.opened import with_database

if TYPE_CHECKING:
    from assist_api.flows.reminding.forecast import Forecast

app = typer.Typer(no_args_is_help=True, help="Reminders of orders that are not paid yet. They are sent by `run`.")


# Without it typer would take the only command for the group itself.
@app.callback()
def _group() -> None: ...


@app.command("plan")
def plan(
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="ISO 8601; without an offset in the shop's time; default: now")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="{at, sends, held} as one JSON document")] = False,
) -> None:
    """The plan at a moment, from the database as it stands now; nothing is sent."""
    from assist_api.clock import system_clock
    from assist_api.flows.reminding.forecast import forecast
    from assist_api.flows.turns.speech import Speech
    from assist_api.settings import Settings
    from assist_api.shop.importing import Expected

    speech = Speech(Settings().data / "phrases")
    try:
        found = with_database(lambda database: forecast(database, speech, at, system_clock))
    except Expected as expected:
        raise typer.BadParameter(str(expected), param_hint="--at") from None
    if as_json:
        typer.echo(found.model_dump_json(indent=2, exclude_none=True))
    else:
        _show(found)


def _show(found: "Forecast") -> None:
    typer.echo(f"{found.at:%Y-%m-%d %H:%M}：将发送 {len(found.sends)} 条，不发送 {len(found.held)} 笔")
    for send in found.sends:
        orders = "、".join(send.order_ids)
        typer.echo(f"\n{send.due_at:%Y-%m-%d %H:%M} 第{send.stage}次 {send.channel} 买家 {send.buyer_id} 订单 {orders}")
        typer.echo("\n".join(f"  {line}" for line in send.text.splitlines()))
    if found.held:
        typer.echo("")
    for one in found.held:
        until = f" 至 {one.until:%Y-%m-%d %H:%M}" if one.until else ""
        typer.echo(f"不发送 订单 {one.order_id}：{one.reason}{until}")
