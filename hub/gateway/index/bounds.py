"""What an output record may claim at the moment, as the gateway knows it: the day, and where the inputs end."""

from collections.abc import Callable, Iterable
from datetime import date

from aiokafka import AIOKafkaConsumer, TopicPartition

from hub.log.answering import admin_of
from hub.log.consumer_groups import offsets_of
from hub.log.position import Basis, HeadersUnreadable, Position
from hub.log.raw_reader import RawRecord
from hub.log.topics import TopicNames
from hub.log.untrue import ReaderKnowledge


class Bounds:
    """today: London's day. Asks Kafka only where a record claims more than is known."""

    def __init__(self, bootstrap_servers: str, names: TopicNames, today: Callable[[], date]) -> None:
        self._servers, self._names, self._today = bootstrap_servers, names, today
        self._ends: dict[TopicPartition, int] = {}
        self._committed: dict[TopicPartition, int] = {}

    def known(self, partition: int) -> ReaderKnowledge:
        tps = self._topics(partition)
        certain = tuple(tp in self._committed and self._committed[tp] <= self._ends.get(tp, 0) for tp in tps)
        return ReaderKnowledge(self._today(), Position(tuple(self._ends.get(tp, 0) - 1 for tp in tps)), certain)

    async def cover(
        self, consumer: "AIOKafkaConsumer[bytes | None, bytes | None]", records: Iterable[RawRecord]
    ) -> None:
        """Learns what must be known to classify these records, which were written before. Raises KafkaError."""
        claims = {(record.partition, position) for record in records if (position := _claim(record)) is not None}
        beyond = {partition for partition, claim in claims if not self.known(partition).last.covers(claim)}
        if not beyond:
            return
        self._ends |= await consumer.end_offsets([tp for each in beyond for tp in self._topics(each)])
        if any(not self.known(partition).last.covers(claim) for partition, claim in claims):
            await self._ask_the_group()

    async def _ask_the_group(self) -> None:
        """What it has committed: of a topic that was deleted since, Kafka has forgotten it."""
        async with admin_of(self._servers) as admin:
            offsets = await offsets_of(admin, self._names.engine_group)
        self._committed = {tp: each.offset for tp, each in offsets.items() if each.offset >= 0}

    def _topics(self, partition: int) -> list[TopicPartition]:
        """In the order of a position."""
        inputs = [TopicPartition(name, partition) for name in self._names.inputs]
        return [*inputs, TopicPartition(self._names.configuration, 0)]


def _claim(record: RawRecord) -> Position | None:
    try:
        return Basis.from_headers(record.headers).position
    except HeadersUnreadable:
        return None
