"""One supervised process: started, watched, started again, stopped."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpx

from assist_api.supervisor import exec_bound
from assist_api.supervisor.health import HealthCheck
from assist_api.supervisor.logs import ChildLog
from assist_api.supervisor.restarts import RestartPolicy


@dataclass(frozen=True)
class ChildSpec:
    """What to start, and how to know that it lives."""

    name: str
    command: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    """The whole environment of the child, not an addition to ours."""
    health: HealthCheck


@dataclass(frozen=True)
class Patience:
    """Seconds to wait for a child."""

    start_s: float = 240.0
    """Until the first good answer; Rasa needs 25 s alone and much longer on a busy machine."""
    between_checks_s: float = 1.0
    answer_s: float = 5.0
    failed_checks: int = 4
    """Bad or missing answers in a row, after it was ready, that make a child count as stuck."""
    stop_s: float = 10.0
    """Between the polite signal and the one nobody can refuse."""


class Child:
    """Keeps one process running until told to stop."""

    def __init__(
        self,
        spec: ChildSpec,
        log: ChildLog,
        http: httpx.AsyncClient,
        on_change: Callable[[], None],
        patience: Patience | None = None,
        policy: RestartPolicy | None = None,
    ) -> None:
        self.spec = spec
        self.ready = asyncio.Event()
        self.pid: int | None = None
        self.starts = 0
        self._log = log
        self._http = http
        self._on_change = on_change
        self._patience = patience or Patience()
        self._policy = policy or RestartPolicy()
        self._stopping = asyncio.Event()
        self._hurry = asyncio.Event()

    def stop(self) -> None:
        """Ask it to end; `keep_running` returns when it has."""
        self._log.write("[supervisor] stopping")
        self._stopping.set()

    def kill(self) -> None:
        """End it at once."""
        self._stopping.set()
        self._hurry.set()

    async def keep_running(self) -> None:
        """Start it, and again whenever it ends or hangs, until `stop`."""
        failures = 0
        while not self._stopping.is_set():
            ready_s = await self._run_once()
            if self._stopping.is_set():
                return
            failures = self._policy.failures(failures, ready_s)
            pause_s = self._policy.pause_s(failures)
            self._log.write(f"[supervisor] starting again in {pause_s:g} s")
            await first_of(self._stopping.wait(), asyncio.sleep(pause_s))

    async def _run_once(self) -> float:
        """One life of the process; answers how many seconds it was ready."""
        process = await self._spawn()
        output = process.stdout
        assert output is not None  # noqa: S101 (it was asked for)
        following = asyncio.create_task(self._log.follow(output))
        ready_at: float | None = None
        clock = asyncio.get_running_loop().time
        try:
            await first_of(self._become_ready(), process.wait(), self._stopping.wait())
            if self.ready.is_set():
                ready_at = clock()
                await first_of(self._until_stuck(), process.wait(), self._stopping.wait())
            if self._stopping.is_set():
                await self._end(process)
        finally:
            # What is stuck, and whatever an ended one may have left behind in its group.
            _signal_group(process.pid, signal.SIGKILL)
            await process.wait()
            self.ready.clear()
            self.pid = None
            self._on_change()
            # Its last words; bounded, for a process that left its group could keep the pipe open.
            await first_of(following, asyncio.sleep(1))
        if not self._stopping.is_set():
            self._log.write(f"[supervisor] {self.spec.name} ended ({_how(process.returncode)})")
        return 0.0 if ready_at is None else clock() - ready_at

    async def _spawn(self) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-IS",
            exec_bound.__file__,
            *self.spec.command,
            cwd=self.spec.folder,
            env=dict(self.spec.environment),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            # A group of its own: Ctrl-C in the terminal reaches the supervisor alone, which then stops all in order.
            start_new_session=True,
        )
        self.pid = process.pid
        self.starts += 1
        self._on_change()
        return process

    async def _become_ready(self) -> None:
        """Return at the first good answer, or when it is overdue."""
        try:
            async with asyncio.timeout(self._patience.start_s):
                while not await self._healthy():  # noqa: ASYNC110 (another process: there is no event to wait for)
                    await asyncio.sleep(self._patience.between_checks_s)
        except TimeoutError:
            self._log.write(f"[supervisor] not ready after {self._patience.start_s:g} s: counts as stuck")
            return
        self._log.write("[supervisor] ready")
        self.ready.set()
        self._on_change()

    async def _until_stuck(self) -> None:
        failed = 0
        while failed < self._patience.failed_checks:
            await asyncio.sleep(self._patience.between_checks_s)
            failed = 0 if await self._healthy() else failed + 1
        self._log.write(f"[supervisor] {failed} health checks failed in a row: counts as stuck")

    async def _healthy(self) -> bool:
        return await self.spec.health.passes(self._http, self._patience.answer_s)

    async def _end(self, process: asyncio.subprocess.Process) -> None:
        """Ask it to end, and wait as long as it may take."""
        if process.returncode is None:
            _signal_group(process.pid, signal.SIGTERM)
            await first_of(process.wait(), self._hurry.wait(), asyncio.sleep(self._patience.stop_s))


async def first_of(*awaitables: Awaitable[object]) -> None:
    """Return when one is done, the others cancelled; raises what the first one raised."""
    tasks = [asyncio.ensure_future(awaitable) for awaitable in awaitables]
    try:
        done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    for task in done:
        task.result()


def _signal_group(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(pid, number)


def _how(returncode: int | None) -> str:
    if returncode is not None and returncode < 0:
        return signal.Signals(-returncode).name
    return f"exit {returncode}"
