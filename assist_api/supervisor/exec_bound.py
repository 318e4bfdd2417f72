"""Run a command that the kernel kills when its parent dies:  exec_bound.py COMMAND ARGUMENT...

Run by path with any Python 3 (`-I -S`: it imports nothing of ours). The bond outlives the exec, so no process stays
behind a supervisor that was killed with -9. SIGKILL, because a stuck child would outlive a polite signal; every part
is built to be killed at any moment anyway.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1  # linux/prctl.h


def main() -> None:
    parent = os.getppid()
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) != 0:
        sys.exit(f"exec_bound: prctl failed: {os.strerror(ctypes.get_errno())}")
    # The parent may have died before the bond was made: then we have been handed to another one.
    if os.getppid() != parent:
        sys.exit("exec_bound: the supervisor is gone")
    os.execvp(sys.argv[1], sys.argv[1:])  # noqa: S606 (no shell wanted)


if __name__ == "__main__":
    main()
