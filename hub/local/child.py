"""A child process: started in a group of its own, logged, known again by pid and start time, stopped for certain."""

import contextlib
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import BinaryIO, Final

import psutil

from hub.local.private_folders import PRIVATE_UMASK
from hub.monitor.process_identity import Identity

_log = logging.getLogger("hub.local.child")

ENDS_WITH_PARENT: Final = Path(__file__).with_name("ends_with_parent.py")
LOG_BYTES: Final = 32 << 20


def _opened(log: Path) -> BinaryIO:
    """The log to write on; where there can be none, the process runs without one."""
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > LOG_BYTES:
            log.replace(log.with_suffix(".1.log"))
        return log.open("ab")
    except OSError as failure:
        _log.warning("runs without a log", extra={"program": log.stem, "reason": failure.strerror})
        return open(os.devnull, "ab")


class Child:
    """One running program. Its output goes to a log file, the previous one being kept beside it when it grew large."""

    def __init__(
        self, name: str, argv: Sequence[str], environment: Mapping[str, str], log: Path, folder: Path | None = None
    ) -> None:
        """folder: where it is started, ours if none is named. Raises OSError: then nothing runs."""
        self.name = name
        self.log = log
        self.started = 0.0
        with _opened(log) as out:
            self._process = subprocess.Popen(
                [sys.executable, str(ENDS_WITH_PARENT), str(os.getpid()), *argv],
                env=dict(environment),
                cwd=folder,
                umask=PRIVATE_UMASK,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        with contextlib.suppress(psutil.NoSuchProcess):
            self.started = psutil.Process(self._process.pid).create_time()

    @property
    def identity(self) -> Identity:
        return Identity(self._process.pid, self.started)

    def exit_code(self) -> int | None:
        """None while it runs; negative for the signal that ended it."""
        return self._process.poll()

    def send(self, signal_number: signal.Signals) -> None:
        """To the whole group; nothing when it has ended."""
        if self.exit_code() is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal_number)

    def wait(self, seconds: float) -> int | None:
        """Its exit code, or None when it still runs after that time."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None

    def last_lines(self, count: int = 12) -> str:
        """The end of its log, for an error message."""
        if not self.log.exists():
            return "(there is no log)"
        with self.log.open("rb") as log:
            log.seek(max(0, self.log.stat().st_size - 8192))
            return "\n".join(log.read().decode(errors="replace").splitlines()[-count:])


def stop_group(process: psutil.Process, seconds: float = 10) -> None:
    """SIGTERM, then SIGKILL, to a process that another run left behind, and all that it started."""
    family = [process]
    with contextlib.suppress(psutil.NoSuchProcess):
        family += process.children(recursive=True)
    for each in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            each.terminate()
    for each in psutil.wait_procs(family, timeout=seconds)[1]:
        with contextlib.suppress(psutil.NoSuchProcess):
            each.kill()
    psutil.wait_procs(family, timeout=5)
