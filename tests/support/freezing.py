"""A process that stands still: nothing of it runs between `freeze` and `thaw`."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SECONDS = 30


def freeze(pid: int) -> None:
    """Returns when each of its threads stands.

    A signal that is sent is not one that has come: on a busy machine a thread of a frozen broker still answers.
    AssertionError: one still runs after 30 seconds.
    """
    os.kill(pid, signal.SIGSTOP)
    until = time.monotonic() + SECONDS
    while not stands_still(pid):
        assert time.monotonic() < until, f"process {pid} still runs, {SECONDS} seconds after SIGSTOP"
        time.sleep(0.005)


def thaw(pid: int) -> None:
    os.kill(pid, signal.SIGCONT)


@contextmanager
def frozen(pid: int) -> Iterator[None]:
    freeze(pid)
    try:
        yield
    finally:
        thaw(pid)


def stands_still(pid: int) -> bool:
    """False when it has ended, too."""
    states = [_state(each) for each in Path(f"/proc/{pid}/task").glob("*")]
    return bool(states) and all(each in "Tt" for each in states)


def _state(thread: Path) -> str:
    """proc_pid_stat(5): the letter after the name, which may hold parentheses. A thread that has ended stands."""
    try:
        return (thread / "stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return "T"
