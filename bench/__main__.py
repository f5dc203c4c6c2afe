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
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench.eyes import PictureEyes
from bench.history import FOLDS
from bench.latency import latency
from bench.loading import Encoded, encoded, schema_ids
from bench.processes import Worker
from bench.publishing import publishing
from bench.restoring import restoring
from bench.say import say
from bench.table import RESULTS
from bench.throughput import QUIX_PYTHON, ROOT, Ground, hub_live, quixstreams, stock_faust, throughput
from bench.workload import SHARES, ZIPF_EXPONENT, Shape
from hub.events.catalogue import EventType
from hub.log.topics import TopicNames
from hub.operate.local_parts import running
from hub.settings import read_settings

PARTITIONS: Final = 4
NEWER: Final = 1 << 28  # seconds by which these were recorded later than all others


@dataclass(frozen=True, slots=True)
class Sizes:
    """How many events each figure is made of. seconds: of publishing for the latency."""

    live: int
    peers: int
    restore: int
    unit: int
    probe: int
    seconds: float


WHOLE: Final = Sizes(live=60_000, peers=20_000, restore=1_000_000, unit=10_000, probe=5_000, seconds=20)
QUICK: Final = Sizes(live=6_000, peers=3_000, restore=30_000, unit=1_000, probe=500, seconds=5)


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
            worker = Worker(home, ground.cluster("hub-live"), PARTITIONS)
            try:
                await worker.until_ready()
                found["latency"] = await _latency(ground, ids, sizes)
                found["publishing"] = await publishing(ground, ground.cluster("hub-live"))
            finally:
                worker.stop()
    found["machine"] = {
        "processors": len(os.sched_getaffinity(0)),
        "load_average_at_end": round(os.getloadavg()[1], 1),
        "seconds": round(time.monotonic() - began),
    }
    return found


async def _throughputs(ground: Ground, ids: dict[EventType, int], sizes: Sizes) -> dict[str, Any]:
    say(f"making {sizes.live:,} events ...")
    even = encoded(1, sizes.live, Shape(), ground.partitions, ids)
    found = {
        "hub": await throughput(ground, "hub-live", hub_live, even),
        "hub_as_many_as_peers": await throughput(ground, "hub-short", hub_live, even[: sizes.peers]),
        "faust": await throughput(ground, "stock-faust", stock_faust, even[: sizes.peers]),
        "quix": await throughput(ground, "quixstreams", quixstreams, even[: sizes.peers]),
    }
    del even
    skewed = encoded(1, sizes.peers, Shape(zipf=ZIPF_EXPONENT), ground.partitions, ids)
    return found | {
        "hub_zipf": await throughput(ground, "hub-zipf", hub_live, skewed),
        "faust_zipf": await throughput(ground, "faust-zipf", stock_faust, skewed[: sizes.peers // 2]),
        "quix_zipf": await throughput(ground, "quix-zipf", quixstreams, skewed[: sizes.peers // 2]),
    }


def _history(sizes: Sizes) -> list[dict[str, Any]]:
    say(f"history growing {FOLDS}-fold ...")
    argv = [sys.executable, "-m", "bench.history", "500", str(sizes.unit), str(sizes.probe)]
    made: list[dict[str, Any]] = json.loads(subprocess.run(argv, check=True, capture_output=True, cwd=ROOT).stdout)
    for each in made:
        say(f"  {each['times']}-fold: {each['us_per_event']} us and {each['bytes_per_event']} bytes an event")
    return made


async def _latency(ground: Ground, ids: dict[EventType, int], sizes: Sizes) -> dict[str, Any]:
    say("publishing 200 events a second ...")
    made = encoded(3, int(300 * sizes.seconds * 5), Shape(), ground.partitions, ids, first=NEWER)
    # of these alone it is sure that each shows in a picture, whatever was said before
    pool: list[Encoded] = [each for each in made if dict(each.record.headers)["ce_type"] == SHOWN]
    eyes = PictureEyes(ground.bootstrap_servers, ground.cluster("hub-live").names.picture, ground.partitions)
    return await latency(ground.bootstrap_servers, ground.cluster("hub-live").names, eyes, pool, sizes.seconds)


SHOWN: Final = b"uk.jch.contract.clause-checked.v1"


def _with_keys(found: dict[str, Any], sizes: Sizes) -> dict[str, Any]:
    """The named figures first, then everything that they come from."""
    http = found["publishing"]
    named = {
        "raw_consume": found["restoring"]["raw_consume_per_s"],
        "hub_live": found["hub"]["per_s"],
        "stock_faust": found["faust"]["per_s"],
        "quixstreams": found["quix"]["per_s"],
        "feed_p50_ms": found["latency"]["p50_ms"],
        "feed_p99_ms": found["latency"]["p99_ms"],
        "restore_per_s": found["restoring"]["per_s"],
        "http_single_p99_ms": http and http["single_p99_ms"],
        "http_batch_per_s": http and http["batch_per_s"],
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
    if not QUIX_PYTHON.exists():
        print(f"bench: {QUIX_PYTHON} is missing: run it by `make bench`, which sets it up", file=sys.stderr)
        return 2
    base = QUICK if asked.quick else WHOLE
    sizes = Sizes(
        asked.events or base.live,
        asked.peers or base.peers,
        asked.restore or base.restore,
        base.unit,
        base.probe,
        base.seconds,
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
