"""`./xiaoer phrases import FILE` and `phrases export FILE`: the team's phrase bank as a file.

Exit codes: 0 done, 1 some rows rejected, 2 usage, 3 refused. JSON alone on stdout, the rest on stderr.
"""

import asyncio
import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from assist_api.clock import system_clock
from assist_api.database import Database
from assist_api.errors import XiaoerError
from assist_api.phrases.files import read_file, write_file
from assist_api.phrases.files.rows import FileContent, Row
from assist_api.phrases.importing import ImportReport, export_rows, import_rows
from assist_api.settings import Settings

app = typer.Typer(no_args_is_help=True, help="The team's phrase bank as a file: .csv (千牛), .xlsx or .yml.")

_SOME_REJECTED = 1
_REFUSED = 3
_SHOWN_PROBLEMS = 20

PhraseFile = Annotated[Path, typer.Argument(help=".csv (千牛), .xlsx or .yml", dir_okay=False)]


@app.command("import")
def import_command(file: PhraseFile) -> None:
    """Add the phrases of FILE to the team's bank and renew those already there; again changes nothing."""
    err = Console(stderr=True)
    try:
        with err.status("正在导入快捷短语…"):
            report = asyncio.run(_import(read_file(file)))
    except XiaoerError as error:
        err.print(error.message, style="red", markup=False)
        raise typer.Exit(_REFUSED) from error
    _explain(err, report)
    typer.echo(json.dumps(report.as_json(), ensure_ascii=False))
    if report.rejected:
        raise typer.Exit(_SOME_REJECTED)


@app.command("export")
def export_command(file: PhraseFile) -> None:
    """Write the team's phrases to FILE; the 千牛 form holds only code, text and group."""
    err = Console(stderr=True)
    try:
        rows = asyncio.run(_export())
        write_file(file, rows)
    except XiaoerError as error:
        err.print(error.message, style="red", markup=False)
        raise typer.Exit(_REFUSED) from error
    err.print(f"已导出 {len(rows)} 条短语", markup=False)
    typer.echo(json.dumps({"exported": len(rows), "file": str(file)}, ensure_ascii=False))


async def _import(content: FileContent) -> ImportReport:
    database = Database(Settings().sqlalchemy_url)
    try:
        async with database.begin() as session:
            return await import_rows(session, content, system_clock())
    finally:
        await database.close()


async def _export() -> list[Row]:
    database = Database(Settings().sqlalchemy_url)
    try:
        async with database.read() as session:
            return await export_rows(session)
    finally:
        await database.close()


def _explain(err: Console, report: ImportReport) -> None:
    counts = f"新增 {report.created} 条，更新 {report.updated} 条，未变 {report.unchanged} 条"
    err.print(f"{counts}，拒收 {len(report.rejected)} 处", markup=False)
    for problem in report.rejected[:_SHOWN_PROBLEMS]:
        err.print(f"第 {problem.number} 行 {problem.field}：{problem.problem}", style="red", markup=False)
    for warning in report.warnings[:_SHOWN_PROBLEMS]:
        err.print(f"第 {warning['number']} 行：{warning['problem']}", style="yellow", markup=False)
