"""How long from publishing an event until a reader of a group's feed has the picture that names it.

`python -m bench.feed_latency [EVENTS_PER_S] [SECONDS] [READERS]`: one broker, one worker, one gateway, each a process.
"""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import aclosing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp

from bench.engine import PARTITIONS, Worker, say
from bench.feed_client import follow, percentile, written_at
from bench.workload import events
from hub.events.configuration import Group, Member, Partnership
from hub.log.codec import Stamp
from hub.log.topics import TopicNames
from hub.operate.configuring import publish_configuration
from hub.operate.connection import Cluster
from hub.operate.local_parts import running
from hub.operate.ports import any_free
from hub.operate.publishing import opened
from hub.operate.topics_admin import create_topics
from hub.reports.sources import events_in
from hub.settings import read_settings

PLACES = 20
CONTRACTS = 2_000
GROUP = "bench"
LAST_SECONDS = 5.0


class Heard:
    """When each event was first named by a picture that came, and how long each item took from the log to here."""

    def __init__(self) -> None:
        self.first: dict[str, float] = {}
        self.from_log: list[float] = []
        self.ready = asyncio.Event()

    async def run(self, address: str) -> None:
        async with aiohttp.ClientSession() as session, aclosing(follow(session, address)) as said:
            async for heard in said:
                if heard.name == "ready":
                    self.ready.set()
                elif heard.name == "picture":
                    self.from_log.append((heard.at - written_at(heard)) * 1000)
                    for event in events_in(heard.data["picture"]):
                        self.first.setdefault(event, heard.at)


@contextmanager
def gateway(home: Path, cluster: Cluster) -> Iterator[str]:
    """A gateway process; its address."""
    port = any_free()
    environment = {
        **os.environ,
        "HUB_HOME": str(home),
        "HUB_BOOTSTRAP_SERVERS": cluster.bootstrap_servers,
        "HUB_REGISTRY_URL": cluster.registry_url,
        "HUB_TOPIC_PREFIX": cluster.names.prefix,
        "HUB_HTTP_PORT": str(port),
    }
    process = subprocess.Popen([sys.executable, "-m", "hub.gateway.serve"], env=environment)
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()


async def measured(cluster: Cluster, address: str, rate: int, seconds: int, readers: int) -> dict[str, Any]:
    """Publishes at a steady rate and listens; milliseconds."""
    listening = [Heard() for _ in range(readers)]
    tasks = [asyncio.create_task(each.run(f"{address}/v1/feeds/groups/{GROUP}")) for each in listening]
    await asyncio.gather(*(each.ready.wait() for each in listening))
    said: dict[str, float] = {}
    made = events(2, rate * seconds, CONTRACTS, PLACES)
    stamp = Stamp(datetime.now(UTC), "operator", "bench")
    async with opened(cluster) as publisher:
        begun, writes = time.time(), set[asyncio.Task[Any]]()
        for number, (kind, event) in enumerate(made):
            wait = begun + number / rate - time.time()
            if wait > 0:
                await asyncio.sleep(wait)
            said[str(event.meta.event_id)] = time.time()
            writes.add(asyncio.create_task(publisher.publish([(kind, event)], stamp)))
        await asyncio.gather(*writes)
        took = time.time() - begun
    await asyncio.sleep(LAST_SECONDS)
    for each in tasks:
        each.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    latencies = [(each.first[key] - at) * 1000 for each in listening for key, at in said.items() if key in each.first]
    from_log = [value for each in listening for value in each.from_log]
    return {
        "events": len(said),
        "events_per_s": round(len(said) / took),
        "readers": readers,
        "events_that_a_picture_named": len(latencies) // readers,
        "feed_p50_ms": round(percentile(latencies, 0.5), 1),
        "feed_p99_ms": round(percentile(latencies, 0.99), 1),
        "log_to_reader_p50_ms": round(percentile(from_log, 0.5), 1),
        "log_to_reader_p99_ms": round(percentile(from_log, 0.99), 1),
    }


async def measure(rate: int, seconds: int, readers: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        home = Path(folder)
        async with running(home, read_settings().cache_folder, say) as parts:
            names = TopicNames("bench.")
            await create_topics(parts.bootstrap_servers, names, PARTITIONS)
            cluster = Cluster(parts.bootstrap_servers, parts.registry_url, names, names.engine_group)
            ids = [f"place-{number:03d}" for number in range(PLACES)]
            members = (Member(organisation="GB-LAE-WND", role="council"),)
            places = [Partnership(id=each, name=each, members=members) for each in ids]
            await publish_configuration(cluster, [*places, Group(id=GROUP, name="Bench", partnerships=tuple(ids))])
            worker = Worker(home, cluster)
            try:
                await worker.until_ready()
                with gateway(home, cluster) as address:
                    return await measured(cluster, address, rate, seconds, readers)
            finally:
                worker.stop()


def main() -> None:
    given = [int(each) for each in sys.argv[1:]]
    rate, seconds, readers = (given + [200, 20, 1][len(given) :])[:3]
    print(json.dumps(asyncio.run(measure(rate, seconds, readers)), indent=2))


if __name__ == "__main__":
    main()
