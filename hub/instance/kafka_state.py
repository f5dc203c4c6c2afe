"""Questions to Kafka from outside: brokers, topics, what the engine's group committed, who is in it. Two connections,
kept from question to question.
"""

import asyncio
import contextlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from hub.events.topics import INPUT_TOPICS
from hub.instance.connection import Cluster
from hub.instance.lag import Lag
from hub.log.consumer_groups import members_of, offsets_of
from hub.log.losses import MEANS, Loss, ReachedEnd
from hub.log.raw_reader import RawReader
from hub.log.reached import read_reached

CLOSE_SECONDS: Final = 1.0
SMALL_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class TopicState:
    """One topic as Kafka describes it. thin: partitions with fewer replicas in sync than they should have."""

    partitions: int
    thin: int
    leaderless: int


@dataclass(frozen=True, slots=True)
class Brokers:
    """Every broker by id, as host:port."""

    addresses: dict[int, str]
    controller: int | None


class Asker:
    """Use as an async context manager, or with `start` and `stop`. Every question raises KafkaError."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster
        self.reader = RawReader(cluster.bootstrap_servers, SMALL_BYTES)
        self._admin = AIOKafkaAdminClient(bootstrap_servers=cluster.bootstrap_servers)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.stop()

    async def start(self) -> None:
        """Raises KafkaError; nothing is open then."""
        try:
            await self._admin.start()
            await self.reader.start()
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Within CLOSE_SECONDS, also when the broker answers nothing."""
        with contextlib.suppress(KafkaError, OSError, TimeoutError):
            # not wait_for, which loses a cancellation that comes with the answer
            async with asyncio.timeout(CLOSE_SECONDS):
                await asyncio.gather(self.reader.stop(), self._admin.close(), return_exceptions=True)

    async def brokers(self) -> Brokers:
        said: dict[str, Any] = await self._admin.describe_cluster()
        addresses = {int(each["node_id"]): f"{each['host']}:{each['port']}" for each in said["brokers"]}
        return Brokers(dict(sorted(addresses.items())), said.get("controller_id"))

    async def topics(self, wanted: Iterable[str]) -> dict[str, TopicState]:
        """Those of the topics, without prefix, that there are."""
        names = self._cluster.names
        described = await self._admin.describe_topics([names.full(topic) for topic in wanted])
        return {
            names.short(each["topic"]): TopicState(
                partitions=len(each["partitions"]),
                thin=sum(1 for part in each["partitions"] if len(part["isr"]) < len(part["replicas"])),
                leaderless=sum(1 for part in each["partitions"] if part["leader"] < 0),
            )
            for each in described
            if each["partitions"]
        }

    async def members(self) -> int:
        """How many members the engine's group has."""
        return await members_of(self._admin, self._cluster.group)

    async def ends(self, topics: Mapping[str, TopicState]) -> dict[TopicPartition, int]:
        """Where each partition ends of topics that were described."""
        tps = [
            TopicPartition(self._cluster.names.full(topic), number)
            for topic, state in topics.items()
            for number in range(state.partitions)
        ]
        return await self.reader.ends(tps) if tps else {}

    async def starts(self, ends: Mapping[TopicPartition, int]) -> dict[TopicPartition, int]:
        """The first offset that is held of each partition among these that is kept for ever."""
        names = self._cluster.names
        return await self.reader.starts([tp for tp in ends if MEANS[names.short(tp.topic)] is not Loss.REMADE])

    async def reached(self) -> dict[TopicPartition, ReachedEnd]:
        """Up to where each partition was seen to reach."""
        return await read_reached(self._admin, self._cluster.names)

    async def committed(self) -> dict[TopicPartition, int]:
        """The next offset to be read, of each partition that the engine's group ever committed."""
        known = await offsets_of(self._admin, self._cluster.group)
        return {tp: each.offset for tp, each in known.items() if each.offset >= 0}

    async def lags(self) -> list[Lag]:
        """Every partition of every input topic that there is."""
        committed = await self.committed()
        # an end that is asked for later is never below what was committed
        ends = await self.ends(await self.topics(INPUT_TOPICS))
        return self.lags_of(committed, await self.starts(ends), ends)

    def lags_of(
        self,
        committed: Mapping[TopicPartition, int],
        starts: Mapping[TopicPartition, int],
        ends: Mapping[TopicPartition, int],
    ) -> list[Lag]:
        """Of the input topics among these ends. What was never committed begins at 0."""
        inputs = self._cluster.names.inputs
        return [
            Lag(self._cluster.names.short(tp.topic), tp.partition, starts[tp], end, committed.get(tp, 0))
            for tp, end in ends.items()
            if tp.topic in inputs
        ]
