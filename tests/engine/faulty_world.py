"""One partition number, its log and its group, and workers that are killed, frozen and robbed of it at any await.

Everything is real but the broker, the group and the clock. Each call of a worker to the outside waits before and after
it takes effect, so that a test can break off at any of these places; what a worker had sent when it was broken off is
in the log, lost, or comes late, as the test says.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from random import Random
from typing import Any, cast

import orjson
from aiokafka import TopicPartition

from hub.engine import hooks
from hub.engine.configuration import ConfigurationFollower
from hub.engine.ownership import LEASE_SHARE, Assignment
from hub.engine.ports import AddOutcome, Output, SchemaAnswer, SchemasAway
from hub.engine.shard import Shard
from hub.engine.shard_state import ShardParts
from hub.events.topics import CONFIGURATION, INPUT_TOPICS, PICTURE, QUARANTINE
from hub.log.batch_writer import Acked, Outgoing, WriteFailed
from hub.log.quarantine import Quarantine
from hub.log.raw_reader import RawRecord, Stretch
from hub.log.records import InputRecord, Poison, SchemaNeeded
from hub.settings import Settings
from tests.engine import counting_fold
from tests.engine.counting_fold import CountingConfiguration, CountingFold
from tests.engine.memory_group import INPUTS, ConsumerGroup, GroupSource
from tests.engine.memory_log import NOON, OUT, MemoryLog, MemoryPool

SESSION_SECONDS = 10.0
READ_AT_ONCE = 3
HIDDEN = {2: b"c"}
"""By the factor of a configuration, the key that has no picture under it."""

Lot = list[tuple[TopicPartition, Outgoing]]


class Registry:
    """away: nobody answers. known: ids that a fold has learned."""

    def __init__(self) -> None:
        self.away = False
        self.known: set[int] = set()

    async def fetch(self, schema_id: int) -> SchemaAnswer:
        await asyncio.sleep(0)
        if self.away:
            raise SchemasAway("the registry does not answer")
        self.known.add(schema_id)
        return SchemaAnswer.KNOWN


class LearningFold(CountingFold):
    """A value with `schema` cannot be read before that id was asked for; a configuration may hide a key."""

    def __init__(self, configuration: CountingConfiguration, registry: Registry) -> None:
        super().__init__(configuration)
        self._registry = registry

    def add(self, record: InputRecord, *, mark: bool = True) -> AddOutcome | Poison:
        if record.value is not None and b'"schema"' in record.value:
            schema_id = orjson.loads(record.value)["schema"]
            if schema_id not in self._registry.known:
                raise SchemaNeeded(schema_id)
        return super().add(record, mark=mark)

    def keys(self) -> Iterable[bytes]:
        shown = super().keys()
        return [key for key in shown if key != HIDDEN.get(self._configuration.factor)]

    def _output(self, key: bytes, today: date) -> Output:
        is_hidden = key == HIDDEN.get(self._configuration.factor)
        return Output(key, None, None) if is_hidden else super()._output(key, today)


@dataclass(eq=False)
class Worker:
    """A process with one shard. late: what it has sent and nobody has acknowledged."""

    world: "FaultyWorld"
    thawed: asyncio.Event = field(default_factory=asyncio.Event)
    epoch: int = -1
    lease: float = 0.0
    sent: Lot = field(default_factory=list)
    fault: str = ""
    restoring: set[int] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.thawed.set()
        world = self.world
        pool, writer = MemoryPool(_Reader(self)), _Writer(self)
        self.configuration = ConfigurationFollower(CONFIGURATION, world.core, cast(Any, pool), world.log.reached_before)
        self.shard = Shard(
            0,
            ShardParts(
                inputs=INPUT_TOPICS,
                picture=PICTURE,
                core=world.core,
                source=GroupSource(world.group),
                restore_pool=cast(Any, pool),
                heal_pool=cast(Any, pool),
                writer=cast(Any, writer),
                quarantine=Quarantine(cast(Any, writer), QUARANTINE, "test"),
                configuration=self.configuration,
                restoring=self.restoring,
                clock=lambda: world.now,
                random=Random(1),
            ),
        )

    def begin(self) -> None:
        """The partition is its own, as the group has just decided."""
        loop = asyncio.get_running_loop()
        self.epoch, self.lease = self.world.group.generation, loop.time()
        epoch = (self.epoch, 1)
        self.shard.begin(
            Assignment(epoch, lambda: (self.epoch, 1), lambda: self.lease, loop.time, LEASE_SHARE * SESSION_SECONDS)
        )

    async def pause(self) -> None:
        """Where it can be frozen, or broken off."""
        await asyncio.sleep(0)
        await self.thawed.wait()

    async def tick(self) -> None:
        """What its engine does once a second, and the group's answer to its heartbeat."""
        self.lease = asyncio.get_running_loop().time()
        if await self.configuration.follow() or self.shard.is_due:
            self.shard.wake()
        end = self.world.log.ends.get(OUT, 0)
        if end > self.shard.state.pictures.heads.end:
            self.shard.foreign_end(end)
        for tp in INPUTS:
            is_lost = self.world.group.handed[tp] > self.shard.intake.following(tp)
            if is_lost and not hooks.is_removed(hooks.Guard.CHAIN):
                self.shard.intake.ask_again(tp)


