"""A write that nobody acknowledges ends, and its producer with it."""

import asyncio
from typing import Any, cast

import pytest

from hub.log.batch_writer import BatchWriter, Outgoing, WriteFailed
from hub.log.failure_words import LATE


class Builder:
    def __init__(self) -> None:
        self.count = 0

    def append(self, **_: Any) -> bool:
        self.count += 1
        return True

    def record_count(self) -> int:
        return self.count

    def close(self) -> None: ...


class Silent:
    """A producer whose broker never answers."""

    def __init__(self) -> None:
        self.discarded = False

    async def start(self) -> None: ...

    def create_batch(self) -> Builder:
        return Builder()

    async def send_batch(self, batch: Builder, topic: str, partition: int) -> "asyncio.Future[None]":
        return asyncio.get_running_loop().create_future()


async def test_a_write_that_is_never_acknowledged_fails_and_its_producer_is_given_up() -> None:
    made: list[Silent] = []

    def create() -> Any:
        made.append(Silent())
        return made[-1]

    async def discard(producer: Any) -> None:
        producer.discarded = True

    writer = BatchWriter(cast(Any, create), discard, ack_seconds=0.01)
    for _ in range(2):
        with pytest.raises(WriteFailed, match=LATE):
            await writer.write("t", 0, [Outgoing(b"k", b"v", ())])
    await writer.stop()
    assert [each.discarded for each in made] == [True, True]
