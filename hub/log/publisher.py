"""Writes admitted events to the input topics. Only admission's doors use it.

Promise: `publish` returns when Kafka has acknowledged every record; when it raises, some may be in the log, and
publishing the same events again is harmless, because an event's id and content make it the same saying.
"""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Final, Self

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError, MessageSizeTooLargeError

from hub.events.catalogue import CATALOGUE, EventType
from hub.log.batch_writer import Outgoing, batches
from hub.log.codec import Stamp, frame, headers
from hub.log.discarding import discard_producer
from hub.log.failure_words import failure_words
from hub.log.location import RecordLocation
from hub.log.producer import durable_producer
from hub.log.registry import COMPATIBILITY, Registry
from hub.log.topics import TopicNames, partition_of
from hub.log.topics_there import missing_words
from hub.serialization.encoded import EncodedEvent
from hub.serialization.schemas import frozen, versions

AT_ONCE: Final = 500
BATCH_BYTES: Final = 1 << 18
# an event of hub.admission.limits.MOST_BYTES as JSON, with room for its headers; the topics take as much
MOST_RECORD_BYTES: Final = 3 << 20
ACK_SECONDS: Final = 30.0
CLOSE_SECONDS: Final = 5.0
ASK_SECONDS: Final = 3.0


class BrokerAway(Exception):
    """Kafka did not acknowledge; nothing is known of the records that were being written. Publish them again."""


class TopicCut(BrokerAway):
    """Kafka acknowledged below what it acknowledged before: the topic lost records meanwhile; the text says which."""


def nobody_answers(bootstrap_servers: str, away: Exception) -> BrokerAway:
    """What to tell where no connection came about."""
    return BrokerAway(f"no broker answers at {bootstrap_servers}: {failure_words(away)}. See `hub status`")


