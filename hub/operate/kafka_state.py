"""Questions to Kafka from outside: brokers, topics, what the engine's group committed, who is in it. Two connections,
kept from question to question.
"""

import asyncio
import contextlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final, Self

from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaError

from hub.events.topics import INPUT_TOPICS
from hub.log.raw_reader import RawReader
from hub.operate.connection import Cluster
from hub.operate.lag import Lag
from hub.operate.log_reading import offsets_of

CLOSE_SECONDS: Final = 1.0
SMALL_BYTES: Final = 64 * 1024
_GROUP_ENDED: Final = ("Dead", "Empty")


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
        """Within a few seconds, also when the broker answers nothing."""
        for closing in (self.reader.stop(), self._admin.close()):
            with contextlib.suppress(KafkaError, OSError, TimeoutError):
                await asyncio.wait_for(closing, CLOSE_SECONDS)

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
        answers = await self._admin.describe_consumer_groups([self._cluster.group])
        groups = [group for answer in answers for group in answer.to_object()["groups"]]
        return sum(len(group["members"]) for group in groups if group["state"] not in _GROUP_ENDED)

    async def lags(self) -> list[Lag]:
        """Every partition of every input topic that there is. What was never committed begins at 0."""
        tps = [tp for topic in INPUT_TOPICS for tp in await self.reader.partitions(self._cluster.names.full(topic))]
        committed = await offsets_of(self._admin, self._cluster.group)
        ends = await self.reader.ends(tps) if tps else {}
        return [self._lag(tp, end, committed.get(tp)) for tp, end in ends.items()]

    def _lag(self, tp: TopicPartition, end: int, known: Any) -> Lag:
        committed = known.offset if known is not None and known.offset >= 0 else 0
        return Lag(self._cluster.names.short(tp.topic), tp.partition, end, committed)
