"""The raw reader and the batch writer on a real broker: what every log promises, and what only this one can show."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic, RecordsToDelete

from hub.local.local_parts import LocalParts
from hub.log.batch_writer import REQUEST_BYTES, BatchWriter, WriteFailed, new_producer
from hub.log.quarantine import Quarantine
from hub.log.raw_reader import RawReader, ReaderPool, Stretch
from hub.log.records import InputRecord, Poison
from tests.log.promises_of_a_log import PromisesOfALog, Stop, lot

pytestmark = pytest.mark.kafka


@pytest.fixture
async def topic(parts: LocalParts) -> str:
    name = f"raw{uuid4().hex[:8]}"
    admin = AIOKafkaAdminClient(bootstrap_servers=parts.bootstrap_servers)
    await admin.start()
    try:
        await admin.create_topics([NewTopic(name, 2, 1, topic_configs={"max.message.bytes": str(REQUEST_BYTES)})])
    finally:
        await admin.close()
    return name


@pytest.fixture
async def writer(parts: LocalParts) -> AsyncIterator[BatchWriter]:
    made = BatchWriter(lambda: new_producer(parts.bootstrap_servers))
    yield made
    await made.stop()


@pytest.fixture
async def reader(parts: LocalParts) -> AsyncIterator[RawReader]:
    made = RawReader(parts.bootstrap_servers)
    await made.start()
    yield made
    await made.stop()


class OnKafka:
    def __init__(self, servers: str, topic: str) -> None:
        self._servers = servers
        self.tp, self.empty = TopicPartition(topic, 1), TopicPartition(topic, 0)

    async def begin_at(self, offset: int) -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=self._servers)
        await admin.start()
        try:
            await admin.delete_records({self.tp: RecordsToDelete(before_offset=offset)})
        finally:
            await admin.close()

    async def take_end(self) -> None:
        """A transaction, whose marker is no record."""
        producer = AIOKafkaProducer(bootstrap_servers=self._servers, transactional_id=f"marks-{self.tp.topic}")
        await producer.start()
        try:
            async with producer.transaction():
                await producer.send_and_wait(self.tp.topic, b"v", key=b"k", partition=self.tp.partition)
        finally:
            await producer.stop()


class TestOnKafka(PromisesOfALog):
    @pytest.fixture
    def log(self, parts: LocalParts, topic: str) -> OnKafka:
        return OnKafka(parts.bootstrap_servers, topic)


async def test_the_partitions_of_a_topic_are_known_and_of_no_topic_there_are_none(
    topic: str, reader: RawReader
) -> None:
    assert await reader.partitions(topic) == [TopicPartition(topic, 0), TopicPartition(topic, 1)]
    assert await reader.partitions("no-such-topic") == []


async def test_a_broken_producer_is_replaced(topic: str, parts: LocalParts) -> None:
    made = []

    def create() -> AIOKafkaProducer:
        made.append(new_producer(parts.bootstrap_servers))
        return made[-1]

    writer = BatchWriter(create)
    await writer.write(topic, 0, lot(1))
    await made[0].stop()
    with pytest.raises(WriteFailed):
        await writer.write(topic, 0, lot(1))
    assert (await writer.write(topic, 0, lot(1)))[0].first == 1
    assert len(made) == 2
    await writer.stop()


async def test_a_pool_opens_another_reader_for_one_that_broke(parts: LocalParts, topic: str) -> None:
    pool = ReaderPool(parts.bootstrap_servers, size=1)
    with pytest.raises(Stop):
        async with pool.take() as first:
            raise Stop
    async with pool.take() as second:
        assert second is not first
        assert await second.partitions(topic)
    async with pool.take() as third:
        assert third is second
    await pool.stop()


async def test_quarantine_is_in_the_log_when_it_returns(topic: str, writer: BatchWriter, reader: RawReader) -> None:
    refused = [(InputRecord("in", 0, at, 5, b"k", b"\xff", ()), Poison("c", "f", "p", "x")) for at in range(20)]
    await Quarantine(writer, topic, "1").keep(refused)
    ends = await reader.ends(await reader.partitions(topic))
    kept = [
        record.key
        async for _, records in reader.read({tp: Stretch(0, end) for tp, end in ends.items()})
        for record in records
    ]
    assert sorted(kept) == sorted(b"in-0-%d" % at for at in range(20))
