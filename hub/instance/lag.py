"""How far the engine's group is behind the input topics."""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass

from hub.events.counting import count_words
from hub.events.topics import INPUT_TOPICS, word
from hub.instance.connection import Cluster
from hub.instance.log_reading import read_committed
from hub.log.position import Position
from hub.log.raw_reader import RawReader


class NotFolded(Exception):
    """The engine did not catch up in time."""


@dataclass(frozen=True, slots=True)
class Lag:
    """One partition of an input topic. start: the first offset that is held; end: the next to be written;

    committed: the next to be folded.
    """

    topic: str
    partition: int
    start: int
    end: int
    committed: int

    @property
    def records(self) -> int:
        return max(0, self.end - self.committed)


async def lags(cluster: Cluster) -> list[Lag]:
    """Every partition of every input topic. Raises KafkaError."""
    reader = RawReader(cluster.bootstrap_servers)
    await reader.start()
    try:
        tps = await reader.partitions(*map(cluster.names.full, INPUT_TOPICS))
        count = max((tp.partition for tp in tps), default=-1) + 1
        committed = await read_committed(cluster.bootstrap_servers, cluster.group, cluster.names, count)
        starts, ends = await reader.starts(tps), await reader.ends(tps)
        # an input topic loses nothing, so what was never committed begins at 0
    finally:
        await reader.stop()
    return [_lag(cluster.names.short(tp.topic), tp.partition, starts[tp], end, committed) for tp, end in ends.items()]


def _lag(topic: str, partition: int, start: int, end: int, committed: Sequence[Position]) -> Lag:
    return Lag(topic, partition, start, end, committed[partition].offset(word(topic)) + 1)


async def until_folded(cluster: Cluster, seconds: float) -> None:
    """Wait until everything that was admitted before is folded, written and committed. Raises NotFolded."""
    begun = time.monotonic()
    while behind := sum(each.records for each in await lags(cluster)):
        if time.monotonic() - begun > seconds:
            raise NotFolded(
                f"{count_words(behind, 'record is', 'records are')} not folded after {seconds:.0f} s; see `hub status`"
            )
        await asyncio.sleep(0.2)
