"""The raw reader and the batch writer on a real broker."""

from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, NewTopic, RecordsToDelete

from hub.log.batch_writer import REQUEST_BYTES, BatchWriter, Outgoing, RecordTooLarge, WriteFailed, new_producer
from hub.log.quarantine import Quarantine
from hub.log.raw_reader import LogShorter, RawReader, ReaderPool, Stretch
from hub.log.records import InputRecord, Poison
from hub.operate.local_parts import LocalParts

pytestmark = pytest.mark.kafka


class Stop(Exception):
    """What a check raises to end a reading."""


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


def lot(count: int, size: int = 10) -> list[Outgoing]:
    return [Outgoing(b"k%d" % number, b"v" * size, [("n", b"%d" % number)]) for number in range(count)]


async def offsets_of(reader: RawReader, tp: TopicPartition, start: int, end: int) -> list[int]:
    return [record.offset async for _, records in reader.read({tp: Stretch(start, end)}) for record in records]


async def test_acks_name_where_every_record_stands_over_many_batches(
    topic: str, writer: BatchWriter, reader: RawReader
) -> None:
    records = lot(3000, 500)
    acked = await writer.write(topic, 1, records)
    assert len(acked) > 2, "one batch shows nothing"
    assert [each.first for each in acked] == [sum(one.count for one in acked[:index]) for index in range(len(acked))]
    tp = TopicPartition(topic, 1)
    read = [record async for _, part in reader.read({tp: Stretch(0, 3000)}) for record in part]
    assert [(record.key, record.headers[0][1]) for record in read] == [(r.key, r.headers[0][1]) for r in records]
    more = await writer.write(topic, 1, lot(1))
    assert more[0].first == 3000


async def test_a_stretch_is_read_from_and_to_where_it_says(topic: str, writer: BatchWriter, reader: RawReader) -> None:
    await writer.write(topic, 0, lot(50))
    tp, empty = TopicPartition(topic, 0), TopicPartition(topic, 1)
    assert await offsets_of(reader, tp, 7, 20) == list(range(7, 20))
    assert await offsets_of(reader, tp, 20, 20) == []
    assert await offsets_of(reader, empty, 0, 0) == []
    assert await reader.ends([tp, empty]) == {tp: 50, empty: 0}
    assert await reader.partitions(topic) == [tp, empty]
    assert await reader.partitions("no-such-topic") == []


async def test_a_log_that_begins_later_is_read_from_there(
    parts: LocalParts, topic: str, writer: BatchWriter, reader: RawReader
) -> None:
    await writer.write(topic, 0, lot(50))
    tp = TopicPartition(topic, 0)
    admin = AIOKafkaAdminClient(bootstrap_servers=parts.bootstrap_servers)
    await admin.start()
    try:
        await admin.delete_records({tp: RecordsToDelete(before_offset=30)})
    finally:
        await admin.close()
    assert await offsets_of(reader, tp, 0, 50) == list(range(30, 50))
    assert await offsets_of(reader, tp, 0, 30) == []


async def test_a_check_that_objects_ends_the_reading_and_the_reader_goes_on(
    topic: str, writer: BatchWriter, reader: RawReader
) -> None:
    await writer.write(topic, 0, lot(50))
    tp = TopicPartition(topic, 0)
    looked = 0

    def check() -> None:
        nonlocal looked
        looked += 1
        if looked > 1:
            raise Stop

    with pytest.raises(Stop):
        async for _ in reader.read({tp: Stretch(0, 50)}, check):
            pass
    assert len(await offsets_of(reader, tp, 0, 50)) == 50


async def test_a_check_that_objects_keeps_the_next_batch_back(
    topic: str, writer: BatchWriter, reader: RawReader
) -> None:
    sent = 0

    def check() -> None:
        nonlocal sent
        sent += 1
        if sent == 2:
            raise Stop

    with pytest.raises(Stop):
        await writer.write(topic, 0, lot(3000, 500), check)
    end = (await reader.ends([TopicPartition(topic, 0)]))[TopicPartition(topic, 0)]
    assert 0 < end < 3000


async def test_a_record_too_large_is_refused_before_anything_is_sent(
    topic: str, writer: BatchWriter, reader: RawReader
) -> None:
    with pytest.raises(RecordTooLarge, match="REQUEST_BYTES"):
        await writer.write(topic, 0, [*lot(3), Outgoing(b"big", b"x" * REQUEST_BYTES, [])])
    assert await reader.ends([TopicPartition(topic, 0)]) == {TopicPartition(topic, 0): 0}
    large = await writer.write(topic, 0, [Outgoing(b"large", b"x" * (REQUEST_BYTES - 4096), [])])
    assert large[0].count == 1


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


async def test_a_stretch_beyond_the_end_of_the_log_is_told_and_not_waited_for(
    topic: str, writer: BatchWriter, reader: RawReader
) -> None:
    """As one is whose topic was made anew meanwhile."""
    await writer.write(topic, 0, lot(3))
    with pytest.raises(LogShorter, match="ends at 3 in partition 0, and reached 5 before"):
        async for _ in reader.read({TopicPartition(topic, 0): Stretch(0, 5)}):
            pass
