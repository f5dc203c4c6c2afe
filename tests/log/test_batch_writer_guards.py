"""What a write of batches checks, and what it calls written."""

import asyncio
from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiokafka.errors import NodeNotReadyError, NotEnoughReplicasError

from hub.log import batch_writer
from hub.log.batch_writer import Acked, BatchWriter, Outgoing, RecordTooLarge, WriteFailed


class Builder:
    """A batch that holds two records."""

    def __init__(self) -> None:
        self.count = 0

    def append(self, **_: Any) -> bool | None:
        if self.count == 2:
            return None
        self.count += 1
        return True

    def record_count(self) -> int:
        return self.count

    def close(self) -> None: ...


class Broker:
    """A producer. answers: of each batch that is sent the offset, or why it is not in the log."""

    def __init__(self, answers: Sequence[int | Exception]) -> None:
        self.answers, self.sent = list(answers), 0

    async def start(self) -> None: ...

    def create_batch(self) -> Builder:
        return Builder()

    async def send_batch(self, batch: Builder, topic: str, partition: int) -> "asyncio.Future[Any]":
        answer, told = self.answers[self.sent], asyncio.get_running_loop().create_future()
        self.sent += 1
        if isinstance(answer, Exception):
            told.set_exception(answer)
        else:
            told.set_result(SimpleNamespace(offset=answer))
        return told


def writer_of(broker: Broker) -> BatchWriter:
    async def discard(_: Any) -> None: ...

    return BatchWriter(cast(Any, lambda: broker), discard)


FIVE = [Outgoing(b"k%d" % number, b"v", ()) for number in range(5)]


async def test_what_the_broker_did_not_take_is_told_however_much_else_it_took() -> None:
    broker = Broker([7, NotEnoughReplicasError(), 9])
    with pytest.raises(WriteFailed):
        await writer_of(broker).write("t", 0, FIVE)


async def test_each_batch_is_told_with_its_offset() -> None:
    assert await writer_of(Broker([7, 12, 14])).write("t", 0, FIVE) == [Acked(7, 2), Acked(12, 2), Acked(14, 1)]


async def test_before_each_batch_it_is_asked_whether_it_may_still_be_sent() -> None:
    """The lease may run out between two of them."""

    class Stale(Exception):
        pass

    broker, asked = Broker([7, 9, 11]), list[int]()

    def check() -> None:
        asked.append(broker.sent)
        if broker.sent == 1:
            raise Stale

    with pytest.raises(Stale):
        await writer_of(broker).write("t", 0, FIVE, check)
    assert (asked, broker.sent) == ([0, 1], 1)


async def test_a_record_that_fits_no_request_is_told_before_anything_of_its_call_is_sent() -> None:
    broker = Broker([7])
    large = Outgoing(b"large", bytes(batch_writer.REQUEST_BYTES), ())
    with pytest.raises(RecordTooLarge) as told:
        await writer_of(broker).write("t", 0, [FIVE[0], large])
    assert (told.value.key, broker.sent) == (b"large", 0)


class Away(Broker):
    """A producer that cannot start."""

    async def start(self) -> None:
        raise NodeNotReadyError


async def test_a_producer_that_cannot_start_is_given_up() -> None:
    """It may have connections and tasks already; whoever writes again and again would gather them."""
    made, given_up = list[Broker](), list[Broker]()

    def create() -> Any:
        made.append(Away([]))
        return made[-1]

    async def discard(producer: Any) -> None:
        given_up.append(producer)

    writer = BatchWriter(cast(Any, create), discard)
    for _ in range(2):
        with pytest.raises(WriteFailed):
            await writer.write("t", 0, FIVE)
    await writer.stop()
    assert (len(made), given_up) == (2, made)


async def test_who_is_told_late_of_a_producer_that_failed_takes_its_successor_from_nobody() -> None:
    """Two write at once, and both learn of the same failure; in between a third has begun anew."""
    made, given_up = list[Broker](), list[Broker]()
    begun, held = asyncio.Event(), asyncio.Event()

    class Late(Broker):
        async def send_batch(self, batch: Builder, topic: str, partition: int) -> "asyncio.Future[Any]":
            if topic == "late":
                begun.set()
                await held.wait()
            raise NotEnoughReplicasError

    def create() -> Any:
        made.append(Broker([7, 9, 11, 12, 14, 16]) if made else Late([]))
        return made[-1]

    async def discard(producer: Any) -> None:
        given_up.append(producer)

    writer = BatchWriter(cast(Any, create), discard)
    late = asyncio.create_task(writer.write("late", 0, FIVE))
    await begun.wait()
    with pytest.raises(WriteFailed):
        await writer.write("t", 0, FIVE)
    await writer.write("t", 0, FIVE)
    held.set()
    with pytest.raises(WriteFailed):
        await late
    await writer.write("t", 0, FIVE)
    assert len(made) == 2
    await writer.stop()
    assert made[1] in given_up
