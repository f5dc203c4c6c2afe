"""Plain reading of a stretch of a topic: no group, no commits, to an end that is fixed before reading starts.

Used wherever the log is read as a whole: restore, heal, verify, the command line.
"""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable, Callable, Iterable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Final, TypeAlias

from aiokafka import AIOKafkaConsumer, ConsumerRecord, TopicPartition
from aiokafka.errors import KafkaError, KafkaTimeoutError

from hub.log.answering import ANSWER_SECONDS, answered
from hub.log.fetch_wait import BUSY_MS
from hub.log.records import InputRecord
from hub.log.stopping import stop_consumer
from hub.log.topics_there import check_there

POLL_MS: Final = 200
MAX_RECORDS: Final = 2000
PARTITION_BYTES: Final = 4 << 20
THERE_SECONDS: Final = 2.5
QUIET_SECONDS: Final = 1.0

Question: TypeAlias = Callable[[list[TopicPartition]], Awaitable[dict[TopicPartition, int]]]


@dataclass(frozen=True, slots=True)
class Stretch:
    """Offsets [start, end) of one partition. A start below the log's own start means the log's start."""

    start: int
    end: int


RawRecord: TypeAlias = "ConsumerRecord[bytes | None, bytes | None]"
Records: TypeAlias = list[RawRecord]


class LogShorter(KafkaError):  # type: ignore[misc]  # aiokafka is not typed as a whole
    """A partition ends before the offset to which it was to be read: it was cut, or created anew."""


def check_reaches(wanted: Mapping[TopicPartition, int], ends: Mapping[TopicPartition, int]) -> None:
    """Raises LogShorter where a partition does not reach as far as it is wanted."""
    for tp, end in wanted.items():
        if ends[tp] < end:
            raise LogShorter(f"{tp.topic} ends at {ends[tp]} in partition {tp.partition}, and reached {end} before")


def input_record(raw: RawRecord) -> InputRecord:
    """The record as a fold takes it."""
    return InputRecord(
        raw.topic, raw.partition, raw.offset, raw.timestamp, raw.key, raw.value, tuple(raw.headers)
    )  # fmt: skip


def carry_on() -> None:
    """The check that never objects."""


