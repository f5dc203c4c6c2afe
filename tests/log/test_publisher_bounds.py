"""However long Kafka keeps silent, a write ends within the time that it promises, the asking why included."""

import asyncio
from collections.abc import Awaitable, Callable
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka.errors import ProducerClosed
from hypothesis import given
from hypothesis import strategies as st

from hub.events.catalogue import CATALOGUE
from hub.log.batch_writer import Outgoing
from hub.log.publisher import CLOSE_SECONDS, BrokerAway, EventPublisher, TopicCut
from hub.log.registry import Registry
from hub.log.topics import TopicNames
from hub.serialization.encoded import EncodedEvent
from tests.log.test_batch_writer_guards import Builder
from tests.log.test_publisher import one_of
from tests.support.records import STAMP

WRITES: dict[str, Callable[[EventPublisher], Awaitable[Any]]] = {
    "events": lambda publisher: publisher.publish([EncodedEvent(CATALOGUE[0], one_of(CATALOGUE[0]))], STAMP),
    "refusals": lambda publisher: publisher.keep("commissioning.refusal.v1", [Outgoing(b"key", b"value", ())]),
}


async def never(*args: Any, **more: Any) -> Any:
    await asyncio.Event().wait()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Every time limit that was waited for, each of which is over at once."""
    limits: list[float] = []
    real_timeout, real_wait_for = asyncio.timeout, asyncio.wait_for

    def timeout(seconds: float) -> asyncio.Timeout:
        limits.append(seconds)
        return real_timeout(0)

    async def wait_for(awaited: Awaitable[Any], seconds: float) -> Any:
        limits.append(seconds)
        return await real_wait_for(awaited, 0)

    monkeypatch.setattr(asyncio, "timeout", timeout)
    monkeypatch.setattr(asyncio, "wait_for", wait_for)
    return limits


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("ack_seconds", [0.5, 10.0, 30.0])
async def test_a_silent_broker_is_told_in_the_time_that_was_promised(
    write: str, ack_seconds: float, asked: list[float]
) -> None:
    publisher = EventPublisher("kafka:9092", TopicNames(), Registry("http://registry", Random(0)), ack_seconds)
    publisher._schema_ids = {CATALOGUE[0]: 1}
    client = SimpleNamespace(fetch_all_metadata=never)
    publisher._producer = SimpleNamespace(
        create_batch=Builder, send_batch=never, partitions_for=never, stop=never, client=client
    )
    with pytest.raises(BrokerAway, match="kafka:9092 did not acknowledge"):
        await WRITES[write](publisher)
    assert len(asked) == 2, "the write and the asking why"
    assert min(asked) > 0
    assert sum(asked) <= ack_seconds
    asked.clear()
    await publisher.__aexit__(None, None, None)
    assert asked == [CLOSE_SECONDS]


class Acknowledging:
    """A producer whose every batch is acknowledged at the next of some offsets."""

    def __init__(self, *offsets: int) -> None:
        self._offsets = iter(offsets)

    async def partitions_for(self, topic: str) -> set[int]:
        return {0}

    def create_batch(self) -> Builder:
        return Builder()

    async def send_batch(self, batch: Builder, topic: str, partition: int) -> "asyncio.Future[Any]":
        done = asyncio.get_running_loop().create_future()
        done.set_result(SimpleNamespace(offset=next(self._offsets)))
        return done


@pytest.mark.parametrize("write", WRITES)
@pytest.mark.parametrize("second", [0, 6, 7])
async def test_an_acknowledgement_below_an_earlier_one_is_told_as_a_cut_topic(write: str, second: int) -> None:
    publisher = EventPublisher("kafka:9092", TopicNames(), Registry("http://registry", Random(0)))
    publisher._schema_ids = {CATALOGUE[0]: 1}
    publisher._producer = Acknowledging(6, second, 8)
    await WRITES[write](publisher)
    if second > 6:
        await WRITES[write](publisher)
    else:
        with pytest.raises(TopicCut, match=rf"at offset {second}, and at 6 before: it was cut"):
            await WRITES[write](publisher)
    await WRITES[write](publisher)


class InPartitions(Acknowledging):
    """A producer that has every record where it says that it stands; a batch holds two."""

    def __init__(self) -> None:
        self.log: dict[tuple[str, int], list[bytes]] = {}

    async def partitions_for(self, topic: str) -> set[int]:
        return {0, 1, 2}

    def create_batch(self) -> Builder:
        return Holding()

    async def send_batch(self, batch: Builder, topic: str, partition: int) -> "asyncio.Future[Any]":
        assert isinstance(batch, Holding)
        found, done = self.log.setdefault((topic, partition), []), asyncio.get_running_loop().create_future()
        done.set_result(SimpleNamespace(offset=len(found)))
        found += batch.values
        return done


class Holding(Builder):
    def __init__(self) -> None:
        super().__init__()
        self.values: list[bytes] = []

    def append(self, **record: Any) -> bool | None:
        taken = super().append(**record)
        if taken:
            self.values.append(record["value"])
        return taken


@given(st.lists(st.integers(0, 5), max_size=20))
async def test_each_record_is_told_where_it_stands(keys: list[int]) -> None:
    publisher = EventPublisher("kafka:9092", TopicNames(), Registry("http://registry", Random(0)))
    producer = InPartitions()
    publisher._producer = producer
    values = [f"{key} {number}".encode() for number, key in enumerate(keys)]
    records = [Outgoing(b"%d" % key, value, ()) for key, value in zip(keys, values, strict=True)]
    for some in (records, records):
        told = await publisher.keep("commissioning.refusal.v1", some)
        assert [producer.log[topic, partition][offset] for topic, partition, offset in told] == values
    for found in producer.log.values():
        assert found == sorted(found[: len(found) // 2], key=values.index) * 2, "a partition's in their order"


class Keeping:
    """A producer that holds a record for a broker that is away, and notes what is done with it, in order."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self._closed = False
        self._sender = SimpleNamespace(sender_task=object(), close=self._noting("the sender ended"))
        self._message_accumulator = SimpleNamespace(fail_all=self._fail_all)
        self.client = SimpleNamespace(close=self._noting("disconnected"))
        self.failed: BaseException | None = None

    def _noting(self, what: str) -> Callable[[], Awaitable[None]]:
        async def note() -> None:
            self.done.append(what)

        return note

    def _fail_all(self, why: BaseException) -> None:
        self.done.append("what waits is failed")
        self.failed = why

    async def stop(self) -> None:
        """As aiokafka's: sends what waits before it ends, however long that takes."""
        self.done.append("what waits is sent")


async def test_what_was_told_as_not_written_is_given_up_and_not_sent_later() -> None:
    publisher = EventPublisher("kafka:9092", TopicNames(), Registry("http://registry", Random(0)))
    producer = Keeping()
    publisher._producer = producer
    await publisher.discard()
    assert producer.done == ["the sender ended", "what waits is failed", "disconnected"]
    assert isinstance(producer.failed, ProducerClosed), "whoever waits for it is told"
    await publisher.__aexit__(None, None, None)
    await publisher.discard()
    assert len(producer.done) == 3, "it is given up once, and nothing is left to be sent on the way out"
