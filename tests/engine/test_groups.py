"""The group in memory keeps the promises of the real consumer; the same tests are asked of both."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient

from hub.engine.app import create_app
from hub.engine.internals import Batch, BatchApp, BatchConsumer
from hub.log.raw_reader import RawReader
from tests.engine.memory_group import INPUTS, ConsumerGroup, GroupSource
from tests.engine.memory_log import MemoryLog
from tests.engine.promises_of_a_group import PromisesOfAGroup
from tests.engine.test_live import settings_of
from tests.faults.world import World, sleep_until

AT_ONCE = 2


class InMemory:
    tp, other = INPUTS[:2]

    def __init__(self) -> None:
        self._group = ConsumerGroup(MemoryLog())
        self.source = GroupSource(self._group)

    async def begin(self) -> None:
        self._group.assign()

    async def say(self, tp: TopicPartition, count: int) -> None:
        for _ in range(count):
            self._group.log.append(tp, b"k", b"v")

    async def pass_over(self, tp: TopicPartition) -> None:
        self._group.log.take_end(tp)

    async def end(self, tp: TopicPartition) -> int:
        return int(self._group.log.ends[tp])

    async def next(self, tp: TopicPartition) -> Batch:
        batch = self._group.next_batch(tp, AT_ONCE)
        assert batch is not None, "nothing is handed over"
        return batch

    def handed_over(self, tp: TopicPartition) -> int:
        assert self._group.next_batch(tp, AT_ONCE) is None
        return int(self._group.handed[tp])

    async def commit(self) -> None:
        self._group.commit()

    async def committed(self, tp: TopicPartition) -> int:
        return self._group.committed[tp]


class TestInMemory(PromisesOfAGroup):
    @pytest.fixture
    def group(self) -> InMemory:
        return InMemory()


class OnKafka:
    """One worker after another, as Faust runs them. handed: what its agent was given."""

    def __init__(self, world: World, producer: AIOKafkaProducer, home: Path) -> None:
        self._world, self._producer, self._home = world, producer, home
        self._app: BatchApp | None = None
        self._handed: dict[TopicPartition, asyncio.Queue[Batch]] = {}
        settings = settings_of(world, home)
        self.tp, self.other = (TopicPartition(topic, 0) for topic in settings.inputs[:2])

    @property
    def source(self) -> BatchConsumer:
        assert self._app is not None
        return self._app.batches

    async def begin(self) -> None:
        await self.stop()
        settings = settings_of(self._world, self._home)
        self._app = app = create_app(settings)
        self._handed = {tp: asyncio.Queue() for tp in (self.tp, self.other)}
        positioned = asyncio.Event()
        app.on_positioned = lambda assigned: positioned.set() if assigned else None

        async def take(stream: Any) -> None:
            async for event in stream.events():
                batch: Batch = event.value
                if batch.tp in self._handed:
                    self._handed[batch.tp].put_nowait(batch)

        app.agent(app.batch_topic(*settings.inputs), name="batches")(take)
        settings.status_file.parent.mkdir(parents=True, exist_ok=True)
        await app.start()
        await asyncio.wait_for(positioned.wait(), 60)

    async def stop(self) -> None:
        if self._app is not None:
            await self._app.stop()

    async def say(self, tp: TopicPartition, count: int) -> None:
        for _ in range(count):
            await self._producer.send_and_wait(tp.topic, b"v", key=b"k", partition=tp.partition)

    async def pass_over(self, tp: TopicPartition) -> None:
        """A transaction, whose marker is no record."""
        servers, before = self._world.bootstrap_servers, await self.end(tp)
        producer = AIOKafkaProducer(bootstrap_servers=servers, transactional_id=f"marks-{tp.topic}")
        await producer.start()
        try:
            async with producer.transaction():
                await producer.send_and_wait(tp.topic, b"v", key=b"k", partition=tp.partition)
        finally:
            await producer.stop()

        async def is_marked() -> bool:
            return await self.end(tp) == before + 2

        await sleep_until(is_marked, 60, "the broker marks a transaction's end in its own time")

    async def end(self, tp: TopicPartition) -> int:
        reader = RawReader(self._world.bootstrap_servers)
        await reader.start()
        try:
            return (await reader.ends([tp]))[tp]
        finally:
            await reader.stop()

    async def next(self, tp: TopicPartition) -> Batch:
        while True:
            batch = await asyncio.wait_for(self._handed[tp].get(), 60)
            if not self.source.is_void(batch):
                return batch

    def handed_over(self, tp: TopicPartition) -> int:
        assert self._handed[tp].empty()
        found = self.source.handed_over(tp)
        assert found is not None
        return found

    async def commit(self) -> None:
        await self.source.force_commit()

    async def committed(self, tp: TopicPartition) -> int:
        admin = AIOKafkaAdminClient(bootstrap_servers=self._world.bootstrap_servers)
        await admin.start()
        try:
            offsets = await admin.list_consumer_group_offsets(settings_of(self._world, self._home).group_id)
            return int(offsets[tp].offset) if tp in offsets else 0
        finally:
            await admin.close()


@pytest.mark.kafka
@pytest.mark.timeout(180)
class TestOnKafka(PromisesOfAGroup):
    @pytest.fixture
    async def group(self, world: World, producer: AIOKafkaProducer, tmp_path: Path) -> AsyncIterator[OnKafka]:
        made = OnKafka(world, producer, tmp_path)
        yield made
        await made.stop()
