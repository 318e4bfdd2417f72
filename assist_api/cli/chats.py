"""`xiaoer chats`: the shop's past chats, which everything that learns reads."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assist_api.cli import SOME_REJECTED
from assist_api.cli.opened import with_database
from assist_api.refusal import Refused

if TYPE_CHECKING:
    from assist_api.database import Database
    from assist_api.history.service import ImportReport
    from assist_api.history.store import SourceSummary

FAULTS_TOLD = 50
"""For people to read; the report on stdout has more."""

app = typer.Typer(no_args_is_help=True, help="The shop's past chats; private data is masked on the way in.")


@app.command("import")
def import_chats(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True, help=".jsonl, .csv or .txt")],
    agent: Annotated[
        list[str] | None, typer.Option(help="a name by which an agent appears in the file; may be given several times")
    ] = None,
    source: Annotated[
        str | None, typer.Option(help="what `forget --source` will know it by; else the file's name")
    ] = None,
) -> None:
    """Import past chats; importing a file again changes nothing.

    .jsonl: {"id", "turns": [{"role", "text", "at"?, "agent"?}]} or {"id", "context", "reply"} a line.

    .csv: a row an utterance; columns 会话 and 内容, 角色 or 昵称, and 时间, 客服 if known (or chat, text, role …).

    .txt: 千牛, 咚咚 or 微信 style, "小林 2026-11-02 14:03:22" and the text below. More in docs/chats.md.

    Prints {imported, updated, unchanged, turns, rejected, rejected_count} as JSON.
    """
    from zoneinfo import ZoneInfo

    from assist_api.clock import system_clock
    from assist_api.history.files.talks import Reading
    from assist_api.history.service import import_file
    from assist_api.settings import Settings
    from assist_api.setup.progress import measured

    reading = Reading(ZoneInfo(Settings().timezone), frozenset(agent or ()), source or file.name)
    try:
        with file.open("rb") as content, measured(f"chats {file.name}", file.stat().st_size) as tell:
            report = with_database(
                lambda database: import_file(
                    database, system_clock, file.name, content, reading, lambda turns, done: tell(done, f"{turns} 句")
                )
            )
    except OSError as error:
        raise Refused(f"文件读不出来：{file}") from error
    typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    _tell(report)
    if report.rejected_count:
        raise typer.Exit(SOME_REJECTED)


def _tell(report: "ImportReport") -> None:
    counts = f"新增 {report.imported} 段，更新 {report.updated} 段，未变 {report.unchanged} 段，共 {report.turns} 句"
    typer.echo(f"{counts}；{report.rejected_count} 处有问题，没有收进来", err=True)
    for fault in report.rejected[:FAULTS_TOLD]:
        typer.echo(f"  第 {fault.line} 行 {fault.field}：{fault.problem}", err=True)
    if report.rejected_count > FAULTS_TOLD:
        typer.echo(f"  还有 {report.rejected_count - FAULTS_TOLD} 处，见标准输出的 rejected", err=True)


@app.command("list")
def list_sources(as_json: Annotated[bool, typer.Option("--json", help="as JSON")] = False) -> None:
    """How many talks and turns came from where, and when last."""
    from assist_api.cli.listing import show
    from assist_api.history import store

    async def act(database: "Database") -> "list[SourceSummary]":
        async with database.read() as session:
            return await store.sources(session)

    show(
        [
            {
                "source": one.source,
                "chats": one.chats,
                "turns": one.turns,
                "last_at": one.last_at.isoformat() if one.last_at else None,
                "imported_at": one.imported_at.isoformat(),
            }
            for one in with_database(act)
        ],
        as_json,
    )


@app.command("forget")
def forget(
    ids: Annotated[list[str] | None, typer.Argument(help="ids of talks")] = None,
    source: Annotated[str | None, typer.Option(help="all talks that came from there (see `chats list`)")] = None,
) -> None:
    """Delete talks, as when a buyer asks for it; a model learned from them forgets at its next training.

    Prints {forgotten, unknown} as JSON.
    """
    from assist_api.history import store

    if bool(ids) == (source is not None):
        raise typer.BadParameter("give either ids or --source", param_hint="IDS")

    async def act(database: "Database") -> tuple[int, list[str]]:
        async with database.begin() as session:
            if source is not None:
                return await store.forget_source(session, source), []
            gone = await store.forget(session, ids or [])
            return len(gone), sorted(set(ids or []) - set(gone))

    forgotten, unknown = with_database(act)
    typer.echo(json.dumps({"forgotten": forgotten, "unknown": unknown}, ensure_ascii=False))
    if unknown:
        raise typer.Exit(SOME_REJECTED)
