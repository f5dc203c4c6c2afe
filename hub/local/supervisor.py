"""Runs the processes of an instance: starts them in order, starts again what ends, tells the truth in one file.

Promise: nothing that it says or asks ends it: a full disk, a closed terminal, a question that breaks off (hub.telling).

Policy of starting again: after a pause that doubles from one second to thirty, with jitter; a process that stayed up
for a minute begins with the shortest pause again. Nothing is given up: an operator sees the number of restarts.
"""

import asyncio
import contextlib
import json
import logging
import os
import signal
import time
from collections.abc import Callable, Collection, Coroutine, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final

import psutil

from hub.back_off import BackOff
from hub.local.child import Child
from hub.monitor.process_table import ProcessRow, ProcessState, ProcessTable
from hub.telling import Teller

log = logging.getLogger("hub.local.supervisor")

BACK_OFF: Final = BackOff(first=1.0, longest=30.0)
STEADY_SECONDS: Final = 60.0
TICK_SECONDS: Final = 0.5
SAY_SECONDS: Final = 10.0
STOP_SECONDS: Final = 18.0
LAST_STOP_SECONDS: Final = 9.0
KILL_SECONDS: Final = 1.0

Probe = Callable[[], Coroutine[Any, Any, list[str]]]
"""Why a process is not ready, in words; empty when it is."""


@dataclass(frozen=True, slots=True)
class ProcessSpec:
    """How to run one process, and how to ask whether it is ready. ends_last: only when all others have ended.

    folder: where it is started, the supervisor's own if none is named.
    """

    name: str
    argv: Sequence[str]
    environment: Mapping[str, str]
    probe: Probe
    ends_last: bool = False
    folder: Path | None = None


def late_words(row: ProcessRow) -> str:
    """Of a process that is not ready: its state and why."""
    return f"{row.name} is {row.state.value.lower()}: {'; '.join(row.reasons) or 'no word yet'}"


class NotReady(Exception):
    """Something did not become ready in time; the text says what, why, and where its log is."""


@dataclass(slots=True)
class _Supervised:
    spec: ProcessSpec
    row: ProcessRow
    child: Child | None = None
    start_at: float = 0.0
    began: float = 0.0
    ended_in_a_row: int = 0
    was_ready: bool = False
    last_probe: asyncio.Task[list[str]] | None = field(default=None, repr=False)


