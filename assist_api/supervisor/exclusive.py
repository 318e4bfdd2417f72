"""Ports and the one-start lock: what must be free before anything is started."""

import fcntl
import os
import random
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from assist_api.refusal import Refused

# Below Linux's range for outgoing connections (32768 on): a port of ours must still be free when its child restarts.
CHILD_PORTS = range(20_000, 32_000)


def free_ports(count: int) -> list[int]:
    """Different ports that nobody listens on at this moment."""
    found: list[int] = []
    for port in random.sample(CHILD_PORTS, k=len(CHILD_PORTS)):
        if len(found) == count:
            break
        if can_listen("127.0.0.1", port):
            found.append(port)
    return found


def can_listen(host: str, port: int) -> bool:
    family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
    with socket.socket(family, kind, protocol) as probe:
        # As servers do: a connection of the last run that is still closing must not count as taken.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except OSError:
            return False
    return True


def check_public_port(host: str, port: int) -> None:
    """Raises `Refused` when the address cannot be served."""
    try:
        free = can_listen(host, port)
    except OSError as error:
        raise Refused(f"XIAOER_HOST={host} is no address of this machine ({error.strerror}).") from error
    if not free:
        raise Refused(f"Port {port} on {host} cannot be opened, most likely it is taken: choose another with PORT=...")


@contextmanager
def only_start(home: Path) -> Iterator[None]:
    """Hold the lock of this XIAOER_HOME; raises `Refused` while another start holds it.

    The kernel frees the lock when its holder dies, however it dies, so it never goes stale.
    """
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(home / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            holder = os.pread(descriptor, 32, 0).decode().strip() or "unknown"
            raise Refused(f"Xiaoer already runs on {home} (process {holder}): stop it, or set XIAOER_HOME.") from error
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(descriptor)
