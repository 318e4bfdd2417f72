import asyncio
import os
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path

import pytest

from assist_api.supervisor.child import Child, ChildSpec, Patience
from assist_api.supervisor.exclusive import free_ports
from assist_api.supervisor.health import loopback_client
from assist_api.supervisor.logs import ChildLog
from tests.supervisor.fakes import QUICK, runs, spec, until


@pytest.fixture
def port() -> int:
    return free_ports(1)[0]


@asynccontextmanager
async def running(spec: ChildSpec, home: Path, patience: Patience = QUICK) -> AsyncIterator[Child]:
    log = ChildLog(spec.name, home, StringIO())
    async with loopback_client() as http:
        child = Child(spec, log, http, lambda: None, patience)
        task = asyncio.create_task(child.keep_running())
        try:
            yield child
        finally:
            child.stop()
            await task
            log.close()


async def test_a_child_becomes_ready_when_it_answers(tmp_path: Path, port: int) -> None:
    async with running(spec("part", port), tmp_path) as child:
        await child.ready.wait()
        assert child.pid is not None
    assert child.pid is None
    assert not child.ready.is_set()


async def test_a_killed_child_is_started_again_on_the_same_port(tmp_path: Path, port: int) -> None:
    async with running(spec("part", port), tmp_path) as child:
        await child.ready.wait()
        first = child.pid
        assert first is not None
        os.kill(first, signal.SIGKILL)
        await until(lambda: child.starts == 2 and child.ready.is_set(), "a second start")
        assert child.pid != first
        assert not runs(first)


async def test_a_stuck_child_is_killed_and_started_again(tmp_path: Path, port: int) -> None:
    async with running(spec("part", port), tmp_path) as child:
        await child.ready.wait()
        first = child.pid
        assert first is not None
        os.kill(first, signal.SIGSTOP)
        await until(lambda: child.starts == 2 and child.ready.is_set(), "a second start")
        assert not runs(first)


async def test_a_child_that_answers_503_is_not_ready(tmp_path: Path, port: int) -> None:
    impatient = Patience(start_s=0.5, between_checks_s=0.02, answer_s=0.2, failed_checks=2, stop_s=0.3)
    async with running(spec("part", port, "sick"), tmp_path, impatient) as child:
        await until(lambda: child.starts == 2, "a second start")
        assert not child.ready.is_set()
    assert "not ready after" in (tmp_path / "part.log").read_text()


async def test_any_answer_is_life_where_the_check_says_so(tmp_path: Path, port: int) -> None:
    async with running(spec("part", port, "sick", any_status=True), tmp_path) as child:
        await child.ready.wait()
        assert child.starts == 1


async def test_a_child_that_ends_at_once_is_tried_again_with_pauses(tmp_path: Path, port: int) -> None:
    async with running(spec("part", port, "broken"), tmp_path) as child:
        await until(lambda: child.starts == 3, "three starts")
    log = (tmp_path / "part.log").read_text()
    assert "ended (exit 7)" in log
    assert "starting again in 0 s" in log
    assert "starting again in 0.5 s" in log


async def test_a_child_that_ignores_the_polite_signal_is_killed(tmp_path: Path, port: int) -> None:
    async with running(spec("part", port, "deaf"), tmp_path) as child:
        await child.ready.wait()
        pid = child.pid
        assert pid is not None
    assert not runs(pid)


async def test_what_a_child_started_ends_with_it(tmp_path: Path, port: int) -> None:
    async with running(spec("part", port, "nest"), tmp_path) as child:
        await child.ready.wait()
        log = (tmp_path / "part.log").read_text()
        nested = int(log.partition("nested ")[2].split()[0])
        assert runs(nested)
    await until(lambda: not runs(nested), "the end of the nested process")


async def test_its_output_is_in_its_log(tmp_path: Path, port: int) -> None:
    async with running(spec("part", port), tmp_path) as child:
        await child.ready.wait()
    assert (tmp_path / "part.log").read_text().splitlines()[0] == f"part says 你好 on {port}"
