"""What a fetch brings belongs to its assignment, and nothing between two fetches is passed over."""

import asyncio
import inspect
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiokafka import ConsumerRecord, TopicPartition
from faust.transport.drivers import aiokafka as driver
from faust.types import TP

from hub.engine.internals import Batch, BatchConsumer, BatchThread
from tests.gateway.made import record

HERE = TP("commissioning.contract.v1", 3)
MINE = (2, 1)
BEFORE = (1, 1)


class Thread(BatchThread):
    """The consumer's thread. sought: where it was told to read."""

    def __init__(self) -> None:
        self.sought: list[tuple[TP, int]] = []

    def _ensure_consumer(self) -> Any:
        return SimpleNamespace(seek=lambda tp, offset: self.sought.append((tp, offset)))

    async def call_thread(self, fun: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        found = fun(*args, **kwargs)
        return await found if inspect.isawaitable(found) else found

    async def beat_now(self) -> None:
        """There is no group."""


class Consumer(BatchConsumer):
    """In a new assignment that stands at offset 0. handed: what the agents were given."""

    def __init__(self, *, rebalancing: bool = False) -> None:
        self.positioned: list[frozenset[TopicPartition]] = []
        app = SimpleNamespace(epoch=MINE, rebalancing=rebalancing, consumer_generation_id=MINE[0])
        app.on_positioned = self.positioned.append
        self.app = cast(Any, app)
        self._thread = cast(Any, Thread())
        self._chain, self._chain_generation = {HERE: 0}, MINE[0]
        self._rewinds, self._rewinds_wanted, self._gaps = {}, set(), {}
        self._read_offset = cast(Any, {HERE: 0})
        self.flow_active, self.suspend_flow = True, asyncio.Event()
        self._buffered_partitions = set()
        self.handed: list[Batch] = []

    def assignment(self) -> set[TP]:
        return {HERE}

    async def callback(self, message: Any) -> None:
        self.handed.append(message.value)

    async def wait_first(self, *awaited: Any, **more: Any) -> Any:
        for each in awaited[1:]:
            each.close()
        return await awaited[0]

    async def fetched(self, first: int, end: int, epoch: tuple[int, int] = MINE) -> None:
        await self._hand_over(HERE, [of(offset) for offset in range(first, end)], epoch)

    async def next_round(self) -> None:
        """The beginning of the drain loop."""
        for each in list(self._rewinds_wanted):
            await self._perform_rewind(each)

    @property
    def sought(self) -> list[tuple[TP, int]]:
        return cast(Thread, self._thread).sought


def of(offset: int) -> "ConsumerRecord[bytes | None, bytes | None]":
    return record(HERE.topic, offset, b"wandsworth", b"said", partition=HERE.partition)


async def test_a_fetch_that_outlived_a_rebalance_is_read_again_once_the_assignment_is_at_work() -> None:
    """It has moved the position, and the seek of the new assignment may have been before."""
    consumer = Consumer(rebalancing=True)
    await consumer.fetched(0, 60, BEFORE)
    await consumer.next_round()
    assert (consumer.handed, consumer.sought) == ([], [])
    consumer.app.rebalancing = False
    await consumer.next_round()
    assert consumer.sought == [(HERE, 0)]
    await consumer.fetched(0, 60)
    assert [(each.base, each.end, each.rewind) for each in consumer.handed] == [(0, 60, 1)]


async def test_a_fetch_that_ends_while_a_new_assignment_is_sought_is_not_forgotten(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    consumer = Consumer(rebalancing=True)

    async def seek(self: Any) -> None:
        await consumer.fetched(0, 60, BEFORE)

    monkeypatch.setattr(driver.Consumer, "perform_seek", seek)
    await consumer.perform_seek()
    assert consumer.positioned == [frozenset({TopicPartition(*HERE)})]
    consumer.app.rebalancing = False
    await consumer.next_round()
    assert consumer.sought == [(HERE, 0)]


async def test_a_partition_that_is_not_ours_any_more_is_not_sought() -> None:
    consumer = Consumer()
    consumer._chain.clear()
    consumer._rewinds_wanted.add(HERE)
    await consumer.next_round()
    assert (consumer._rewinds_wanted, consumer.sought) == (set(), [])


async def test_records_that_are_missing_between_two_fetches_are_asked_for_again() -> None:
    consumer = Consumer()
    await consumer.fetched(0, 10)
    await consumer.fetched(20, 25)
    assert [(each.base, each.end) for each in consumer.handed] == [(0, 10)]
    await consumer.next_round()
    assert consumer.sought == [(HERE, 0)]
    await consumer.fetched(0, 25)
    assert [(each.base, each.end) for each in consumer.handed] == [(0, 10), (0, 25)]


async def test_what_was_read_again_in_one_assignment_excuses_no_loss_in_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    consumer = Consumer()
    await consumer.fetched(0, 10)
    await consumer.fetched(20, 25)
    await consumer.next_round()

    async def seek(self: Any) -> None:
        consumer._read_offset[HERE] = 0

    monkeypatch.setattr(driver.Consumer, "perform_seek", seek)
    await consumer.perform_seek()
    before = len(consumer.handed)
    await consumer.fetched(20, 25)
    assert len(consumer.handed) == before
    assert consumer._rewinds_wanted == {HERE}


async def test_a_gap_that_the_log_has_holds_nothing_up() -> None:
    consumer = Consumer()
    await consumer.fetched(0, 10)
    await consumer.fetched(20, 25)
    await consumer.next_round()
    await consumer.fetched(0, 10)
    await consumer.fetched(20, 25)
    assert [(each.base, each.end) for each in consumer.handed] == [(0, 10), (0, 10), (10, 25)]
    assert consumer._rewinds_wanted == set()
