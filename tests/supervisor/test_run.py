import json
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from assist_api.supervisor import run_file
from assist_api.supervisor.exclusive import free_ports
from tests.supervisor.fakes import runs, until

CHECKOUT = Path(__file__).resolve().parents[2]


@contextmanager
def started(home: Path, parts: int = 3, *flags: str) -> Iterator[subprocess.Popen[bytes]]:
    """A supervisor over fakes, all ready. It waits an hour for children that are deaf."""
    ports = [str(port) for port in free_ports(parts)]
    with (home / "console").open("wb") as console:
        supervisor = subprocess.Popen(
            [sys.executable, "-m", "tests.supervisor.start_fakes", str(home), ",".join(ports), *flags],
            cwd=CHECKOUT,
            stdout=subprocess.PIPE,
            stderr=console,
        )
    try:
        assert supervisor.stdout is not None
        assert supervisor.stdout.readline() == b"all ready\n"
        yield supervisor
    finally:
        supervisor.kill()
        supervisor.communicate()


def content(home: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(run_file.path_in(home).read_text())
    return loaded


def pids(home: Path) -> list[int]:
    return [child["pid"] for child in content(home)["children"].values()]


def all_ready(home: Path) -> bool:
    return all(child["ready"] for child in content(home)["children"].values())


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_a_signal_stops_all_and_leaves_nothing_behind(tmp_path: Path, number: signal.Signals) -> None:
    with started(tmp_path) as supervisor:
        children = pids(tmp_path)
        supervisor.send_signal(number)
        assert supervisor.wait(20) == 0
        assert not any(map(runs, children))
    assert not run_file.path_in(tmp_path).exists()


async def test_no_child_outlives_a_supervisor_killed_with_9(tmp_path: Path) -> None:
    with started(tmp_path) as supervisor:
        children = pids(tmp_path)
        assert all(map(runs, children))
        supervisor.kill()
        await until(lambda: not any(map(runs, children)), "the end of the children")


async def test_a_killed_child_comes_back_while_the_others_go_on(tmp_path: Path) -> None:
    with started(tmp_path):
        first, *others = pids(tmp_path)
        os.kill(first, signal.SIGKILL)
        await until(
            lambda: first not in pids(tmp_path) and all(c["ready"] for c in content(tmp_path)["children"].values()),
            "the return of the child",
        )
        assert pids(tmp_path)[1:] == others


async def test_the_run_file_is_private_and_tells_what_runs(tmp_path: Path) -> None:
    with started(tmp_path) as supervisor:
        assert stat.S_IMODE(run_file.path_in(tmp_path).stat().st_mode) == 0o600
        seen = content(tmp_path)
        assert seen["pid"] == supervisor.pid
        assert seen["secret"] == "s"
        assert [child["ready"] for child in seen["children"].values()] == [True, True, True]


async def test_a_second_signal_does_not_wait_for_a_deaf_child(tmp_path: Path) -> None:
    with started(tmp_path, 1, "deaf") as supervisor:
        [child] = pids(tmp_path)
        supervisor.send_signal(signal.SIGINT)
        await until(lambda: "[supervisor] stopping" in (tmp_path / "console").read_text(), "the first signal")
        assert runs(child)
        supervisor.send_signal(signal.SIGINT)
        assert supervisor.wait(20) == 0
        assert not runs(child)
