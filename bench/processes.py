"""The processes that are measured: an engine worker, or a peer."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import aiohttp
import psutil

from hub.instance.connection import Cluster
from hub.local.ports import any_free

START_SECONDS: Final = 60.0


class Measured:
    """A process that is told where Kafka is by its environment; its words go to `<name>.log` of the home."""

    def __init__(
        self, name: str, argv: Sequence[str], home: Path, cluster: Cluster, partitions: int, **more: str
    ) -> None:
        self.name = name
        self._log = home / f"{name}.log"
        environment = {
            **os.environ,
            "HUB_HOME": str(home),
            "HUB_BOOTSTRAP_SERVERS": cluster.bootstrap_servers,
            "HUB_REGISTRY_URL": cluster.registry_url,
            "HUB_TOPIC_PREFIX": cluster.names.prefix,
            "HUB_PARTITIONS": str(partitions),
            **more,
        }
        self.started = time.monotonic()
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(argv, env=environment, stderr=log, stdout=log)

    def alive(self) -> None:
        """Raises RuntimeError with its last words if it has ended."""
        code = self._process.poll()
        if code is not None:
            raise RuntimeError(f"{self.name} ended with {code}: {self._log.read_text(errors='replace')[-2000:]}")

    def memory(self) -> int:
        """Bytes resident."""
        return int(psutil.Process(self._process.pid).memory_info().rss)

    def processor_seconds(self) -> float:
        times = psutil.Process(self._process.pid).cpu_times()
        return float(times.user + times.system)

    def stop(self) -> None:
        self._process.terminate()
        try:
            self._process.wait(30)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


class Worker(Measured):
    """One engine worker."""

    def __init__(self, home: Path, cluster: Cluster, partitions: int) -> None:
        self._file = home / "run" / "worker-bench.json"
        self._file.unlink(missing_ok=True)
        argv = [sys.executable, "-m", "hub.engine.worker"]
        super().__init__("worker", argv, home, cluster, partitions, HUB_WORKER_NAME="bench")

    def status(self) -> dict[str, Any]:
        try:
            read: dict[str, Any] = json.loads(self._file.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        return read

    async def until_ready(self) -> float:
        """Seconds from the process's start until every partition was live."""
        while not self.status().get("ready"):
            self.alive()
            await asyncio.sleep(0.02)
        return time.monotonic() - self.started

    def shards(self) -> list[dict[str, Any]]:
        """What it says of each partition."""
        return list(self.status().get("partitions", {}).values())

    async def until_nothing_waits(self) -> float:
        """Seconds from the process's start until nothing was set aside, to be swept or to be looked over."""
        while not all(shard["whole"] for shard in self.shards()):
            self.alive()
            await asyncio.sleep(0.1)
        return time.monotonic() - self.started


class Gateway(Measured):
    """A gateway on a free port."""

    def __init__(self, home: Path, cluster: Cluster, partitions: int) -> None:
        port = any_free()
        self.address = f"http://127.0.0.1:{port}"
        argv = [sys.executable, "-m", "hub.gateway.serve"]
        super().__init__("gateway", argv, home, cluster, partitions, HUB_HTTP_PORT=str(port))

    async def until_ready(self, session: aiohttp.ClientSession) -> None:
        """Until everything that stood in the topics has been read. Raises TimeoutError."""
        async with asyncio.timeout(START_SECONDS):
            while True:
                self.alive()
                try:
                    async with session.get("/readyz") as answer:
                        if answer.ok:
                            return
                except aiohttp.ClientError:
                    pass
                await asyncio.sleep(0.1)
