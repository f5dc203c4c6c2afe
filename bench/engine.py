"""The live engine with the full fold on a real broker: events a second, restore rate, bytes held per event.

Run: python -m bench.engine [events] [contracts] [partnerships]. Prints progress; writes bench/results/latest.json.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psutil

from bench.workload import events
from hub.log.codec import Stamp
from hub.log.topics import TopicNames
from hub.operate.connection import Cluster
from hub.operate.lag import lags
from hub.operate.local_parts import running
from hub.operate.publishing import opened
from hub.operate.topics_admin import create_topics
from hub.settings import read_settings

RESULTS = Path(__file__).with_name("results") / "latest.json"
PARTITIONS = 4


def say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


class Worker:
    """One engine worker in a process of its own."""

    def __init__(self, home: Path, cluster: Cluster) -> None:
        self._file = home / "run" / "worker-bench.json"
        self._file.unlink(missing_ok=True)
        self.started = time.monotonic()
        environment = {
            **os.environ,
            "HUB_HOME": str(home),
            "HUB_WORKER_NAME": "bench",
            "HUB_BOOTSTRAP_SERVERS": cluster.bootstrap_servers,
            "HUB_REGISTRY_URL": cluster.registry_url,
            "HUB_TOPIC_PREFIX": cluster.names.prefix,
            "HUB_PARTITIONS": str(PARTITIONS),
        }
        with (home / "worker.log").open("ab") as log:
            self._process = subprocess.Popen([sys.executable, "-m", "hub.engine.worker"], env=environment, stderr=log)

    def status(self) -> dict[str, Any]:
        try:
            read: dict[str, Any] = json.loads(self._file.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            return {}
        return read

    async def until_ready(self) -> float:
        """Seconds since the process was started."""
        while not self.status().get("ready"):
            await asyncio.sleep(0.05)
        return time.monotonic() - self.started

    def memory(self) -> int:
        return int(psutil.Process(self._process.pid).memory_info().rss)

    def stop(self) -> None:
        self._process.terminate()
        self._process.wait()


async def until_folded(cluster: Cluster, worker: Worker, what: str) -> float:
    begun = time.monotonic()
    told = begun
    while True:
        left = sum(each.records for each in await lags(cluster))
        if not left:
            return time.monotonic() - begun
        if time.monotonic() - told > 2:
            told = time.monotonic()
            say(f"  {what}: {left} to go")
        await asyncio.sleep(0.05)


async def measure(count: int, contracts: int, partnerships: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        home = Path(folder)
        async with running(home, read_settings().cache_folder, say) as parts:
            names = TopicNames("bench.")
            await create_topics(parts.bootstrap_servers, names, PARTITIONS)
            cluster = Cluster(parts.bootstrap_servers, parts.registry_url, names, names.engine_group)
            say(f"making {count} events of {contracts} contracts in {partnerships} partnerships ...")
            made = list(events(1, count, contracts, partnerships))
            stamp = Stamp(datetime.now(UTC), "operator", "bench")
            worker = Worker(home, cluster)
            await worker.until_ready()
            empty = worker.memory()
            async with opened(cluster) as publisher:
                begun = time.monotonic()
                await publisher.publish(made, stamp)
                published = time.monotonic() - begun
                await until_folded(cluster, worker, "live")
                live = time.monotonic() - begun
            held = worker.memory()
            worker.stop()
            worker = Worker(home, cluster)
            ready = await worker.until_ready()
            restored = worker.memory()
            worker.stop()
    return {
        "events": count,
        "contracts": contracts,
        "partnerships": partnerships,
        "publish_per_s": round(count / published),
        "hub_live": round(count / live),
        "restore_seconds_from_process_start": round(ready, 2),
        "restore_per_s": round(count / ready),
        "bytes_per_event_live": round((held - empty) / count),
        "bytes_per_event_restored": round((restored - empty) / count),
    }


def main() -> None:
    given = [int(each) for each in sys.argv[1:]]
    count, contracts, partnerships = (given + [30_000, 2_000, 150][len(given) :])[:3]
    results = asyncio.run(measure(count, contracts, partnerships))
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(results, indent=2) + "\n")
    print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
