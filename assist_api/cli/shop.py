"""`./xiaoer shop import` and `shop remove-demo`: the shop's own data in, the demo shop out."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assist_api.cli import SOME_REJECTED
from assist_api.cli.opened import with_database
from assist_api.refusal import Refused

if TYPE_CHECKING:
    from assist_api.shop.schemas import ImportReport

FAULTS_TOLD = 50
"""For people to read; the report on stdout has all."""

app = typer.Typer(no_args_is_help=True, help="The shop's products, size charts, stock, buyers, orders and parcels.")


@app.command("import")
def import_file(
    kind: Annotated[str, typer.Argument(help="products, size_charts, stock, buyers, orders, parcels or settings")],
    file: Annotated[
        Path, typer.Argument(exists=True, dir_okay=False, readable=True, help="CSV (UTF-8 or GB18030); settings: YAML")
    ],
) -> None:
    """Import a file; importing it again changes nothing. Prints {kind, imported, rejected} as JSON."""
    from assist_api.clock import system_clock
    from assist_api.settings import Settings
    from assist_api.setup.progress import measured
    from assist_api.shop import service
    from assist_api.shop.importing import KINDS

    if kind not in (*KINDS, "settings"):
        raise typer.BadParameter("one of " + ", ".join((*KINDS, "settings")), param_hint="KIND")
    settings = Settings()
    try:
        with file.open("rb") as source, measured(f"{kind} {file.name}", file.stat().st_size) as tell:
            report = with_database(
                lambda database: service.import_file(
                    database, settings, system_clock, kind, source, lambda rows, done: tell(done, f"{rows} 行")
                )
            )
    except OSError as error:
        raise Refused(f"文件读不出来：{file}") from error
    typer.echo(report.model_dump_json(indent=2))
    _tell(report)
    _tell_what_to_import()
    if report.rejected:
        raise typer.Exit(SOME_REJECTED)


@app.command("load-demo")
def load_demo() -> None:
    """Load the demo shop into an empty shop; refused where there is data of its own. Prints {loaded} as JSON."""
    from assist_api.clock import system_clock
    from assist_api.settings import Settings
    from assist_api.shop import service

    settings = Settings()
    if not with_database(lambda database: service.load_demo(database, settings, system_clock)):
        raise Refused("店里已经有设置、商品或订单，示例店不会混进去；要重装示例店，先运行 ./xiaoer shop remove-demo")
    typer.echo('{"loaded": true}')


@app.command("remove-demo")
def remove_demo() -> None:
    """Delete the demo shop; what was imported over it stays. Prints {removed} as JSON."""
    from assist_api.settings import Settings
    from assist_api.shop import service

    settings = Settings()
    removed = with_database(lambda database: service.remove_demo(database, settings))
    typer.echo(f'{{"removed": {removed}}}')
    _tell_what_to_import()


def _tell_what_to_import() -> None:
    from assist_api.setup import first_imports

    for line in with_database(first_imports.lines):
        typer.echo(line, err=True)


def _tell(report: "ImportReport") -> None:
    """One line a rejection for people, on stderr."""
    rejected = len({fault.row for fault in report.rejected})
    typer.echo(f"{report.kind}：导入 {report.imported} 行，{rejected} 行有问题", err=True)
    for fault in report.rejected[:FAULTS_TOLD]:
        where = f"第 {fault.row} 行" if fault.row else "文件"
        got = f"，写的是「{fault.got}」" if fault.got else ""
        typer.echo(f"  {where} {fault.field}：应为{fault.expected}{got}", err=True)
    if len(report.rejected) > FAULTS_TOLD:
        typer.echo(f"  还有 {len(report.rejected) - FAULTS_TOLD} 处，都在标准输出的 rejected 里", err=True)
