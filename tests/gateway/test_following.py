"""A follower goes on whatever its consumer does, and says so; it ends when it is cancelled, and only then."""

import asyncio
from collections.abc import Callable, Sequence
from contextlib import suppress
from random import Random
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaConnectionError

from hub.back_off import BackOff
from hub.gateway.index import following
from hub.gateway.index.following import Follower
from hub.log.raw_reader import RawRecord
from tests.gateway.made import record

FAULTS = [KafkaConnectionError(), TimeoutError(), ConnectionResetError(), asyncio.CancelledError()]


class Broken:
    """A consumer whose broker has gone. at: the call that fails, "start" or "stop"."""

    made: int

    def __init__(self, fault: BaseException, at: str, again: asyncio.Event) -> None:
        self.made, self._fault, self._at, self._again = 0, fault, at, again
        self._client = self

    def __call__(self, **settings: Any) -> "Broken":
        self.made += 1
        if self.made == 3:
            self._again.set()
        return self

    async def start(self) -> None:
        if self._at == "start":
            raise self._fault

    async def topics(self) -> set[str]:
        return {"t"}

    async def beginning_offsets(self, partitions: object) -> None:
        raise KafkaConnectionError

    async def stop(self) -> None:
        if self._at == "stop":
            raise self._fault

    async def close(self) -> None:
        """The client's."""


@pytest.mark.parametrize("at", ["start", "stop"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
async def test_it_comes_again_after_each_fault(monkeypatch: pytest.MonkeyPatch, fault: BaseException, at: str) -> None:
    again = asyncio.Event()
    monkeypatch.setattr(following, "AIOKafkaConsumer", Broken(fault, at, again))
    monkeypatch.setattr(following, "BACK_OFF", BackOff(0, 0))
    follower = Follower("the pictures", "127.0.0.1:9", ["t"], Random(0), take=lambda record: None)
    task = asyncio.create_task(follower.follow())
    ended = asyncio.create_task(again.wait())
    await asyncio.wait((task, ended), return_when=asyncio.FIRST_COMPLETED)
    assert not task.done(), "it ended, and what it had read would be shown as new for ever"
    assert "the pictures may be old" in (follower.problem or "")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


class Compacted:
    """A consumer of a topic of one partition that begins at offset 3 and of which one of five records is left out.

    told: what the follower said when each poll was asked for. Breaks when everything was read twice over.
    """

    def __init__(self, follower: Callable[[], Follower]) -> None:
        self._follower, self._client = follower, self
        self._fetcher = SimpleNamespace()
        self._offsets: list[int] = []
        self._position = 0
        self.told: list[tuple[str | None, bool]] = []

    def __call__(self, **settings: Any) -> "Compacted":
        self._offsets, self._position = [3, 4, 6, 7], 3
        return self

    async def start(self) -> None:
        self._told()

    async def topics(self) -> set[str]:
        return {"t"}

    async def beginning_offsets(self, partitions: object) -> None:
        """So that it knows them."""

    def partitions_for_topic(self, topic: str) -> set[int]:
        return {0}

    def assign(self, partitions: object) -> None:
        """There is one."""

    async def seek_to_beginning(self, *partitions: object) -> None:
        """It is there."""

    async def end_offsets(self, partitions: Sequence[TopicPartition]) -> dict[TopicPartition, int]:
        return dict.fromkeys(partitions, 8)

    async def position(self, partition: TopicPartition) -> int:
        return self._position

    async def getmany(self, timeout_ms: int, max_records: int) -> dict[TopicPartition, list[RawRecord]]:
        self._told()
        if not self._offsets:
            raise KafkaConnectionError
        offset = self._offsets.pop(0)
        self._position = offset + 1
        return {TopicPartition("t", 0): [record("t", offset, b"k", b"v")]}

    async def stop(self) -> None:
        """Nothing is open."""

    def _told(self) -> None:
        self.told.append((self._follower().unread, self._follower().answers))


async def test_it_says_how_far_it_is_until_all_was_read_once_and_never_again(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    consumer = Compacted(lambda: follower)
    monkeypatch.setattr(following, "AIOKafkaConsumer", consumer)
    monkeypatch.setattr(following, "BACK_OFF", BackOff(0, 0))
    follower = Follower("the pictures", "127.0.0.1:9", ["t"], Random(0), take=lambda each: read.append(each.offset))
    task = asyncio.create_task(follower.follow())
    async with asyncio.timeout(5):
        while len(consumer.told) < 9:
            await asyncio.sleep(0)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert read[:4] == [3, 4, 6, 7]
    assert consumer.told[:9] == [
        ("the pictures not read yet", True),
        ("0 of at most 5 records of the pictures read", True),
        ("1 of at most 5 records of the pictures read", True),
        ("2 of at most 5 records of the pictures read", True),
        ("3 of at most 5 records of the pictures read", True),
        (None, True),
        # Kafka went away: what was read is still shown
        (None, False),
        (None, True),
        (None, True),
    ]


async def test_what_was_never_read_says_why_while_kafka_is_away(monkeypatch: pytest.MonkeyPatch) -> None:
    again = asyncio.Event()
    monkeypatch.setattr(following, "AIOKafkaConsumer", Broken(KafkaConnectionError(), "start", again))
    monkeypatch.setattr(following, "BACK_OFF", BackOff(0, 0))
    follower = Follower("the pictures", "127.0.0.1:9", ["t"], Random(0), take=lambda record: None)
    task = asyncio.create_task(follower.follow())
    await asyncio.wait_for(again.wait(), 5)
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
    assert (follower.unread or "").startswith("the pictures not read yet: Kafka does not answer (")
    assert not follower.answers
