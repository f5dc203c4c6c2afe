"""Every figure, on one broker, in one run: `python -m bench [--quick] [--restore N] [--events N] [--peers N]`.

Progress on stderr. Writes bench/results/latest.json, of which `python -m bench.table --write` makes the README's table.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import aiohttp

from bench.contenders import CONTENDERS, HUB, ROOT, Contender, Ground
from bench.groups import Groups
from bench.history import FOLDS
from bench.idle import idle_percent
from bench.latency import RATE, latency
from bench.loading import Encoded, Loader, encoded, schema_ids
from bench.observers import FeedObserver, PictureObserver
from bench.places import GROUP, places
from bench.processes import Gateway, Worker
from bench.publishing import publishing
from bench.restoring import restoring
from bench.say import say
from bench.table import RESULTS
from bench.throughput import turns
from bench.workload import BEGIN, DAYS, SHARES, ZIPF_EXPONENT, Shape
from hub.events.catalogue import EventType
from hub.local.local_parts import running
from hub.log.topics import TopicNames
from hub.settings import read_settings
from hub.usecases.configuring import publish_configuration
from hub.usecases.topics_admin import create_topics

PARTITIONS: Final = 4
# true from a later day than all else and recorded in this order: it is sure that each of them shows in a picture
SHOWN: Final = {"uk.jch.contract.clause-checked.v1": 1}
NEWER: Final = 1 << 28  # seconds by which these were recorded later than all others


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many events each figure is made of. turns: of each contender. contracts: behind the pages.

    seconds: of publishing for the latency. idle: seconds in which nothing comes.
    """

    live: int
    peers: int
    turns: int
    restore: int
    unit: int
    probe: int
    contracts: int
    seconds: float
    idle: float


WHOLE: Final = Sizes(
    live=60_000,
    peers=20_000,
    turns=3,
    restore=1_000_000,
    unit=10_000,
    probe=5_000,
    contracts=100_000,
    seconds=20,
    idle=60,
)
QUICK: Final = Sizes(
    live=6_000, peers=3_000, turns=1, restore=30_000, unit=1_000, probe=500, contracts=1_000, seconds=5, idle=5
)


async def measure(sizes: Sizes) -> dict[str, Any]:
    began = time.monotonic()
    found: dict[str, Any] = {}
    with tempfile.TemporaryDirectory(prefix="hub-bench-") as folder:
        home = Path(folder)
        async with running(home, read_settings().cache_folder, say) as parts:
            ground = Ground(home, parts.bootstrap_servers, parts.registry_url, PARTITIONS)
            ids = await schema_ids(ground.registry_url, TopicNames("bench."))
            found |= await _throughputs(ground, ids, sizes)
            found["history"] = _history(sizes)
            pool = encoded(2, min(sizes.restore, 100_000), Shape(), PARTITIONS, ids)
            found["restoring"] = await restoring(ground, pool, sizes.restore)
            del pool
            found["pages"] = _pages(sizes)
            found["latency"] = await _latency(ground, ids, sizes)
            found["latencies"] = await _latencies(ground, ids, sizes)
            found["publishing"] = await publishing(ground, ground.cluster("latency"))
    found["machine"] = {
        "commit": _commit(),
        "processors": len(os.sched_getaffinity(0)),
        "load_average_at_end": round(os.getloadavg()[1], 1),
        "seconds": round(time.monotonic() - began),
    }
    return found


def _commit() -> str:
    """Of what was measured; with a plus where the folder holds something else."""
    asked = ["git", "describe", "--always", "--abbrev=12", "--exclude=*", "--dirty=+"]
    return subprocess.run(asked, check=True, capture_output=True, cwd=ROOT, text=True).stdout.strip()


