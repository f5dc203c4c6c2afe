"""Restore: a worker begins again where a long history stands in the log and its pictures stand written.

Two times from the start of its process: until every partition is live and takes what comes, and until it has taken in
all that it had set aside and swept what may be out of step. Memory is measured then, when nothing more is unpacked.

Before that the same log is folded once by a worker that has never seen it, which is a figure of its own: catching up.
"""

import time
from collections.abc import Sequence
from typing import Any

from aiokafka import AIOKafkaConsumer

from bench.contenders import Ground
from bench.groups import Groups
from bench.loading import Encoded, Loader, again
from bench.processes import Worker
from bench.say import say
from hub.usecases.topics_admin import create_topics


async def restoring(ground: Ground, pool: Sequence[Encoded], count: int) -> dict[str, Any]:
    """count: events in the log, made of the pool's by giving them other ids."""
    cluster = ground.cluster("restoring")
    await create_topics(ground.bootstrap_servers, cluster.names, ground.partitions)
    loader = Loader(ground.bootstrap_servers)
    say(f"writing {count:,} events ...")
    began = time.monotonic()
    await loader.load(cluster.names, again(pool, count))
    await loader.stop()
    say(f"written at {count / (time.monotonic() - began):,.0f} a second; a first worker folds them all")
    async with Groups(ground.bootstrap_servers) as groups:
        raw = await raw_consume(ground, list((await groups.ends(cluster.names)).items()))
        say(f"raw consume: {raw:,} records a second")
        worker = Worker(ground.home, cluster, ground.partitions)
        try:
            began = worker.started
            ended = await groups.until_done(
                cluster.group, cluster.names, "catching up", worker.alive, 4 * ground.seconds
            )
        finally:
            worker.stop()
    say(f"caught up at {count / (ended - began):,.0f} events a second; a second worker restores")
    worker = Worker(ground.home, cluster, ground.partitions)
    try:
        seconds = await worker.until_ready()
        spent, set_aside = worker.processor_seconds(), sum(shard["set_aside"] for shard in worker.shards())
        say(f"restored at {count / seconds:,.0f} events a second, from the start of the process; all is taken in")
        whole_seconds = await worker.until_nothing_waits()
        held, shards = worker.memory(), worker.shards()
    finally:
        worker.stop()
    say(f"nothing waits any more after {whole_seconds:,.0f} s; {held / count:,.0f} bytes an event")
    return {
        "events": count,
        "raw_consume_per_s": raw,
        "catch_up_per_s": round(count / (ended - began)),
        "seconds": round(seconds, 2),
        "per_s": round(count / seconds),
        "processor_seconds": round(spent, 2),
        "set_aside_when_live": set_aside,
        "whole_seconds": round(whole_seconds, 1),
        "pictures": sum(shard["pictures"] for shard in shards),
        "bytes_per_event": round(held / count),
    }


async def raw_consume(ground: Ground, ends: list[tuple[Any, int]]) -> int:
    """Records a second of a plain aiokafka consumer that does nothing with them."""
    consumer = AIOKafkaConsumer(
        bootstrap_servers=ground.bootstrap_servers,
        enable_auto_commit=False,
        auto_offset_reset="earliest",
        max_partition_fetch_bytes=4 << 20,
    )
    await consumer.start()
    try:
        consumer.assign([tp for tp, _ in ends])
        left = sum(end for _, end in ends)
        count, began = left, time.monotonic()
        while left > 0:
            left -= sum(len(each) for each in (await consumer.getmany(timeout_ms=500, max_records=5000)).values())
        return round(count / (time.monotonic() - began))
    finally:
        await consumer.stop()
