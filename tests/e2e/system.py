"""The whole system as a newcomer starts it, on a port and in a home of its own."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import httpx

from assist_api.supervisor.exclusive import free_ports

CHECKOUT = Path(__file__).resolve().parents[2]
XIAOER = str(CHECKOUT / "xiaoer")
START_S = 300.0
STOP_S = 60.0
ANSWER_S = 30.0

T = TypeVar("T")


@dataclass(frozen=True)
class RunningSystem:
    """A started system. `home` is its XIAOER_HOME: `run.json` there tells the parts' ports and process ids."""

    url: str
    home: Path
    passwords: dict[str, tuple[str, str]]
    """Login name and password by role."""
    tokens: dict[str, str] = field(default_factory=dict, repr=False)
    """By role, those made so far."""

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """`./xiaoer ARGUMENTS` on this system's state; raises CalledProcessError unless it exits 0."""
        own = environment(self.home)
        return subprocess.run([XIAOER, *arguments], env=own, check=True, capture_output=True, text=True)

    def token(self, role: str) -> str:
        if role not in self.tokens:
            self.tokens[role] = self.command("tokens", "create", f"test-{role}", "--role", role).stdout.strip()
        return self.tokens[role]

    def client(self, token: str | None = None) -> httpx.Client:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        return httpx.Client(base_url=self.url, headers=headers, timeout=ANSWER_S, trust_env=False)


def environment(home: Path, port: int | None = None, checkout: Path = CHECKOUT) -> dict[str, str]:
    """State in `home`, models shared with the checkout (they are chosen by what they were trained on)."""
    own = {"XIAOER_HOME": str(home), "XIAOER_MODELS": str(checkout / "models")}
    return {**os.environ, **own, **({} if port is None else {"PORT": str(port)})}


@contextmanager
def started(home: Path, checkout: Path = CHECKOUT) -> Iterator[RunningSystem]:
    """Set up in `home`, start, and stop at the end; nothing is left running. Another checkout has to be set up."""
    [port] = free_ports(1)
    xiaoer = str(checkout / "xiaoer")
    own = environment(home, port, checkout)
    setup = [xiaoer, "setup", "--only", "database", "--only", "bot"]
    subprocess.run(setup, cwd=checkout, env=own, check=True, stdout=sys.stderr)
    console = home / "console.log"
    with console.open("wb") as output:
        process = subprocess.Popen([xiaoer, "run"], cwd=checkout, env=own, stdout=output, stderr=output)
    try:
        system = RunningSystem(f"http://127.0.0.1:{port}", home, _passwords(home))
        _until_ready(system, process, console)
        yield system
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_S)
        finally:
            process.kill()
            process.wait()


def wait_for(look: Callable[[], T | None], what: str, within_s: float = ANSWER_S) -> T:
    """What `look` answers once it is neither None nor False nor empty; fails naming `what` when that never comes."""
    deadline = time.monotonic() + within_s
    while not (seen := look()):
        assert time.monotonic() < deadline, f"did not come within {within_s:g} s: {what}"
        time.sleep(0.1)
    return seen


def _until_ready(system: RunningSystem, process: subprocess.Popen[bytes], console: Path) -> None:
    def ready() -> bool:
        assert process.poll() is None, f"the system ended:\n{_end_of(console)}"
        try:
            return httpx.get(f"{system.url}/healthz", trust_env=False).status_code == 200
        except httpx.TransportError:
            return False

    try:
        wait_for(ready, "/healthz answering 200", START_S)
    except AssertionError as error:
        raise AssertionError(f"{error}\n{_end_of(console)}") from error


def _end_of(console: Path) -> str:
    return "\n".join(console.read_text(errors="replace").splitlines()[-40:])


def _passwords(home: Path) -> dict[str, tuple[str, str]]:
    lines = (home / "accounts.txt").read_text(encoding="utf-8").splitlines()
    accounts = (line.split() for line in lines if line and not line.startswith("#"))
    return {role: (name, password) for role, name, password in accounts}
