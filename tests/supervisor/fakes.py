"""Fake parts and the patience of a test."""

import asyncio
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import psutil

from assist_api.supervisor.child import ChildSpec, Patience
from assist_api.supervisor.health import HealthCheck

FAKE = Path(__file__).with_name("fake_part.py")
PATIENT = Patience(start_s=20, between_checks_s=0.02, answer_s=0.2, failed_checks=2, stop_s=3600)
QUICK = Patience(start_s=20, between_checks_s=0.02, answer_s=0.2, failed_checks=2, stop_s=0.3)
DEADLINE_S = 20.0


def spec(name: str, port: int, *flags: str, any_status: bool = False) -> ChildSpec:
    return ChildSpec(
        name=name,
        command=(sys.executable, "-I", str(FAKE), str(port), *flags),
        folder=FAKE.parent,
        environment=dict(os.environ),
        health=HealthCheck(f"http://127.0.0.1:{port}/", any_status=any_status),
    )


def runs(pid: int) -> bool:
    """Whether a process is there and not a corpse its parent has yet to bury."""
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


async def until(condition: Callable[[], object], what: str) -> None:
    """Wait for something another process does; fails by name when it does not come about."""
    deadline = time.monotonic() + DEADLINE_S
    while not condition():
        assert time.monotonic() < deadline, f"did not come about: {what}"
        await asyncio.sleep(0.02)
