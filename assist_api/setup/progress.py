"""How a step tells that it is alive: a line that moves in a terminal, plain lines elsewhere. On stderr, for stdout is
kept for results."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import monotonic

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

console = Console(stderr=True, highlight=False)

Tell = Callable[[str], None]


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
