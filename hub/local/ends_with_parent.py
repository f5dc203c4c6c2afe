"""Runs a program that must not outlive who started it: `python ends_with_parent.py PARENT_PID PROGRAM ARGUMENT...`

The kernel kills it when its parent is gone, however that ended. Only the standard library is imported, because this
stands before every child. Where the kernel has no such promise (not Linux), the program runs without it.
"""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(parent: int, program: list[str]) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        if os.getppid() != parent:  # it died before the promise was made
            sys.exit(1)
    os.execvp(program[0], program)  # noqa: S606  a list, no shell


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