class RawReader:
    """One connection for reading stretches, one reading at a time; open it with `start`, close it with `stop`.

    partition_bytes: how much is fetched of a partition at once; little, for whoever wants single records of many.
    """

    def __init__(self, bootstrap_servers: str, partition_bytes: int = PARTITION_BYTES) -> None:
        self._servers = bootstrap_servers
        self._partition_bytes = partition_bytes
        self._consumer: AIOKafkaConsumer | None = None

    @property
    def started(self) -> bool:
        """True between `start` and `stop`."""
        return self._consumer is not None

    async def start(self) -> None:
        """Connects. Raises KafkaError when no broker answers."""
        consumer: AIOKafkaConsumer = AIOKafkaConsumer(
            bootstrap_servers=self._servers,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            fetch_max_wait_ms=BUSY_MS,
            max_partition_fetch_bytes=self._partition_bytes,
        )
        try:
            async with answered(self._servers):
                await consumer.start()
        except BaseException:
            await stop_consumer(consumer)
            raise
        self._consumer = consumer

    async def stop(self) -> None:
        """Closes the connection; does nothing when it is closed."""
        consumer, self._consumer = self._consumer, None
        if consumer is not None:
            await stop_consumer(consumer)

    async def ends(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        """The next offset to be written of each partition, as the broker says now. Raises KafkaError."""
        return await self._ask(self._open().end_offsets, list(partitions))

    async def starts(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        """The first offset still held of each partition. Raises KafkaError."""
        return await self._ask(self._open().beginning_offsets, list(partitions))

    async def _ask(self, question: Question, partitions: list[TopicPartition]) -> dict[TopicPartition, int]:
        """The answer. Raises TopicsMissing, where the client itself would ask until its time is up."""
        consumer, topics = self._open(), {tp.topic for tp in partitions}
        if any(consumer.partitions_for_topic(topic) is None for topic in topics):
            async with answered(self._servers):
                await check_there(consumer, topics, ANSWER_SECONDS)
        try:
            async with answered(self._servers):
                return dict(await question(partitions))
        except KafkaTimeoutError:
            # of a topic that is not there the broker says so at once; one that is frozen is not asked for as long again
            with suppress(KafkaTimeoutError):
                await check_there(consumer, topics, THERE_SECONDS)
            raise

    async def partitions(self, *topics: str) -> list[TopicPartition]:
        """All partitions of these topics in their order, by number; a topic that is not there has none.
        Raises KafkaError."""
        consumer = self._open()
        async with answered(self._servers):
            there = await consumer.topics()
            found = [topic for topic in topics if topic in there]
            if found:
                # a consumer without a group knows the partitions of topics that it has asked something about
                await consumer.beginning_offsets([TopicPartition(topic, 0) for topic in found])
        return [
            TopicPartition(topic, number)
            for topic in found
            for number in sorted(consumer.partitions_for_topic(topic) or ())
        ]

    async def read(
        self, stretches: Mapping[TopicPartition, Stretch], check: Callable[[], None] = carry_on
    ) -> AsyncGenerator[tuple[TopicPartition, Records], None]:
        """Every record that the log still holds in the stretches, in log order per partition, in lists.

        Ends when each stretch is read to its end, also where its last offsets hold no record (compaction, markers).
        `check` is called before each wait for the broker; what it raises ends the reading. Raises LogShorter,
        KafkaError.
        """
        consumer = self._open()
        check()
        wanted = {tp: each for tp, each in stretches.items() if each.start < each.end}
        held = await self.starts(wanted) if wanted else {}
        todo = {tp: each.end for tp, each in wanted.items() if max(each.start, held[tp]) < each.end}
        if not todo:
            return
        consumer.assign(list(todo))
        try:
            for tp in todo:
                consumer.seek(tp, max(wanted[tp].start, held[tp]))
            quiet_since = time.monotonic()
            while todo:
                check()
                if time.monotonic() - quiet_since > QUIET_SECONDS:
                    # a poll says nothing of a frozen broker or of a topic that was made anew, and would for ever
                    check_reaches(todo, await self.ends(todo))
                    quiet_since = time.monotonic()
                fetched = await consumer.getmany(*todo, timeout_ms=POLL_MS, max_records=MAX_RECORDS)
                for tp, records in fetched.items():
                    if records[-1].offset >= todo[tp]:
                        records = [record for record in records if record.offset < todo[tp]]
                    if records:
                        yield tp, records
                        quiet_since = time.monotonic()
                for tp in list(todo):
                    if await consumer.position(tp) >= todo[tp]:
                        del todo[tp]
        finally:
            consumer.assign([])

    def _open(self) -> AIOKafkaConsumer:
        if self._consumer is None:
            raise RuntimeError("RawReader is not started: call start() first")
        return self._consumer


class ReaderPool:
    """A few readers that are shared, opened when first wanted and opened again after one broke."""

    def __init__(self, bootstrap_servers: str, size: int = 2) -> None:
        self._servers = bootstrap_servers
        self._free: list[RawReader] = []
        self._slots = asyncio.Semaphore(size)

    @asynccontextmanager
    async def take(self) -> AsyncIterator[RawReader]:
        """A started reader for the length of the block. One that raised is closed and not used again."""
        async with self._slots:
            reader = self._free.pop() if self._free else RawReader(self._servers)
            try:
                if not reader.started:
                    await reader.start()
                yield reader
            except BaseException:
                await reader.stop()
                raise
            self._free.append(reader)

    async def stop(self) -> None:
        """Closes all readers that are not taken."""
        while self._free:
            await self._free.pop().stop()