class Supervisor:
    """Keeps the given processes running until told to stop."""

    def __init__(self, home: Path, random: Random, say: Callable[[str], None]) -> None:
        self._home = home
        self._random = random
        self._say = Teller("words of progress").over(say)
        self._table_teller = Teller("run/processes.json")
        self._kept: list[_Supervised] = []
        me = psutil.Process()
        self.table = ProcessTable(
            _now(), ProcessRow("supervisor", ProcessState.STARTING, _now(), me.pid, me.create_time()), []
        )

    def add(self, *specs: ProcessSpec) -> None:
        """Run these too, from the next look on."""
        for spec in specs:
            kept = _Supervised(spec, ProcessRow(spec.name, ProcessState.STARTING, _now()))
            self._kept.append(kept)
            self.table.rows.append(kept.row)

    @property
    def all_ready(self) -> bool:
        """Whether every process is ready at its last look."""
        return all(each.row.state is ProcessState.READY for each in self._kept)

    def child(self, name: str) -> Child | None:
        """The child of that name, running or ended."""
        return next(each.child for each in self._kept if each.spec.name == name)

    async def until_ready(self, seconds: float, may_be_late: Collection[str] = ()) -> list[str]:
        """Wait until all are ready, and say now and then what is not. Raises NotReady, naming what is not and why.

        may_be_late: processes that are not waited for any longer then; what these wait for is returned, in words.
        """
        begun = said_at = time.monotonic()
        said: list[str] = []
        while not self.all_ready:
            now = time.monotonic()
            rows = [each for each in self.table.rows if each.state is not ProcessState.READY]
            late = [late_words(each) for each in rows]
            if now - begun > seconds:
                if {each.name for each in rows} <= set(may_be_late):
                    return late
                told = "; ".join(late)
                raise NotReady(f"not ready after {seconds:.0f} s: {told}. Logs: {self._home / 'logs'}")
            if now - said_at > SAY_SECONDS and late != said:
                self._say(f"Waiting: {'; '.join(late)}")
                said, said_at = late, now
            await asyncio.sleep(TICK_SECONDS / 5)
        return []

    async def run(self, stopping: asyncio.Event) -> None:
        """Until `stopping` is set; then everything is ended, within 30 seconds."""
        try:
            while not stopping.is_set():
                for each in list(self._kept):
                    self._look_after(each)
                self._tell()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(stopping.wait(), TICK_SECONDS)
        finally:
            await self._stop()

    def _look_after(self, kept: _Supervised) -> None:
        if kept.child is None:
            if time.monotonic() >= kept.start_at:
                self._start(kept)
            return
        code = kept.child.exit_code()
        if code is not None:
            self._ended(kept, code)
            return
        if kept.last_probe is None:
            kept.last_probe = asyncio.create_task(kept.spec.probe())
        elif kept.last_probe.done():
            reasons = self._answer(kept.spec.name, kept.last_probe)
            kept.last_probe = None
            self._probed(kept, reasons)

    def _answer(self, name: str, probe: "asyncio.Task[list[str]]") -> list[str]:
        """What a question found; one that broke off says nothing of the process, and must not end the others."""
        failure = probe.exception()
        if failure is None:
            return probe.result()
        log.error("a question broke off", extra={"program": name}, exc_info=failure)
        return ["whether it is ready could not be asked; logs/supervisor.jsonl says why"]

    def _start(self, kept: _Supervised) -> None:
        spec = kept.spec
        file = self._home / "logs" / f"{spec.name}.log"
        try:
            kept.child = Child(spec.name, spec.argv, spec.environment, file, spec.folder)
        except OSError as failure:  # no process can be made now: too many of them, or no memory
            kept.ended_in_a_row += 1
            pause = BACK_OFF.pause(kept.ended_in_a_row, self._random)
            kept.start_at = time.monotonic() + pause
            why = f"it could not be started ({failure.strerror})"
            log.error("process not started", extra={"program": spec.name, "reason": why, "seconds": round(pause, 1)})
            self._change(kept, ProcessState.RESTARTING, [why])
            return
        kept.began, kept.was_ready = time.monotonic(), False
        kept.row.pid, kept.row.started = kept.child.identity.pid, kept.child.identity.started
        log.info("process started", extra={"program": kept.spec.name, "pid": kept.row.pid})
        self._change(kept, ProcessState.STARTING, [])

    def _ended(self, kept: _Supervised, code: int) -> None:
        steady = time.monotonic() - kept.began > STEADY_SECONDS
        kept.ended_in_a_row = 1 if steady else kept.ended_in_a_row + 1
        pause = BACK_OFF.pause(kept.ended_in_a_row, self._random)
        how = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
        kept.row.restarts += 1
        kept.row.last_exit = f"{how} at {_now()}"
        assert kept.child is not None
        log.warning("process ended", extra={"program": kept.spec.name, "reason": how, "seconds": round(pause, 1)})
        self._say(f"{kept.spec.name} ended with {how}; starting it again in {pause:.0f} s. Its log: {kept.child.log}")
        if kept.last_probe is not None:
            kept.last_probe.cancel()
        kept.child, kept.last_probe, kept.start_at = None, None, time.monotonic() + pause
        kept.row.pid = kept.row.started = None
        self._change(kept, ProcessState.RESTARTING, [f"ended with {how}"])

    def _probed(self, kept: _Supervised, reasons: list[str]) -> None:
        if not reasons:
            kept.was_ready = True
            self._change(kept, ProcessState.READY, [])
        else:
            self._change(kept, ProcessState.NOT_READY if kept.was_ready else ProcessState.STARTING, reasons)

    def _change(self, kept: _Supervised, state: ProcessState, reasons: list[str]) -> None:
        if kept.row.state is not state:
            kept.row.since = _now()
            if ProcessState.READY in (state, kept.row.state):
                words = "process ready" if state is ProcessState.READY else "process not ready"
                log.info(words, extra={"program": kept.spec.name, "reasons": reasons})
        kept.row.state, kept.row.reasons = state, reasons

    def _write_table(self) -> None:
        self._table_teller.tell(lambda: self.table.write(self._home))

    def _tell(self) -> None:
        self.table.updated = _now()
        self.table.supervisor.state = ProcessState.READY
        self._write_table()

    async def _stop(self) -> None:
        self.table.gateway = None
        # a worker finishes its batch and leaves its group, for which it needs Kafka
        await self._end([each for each in self._kept if not each.spec.ends_last], STOP_SECONDS)
        await self._end([each for each in self._kept if each.spec.ends_last], LAST_STOP_SECONDS)
        self.table.supervisor.state, self.table.supervisor.since = ProcessState.STOPPED, _now()
        self._write_table()

    async def _end(self, these: Sequence[_Supervised], seconds: float) -> None:
        until = time.monotonic() + seconds
        for kept in these:
            if kept.last_probe is not None:
                kept.last_probe.cancel()
            if kept.child is not None:
                kept.child.send(signal.SIGCONT)  # a frozen one cannot hear that it should end
                kept.child.send(signal.SIGTERM)
        for kept in these:
            child, kept.child = kept.child, None
            if child is not None and await asyncio.to_thread(child.wait, max(0.0, until - time.monotonic())) is None:
                child.send(signal.SIGKILL)
                await asyncio.to_thread(child.wait, KILL_SECONDS)
            kept.row.pid = kept.row.started = None
            self._change(kept, ProcessState.STOPPED, [])
        self._write_table()


def worker_probe(home: Path, name: str, clock: Callable[[], float] = time.time) -> Probe:
    """Ready as the worker's own status file says, if it is fresh."""
    file = home / "run" / f"worker-{name}.json"

    async def probe() -> list[str]:
        try:
            age = clock() - file.stat().st_mtime
            status = json.loads(file.read_text())
            if not psutil.pid_exists(status["pid"]):
                return ["has not said anything yet"]  # the file is from the one before, which was killed
            if age > 5:
                return [f"has said nothing for {age:.0f} s: frozen, or its loop is blocked"]
            return [] if status["ready"] else [str(reason) for reason in status["reasons"]]
        except FileNotFoundError:
            return ["has not said anything yet"]
        except (ValueError, KeyError, TypeError):
            return [f"{file} is not what a worker writes"]

    return probe


def environment_for(home: Path, **more: str) -> dict[str, str]:
    """The environment of a child: ours, with the instance's folder."""
    return {**os.environ, "HUB_HOME": str(home), "PYTHONUNBUFFERED": "1", **more}


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
