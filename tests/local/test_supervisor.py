"""The supervisor over small real processes: what ends is started again, the table tells the truth, nothing is left."""

import asyncio
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from random import Random

import psutil
import pytest

from hub.local import supervisor as supervising
from hub.local.supervisor import NotReady, ProcessSpec, Supervisor, environment_for
from hub.monitor import process_table
from hub.monitor.process_identity import Identity
from hub.monitor.process_table import ProcessState
from tests.support.freezing import freeze

SLEEPER = [sys.executable, "-c", "import signal; signal.pause()"]
DEAF = [
    sys.executable,
    "-c",
    "import signal,sys; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); signal.pause()",
]


async def fine() -> list[str]:
    return []


async def never() -> list[str]:
    return ["has not finished reading"]


async def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.02)


@asynccontextmanager
async def supervised(
    home: Path, *specs: ProcessSpec, say: Callable[[str], None] = lambda words: None
) -> AsyncIterator[Supervisor]:
    stopping = asyncio.Event()
    supervisor = Supervisor(home, Random(1), say)
    supervisor.add(*specs)
    running = asyncio.create_task(supervisor.run(stopping))
    try:
        yield supervisor
    finally:
        stopping.set()
        await running


def spec(home: Path, name: str = "one", argv: list[str] = SLEEPER, probe: object = fine) -> ProcessSpec:
    return ProcessSpec(name, argv, environment_for(home), probe)  # type: ignore[arg-type]


def state(home: Path, name: str = "one") -> process_table.ProcessRow:
    table = process_table.read(home)
    assert table is not None
    return next(row for row in (table.supervisor, *table.rows) if row.name == name)


async def test_a_killed_process_is_started_again_and_told(tmp_path: Path) -> None:
    async with supervised(tmp_path, spec(tmp_path)) as supervisor:
        await supervisor.until_ready(20)
        child = supervisor.child("one")
        assert child is not None
        before = child.identity
        child.send(signal.SIGKILL)
        await until(lambda: supervisor.table.rows[0].restarts == 1)
        await until(lambda: supervisor.all_ready)
        row = state(tmp_path)
        assert row.state is ProcessState.READY
        assert row.pid != before.pid
        assert row.last_exit is not None and row.last_exit.startswith("signal SIGKILL")
    assert state(tmp_path).state is ProcessState.STOPPED


async def test_a_frozen_process_is_not_called_ready(tmp_path: Path) -> None:
    async with supervised(tmp_path, spec(tmp_path)) as supervisor:
        await supervisor.until_ready(20)
        child = supervisor.child("one")
        assert child is not None
        freeze(child.identity.pid)
        await until(lambda: state(tmp_path).state is ProcessState.NOT_READY)
        assert "frozen" in state(tmp_path).reasons[0]
    assert child.exit_code() is not None, "a frozen child is ended too"


async def test_what_does_not_hear_is_killed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hub.local.supervisor.STOP_SECONDS", 0.5)
    async with supervised(tmp_path, spec(tmp_path, argv=DEAF)) as supervisor:
        await until(
            lambda: (tmp_path / "logs" / "one.log").exists() and "deaf" in (tmp_path / "logs" / "one.log").read_text()
        )
        child = supervisor.child("one")
        assert child is not None
    assert child.exit_code() == -signal.SIGKILL


async def test_what_is_not_ready_is_named_with_its_reason(tmp_path: Path) -> None:
    async with supervised(tmp_path, spec(tmp_path, probe=never)) as supervisor:
        with pytest.raises(NotReady, match="one is starting: has not finished reading"):
            await supervisor.until_ready(3)
        # whoever may be late is told, and left at work
        late = await supervisor.until_ready(1, may_be_late=["one"])
        assert late == ["one is starting: has not finished reading"]
        assert supervisor.child("one") is not None


async def test_whoever_may_be_late_excuses_nobody_else(tmp_path: Path) -> None:
    both = spec(tmp_path, probe=never), spec(tmp_path, "two", probe=never)
    async with supervised(tmp_path, *both) as supervisor:
        with pytest.raises(NotReady, match="two is starting"):
            await supervisor.until_ready(2, may_be_late=["one"])


async def test_what_is_waited_for_is_said_when_it_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(supervising, "SAY_SECONDS", 0.0)
    said: list[str] = []
    async with supervised(tmp_path, spec(tmp_path, probe=never), say=said.append) as supervisor:
        await supervisor.until_ready(3, may_be_late=["one"])
    told = [each for each in said if each.startswith("Waiting: ")]
    assert told[-1] == "Waiting: one is starting: has not finished reading"
    assert len(told) == len(set(told))


async def test_children_die_with_a_supervisor_that_is_killed(tmp_path: Path) -> None:
    code = (
        "import asyncio, sys; from pathlib import Path; from tests.local.test_supervisor import *\n"
        "async def main():\n"
        "    home = Path(sys.argv[1])\n"
        "    async with supervised(home, spec(home)) as s:\n"
        "        await s.until_ready(20); print('ready', flush=True); await asyncio.Event().wait()\n"
        "asyncio.run(main())"
    )
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", code, str(tmp_path), stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    assert await parent.stdout.readline() == b"ready\n"
    child = state(tmp_path).identity
    assert child is not None and child.process() is not None
    parent.kill()
    await parent.wait()
    await until(lambda: child.process() is None)
    assert state(tmp_path).state is ProcessState.GONE
    assert state(tmp_path, "supervisor").state is ProcessState.GONE


def test_a_reused_pid_is_another_process() -> None:
    me = psutil.Process()
    assert Identity(me.pid, me.create_time()).process() is not None
    assert Identity(me.pid, me.create_time() - 100).process() is None