class _Reader:
    def __init__(self, worker: Worker) -> None:
        self._worker, self._log = worker, worker.world.log

    async def starts(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        await self._worker.pause()
        return dict.fromkeys(partitions, 0)

    async def ends(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        await self._worker.pause()
        found = {tp: self._log.ends.get(tp, 0) for tp in partitions}
        await self._worker.pause()
        return found

    async def read(
        self, stretches: Mapping[TopicPartition, Stretch], check: Callable[[], None] = lambda: None
    ) -> AsyncIterator[tuple[TopicPartition, list[RawRecord]]]:
        for tp, stretch in stretches.items():
            found = [each for each in self._log.records.get(tp, []) if stretch.start <= each.offset < stretch.end]
            for start in range(0, len(found), READ_AT_ONCE):
                check()
                await self._worker.pause()
                yield tp, found[start : start + READ_AT_ONCE]


class _Writer:
    def __init__(self, worker: Worker) -> None:
        self._worker = worker

    async def write(
        self, topic: str, partition: int, records: Iterable[Outgoing], check: Callable[[], None] = lambda: None
    ) -> list[Acked]:
        """Each record is a batch of its own: some may be in the log and others not."""
        worker, tp, acked = self._worker, TopicPartition(topic, partition), []
        await worker.pause()
        for each in records:
            check()
            if tp == OUT and worker is not worker.world.worker:  # in quarantine twice is once
                worker.world.trespassed = True
            worker.sent.append((tp, each))
        await worker.pause()
        fault, worker.fault = worker.fault, ""
        if fault == "not sent":
            worker.world.late += worker.sent
            worker.sent = []
            raise WriteFailed("the broker went away")
        while worker.sent:
            to, each = worker.sent.pop(0)
            acked.append(Acked(worker.world.append(to, each), 1))
            await worker.pause()
        if fault == "not acknowledged":
            raise WriteFailed("the acknowledgement was lost")
        return acked

    def abandon(self) -> None:
        """What was sent may come late."""
        self._worker.world.late += self._worker.sent
        self._worker.sent = []

    async def partitions(self, topic: str) -> int:
        await self._worker.pause()
        return 1


class FaultyWorld:
    """late: what was sent by workers that are gone, and may yet come. landed: where it came.

    others: workers that own nothing any more. trespassed: one of them sent something.
    """

    def __init__(self) -> None:
        self.log = MemoryLog()
        self.group = ConsumerGroup(self.log)
        self.registry = Registry()
        self.now: datetime = NOON
        self.late: Lot = []
        self.landed: set[tuple[TopicPartition, int]] = set()
        self.trespassed = False
        self.others: list[Worker] = []
        self.core = replace(
            counting_fold.create(Settings()),
            new_fold=lambda _, configuration: LearningFold(cast(CountingConfiguration, configuration), self.registry),
            fetch_schema=self.registry.fetch,
        )
        self.worker: Worker | None = None

    def append(self, tp: TopicPartition, record: Outgoing) -> int:
        return self.log.append(tp, record.key, record.value, record.headers)

    async def start(self) -> None:
        """The group gives the partition to a new worker."""
        self.group.assign()
        self.worker = Worker(self)
        await self.worker.configuration.follow()
        self.worker.begin()

    async def turns(self, number: int, *, as_it_writes: bool = False) -> None:
        """So many turns of the loop; fewer, where the worker is then in the middle of a write."""
        for _ in range(number):
            if as_it_writes and self.worker is not None and self.worker.sent:
                return
            await asyncio.sleep(0)

    def wake(self) -> None:
        """Something outside changed, or seems to have."""
        if self.worker is not None:
            self.worker.shard.wake()

    async def kill(self) -> None:
        """What it had sent may come late; the group waits for its session to end."""
        worker, self.worker = self.worker, None
        if worker is not None:
            await self._end(worker)
        await asyncio.sleep(SESSION_SECONDS)

    async def _end(self, worker: Worker) -> None:
        if ending := worker.shard.stop():
            await asyncio.wait(ending)
        self.late += worker.sent
        worker.sent = []

    async def freeze(self) -> None:
        """It stops in whatever it does; the group puts it out when its session ends."""
        worker, self.worker = self.worker, None
        if worker is not None:
            worker.thawed.clear()
            self.others.append(worker)
        await asyncio.sleep(SESSION_SECONDS)

    async def thaw(self, *, turns: int) -> None:
        """One that was frozen goes on for a while before it hears that the partition is not its own."""
        worker = self.others.pop(0)
        worker.thawed.set()
        await self.turns(turns)
        worker.epoch = self.group.generation
        worker.shard.wake()
        await self._end(worker)

    async def keep_through_rebalance(self) -> None:
        """The group decides anew, and the worker keeps the partition and its memory."""
        if self.worker is not None:
            self.group.assign()
            self.late += self.worker.sent  # the engine gives up what is being sent
            self.worker.sent = []
            self.worker.begin()

    def land(self, number: int) -> None:
        """So many of the late records come."""
        for to, each in self.late[:number]:
            self.landed.add((to, self.append(to, each)))
        del self.late[:number]

    def hand_over(self, tp: TopicPartition, most: int, *, times: int = 1) -> None:
        """The next batch reaches the shard so many times; none: it is lost on the way."""
        batch = self.group.next_batch(tp, most)
        for _ in range(times):
            if batch is not None and self.worker is not None:
                self.worker.shard.accept(replace(batch, records=list(batch.records)))

    async def settle(self) -> None:
        """Whatever can still come comes, and all that is to be done is done."""
        self.registry.away = False
        while self.others:
            await self.thaw(turns=0)
        if self.worker is None:
            await self.start()
        for _ in range(12):
            assert self.worker is not None
            self.land(len(self.late))
            await self.worker.tick()
            for tp in INPUTS:
                self.hand_over(tp, 1000)
            await asyncio.sleep(2)
        self.group.commit()

    async def end(self) -> None:
        for worker in [*self.others, *([self.worker] if self.worker else [])]:
            worker.thawed.set()
            await self._end(worker)

    def a_day_later(self) -> None:
        self.now += timedelta(days=1)
