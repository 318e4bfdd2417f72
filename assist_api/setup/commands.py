"""Running the programs of others (npm, the bot's trainer): quiet when they succeed, telling when they fail."""

import collections
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from assist_api.refusal import Refused

LINES_TOLD = 15


def run(
    command: Sequence[str],
    folder: Path,
    environment: Mapping[str, str],
    what: str,
    on_line: Callable[[str], None] = lambda _line: None,
) -> str:
    """Run to the end and answer its stdout; raises `Refused` with the last lines it said when it fails.

    `what` names the step in the error; `on_line` gets each line of stderr as it comes.
    """
    last: collections.deque[str] = collections.deque(maxlen=LINES_TOLD)
    # stdout goes to a file: with two pipes, the one not read at the moment could fill and block the program.
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as stdout:
        try:
            process = subprocess.Popen(
                command,
                cwd=folder,
                env=dict(environment),
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=subprocess.PIPE,
                text=True,
                encoding="utf-8",
                errors="replace",
            )
        except OSError as error:
            raise Refused(f"{what} failed: cannot start {command[0]} ({error.strerror}); try 'make setup'.") from error
        with process:
            assert process.stderr is not None  # noqa: S101 (it was asked for)
            for line in process.stderr:
                last.append(line.rstrip())
                on_line(line.rstrip())
        stdout.seek(0)
        said = stdout.read()
    if process.returncode != 0:
        told = [*said.splitlines()[-LINES_TOLD:], *last]
        raise Refused("\n".join([f"{what} failed (exit {process.returncode}):", *(f"  {line}" for line in told)]))
    return said
