"""What the supervisor knows of its processes, written to one file that `hub status` reads.

Promise: the file is replaced whole, so a reader sees one moment; a reader checks every pid itself, because whoever
wrote the file may be gone.
"""

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from hub.monitor.process_identity import Identity

GATEWAY: Final = "gateway"
FROZEN: Final = "frozen"
"""The word with which the reason of a process that was stopped by a signal begins."""
REGISTRY: Final = "registry"
NO_SCHEMA_IDS: Final = "the ids of the schemas are not taken"
"""What the reason of a gateway that waits for the registry says."""


class ProcessState(StrEnum):
    """Where a process stands, in words for an operator."""

    STARTING = "starting"  # it runs and does not answer yet
    READY = "ready"
    NOT_READY = "not ready"  # it runs, answered before, and says why it is not ready
    RESTARTING = "restarting"  # it ended, and is started again after a pause
    STOPPED = "stopped"  # it was asked to end
    GONE = "gone"  # the file says that it runs, and it does not


@dataclass(slots=True)
class ProcessRow:
    """One process. since: when it came into this state, ISO 8601 in UTC."""

    name: str
    state: ProcessState
    since: str
    pid: int | None = None
    started: float | None = None
    restarts: int = 0
    last_exit: str | None = None
    reasons: list[str] = field(default_factory=list)

    @property
    def identity(self) -> Identity | None:
        return Identity(self.pid, self.started) if self.pid is not None and self.started is not None else None


@dataclass(slots=True)
class ProcessTable:
    """All of one instance. gateway: its address, None until it is known.

    fatal: why this `hub up` ended by itself, in words with what to do; None if it runs, or somebody ended it.
    """

    updated: str
    supervisor: ProcessRow
    rows: list[ProcessRow]
    gateway: str | None = None
    fatal: str | None = None

    def write(self, home: Path) -> None:
        file = path(home)
        file.parent.mkdir(parents=True, exist_ok=True)
        aside = file.with_suffix(".new")
        aside.write_text(json.dumps(asdict(self), indent=1))
        aside.replace(file)


def path(home: Path) -> Path:
    return home / "run" / "processes.json"


def read(home: Path) -> ProcessTable | None:
    """The table as it is now: rows whose process is not there any more are GONE. None when there is no instance."""
    try:
        found: dict[str, Any] = json.loads(path(home).read_text())
    except FileNotFoundError:
        return None
    rows = [_checked(_row(each)) for each in found["rows"]]
    supervisor = _checked(_row(found["supervisor"]))
    return ProcessTable(found["updated"], supervisor, rows, found["gateway"], found["fatal"])


def _row(found: dict[str, Any]) -> ProcessRow:
    return ProcessRow(**{**found, "state": ProcessState(found["state"])})


def _checked(row: ProcessRow) -> ProcessRow:
    alive = row.identity is not None and row.identity.process() is not None
    if row.state in (ProcessState.STARTING, ProcessState.READY, ProcessState.NOT_READY) and not alive:
        row.state = ProcessState.GONE
        row.reasons = [f"{row.name} (pid {row.pid}) has ended"]
    elif alive and row.identity is not None:
        process = row.identity.process()
        if process is not None and process.status() == "stopped":
            row.state = ProcessState.NOT_READY
            row.reasons = [f"{FROZEN}: somebody stopped it with SIGSTOP; send it SIGCONT, or kill it"]
    return row
