import socket
import subprocess
import sys
from pathlib import Path

import pytest

from assist_api.refusal import Refused
from assist_api.supervisor.exclusive import CHILD_PORTS, can_listen, check_public_port, free_ports, only_start


def test_free_ports_are_different_and_outside_the_range_of_outgoing_connections() -> None:
    ports = free_ports(5)
    assert len(set(ports)) == 5
    assert all(port in CHILD_PORTS for port in ports)


def test_a_taken_port_is_refused_with_what_to_do() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not can_listen("127.0.0.1", port)
        with pytest.raises(Refused, match=f"Port {port} .*PORT="):
            check_public_port("127.0.0.1", port)
    check_public_port("127.0.0.1", port)


def test_a_host_that_is_no_address_is_refused() -> None:
    with pytest.raises(Refused, match="XIAOER_HOST"):
        check_public_port("not an address", 8000)


def test_a_second_start_on_the_same_home_is_refused_and_names_the_first(tmp_path: Path) -> None:
    other = (
        f"from pathlib import Path\nfrom assist_api.supervisor.exclusive import only_start\nimport sys\n"
        f"with only_start(Path({str(tmp_path)!r})):\n print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen([sys.executable, "-c", other], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(Refused, match=f"process {holder.pid}"), only_start(tmp_path):
            pass
    finally:
        holder.kill()
        holder.communicate()
    with only_start(tmp_path):
        pass  # the lock of a killed start is free
