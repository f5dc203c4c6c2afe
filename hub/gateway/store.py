"""What the gateway shows: the pictures and the configuration, held in memory as Kafka gives them; no database.

Promise: of two records for a key the one with the higher position stands, so no reader of the gateway sees a
picture go back, whatever a worker that was frozen may append. It keeps what it has when Kafka is away, and says so.
"""

import asyncio
import logging
from collections.abc import Mapping
from random import Random
from typing import Any, Final

import orjson
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.errors import KafkaError
from pydantic import ValidationError

from hub.events import configuration as published
from hub.events.configuration import Configuration
from hub.log.position import Basis, HeadersUnreadable, Order, compare
from hub.log.raw_reader import Records
from hub.log.topics import TopicNames
from hub.reconcile.picture import read_key

log = logging.getLogger("hub.gateway")

POLL_MS: Final = 500
PAUSE_SECONDS: Final = 1.0
ASK_SECONDS: Final = 2.0


class Pictures:
    """The pictures that stand, by key. Pure: fed with records, asked for bodies."""

    def __init__(self) -> None:
        self._standing: dict[bytes, tuple[Basis, bytes | None]] = {}
        self._unseen: set[bytes] = set()

    def take(self, key: bytes, basis: Basis, body: bytes | None) -> bool:
        """Whether the record is now the one that stands; a stale one is ignored."""
        self._unseen.discard(key)
        held = self._standing.get(key)
        if held is not None and compare(basis, held[0]) is Order.STALE:
            return False
        self._standing[key] = (basis, body)
        return True

    def read_again(self) -> None:
        """The whole log is about to be read once more."""
        self._unseen = set(self._standing)

    def forget_unseen(self) -> None:
        """It was read to its end: what did not come again was taken out, and its tombstone compacted, meanwhile."""
        for key in self._unseen:
            del self._standing[key]
        self._unseen = set()

    def bodies(self) -> dict[tuple[str, str, str], dict[str, Any]]:
        """JSON data of every picture that there is, by (partnership, kind, id)."""
        return {read_key(key): orjson.loads(body) for key, (_, body) in self._standing.items() if body is not None}

    def __len__(self) -> int:
        return sum(1 for _, body in self._standing.values() if body is not None)


class Store:
    """Follows the output and configuration topics of an instance."""

    def __init__(self, bootstrap_servers: str, names: TopicNames, random: Random) -> None:
        self._servers = bootstrap_servers
        self._names = names
        self._random = random
        self.pictures = Pictures()
        self._records: list[tuple[int, bytes, bytes | None]] = []
        self.configuration = Configuration()
        self.problem: str | None = "starting: nothing has been read yet"
        self.unreadable = 0
        self._refused: str | None = None
        self._asked = 0.0

    async def follow(self) -> None:
        """Until cancelled. A Kafka that is away is tried again, with a pause; what was read is kept."""
        while True:
            try:
                await self._follow()
            except (KafkaError, OSError, TimeoutError) as away:
                self.problem = f"Kafka does not answer ({type(away).__name__}); what is shown may be old"
                log.warning("kafka away", extra={"reason": str(away)})
            await asyncio.sleep(PAUSE_SECONDS * (0.5 + self._random.random()))

    async def _follow(self) -> None:
        consumer: AIOKafkaConsumer[bytes | None, bytes | None] = AIOKafkaConsumer(
            bootstrap_servers=self._servers,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=100,
            request_timeout_ms=10_000,
        )
        await consumer.start()
        try:
            wanted = [TopicPartition(self._names.configuration, 0)]
            wanted += [TopicPartition(self._names.picture, n) for n in await self._numbers(consumer)]
            consumer.assign(wanted)
            await consumer.seek_to_beginning(*wanted)  # reading again is harmless
            ends = await consumer.end_offsets(wanted)
            self._records.clear()
            self.pictures.read_again()
            while True:
                for tp, records in (await consumer.getmany(timeout_ms=POLL_MS)).items():
                    self._take(tp, records)
                if self.problem is not None or self._refused or ends:
                    ends = {tp: end for tp, end in ends.items() if await consumer.position(tp) < end}
                    if not ends:
                        self.pictures.forget_unseen()
                    self.problem = (
                        f"reading: {len(ends)} partitions are not read to their end yet" if ends else self._refused
                    )
                await self._ask_broker(consumer)
        finally:
            await consumer.stop()

    async def _numbers(self, consumer: "AIOKafkaConsumer[bytes | None, bytes | None]") -> list[int]:
        # a consumer without a group knows the partitions of topics that it has asked something about
        await consumer.beginning_offsets([TopicPartition(self._names.picture, 0)])
        return sorted(consumer.partitions_for_topic(self._names.picture) or ())

    async def _ask_broker(self, consumer: "AIOKafkaConsumer[bytes | None, bytes | None]") -> None:
        # polling alone stays silent about a broker that is gone
        now = asyncio.get_running_loop().time()
        if now - self._asked > ASK_SECONDS:
            self._asked = now
            await asyncio.wait_for(consumer.end_offsets([TopicPartition(self._names.configuration, 0)]), 5)

    def _take(self, tp: TopicPartition, records: Records) -> None:
        if tp.topic == self._names.configuration:
            self._records += [(record.offset, record.key or b"", record.value) for record in records]
            try:
                self.configuration = published.read(self._records)
                self._refused = None
            except ValidationError as newer:
                self._refused = f"the configuration cannot be read by this release: {newer.error_count()} errors"
            return
        for record in records:
            try:
                basis = Basis.from_headers(record.headers)
            except HeadersUnreadable:
                self.unreadable += 1
                continue
            self.pictures.take(record.key or b"", basis, record.value)

    def bodies(self) -> Mapping[tuple[str, str, str], dict[str, Any]]:
        return self.pictures.bodies()
