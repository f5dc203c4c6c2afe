"""Engine workers as processes that a test can kill, freeze and watch. Every one of them ends with its Crew."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

import orjson

from tests.support.freezing import freeze, stands_still, thaw

ROOT = Path(__file__).parents[2]
POLL_SECONDS = 0.02


def wait_until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    """Returns as soon as the condition holds; fails with the words after `seconds`."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise AssertionError(f"not within {seconds} s: {what}")
        time.sleep(POLL_SECONDS)


class Worker:
    """One process of hub.engine.worker, driving the counting fold, that breaks where a test says."""

    def __init__(self, home: Path, name: str, environment: dict[str, str]) -> None:
        self.name = name
        self._status = home / "run" / f"worker-{name}.json"
        self.log = home / f"worker-{name}.log"
        home.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.hooked_worker"],
                cwd=ROOT,
                env={**os.environ, **environment, "HUB_HOME": str(home), "HUB_WORKER_NAME": name},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    @property
    def alive(self) -> bool:
        return self._process.poll() is None

    def status(self) -> dict[str, Any]:
        """Its last status document; empty when there is none."""
        try:
            read: dict[str, Any] = orjson.loads(self._status.read_bytes())
        except FileNotFoundError:
            return {}
        return read if read.get("pid") == self._process.pid else {}

    def is_ready(self) -> bool:
        return bool(self.status().get("ready"))

    def troubles(self) -> list[str]:
        """Why it is not ready, in its own words; empty when it is."""
        status = self.status()
        return list(status["reasons"]) if status else ["it has no status yet"]

    def partitions(self) -> set[int]:
        return {int(number) for number in self.status().get("partitions", {})}

    def is_frozen(self) -> bool:
        """True when the process is stopped by SIGSTOP."""
        return stands_still(self._process.pid)

    def freeze(self) -> None:
        freeze(self._process.pid)

    def thaw(self) -> None:
        thaw(self._process.pid)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def stop(self, seconds: float = 30.0) -> int:
        """Asks it to end; returns its exit code."""
        self._process.terminate()
        return self._process.wait(seconds)


class Crew:
    """The workers of one test."""

    def __init__(self, home: Path, environment: dict[str, str]) -> None:
        self._home = home
        self._environment = environment
        self._held = home / "held"
        self._started = 0
        self.workers: list[Worker] = []

    def start(self, **more: str) -> Worker:
        """One more worker, with more environment."""
        self._started += 1
        worker = Worker(self._home, str(self._started), {**self._environment, **more})
        self.workers.append(worker)
        return worker

    def can_be_held(self) -> None:
        """Workers that are started from now on write nothing between `hold` and `let_go`; all else goes on."""
        self._environment["HUB_TEST_HOOKS"] = f"before-ownership-check=raise-while@{self._held}"

    def hold(self) -> None:
        self._held.touch()

    def let_go(self) -> None:
        self._held.unlink(missing_ok=True)

    def living(self) -> list[Worker]:
        return [worker for worker in self.workers if worker.alive]

    def are_ready(self, least: int) -> bool:
        """Whether all that live are ready, and at least so many live."""
        living = self.living()
        return len(living) >= least and all(worker.is_ready() for worker in living)

    def troubles(self) -> str:
        """Of each that lives, why it is not ready, in its own words."""
        return "; ".join(f"{each.name}: {each.troubles() or 'ready'}" for each in self.living())

    def __enter__(self) -> "Crew":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None) -> None:
        for worker in self.living():
            worker.kill()
        if error is not None:
            for worker in self.workers:
                error.add_note(f"--- log of worker {worker.name}\n" + worker.log.read_text()[-3000:])
