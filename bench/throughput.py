"""Events a second, full fold, durable outputs: the hub's engine, stock Faust and quixstreams, one after the other.

The same records for each, in topics of its own on one broker: a few to warm up on, which are waited for, then all the
others at once, timed from the first written until the group has committed the last. Everybody commits once a second.
"""

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.groups import Groups
from bench.loading import Encoded, Loader
from bench.processes import Measured, Worker
from bench.say import say
from hub.log.topics import TopicNames
from hub.operate.connection import Cluster
from hub.operate.topics_admin import create_topics

WARM_UP: Final = 500
ROOT: Final = Path(__file__).parents[1]
QUIX_PYTHON: Final = ROOT / ".venv-quix" / "bin" / "python"


@dataclass(frozen=True, slots=True)
class Ground:
    """Where everything is measured. seconds: until a run that does not end counts as stuck."""

    home: Path
    bootstrap_servers: str
    registry_url: str
    partitions: int
    seconds: float = 300

    def cluster(self, name: str) -> Cluster:
        names = TopicNames(f"{name}.")
        return Cluster(self.bootstrap_servers, self.registry_url, names, names.engine_group)


def stock_faust(ground: Ground, cluster: Cluster) -> Measured:
    argv = [sys.executable, "-m", "bench.peers.stock_faust", "worker", "--loglevel=warn"]
    return Measured("stock-faust", argv, ground.home, cluster, ground.partitions, **_more(ground, cluster))


def quixstreams(ground: Ground, cluster: Cluster) -> Measured:
    argv = [str(QUIX_PYTHON), "-W", "ignore", "-m", "bench.peers.quix"]
    return Measured("quixstreams", argv, ground.home, cluster, ground.partitions, **_more(ground, cluster))


def _more(ground: Ground, cluster: Cluster) -> dict[str, str]:
    return {"PYTHONPATH": str(ROOT), "BENCH_STATE": str(ground.home / f"state-{cluster.names.prefix}")}


def hub_live(ground: Ground, cluster: Cluster) -> Measured:
    return Worker(ground.home, cluster, ground.partitions)


async def throughput(
    ground: Ground,
    name: str,
    start: Callable[[Ground, Cluster], Measured],
    records: Sequence[Encoded],
) -> dict[str, Any]:
    """Events a second and what it took. The process is ended when this returns."""
    cluster = ground.cluster(name)
    group = cluster.group if start is hub_live else cluster.names.prefix + "peer"
    await create_topics(ground.bootstrap_servers, cluster.names, ground.partitions)
    loader = Loader(ground.bootstrap_servers)
    process = start(ground, cluster)
    try:
        async with Groups(ground.bootstrap_servers) as groups:
            await loader.load(cluster.names, records[:WARM_UP])
            await groups.until_done(group, cluster.names, f"{name} warming up", process.alive, ground.seconds)
            held, used = process.memory(), process.processor_seconds()
            began = time.monotonic()
            await loader.load(cluster.names, records[WARM_UP:])
            loaded = time.monotonic()
            ended = await groups.until_done(group, cluster.names, name, process.alive, ground.seconds)
            count = len(records) - WARM_UP
            found = {
                "per_s": round(count / (ended - began)),
                "events": count,
                "seconds": round(ended - began, 2),
                "seconds_to_load": round(loaded - began, 2),
                "processor_us_per_event": round((process.processor_seconds() - used) / count * 1e6),
                "bytes_per_event": round((process.memory() - held) / count),
            }
    finally:
        process.stop()
        await loader.stop()
    say(f"{name}: {found['per_s']:,} events a second")
    return found


def affinity() -> int:
    """Processors that this run may use."""
    return len(os.sched_getaffinity(0))
