"""A whole supervisor over fake parts, as a process that tests can kill:  start_fakes.py HOME PORT,... [FLAG...]"""

import asyncio
import sys
from pathlib import Path

from assist_api.supervisor.exclusive import only_start
from assist_api.supervisor.run import supervise
from tests.supervisor.fakes import PATIENT, spec


def main() -> None:
    home = Path(sys.argv[1])
    specs = [spec(f"part{port}", int(port), *sys.argv[3:]) for port in sys.argv[2].split(",")]
    with only_start(home):
        asyncio.run(supervise(specs, home, {"secret": "s"}, lambda: print("all ready", flush=True), PATIENT))


if __name__ == "__main__":
    main()
