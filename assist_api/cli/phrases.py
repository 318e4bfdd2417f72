"""`xiaoer phrases`: the team's phrase bank as a file."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assist_api.cli import SOME_REJECTED
from assist_api.cli.mined import mined_json, preview
from assist_api.cli.opened import with_database
from assist_api.refusal import Refused

if TYPE_CHECKING:
    from assist_api.database import Database
    from assist_api.flows.mining.saving import Saved
    from assist_api.phrases.files.rows import Row
    from assist_api.phrases.importing import ImportReport
    from assist_api.proposals.tables import PhraseProposal

app = typer.Typer(no_args_is_help=True, help="The team's phrase bank as a file: .csv (千牛), .xlsx or .yml.")

SHOWN_PROBLEMS = 20

PhraseFile = Annotated[Path, typer.Argument(help=".csv (千牛), .xlsx or .yml", dir_okay=False)]


@app.command("import")
def import_phrases(file: PhraseFile) -> None:
    """Add the phrases of FILE to the team's bank and renew those already there; again changes nothing."""
    from assist_api.clock import system_clock
    from assist_api.phrases.files import read_file
    from assist_api.phrases.importing import import_rows

    content = read_file(file)

    async def act(database: "Database") -> "ImportReport":
        async with database.begin() as session:
            return await import_rows(session, content, system_clock())

    report = with_database(act)
    for line in _told(report):
        typer.echo(line, err=True)
    typer.echo(json.dumps(report.as_json(), ensure_ascii=False))
    if report.rejected:
        raise typer.Exit(SOME_REJECTED)


@app.command("export")
def export_phrases(file: PhraseFile) -> None:
    """Write the team's phrases to FILE; the 千牛 form holds only code, text and group."""
    from assist_api.phrases.files import write_file
    from assist_api.phrases.importing import export_rows

    async def act(database: "Database") -> "list[Row]":
        async with database.read() as session:
            return await export_rows(session)

    rows = with_database(act)
    write_file(file, rows)
    typer.echo(f"已导出 {len(rows)} 条短语", err=True)
    typer.echo(json.dumps({"exported": len(rows), "file": str(file)}, ensure_ascii=False))


@app.command("mine")
def mine_phrases(
    min_count: Annotated[int, typer.Option(min=1, max=1000, help="turns a reply must have been sent in")] = 3,
    publish: Annotated[bool, typer.Option("--publish", help="make phrases of all open proposals at once")] = False,
) -> None:
    """Propose what agents sent again and again as phrases, from past chats and our own; again renews the proposals.

    Trainers look through them in the phrase bank. Prints {new, renewed, gone, known, published, items} as JSON.
    """
    from assist_api.clock import system_clock
    from assist_api.flows.learning import past
    from assist_api.flows.mining.publishing import publish_all
    from assist_api.flows.mining.service import mine
    from assist_api.settings import Settings
    from assist_api.setup.progress import measured

    async def act(database: "Database") -> "tuple[Saved, list[PhraseProposal]]":
        async with database.read() as session:
            chats = await past.count(session)
        if not chats:
            raise Refused("还没有历史聊天可以挖掘：请先用 ./xiaoer chats import 导入")
        with measured("phrases mine", 2 * chats) as tell:
            saved = await mine(database, Settings(), system_clock, min_count, tell)
        if not publish:
            return saved, []
        async with database.begin() as session:
            return saved, await publish_all(session, system_clock())

    saved, published = with_database(act)
    preview(saved, published)
    typer.echo(json.dumps(mined_json(saved, published), ensure_ascii=False))


def _told(report: "ImportReport") -> list[str]:
    counts = f"新增 {report.created} 条，更新 {report.updated} 条，未变 {report.unchanged} 条"
    rejected = [f"第 {one.number} 行 {one.field}：{one.problem}" for one in report.rejected[:SHOWN_PROBLEMS]]
    warnings = [f"第 {one['number']} 行：{one['problem']}" for one in report.warnings[:SHOWN_PROBLEMS]]
    return [f"{counts}，拒收 {len(report.rejected)} 处", *rejected, *warnings]
