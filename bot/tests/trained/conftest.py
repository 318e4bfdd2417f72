"""A tiny model, trained once, behind real processes on free loopback ports."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import IO, Any

import httpx
import pytest

from components.places import BOT, CHECKOUT
from components.train import ENVIRONMENT, train
from tests.trained.fake_internal_app import FakeInternalApp

SECRET = "only-for-tests"


@dataclass
class RunningBot:
    """The bot's turn channel, and the app behind its actions."""

    http: httpx.Client
    internal: FakeInternalApp

    def turn(self, body: dict[str, Any]) -> httpx.Response:
        return self.http.post("/webhooks/turn/", json=body)


@dataclass
class Talk:
    """A conversation as the gateway keeps it: what was committed, and the base that it leads to."""

    bot: RunningBot
    id: str
    base: str = ""
    events: list[dict[str, Any]] = field(default_factory=list)
    sent: int = 0

    def ask(self, *texts: str, parse: dict[str, Any] | None = None, metadata: dict[str, Any] | None = None) -> Any:
        """Ask about a burst from the committed base; nothing is committed."""
        messages = [
            {"id": self.sent + place, "text": text, "parse": parse, "metadata": metadata or {}}
            for place, text in enumerate(texts, start=1)
        ]
        body = {"conversation": self.id, "base": self.base, "events": None, "messages": messages}
        reply = self.bot.turn(body)
        if reply.status_code == 409:
            reply = self.bot.turn({**body, "events": self.events})
        assert reply.status_code == 200, reply.text
        return reply.json()

    def say(self, *texts: str, **more: Any) -> list[dict[str, Any]]:
        """Ask, and commit the answer."""
        answer = self.ask(*texts, **more)
        self.events += answer["events"]
        self.base = answer["base"]
        self.sent += len(texts)
        return list(answer["turns"])


def phrases(turns: list[dict[str, Any]]) -> list[str]:
    return [say["phrase"] for turn in turns for say in turn["says"]]


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    shutil.copytree(CHECKOUT / "data", data, dirs_exist_ok=True)
    shutil.rmtree(data / "nlu")
    (data / "nlu").mkdir()
    shutil.copy(Path(__file__).with_name("nlu.yml"), data / "nlu")
    return train(tmp_path_factory.mktemp("models"), data)


@pytest.fixture(scope="session")
def bot(model: Path) -> Iterator[RunningBot]:
    internal = FakeInternalApp(SECRET)
    rasa_port, actions_port = _free_port(), _free_port()
    environment = {
        **os.environ,
        **ENVIRONMENT,
        "XIAOER_INTERNAL_SECRET": SECRET,
        "XIAOER_INTERNAL_URL": internal.url,
        "XIAOER_ACTIONS_URL": f"http://127.0.0.1:{actions_port}",
    }
    rasa = ["-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(rasa_port), "-m", str(model)]
    rasa += ["--endpoints", "endpoints.yml", "--credentials", "credentials.yml"]
    with (
        _running(["-m", "actions", "--port", str(actions_port)], CHECKOUT, environment, "Starting worker"),
        _running(rasa, BOT, environment, "Rasa server is up and running"),
        httpx.Client(
            base_url=f"http://127.0.0.1:{rasa_port}",
            headers={"Authorization": f"Bearer {SECRET}"},
            timeout=30,
            trust_env=False,
        ) as http,
    ):
        yield RunningBot(http, internal)
    internal.close()


_numbers = count(1)


@pytest.fixture
def talk(bot: RunningBot) -> Talk:
    return Talk(bot, f"c_{next(_numbers)}")


@contextmanager
def _running(arguments: list[str], folder: Path, environment: dict[str, str], ready: str) -> Iterator[None]:
    """Start a process, wait until it says that it is ready, and end it afterwards."""
    process = subprocess.Popen(
        [sys.executable, *arguments],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert process.stdout is not None
    try:
        _wait_for(ready, process.stdout)
        # Nobody reads the pipe from here on: without a reader the process would stop when it is full.
        with subprocess.Popen(["cat"], stdin=process.stdout, stdout=subprocess.DEVNULL):
            yield
            process.terminate()
    finally:
        process.terminate()
        process.wait()
        process.stdout.close()


def _wait_for(ready: str, output: IO[str]) -> None:
    said = []
    for line in output:
        said.append(line)
        if ready in line:
            return
    pytest.fail("".join(said[-30:]))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
