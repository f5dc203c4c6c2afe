"""Kafka and the registry of one instance as local processes: started, watched, stopped; the same for `hub up`,
tests and benches."""

import asyncio
import contextlib
import fcntl
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Final

import psutil

from hub.local import kafka_process, registry_process
from hub.local.artifacts import fetch
from hub.local.child import Child, stop_group
from hub.local.java import find_java, home_mark
from hub.local.kafka_process import KafkaProcess
from hub.local.ports import keep_or_choose
from hub.local.private_folders import make_private
from hub.local.registry_process import RegistryProcess

START_SECONDS: Final = 90.0
STOP_SECONDS: Final = 12.0

Say = Callable[[str], None]


class PartFailed(Exception):
    """A process did not come up; the text names its log and shows its end."""


class InstanceTaken(Exception):
    """Another supervisor runs this instance."""


class LocalParts:
    """The two processes of one HUB_HOME. One owner at a time, which the kernel's file lock sees to."""

    def __init__(self, home: Path, cache: Path, say: Say = lambda words: None) -> None:
        self.home = home
        self._cache = cache
        self._say = say
        self._children: dict[str, Child] = {}
        self._programs: dict[str, KafkaProcess | RegistryProcess] = {}

    @property
    def bootstrap_servers(self) -> str:
        return self._programs["kafka"].address

    @property
    def registry_url(self) -> str:
        return self._programs["registry"].address

    def child(self, name: str) -> Child | None:
        """The running or ended child, "kafka" or "registry"."""
        return self._children.get(name)

    async def start(self) -> None:
        """Both up, answering, and keeping their data here.

        Raises PartFailed, ArtifactsMissing, JavaMissing, CannotBeNamed, KafkaUnusable, DataElsewhere.
        """
        artifacts = await asyncio.to_thread(fetch, self._cache, self._say)
        java = find_java()
        end_leftovers(self.home, self._say)
        ports = keep_or_choose(self.home / "run" / "ports.json", (*kafka_process.PORTS, *registry_process.PORTS))
        self._programs = {
            "kafka": KafkaProcess(self.home, java, artifacts.kafka, ports),
            "registry": RegistryProcess(self.home, java, artifacts.registry, ports),
        }
        await asyncio.gather(*(self.start_one(name) for name in self._programs))

    async def start_one(self, name: str) -> None:
        """Start "kafka" or "registry" if it does not run, and wait until it answers."""
        program = self._programs[name]
        child = self._children.get(name)
        if child is None or child.exit_code() is not None:
            await asyncio.to_thread(program.prepare)
            log = self.home / "logs" / f"{name}.log"
            child = Child(name, program.argv, program.environment(), log, self.home)
            self._children[name] = child
        begun = time.monotonic()
        while not await program.is_ready():
            if child.exit_code() is not None:
                raise PartFailed(f"{name} ended with {child.exit_code()}; {_end_of(child)}")
            if time.monotonic() - begun > START_SECONDS:
                raise PartFailed(f"{name} did not answer in {START_SECONDS:.0f} s; {_end_of(child)}")
            await asyncio.sleep(0.1)
        await program.check()
        self._say(f"{name} answers after {time.monotonic() - begun:.1f} s")

    async def is_ready(self, name: str) -> bool:
        program = self._programs.get(name)
        return program is not None and await program.is_ready()

    async def stop(self, seconds: float = STOP_SECONDS) -> None:
        """Both ended: asked first, and killed after so many seconds each."""
        for name in ("registry", "kafka"):
            child = self._children.pop(name, None)
            if child is not None:
                child.send(signal.SIGCONT)
                child.send(signal.SIGTERM)
                if await asyncio.to_thread(child.wait, seconds) is None:
                    child.send(signal.SIGKILL)
                    await asyncio.to_thread(child.wait, STOP_SECONDS)


def _end_of(child: Child) -> str:
    return f"its log {child.log} ends:\n{child.last_lines()}"


def end_leftovers(home: Path, say: Say) -> None:
    """End the Java processes that an earlier run of this instance left behind.

    They are known by the instance's folder, which stands on their command line.
    """
    mark = home_mark(home)
    for process in psutil.process_iter(["cmdline", "status"]):
        if mark in (process.info["cmdline"] or ()) and process.info["status"] != psutil.STATUS_ZOMBIE:
            say(f"Ending a process that an earlier run left behind (pid {process.pid}) ...")
            stop_group(process)


@asynccontextmanager
async def owned(home: Path) -> AsyncIterator[None]:
    """Hold the instance: nobody else runs it. Raises InstanceTaken."""
    make_private(home)
    with (home / "run" / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as taken:
            raise InstanceTaken(f"another process runs the instance in {home}; see `hub status`") from taken
        yield


@asynccontextmanager
async def running(
    home: Path, cache: Path, say: Say = lambda words: None, stop_seconds: float = STOP_SECONDS
) -> AsyncIterator[LocalParts]:
    """The parts, started, and stopped at the end whatever happens. stop_seconds: what each has for an orderly end."""
    async with owned(home):
        parts = LocalParts(home, cache, say)
        try:
            await parts.start()
            yield parts
        finally:
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.shield(parts.stop(stop_seconds))
