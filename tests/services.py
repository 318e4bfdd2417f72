"""PostgreSQL and Redis for tests: servers of our own on free ports, in folders that go away with them."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from assist_api.supervisor.exclusive import free_ports
from tests.requirements import postgres_program

DEADLINE_S = 30.0


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The SQLAlchemy URL of an empty database that all tests of the run share."""
    with _folder_for(_server_user()) as folder, _postgres(folder) as port:
        yield _new_database(port)


@pytest.fixture
def postgres_database(postgres_url: str) -> str:
    """The SQLAlchemy URL of an empty database of this test's own."""
    return _new_database(int(postgres_url.rpartition(":")[2].partition("/")[0]))


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The URL of an empty Redis that all tests of the run share."""
    [port] = free_ports(1)
    with tempfile.TemporaryDirectory(prefix="xiaoer-redis-") as folder:
        command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--dir", folder, "--save", ""]
        with _server(command, Path(folder), None, ready=["redis-cli", "-p", str(port), "ping"]):
            yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def _postgres(folder: Path) -> Iterator[int]:
    [port] = free_ports(1)
    user, data = _server_user(), folder / "data"
    options = ["--username", "xiaoer", "--auth", "trust", "--encoding", "UTF8", "--no-sync"]
    initdb = [_program("initdb"), "--pgdata", str(data), *options]
    subprocess.run(initdb, cwd=folder, user=user, check=True, capture_output=True)
    settings = {"listen_addresses": "127.0.0.1", "unix_socket_directories": str(folder), "fsync": "off"}
    options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
    command = [_program("postgres"), "-D", str(data), "-p", str(port), *options]
    with _server(command, folder, user, ready=[_program("pg_isready"), "-h", "127.0.0.1", "-p", str(port)]):
        yield port


def _new_database(port: int) -> str:
    name = f"test_{uuid4().hex}"
    where = ["--host", "127.0.0.1", "--port", str(port), "--username", "xiaoer"]
    subprocess.run([_program("createdb"), *where, name], check=True, capture_output=True)
    return f"postgresql+asyncpg://xiaoer@127.0.0.1:{port}/{name}"


@contextmanager
def _server(command: Sequence[str], folder: Path, user: str | None, ready: Sequence[str]) -> Iterator[None]:
    """A server from its first good answer on; `ready` is a command that succeeds when it is up."""
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, user=user, stdout=log, stderr=subprocess.STDOUT)
    try:
        deadline = time.monotonic() + DEADLINE_S
        while subprocess.run(ready, capture_output=True).returncode != 0:
            told = (folder / "log").read_text(errors="replace")
            assert process.poll() is None, f"{command[0]} ended:\n{told}"
            assert time.monotonic() < deadline, f"{command[0]} is not ready:\n{told}"
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait()


def _server_user() -> str | None:
    """Whom the server runs as: PostgreSQL refuses root. None: ourselves."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


@contextmanager
def _folder_for(user: str | None) -> Iterator[Path]:
    # Not pytest's own: root's temporary folders are closed to the user the server runs as.
    folder = Path(tempfile.mkdtemp(prefix="xiaoer-postgres-"))
    try:
        if user is not None:
            shutil.chown(folder, user)
        yield folder
    finally:
        shutil.rmtree(folder)


def _program(name: str) -> str:
    path = postgres_program(name)
    assert path is not None, f"{name} is not installed"
    return path