class EventPublisher:
    """An idempotent producer for the input topics. Use as an async context manager.

    ack_seconds: after how long one write of AT_ONCE events is told to have failed, the asking why included.
    schema_ids: those of the schemas, where they were taken before: then the registry is not asked.
    """

    def __init__(
        self,
        bootstrap_servers: str,
        names: TopicNames,
        registry: Registry,
        ack_seconds: float = ACK_SECONDS,
        schema_ids: Mapping[EventType, int] | None = None,
    ) -> None:
        self._ack_seconds = ack_seconds
        # the last part of it, to ask whether a topic is not there; whoever waits has a limit of its own
        self._ask_seconds = min(ASK_SECONDS, ack_seconds / 4)
        self._servers = bootstrap_servers
        self._names = names
        self._registry = registry
        self._producer: AIOKafkaProducer | None = None
        self._taken = schema_ids
        self._schema_ids: Mapping[EventType, int] = {}
        self._partitions: dict[str, int] = {}
        self._acknowledged: dict[tuple[str, int], int] = {}

    async def __aenter__(self) -> Self:
        """Connects, and asks the registry for the schemas' ids. Raises BrokerAway, RegistryAway, Incompatible."""
        self._schema_ids = self._taken or await register_schemas(self._registry, self._names)
        producer = durable_producer(
            self._servers,
            batch_bytes=BATCH_BYTES,
            request_bytes=MOST_RECORD_BYTES,
            request_timeout_ms=int(self._ack_seconds * 1000),
        )
        try:
            await producer.start()
        except KafkaError as away:
            await producer.stop()
            raise nobody_answers(self._servers, away) from away
        self._producer = producer
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        producer, self._producer = self._producer, None
        if producer is not None:
            # what was acknowledged is in the log; a broker that is away does not keep the caller for the rest
            with suppress(TimeoutError, KafkaError):
                await asyncio.wait_for(producer.stop(), CLOSE_SECONDS)

    async def discard(self) -> None:
        """Closes at once, with what was not acknowledged: it is not sent when the broker is back, long after."""
        producer, self._producer = self._producer, None
        if producer is not None:
            await discard_producer(producer)

    async def publish(self, events: Sequence[EncodedEvent], stamp: Stamp) -> list[RecordLocation]:
        """Write each event to each of its partnerships. Raises BrokerAway."""
        locations: list[RecordLocation] = []
        for start in range(0, len(events), AT_ONCE):
            locations += await self._write(events[start : start + AT_ONCE], stamp)
        return locations

    async def keep(self, topic: str, records: Sequence[Outgoing]) -> list[RecordLocation]:
        """Write records that are no events, each to the partition of its key: refusals. Raises BrokerAway.

        topic: without the instance's prefix.
        """
        topic, before = self._names.full(topic), dict(self._acknowledged)
        try:
            async with asyncio.timeout(self._ack_seconds - self._ask_seconds):
                count = await self._count(topic)
                addressed = [(topic, partition_of(each.key, count), each) for each in records]
                return self._above(before, await self._send(addressed))
        except (KafkaError, TimeoutError) as away:
            raise await self._away({topic}, away) from away

    async def _write(self, events: Sequence[EncodedEvent], stamp: Stamp) -> list[RecordLocation]:
        before = dict(self._acknowledged)
        try:
            async with asyncio.timeout(self._ack_seconds - self._ask_seconds):
                addressed = []
                for each in events:
                    value = frame(self._schema_ids[each.event_type], each.body)
                    topic = self._names.full(each.event_type.topic)
                    count, beside = await self._count(topic), headers(each.event_type, each.event, stamp)
                    keys = [partnership.encode() for partnership in each.event.meta.partnerships]
                    addressed += [(topic, partition_of(key, count), Outgoing(key, value, beside)) for key in keys]
                return self._above(before, await self._send(addressed))
        except MessageSizeTooLargeError as small:
            raise BrokerAway(
                f"a topic of {self._servers} takes no record of {MOST_RECORD_BYTES} bytes: it was made by an earlier "
                f"release. Set max.message.bytes of the input topics to {MOST_RECORD_BYTES} with Kafka's kafka-configs "
                "and publish again"
            ) from small
        except (KafkaError, TimeoutError) as away:
            raise await self._away({self._names.full(each.event_type.topic) for each in events}, away) from away

    async def _send(self, addressed: Iterable[tuple[str, int, Outgoing]]) -> list[RecordLocation]:
        """Where each (topic, partition, record) stands, once acknowledged: a partition's in their order, in batches."""
        producer, order = self._open(), []
        of_partition: dict[tuple[str, int], list[Outgoing]] = {}
        for topic, partition, record in addressed:
            found = of_partition.setdefault((topic, partition), [])
            order.append((topic, partition, len(found)))
            found.append(record)
        handed = [
            (tp, batch.record_count(), await producer.send_batch(batch, tp[0], partition=tp[1]))
            for tp, records in of_partition.items()
            for batch in batches(producer, tp[0], records)
        ]
        offsets: dict[tuple[str, int], list[int]] = {tp: [] for tp in of_partition}
        for (tp, count, _), told in zip(handed, await asyncio.gather(*(each for *_, each in handed)), strict=True):
            offsets[tp] += range(told.offset, told.offset + count)
        return [RecordLocation(topic, partition, offsets[topic, partition][at]) for topic, partition, at in order]

    def _above(self, before: Mapping[tuple[str, int], int], locations: list[RecordLocation]) -> list[RecordLocation]:
        """The same locations. before: what was acknowledged when the first of them was sent. Raises TopicCut."""
        for topic, partition, offset in locations:
            last = before.get((topic, partition), -1)
            if offset <= last:
                raise TopicCut(
                    f"{topic}[{partition}] was acknowledged at offset {offset}, and at {last} before: it was cut or "
                    "created anew. See `hub status`"
                )
            self._acknowledged[topic, partition] = max(offset, self._acknowledged.get((topic, partition), -1))
        return locations

    async def _away(self, topics: set[str], why: BaseException) -> BrokerAway:
        """What to tell whoever waited in vain: which topic is not there, else that nobody acknowledged."""
        missing: set[str] = set()
        if self._producer is not None:  # else another request has given it up meanwhile
            with suppress(KafkaError, TimeoutError):
                async with asyncio.timeout(self._ask_seconds):
                    missing = topics - (await self._producer.client.fetch_all_metadata()).topics()
        if missing:
            return BrokerAway(missing_words(sorted(missing)))
        return BrokerAway(f"Kafka at {self._servers} did not acknowledge: {why!r}. See `hub status`")

    async def _count(self, topic: str) -> int:
        if topic not in self._partitions:
            self._partitions[topic] = len(await self._open().partitions_for(topic))
        return self._partitions[topic]

    def _open(self) -> AIOKafkaProducer:
        if self._producer is None:
            raise RuntimeError("EventPublisher is not open: use it as an async context manager")
        return self._producer


async def register_schemas(registry: Registry, names: TopicNames) -> dict[EventType, int]:
    """The registry's id of each type's newest schema. Every frozen version is there afterwards, oldest first, and each
    subject asks for FULL_TRANSITIVE. Harmless to repeat. Raises Incompatible, RegistryAway.
    """
    known = set(await registry.subjects())

    async def one(event_type: EventType) -> int:
        subject = names.prefix + event_type.registry_subject
        # asked of known subjects too: whoever registered it may have ended before it set the rule
        if subject not in known or await registry.compatibility(subject) != COMPATIBILITY:
            await registry.register(subject, frozen(event_type, *versions(event_type)[0]))
            await registry.require_full_transitive(subject)
        ids = [await registry.register(subject, frozen(event_type, *version)) for version in versions(event_type)]
        return ids[-1]

    ids = await asyncio.gather(*(one(event_type) for event_type in CATALOGUE))
    return dict(zip(CATALOGUE, ids, strict=True))
