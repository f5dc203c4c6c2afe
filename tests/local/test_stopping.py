"""How an instance ends, and what is believed of a worker: what others need ends last; an old word is no word."""

import asyncio
import json
import os
import sys
from pathlib import Path
from random import Random

import pytest

from hub.local.supervisor import ProcessSpec, Supervisor, environment_for, worker_probe
from hub.monitor import process_table
from hub.monitor.process_table import ProcessState

# says when it hears that it should end, takes its time, and says when it ends
SLOW = """
import signal, sys, time
name, file = sys.argv[1:]
def end(*_):
    for word in ("asked", "ended"):
        with open(file, "a") as out:
            out.write(f"{name} {word}\\n")
        time.sleep(0.3)
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
print("listening", flush=True)
while True:
    signal.pause()
"""


def listens(log: Path) -> bool:
    return log.exists() and "listening" in log.read_text()


async def test_kafka_is_asked_to_end_only_when_those_that_need_it_have_ended(tmp_path: Path) -> None:
    happened = tmp_path / "happened"

    def spec(name: str, *, ends_last: bool) -> ProcessSpec:
        async def probe() -> list[str]:
            return [] if listens(tmp_path / "logs" / f"{name}.log") else ["does not listen yet"]

        argv = [sys.executable, "-c", SLOW, name, str(happened)]
        return ProcessSpec(name, argv, environment_for(tmp_path), probe, ends_last=ends_last)

    stopping = asyncio.Event()
    supervisor = Supervisor(tmp_path, Random(1), lambda words: None)
    supervisor.add(spec("kafka", ends_last=True), spec("worker", ends_last=False))
    running = asyncio.create_task(supervisor.run(stopping))
    await supervisor.until_ready(20)
    stopping.set()
    await running
    assert happened.read_text().splitlines() == ["worker asked", "worker ended", "kafka asked", "kafka ended"]


async def test_an_instance_that_was_stopped_says_so_and_not_that_it_broke(tmp_path: Path) -> None:
    stopping = asyncio.Event()
    supervisor = Supervisor(tmp_path, Random(1), lambda words: None)
    supervisor.table.gateway = "an address"
    running = asyncio.create_task(supervisor.run(stopping))
    stopping.set()
    await running
    table = process_table.read(tmp_path)
    assert table is not None
    assert table.supervisor.state is ProcessState.STOPPED
    assert table.gateway is None, "nobody answers there any more"


def say(home: Path, **document: object) -> Path:
    file = home / "run" / "worker-1.json"
    file.parent.mkdir(exist_ok=True)
    file.write_text(json.dumps(document))
    return file


async def test_a_worker_that_says_that_it_is_ready_is_believed(tmp_path: Path) -> None:
    say(tmp_path, pid=os.getpid(), ready=True, reasons=[])
    assert await worker_probe(tmp_path, "1")() == []


async def test_the_word_of_a_worker_that_was_killed_is_not_taken_for_its_successors(tmp_path: Path) -> None:
    ended = await asyncio.create_subprocess_exec(sys.executable, "-c", "")
    await ended.wait()
    say(tmp_path, pid=ended.pid, ready=True, reasons=[])
    assert await worker_probe(tmp_path, "1")() == ["has not said anything yet"]


async def test_an_old_word_is_not_believed(tmp_path: Path) -> None:
    file = say(tmp_path, pid=os.getpid(), ready=True, reasons=[])
    later = file.stat().st_mtime + 60
    assert await worker_probe(tmp_path, "1", clock=lambda: later)() == [
        "has said nothing for 60 s: frozen, or its loop is blocked"
    ]


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"pid": null}'])
async def test_a_word_that_cannot_be_understood_is_a_reason_and_no_crash(tmp_path: Path, text: str) -> None:
    say(tmp_path).write_text(text)
    assert await worker_probe(tmp_path, "1")() == [f"{tmp_path / 'run' / 'worker-1.json'} is not what a worker writes"]
