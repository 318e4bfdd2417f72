"""Lists for people and for programs."""

import json
from collections.abc import Sequence
from typing import Any

import typer

Cell = str | int | bool | list[str] | None


def show(rows: Sequence[dict[str, Cell]], as_json: bool) -> None:
    """On stdout: one JSON document, or a table whose heads are the keys."""
    if as_json:
        typer.echo(json.dumps({"items": list(rows), "next": None}, ensure_ascii=False))
    elif rows:
        _print_table(rows)


def _print_table(rows: Sequence[dict[str, Any]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(*rows[0], box=None, pad_edge=False)
    for column in table.columns:
        column.no_wrap = True
    for row in rows:
        # Text: a name may hold [brackets], which would be markup otherwise.
        table.add_row(*(Text(_written(cell)) for cell in row.values()))
    # A narrow terminal wraps long lines by itself; cut-off times help nobody.
    Console(width=200).print(table)


def _written(cell: Cell) -> str:
    if isinstance(cell, list):
        return " ".join(cell)
    return {None: "", True: "yes", False: ""}[cell] if cell is None or isinstance(cell, bool) else str(cell)
