"""The gateway as a process that a test can kill and start again, always at the same port."""

import os
import subprocess
import sys
from pathlib import Path
from types import TracebackType

from hub.local.ports import any_free
from tests.faults.workers import ROOT


class Gateway:
    """One at a time. Ends with the test."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self._port = any_free()
        self._environment = {**os.environ, **environment, "HUB_HOME": str(home), "HUB_HTTP_PORT": str(self._port)}
        self._log = home / "gateway.log"
        home.mkdir(parents=True, exist_ok=True)
        self._process: subprocess.Popen[bytes] | None = None
        self.address = f"http://127.0.0.1:{self._port}"

    def start(self, **more: str) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "hub.gateway.serve"],
                cwd=ROOT,
                env={**self._environment, **more},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        assert self._process is not None
        self._process.kill()
        self._process.wait()

    def stop(self, seconds: float = 10.0) -> int:
        """Asks it to end; its exit code."""
        assert self._process is not None
        self._process.terminate()
        return self._process.wait(seconds)

    def __enter__(self) -> "Gateway":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        if self._process is not None and self._process.poll() is None:
            self.kill()
        if error is not None:
            error.add_note("--- log of the gateway\n" + self._log.read_text()[-3000:])
