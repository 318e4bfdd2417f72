"""How a step tells that it is alive: a line that moves in a terminal, plain lines elsewhere. On stderr, for stdout is
kept for results."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

console = Console(stderr=True, highlight=False)

Tell = Callable[[str], None]
TellShare = Callable[[int, str], None]


@contextmanager
def working_on(what: str) -> Iterator[Tell]:
    """Show that `what` is under way; the value given tells the detail of the moment."""
    started = monotonic()
    if console.is_terminal:
        columns = (
            SpinnerColumn(),
            TextColumn("{task.description}"),
            TimeElapsedColumn(),
            TextColumn("{task.fields[now]}"),
        )
        with Progress(*columns, console=console, transient=True) as progress:
            task = progress.add_task(what, total=None, now="")
            yield lambda now: progress.update(task, now=now[:80])
    else:
        console.print(f"{what} ...")
        yield lambda _now: None
    console.print(f"{what}: done in {monotonic() - started:.0f} s")


@contextmanager
def measured(what: str, total: int) -> Iterator[TellShare]:
    """Show how much of `total` is done; the value given tells how much, and the detail of the moment.

    Where it is not a terminal, nothing moves and nothing is said: the result tells enough.
    """
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn(), TextColumn("{task.fields[now]}"))
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(what, total=total or None, now="")
        yield lambda done, now: progress.update(task, completed=done, now=now)
