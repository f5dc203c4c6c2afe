"""Remembers up to where each partition of the hub reaches: at each start before anybody writes, and then now and then.

Promise: what is remembered of the truth never goes back, and of evidence not without the moment of its loss, but for a
topic whose loss an operator accepts.
"""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import Final

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from hub.instance.connection import Cluster
from hub.instance.kafka_state import Asker
from hub.log.losses import MEANS, ReachedEnd, looked
from hub.log.reached import remember

log = logging.getLogger("hub.instance.stock")

EVERY_SECONDS: Final = 5.0
LOOK_SECONDS: Final = 10.0
# Kafka forgets the offsets of a group without members after offsets.retention.minutes, a week by default
WHOLE_EVERY: Final = timedelta(days=1)


async def take_stock(cluster: Cluster, now: datetime, accepted: Collection[str] = ()) -> None:
    """One look, which keeps all anew. accepted: topics, with their prefix, that are remembered as they are now.

    now: aware. Raises KafkaError.
    """
    async with Asker(cluster) as asker:
        known = await asker.reached()
        await remember(cluster.bootstrap_servers, cluster.names, await _seen(asker, cluster, known, now, accepted))


async def keep_stock(cluster: Cluster, clock: Callable[[], datetime]) -> None:
    """Until cancelled. A look that fails is left out. clock: aware."""
    was_whole = clock()
    asker: Asker | None = None
    try:
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            now = clock()
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    if asker is None:
                        asker = Asker(cluster)
                        await asker.start()
                    known = await asker.reached()
                    found = await _seen(asker, cluster, known, now)
                    if now - was_whole < WHOLE_EVERY:
                        found = {tp: each for tp, each in found.items() if known.get(tp) != each}
                    await remember(cluster.bootstrap_servers, cluster.names, found)
                was_whole = now if now - was_whole >= WHOLE_EVERY else was_whole
            except (KafkaError, OSError, TimeoutError) as away:
                log.warning("the ends of the topics were not looked at", extra={"reason": repr(away)})
                broken, asker = asker, None
                if broken is not None:
                    await broken.stop()
    finally:
        if asker is not None:
            await asker.stop()


async def _seen(
    asker: Asker,
    cluster: Cluster,
    known: Mapping[TopicPartition, ReachedEnd],
    now: datetime,
    accepted: Collection[str] = (),
) -> dict[TopicPartition, ReachedEnd]:
    """What is to be remembered of every partition that there is. known: asked before."""
    names, at = cluster.names, round(now.timestamp() * 1000)
    ends = await asker.ends(await asker.topics(MEANS))
    starts = await asker.starts({tp: end for tp, end in ends.items() if tp.topic in accepted}) if accepted else {}
    return {
        tp: ReachedEnd(end, start=starts.get(tp, 0))
        if tp.topic in accepted
        else looked(MEANS[names.short(tp.topic)], known.get(tp), end, at)
        for tp, end in ends.items()
    }
