"""Publish to visible: from the moment at which a publisher begins to write an event until a reader has read it."""

import asyncio
import time
from collections.abc import Sequence
from typing import Any, Final

from bench.loading import Encoded, again
from bench.observers import Observer
from bench.say import say
from hub.log.batch_writer import new_producer
from hub.log.topics import TopicNames

RATE: Final = 200
CUT_SECONDS: Final = 2.0
WAIT_SECONDS: Final = 10.0


async def latency(
    bootstrap_servers: str, names: TopicNames, observer: Observer, pool: Sequence[Encoded], seconds: float
) -> dict[str, Any]:
    """At RATE events a second, the first CUT_SECONDS left out. Events that show nowhere are counted, not timed.

    pool: declarations, newer than anything said before, so that each of them shows in a picture.
    """
    producer = new_producer(bootstrap_servers)
    await producer.start()
    begun: dict[str, float] = {}
    sending: list[asyncio.Future[Any]] = []
    try:
        async with observer:
            start = time.monotonic()
            for number, each in enumerate(again(pool, int(RATE * seconds))):
                due = start + number / RATE
                await asyncio.sleep(max(0.0, due - time.monotonic()))
                begun[each.record.headers[0][1].decode()] = time.monotonic()  # type: ignore[union-attr]  # ce_id is there
                topic = names.full(each.topic)
                sending.append(
                    await producer.send(
                        topic, each.record.value, each.record.key, each.partition, headers=list(each.record.headers)
                    )
                )
            await asyncio.gather(*sending)
            last = time.monotonic()
            while len(observer.seen.keys() & begun.keys()) < len(begun) and time.monotonic() - last < WAIT_SECONDS:
                await asyncio.sleep(0.05)
            seen = dict(observer.seen)
    finally:
        await producer.stop()
    took = sorted((seen[each] - at) * 1000 for each, at in begun.items() if each in seen and at - start > CUT_SECONDS)
    if not took:
        raise RuntimeError("none of the events showed")
    found = {
        "p50_ms": round(took[len(took) // 2], 1),
        "p99_ms": round(took[len(took) * 99 // 100], 1),
        "events": len(took),
        "not_seen": len(begun.keys() - seen.keys()),
        "per_s": RATE,
    }
    say(f"publish to visible: p50 {found['p50_ms']} ms, p99 {found['p99_ms']} ms")
    return found
