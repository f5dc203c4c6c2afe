"""Writing records to one partition in whole batches, acknowledged, by an idempotent producer.

Building batches is several times cheaper than sending records one by one, and the acknowledgement tells the offsets
that the records got, by which the owner of a partition sees foreign writes.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError

from hub.log.failure_words import failure_words
from hub.log.producer import durable_producer

BATCH_BYTES: Final = 512 * 1024
REQUEST_BYTES: Final = 8 * 1024 * 1024
CLOSE_SECONDS: Final = 5.0
ACK_SECONDS: Final = 30.0
"""After so long nobody waits for acknowledgements any more. A partition that was made anew refuses what an idempotent
producer numbered for the one before it, and aiokafka sends the same for ever."""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A record to be written; value None is a tombstone."""

    key: bytes
    value: bytes | None
    headers: Sequence[tuple[str, bytes | None]]


@dataclass(frozen=True, slots=True)
class Acked:
    """Records that are in the log: `count` of them from offset `first` on."""

    first: int
    count: int


class WriteFailed(Exception):
    """Some records may not be in the log, or may still get there. The producer that failed is not used again."""


class RecordTooLarge(Exception):
    """One record is larger than a request may be. Nothing of its call was sent."""

    def __init__(self, topic: str, key: bytes, size_bytes: int) -> None:
        super().__init__(
            f"record of {size_bytes} bytes for {topic}, key {key[:120]!r}: larger than the {REQUEST_BYTES} bytes of "
            "one request (BatchWriter REQUEST_BYTES; the topic's max.message.bytes must allow as much)"
        )
        self.key = key


def check_size(topic: str, record: Outgoing) -> None:
    """Raises RecordTooLarge."""
    size = len(record.key) + len(record.value or b"") + sum(len(n) + len(v or b"") for n, v in record.headers)
    if size + 1024 > REQUEST_BYTES:
        raise RecordTooLarge(topic, record.key, size)


def new_producer(bootstrap_servers: str) -> AIOKafkaProducer:
    """A producer for whole batches; not started yet."""
    return durable_producer(bootstrap_servers, batch_bytes=BATCH_BYTES, request_bytes=REQUEST_BYTES)


def _always() -> None:
    """The check that never objects."""


class BatchWriter:
    """One producer, shared by all who write, replaced when it fails.

    ack_seconds: how long one write waits for its acknowledgements.
    create: makes a producer, not started. discard: gives up a producer at once, with whatever it has not sent;
    without it a broken producer is closed the polite way, for at most CLOSE_SECONDS.
    """

    def __init__(
        self,
        create: Callable[[], AIOKafkaProducer],
        discard: Callable[[AIOKafkaProducer], Awaitable[None]] | None = None,
        ack_seconds: float = ACK_SECONDS,
    ) -> None:
        self._ack_seconds = ack_seconds
        self._create = create
        self._discard = discard or _close_politely
        self._producer: AIOKafkaProducer | None = None
        self._opening = asyncio.Lock()
        self._closing: set[asyncio.Task[None]] = set()

    async def write(
        self, topic: str, partition: int, records: Iterable[Outgoing], check: Callable[[], None] = _always
    ) -> list[Acked]:
        """Writes the records in their order and waits for all acknowledgements, one Acked per batch.

        `check` is called right before each batch is handed to the producer; what it raises ends the call, after the
        batches already handed over are acknowledged or failed. Raises WriteFailed, RecordTooLarge.
        """
        producer = await self._ready()
        try:
            built = batches(producer, topic, records)
            handed: list[tuple[Awaitable[object], int]] = []
            try:
                for batch in built:
                    check()
                    count = batch.record_count()
                    handed.append((await producer.send_batch(batch, topic, partition=partition), count))
            finally:
                async with asyncio.timeout(self._ack_seconds):
                    answers = await asyncio.gather(*(answer for answer, _ in handed), return_exceptions=True)
            acked = []
            for answer, (_, count) in zip(answers, handed, strict=True):
                if isinstance(answer, BaseException):
                    raise answer
                acked.append(Acked(answer.offset, count))  # type: ignore[attr-defined]  # aiokafka's RecordMetadata
            return acked
        except (KafkaError, OSError) as error:
            self._give_up(producer)
            raise WriteFailed(f"writing to {topic}[{partition}] failed: {failure_words(error)}") from error

    async def partitions(self, topic: str) -> int:
        """How many partitions the topic has. Raises WriteFailed."""
        producer = await self._ready()
        try:
            return len(await producer.partitions_for(topic))
        except (KafkaError, OSError) as error:
            self._give_up(producer)
            raise WriteFailed(f"no metadata of {topic}: {failure_words(error)}") from error

    def abandon(self) -> None:
        """Gives up what is being sent: those who wait get WriteFailed, and a later broker gets as little as may be."""
        if self._producer is not None:
            self._give_up(self._producer)

    async def stop(self) -> None:
        """Closes the producer; afterwards nothing is under way."""
        self.abandon()
        while self._closing:
            await asyncio.wait(set(self._closing))

    async def _ready(self) -> AIOKafkaProducer:
        async with self._opening:
            if self._producer is None:
                producer = self._create()
                try:
                    await producer.start()
                except (KafkaError, OSError) as error:
                    self._give_up(producer)
                    raise WriteFailed(f"no producer: {failure_words(error)}") from error
                self._producer = producer
            return self._producer

    def _give_up(self, producer: AIOKafkaProducer) -> None:
        if self._producer is producer:
            self._producer = None
        task = asyncio.ensure_future(self._discard(producer))
        self._closing.add(task)
        task.add_done_callback(self._closing.discard)


async def _close_politely(producer: AIOKafkaProducer) -> None:
    try:
        await asyncio.wait_for(producer.stop(), CLOSE_SECONDS)
    except (TimeoutError, KafkaError, OSError):
        return  # it was broken before: whoever waited for it has been told by its own future


def batches(producer: AIOKafkaProducer, topic: str, records: Iterable[Outgoing]) -> list:  # type: ignore[type-arg]  # aiokafka's BatchBuilder has no public name
    """The records in their order, in as few batches as the producer's size of one allows. Raises RecordTooLarge."""
    built = []
    builder = producer.create_batch()
    for record in records:
        check_size(topic, record)
        content = {"timestamp": None, "key": record.key, "value": record.value, "headers": list(record.headers)}
        if builder.append(**content) is None:
            built.append(builder)
            builder = producer.create_batch()
            builder.append(**content)
    if builder.record_count():
        built.append(builder)
    for each in built:
        each.close()
    return built
