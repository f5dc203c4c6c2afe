"""What a redrive does to the log: over one publisher, one audit log and one reader."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from random import Random
from typing import Final
from uuid import UUID

from aiokafka import TopicPartition

from hub.admission.admit import Admitted
from hub.instance.connection import Cluster
from hub.instance.damaged import check_truth
from hub.log.audit import AuditEntry, AuditLog, NewAuditEntry
from hub.log.batch_writer import BatchWriter, new_producer
from hub.log.codec import Stamp
from hub.log.decode import Decoded, RecordDecoder
from hub.log.publisher import EventPublisher
from hub.log.raw_reader import RawReader, Stretch, input_record
from hub.log.records import SchemaNeeded
from hub.log.refusals import keep_refusals, kept_refusals
from hub.log.registry import Registry
from hub.log.topics import TopicNames, partition_of
from hub.usecases.redriving import Step, identity_of

REGISTRY_TRIES: Final = 3


class LogActions:
    """The actions of hub.usecases.redriving, on a real log. clock: aware."""

    def __init__(
        self,
        names: TopicNames,
        reader: RawReader,
        publisher: EventPublisher | None,
        audit: AuditLog,
        clock: Callable[[], datetime],
        new_id: Callable[[], UUID],
    ) -> None:
        self._names, self._reader, self._publisher, self._audit = names, reader, publisher, audit
        self._clock, self._new_id = clock, new_id

    async def audit(self, new: NewAuditEntry) -> AuditEntry:
        """Raises WriteFailed, AuditCrowded, KafkaError."""
        return await self._audit.append(new, self._clock(), self._new_id)

    async def ends(self, admitted: Admitted) -> dict[str, int]:
        """Where the partitions end that the event goes to, by partnership. Raises KafkaError."""
        partitions = await self._partitions(admitted)
        ends = await self._reader.ends(set(partitions.values()))
        return {partnership: ends[tp] for partnership, tp in partitions.items()}

    async def is_behind(self, admitted: Admitted, ends: Mapping[str, int]) -> bool:
        """Whether the event stands in the log for each of its partnerships, from these ends on. Raises KafkaError."""
        wanted, partitions = identity_of(admitted), await self._partitions(admitted)
        now = await self._reader.ends(set(partitions.values()))
        for partnership, tp in partitions.items():
            stretch = {tp: Stretch(ends.get(partnership, now[tp]), now[tp])}
            decoder = RecordDecoder(len(await self._reader.partitions(tp.topic)), self._names)
            found = False
            async for _, records in self._reader.read(stretch):
                for raw in records:
                    try:
                        said = decoder.decode(input_record(raw))
                    except SchemaNeeded:
                        continue  # of a newer release, so none of ours
                    if isinstance(said, Decoded) and said.partnership == partnership:
                        identity = {"event": said.plain["meta"]["event_id"], "content": said.content_hash}
                        found = found or identity == wanted
            if not found:
                return False
        return True

    async def publish(self, admitted: Admitted) -> list[str]:
        """Where it was written. Raises BrokerAway."""
        assert self._publisher is not None  # a discard publishes nothing
        stamp = Stamp(admitted.time, admitted.principal, admitted.door)
        positions = await self._publisher.publish([admitted], stamp)
        return [f"{each.topic}[{each.partition}]@{each.offset}" for each in positions]

    async def keep_refused(self, steps: list[Step], stamp: Stamp) -> None:
        """What admission refused of a redrive is kept like any other refusal; its text stands in quarantine already."""
        assert self._publisher is not None
        for step in steps:
            told = [each.to_json() for each in step.refusals]
            named = dict(step.record.headers).get("ce_id") or b""
            event, text = {"id": named.decode(errors="replace")}, step.record.value or b""
            await keep_refusals(self._publisher, kept_refusals(told, stamp, event, text, with_text=False))

    async def _partitions(self, admitted: Admitted) -> dict[str, TopicPartition]:
        topic = self._names.full(admitted.event_type.topic)
        count = len(await self._reader.partitions(topic))
        return {
            each: TopicPartition(topic, partition_of(each.encode(), count)) for each in admitted.event.meta.partnerships
        }


@asynccontextmanager
async def opened(
    cluster: Cluster, clock: Callable[[], datetime], new_id: Callable[[], UUID], *, publishes: bool
) -> AsyncIterator[LogActions]:
    """publishes: False for a discard, which does not need the registry.

    Raises KafkaError, BrokerAway, RegistryAway; LogDamaged where it publishes.
    """
    if publishes:
        await check_truth(cluster)
    reader = RawReader(cluster.bootstrap_servers)
    writer = BatchWriter(lambda: new_producer(cluster.bootstrap_servers))
    await reader.start()
    try:
        audit = AuditLog(reader, writer, cluster.names.audit)
        if not publishes:
            yield LogActions(cluster.names, reader, None, audit, clock, new_id)
            return
        async with (
            Registry(cluster.registry_url, Random(), tries=REGISTRY_TRIES) as registry,
            EventPublisher(cluster.bootstrap_servers, cluster.names, registry) as publisher,
        ):
            yield LogActions(cluster.names, reader, publisher, audit, clock, new_id)
    finally:
        await reader.stop()
        await writer.stop()
