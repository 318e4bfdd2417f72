"""Runs the children of one start from the first to the last."""

import asyncio
import os
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from assist_api.supervisor import run_file
from assist_api.supervisor.child import Child, ChildSpec, Patience
from assist_api.supervisor.health import loopback_client
from assist_api.supervisor.logs import ChildLog
from assist_api.supervisor.restarts import RestartPolicy


async def supervise(
    specs: Sequence[ChildSpec],
    home: Path,
    facts: dict[str, Any],
    on_ready: Callable[[], None],
    patience: Patience | None = None,
    policy: RestartPolicy | None = None,
) -> None:
    """Run `specs` until SIGINT or SIGTERM; a second signal kills at once.

    `facts` (addresses, secret) are kept in run.json beside the children's pids; `on_ready` is called once, when all
    are ready for the first time. The caller holds the lock of `home`.
    """
    logs = [ChildLog(spec.name, home / "logs") for spec in specs]
    async with loopback_client() as http:
        children: list[Child] = []

        def note() -> None:
            run_file.write(home, facts | {"pid": os.getpid(), "children": {c.spec.name: _state(c) for c in children}})

        children += [Child(spec, log, http, note, patience, policy) for spec, log in zip(specs, logs, strict=True)]
        stop = _stop_on_signals(children)
        try:
            async with asyncio.TaskGroup() as group:
                running = [group.create_task(child.keep_running()) for child in children]
                telling = group.create_task(_tell_when_ready(children, on_ready))
                await stop.wait()
                telling.cancel()
                # Last started, first stopped: what asks the others ends before they do.
                for child, task in reversed(list(zip(children, running, strict=True))):
                    child.stop()
                    await task
        finally:
            run_file.remove(home)
            for log in logs:
                log.close()


async def _tell_when_ready(children: Sequence[Child], on_ready: Callable[[], None]) -> None:
    for child in children:
        await child.ready.wait()
    on_ready()


def _stop_on_signals(children: Sequence[Child]) -> asyncio.Event:
    stop = asyncio.Event()

    def ask() -> None:
        if stop.is_set():
            for child in children:
                child.kill()
        stop.set()

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, ask)
    return stop


def _state(child: Child) -> dict[str, Any]:
    return {"pid": child.pid, "ready": child.ready.is_set(), "starts": child.starts}