async def _throughputs(ground: Ground, ids: dict[EventType, int], sizes: Sizes) -> dict[str, Any]:
    say(f"making {sizes.live:,} events ...")
    even = encoded(1, sizes.live, Shape(), ground.partitions, ids)
    found = {
        "hub": (await turns(ground, "live", [HUB], even, 1))[HUB.key],
        "even": await turns(ground, "even", CONTENDERS, even[: sizes.peers], sizes.turns),
    }
    del even
    skewed = encoded(1, sizes.peers, Shape(zipf=ZIPF_EXPONENT), ground.partitions, ids)
    return found | {"zipf": await turns(ground, "zipf", CONTENDERS, skewed[: sizes.peers // 2], 1)}


async def _latencies(ground: Ground, ids: dict[EventType, int], sizes: Sizes) -> dict[str, Any]:
    """By contender, what a reader of its output topic sees."""
    shape = Shape(contracts=2_000)
    newer = replace(shape, shares=SHOWN, begin=BEGIN + timedelta(days=DAYS), days=1)
    before = encoded(4, sizes.peers // 10, shape, ground.partitions, ids)
    pool = encoded(3, int(RATE * sizes.seconds), newer, ground.partitions, ids, first=NEWER)
    return {each.key: await _latency_of(ground, each, before, pool, sizes.seconds / 2) for each in CONTENDERS}


async def _latency_of(
    ground: Ground, contender: Contender, before: Sequence[Encoded], pool: Sequence[Encoded], seconds: float
) -> dict[str, Any]:
    cluster = ground.cluster(f"late-{contender.key}")
    names = cluster.names
    await create_topics(ground.bootstrap_servers, names, ground.partitions)
    loader = Loader(ground.bootstrap_servers)
    await loader.load(names, before)
    await loader.stop()
    process = contender.start(ground, cluster)
    try:
        async with Groups(ground.bootstrap_servers) as groups:
            await groups.until_done(contender.group(names), names, "history", process.alive, ground.seconds)
        say(f"{contender.key}:")
        observer = PictureObserver(ground.bootstrap_servers, contender.output(names), ground.partitions)
        return await latency(ground.bootstrap_servers, names, observer, pool, seconds)
    finally:
        process.stop()


def _history(sizes: Sizes) -> list[dict[str, Any]]:
    say(f"history growing {FOLDS}-fold ...")
    argv = [sys.executable, "-m", "bench.history", "500", str(sizes.unit), str(sizes.probe)]
    made: list[dict[str, Any]] = json.loads(subprocess.run(argv, check=True, capture_output=True, cwd=ROOT).stdout)
    for each in made:
        say(f"  {each['times']}-fold: {each['us_per_event']} us and {each['bytes_per_event']} bytes an event")
    return made


def _pages(sizes: Sizes) -> list[dict[str, Any]]:
    say(f"every page over {sizes.contracts:,} contracts ...")
    argv = [sys.executable, "-W", "ignore", "-m", "bench.pages", str(sizes.contracts)]
    made: list[dict[str, Any]] = json.loads(subprocess.run(argv, check=True, capture_output=True, cwd=ROOT).stdout)
    for each in made:
        say(f"  {each['contracts']:,} contracts: p95 of the slowest page {each['p95_ms']} ms ({each['slowest']})")
    return made


async def _latency(ground: Ground, ids: dict[EventType, int], sizes: Sizes) -> dict[str, Any]:
    """The feed of a group of all places, with some history behind it; then the topic of pictures at the same rate."""
    say("publishing 200 events a second ...")
    cluster, shape = ground.cluster("latency"), Shape(contracts=2_000)
    await create_topics(ground.bootstrap_servers, cluster.names, ground.partitions)
    await publish_configuration(cluster, places(shape.partnerships))
    loader = Loader(ground.bootstrap_servers)
    await loader.load(cluster.names, encoded(4, sizes.peers, shape, ground.partitions, ids))
    await loader.stop()
    newer = replace(shape, shares=SHOWN, begin=BEGIN + timedelta(days=DAYS), days=1)
    pool = encoded(3, int(2 * RATE * sizes.seconds), newer, ground.partitions, ids, first=NEWER)
    worker = Worker(ground.home, cluster, ground.partitions)
    gateway = Gateway(ground.home, cluster, ground.partitions)
    try:
        async with Groups(ground.bootstrap_servers) as groups, aiohttp.ClientSession(gateway.address) as session:
            await gateway.until_ready(session)
            await worker.until_ready()
            await groups.until_done(cluster.group, cluster.names, "history", worker.alive, ground.seconds)
        feed = FeedObserver(f"{gateway.address}/v1/feeds/groups/{GROUP}")
        half = len(pool) // 2
        found = await latency(ground.bootstrap_servers, cluster.names, feed, pool[:half], sizes.seconds)
        topic = PictureObserver(ground.bootstrap_servers, cluster.names.picture, ground.partitions)
        found["topic"] = await latency(ground.bootstrap_servers, cluster.names, topic, pool[half:], sizes.seconds / 2)
        found["idle_percent"] = await idle_percent([worker, gateway], sizes.idle)
    finally:
        gateway.stop()
        worker.stop()
    return found


def _with_keys(found: dict[str, Any], sizes: Sizes) -> dict[str, Any]:
    """The named figures first, then everything that they come from."""
    http = found["publishing"]
    named = {
        "raw_consume": found["restoring"]["raw_consume_per_s"],
        "hub_live": found["hub"]["per_s"],
        **{each.key: found["even"][each.key]["per_s"] for each in CONTENDERS if each is not HUB},
        "feed_p50_ms": found["latency"]["p50_ms"],
        "feed_p99_ms": found["latency"]["p99_ms"],
        "restore_per_s": found["restoring"]["per_s"],
        "http_single_p99_ms": http and http["single_p99_ms"],
        "http_batch_per_s": http and http["batch_per_s"],
        "page_p95_ms": found["pages"][-1]["p95_ms"],
        "idle_percent": found["latency"]["idle_percent"],
    }
    workload = {
        "contracts": Shape().contracts,
        "partnerships": Shape().partnerships,
        "zipf_exponent": ZIPF_EXPONENT,
        "per_thousand": SHARES,
    }
    return named | {"details": found | {"workload": workload, "partitions": PARTITIONS}}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few events: shows that it runs, says little of speed")
    parser.add_argument("--restore", type=int, metavar="N", help="events to restore")
    parser.add_argument("--events", type=int, metavar="N", help="events for the live engine")
    parser.add_argument("--peers", type=int, metavar="N", help="events for each of the others")
    asked = parser.parse_args()
    missing = sorted({each.environment for each in CONTENDERS if not each.is_set_up})
    if missing:
        print(f"bench: {', '.join(missing)} missing: run it by `make bench`, which makes them", file=sys.stderr)
        return 2
    base = QUICK if asked.quick else WHOLE
    sizes = Sizes(
        asked.events or base.live,
        asked.peers or base.peers,
        base.turns,
        asked.restore or base.restore,
        base.unit,
        base.probe,
        base.contracts,
        base.seconds,
        base.idle,
    )
    results = _with_keys(asyncio.run(measure(sizes)), sizes)
    text = json.dumps(results, indent=2)
    if not asked.quick:
        RESULTS.parent.mkdir(exist_ok=True)
        RESULTS.write_text(text + "\n")
    print(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
