"""`xiaoer bot`: training and measuring the Rasa bot."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

app = typer.Typer(no_args_is_help=True, help="Train and measure the bot.")


@app.command()
def train() -> None:
    """Train the bot unless a model fits the present data; prints the model's path."""
    from assist_api.settings import Settings
    from assist_api.setup.bot import fit_model

    typer.echo(fit_model(Settings()))


@app.command()
def evaluate(
    file: Annotated[Path, typer.Argument(help="Lines of intent<TAB>also<TAB>text, UTF-8.", metavar="FILE.tsv")],
    as_json: Annotated[bool, typer.Option("--json", help="The whole report as JSON instead of a summary.")] = False,
) -> None:
    """Measure the present model on messages with known intents."""
    from assist_api.settings import Settings
    from assist_api.setup.bot import evaluate as measure

    report = json.loads(measure(Settings(), file))
    typer.echo(json.dumps(report, ensure_ascii=False) if as_json else "\n".join(_summary(report)))


def _summary(report: dict[str, Any]) -> list[str]:
    routes = [
        f"  {name:<8} precision {_share(of['precision'])}  recall {_share(of['recall'])}  n {of['n']}"
        for name, of in report["routes"].items()
    ]
    return [
        f"n         {report['n']}",
        f"strict    {_share(report['strict'])}  (the intent, or one named beside it before the bar)",
        f"lenient   {_share(report['lenient'])}  (or one named after the bar)",
        f"macro-F1  {_share(report['macro_f1'])}",
        "routes",
        *routes,
    ]


def _share(value: float | None) -> str:
    return "   -" if value is None else f"{value:.3f}"
