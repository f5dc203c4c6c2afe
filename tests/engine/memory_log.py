"""A shard over a log in memory: everything real but the broker, so that what guards it is seen without one.

Nothing here waits for a clock: whatever a shard does of its own accord is over after a number of turns of the loop.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from random import Random
from typing import Any, cast

import orjson
from aiokafka import ConsumerRecord, TopicPartition

from hub.engine.configuration import ConfigurationFollower
from hub.engine.internals import Batch
from hub.engine.ownership import Assignment
from hub.engine.shard import Shard
from hub.engine.shard_state import ShardParts
from hub.events.topics import CONFIGURATION, INPUT_TOPICS, PICTURE, QUARANTINE
from hub.log.batch_writer import Acked, Outgoing, WriteFailed, check_size
from hub.log.losses import ReachedEnd
from hub.log.position import Basis
from hub.log.quarantine import Quarantine
from hub.log.raw_reader import RawRecord, Stretch, check_reaches
from hub.settings import Settings
from tests.engine import counting_fold

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)
OUT = TopicPartition(PICTURE, 0)
IN = TopicPartition(INPUT_TOPICS[0], 0)
TURNS = 500
AT_ONCE = 3
"""Records of a batch: few, so that a lot is several of them and what objects comes between two."""


class MemoryLog:
    """What Kafka holds. starts: the first offset that a partition still holds. ends: the next one to be written, which
    may lie behind its last record. reached: up to where partitions were seen to reach before.
    """

    def __init__(self) -> None:
        self.reached: dict[TopicPartition, ReachedEnd] = {}
        self.records: dict[TopicPartition, list[RawRecord]] = {}
        self.starts: dict[TopicPartition, int] = {}
        self.ends: dict[TopicPartition, int] = {}

    def append(
        self, tp: TopicPartition, key: bytes, value: bytes | None, headers: Iterable[tuple[str, bytes | None]] = ()
    ) -> int:
        at = self.ends.get(tp, 0)
        made = ConsumerRecord(tp.topic, tp.partition, at, 7, 0, key, value, None, 0, 0, tuple(headers))
        self.records.setdefault(tp, []).append(cast(RawRecord, made))
        self.ends[tp] = at + 1
        return at

    def cut(self, tp: TopicPartition) -> None:
        """Nothing of the partition is left."""
        del self.records[tp], self.ends[tp]
        self.starts.pop(tp, None)

    async def reached_before(self) -> Mapping[TopicPartition, ReachedEnd]:
        return dict(self.reached)

    def begin_at(self, tp: TopicPartition, offset: int) -> None:
        """What stands before is deleted, as by retention or by hand."""
        self.starts[tp] = offset
        self.records[tp] = [each for each in self.records.get(tp, []) if each.offset >= offset]

    def compact(self, tp: TopicPartition) -> None:
        """Of each key only the last record is left; offsets stay, and the end too."""
        last = {record.key: record for record in self.records.get(tp, [])}
        self.records[tp] = sorted(last.values(), key=lambda record: record.offset)

    def take_end(self, tp: TopicPartition) -> None:
        """One more offset at the end holds no record, as a transaction's marker does not."""
        self.ends[tp] = self.ends.get(tp, 0) + 1


class MemoryReader:
    """Promises what RawReader promises (tests.log.promises_of_a_log)."""

    def __init__(self, log: MemoryLog) -> None:
        self._log = log

    async def starts(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        return {tp: self._log.starts.get(tp, 0) for tp in partitions}

    async def ends(self, partitions: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        return {tp: self._log.ends.get(tp, 0) for tp in partitions}

    async def read(
        self, stretches: Mapping[TopicPartition, Stretch], check: Callable[[], None] = lambda: None
    ) -> AsyncIterator[tuple[TopicPartition, list[RawRecord]]]:
        check()
        held = await self.starts(stretches)
        todo = {tp: each for tp, each in stretches.items() if max(each.start, held[tp]) < each.end}
        check_reaches({tp: each.end for tp, each in todo.items()}, await self.ends(todo))
        for tp, stretch in todo.items():
            found = [each for each in self._log.records.get(tp, []) if stretch.start <= each.offset < stretch.end]
            if found:
                yield tp, found


class MemoryPool:
    """Gives everybody the same reader."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    @asynccontextmanager
    async def take(self) -> AsyncIterator[Any]:
        yield self._reader


class MemoryWriter:
    """Promises what BatchWriter promises (tests.log.promises_of_a_log), in batches of AT_ONCE records.

    hears: whether the broker acknowledges what is written; what it does not waits until it is abandoned. given_up: how
    often it was.
    """

    def __init__(self, log: MemoryLog) -> None:
        self._log = log
        self.hears = True
        self.given_up = 0
        self._abandoned = asyncio.Event()

    def abandon(self) -> None:
        """Whoever waits is told that it waited in vain."""
        self.given_up += 1
        self._abandoned.set()
        self._abandoned = asyncio.Event()

    async def write(
        self, topic: str, partition: int, records: Iterable[Outgoing], check: Callable[[], None] = lambda: None
    ) -> list[Acked]:
        tp, waiting, acked = TopicPartition(topic, partition), list(records), list[Acked]()
        for each in waiting:
            check_size(topic, each)
        for first in range(0, len(waiting), AT_ONCE):
            check()
            if not self.hears:
                await self._abandoned.wait()
                raise WriteFailed("given up")
            at = [self._log.append(tp, each.key, each.value, each.headers) for each in waiting[first : first + AT_ONCE]]
            acked.append(Acked(at[0], len(at)))
        return acked


class MemorySource:
    """What is committed; it outlives the shards."""

    def __init__(self) -> None:
        self.committed = {TopicPartition(topic, 0): 0 for topic in INPUT_TOPICS}

    def chain(self) -> Mapping[TopicPartition, int]:
        return dict(self.committed)

    def never_committed(self) -> frozenset[TopicPartition]:
        return frozenset(tp for tp, offset in self.committed.items() if not offset)

    def is_void(self, batch: Batch) -> bool:
        return False

    def finish(self, batch: Batch) -> None:
        self.committed[batch.tp] = batch.end

    def rewind(self, tp: TopicPartition) -> int:
        raise AssertionError(f"{tp} is read again")

    def leave_out(self, tps: Iterable[TopicPartition]) -> None: ...
    def take_in(self, tps: Iterable[TopicPartition]) -> None: ...


@dataclass
class ShardWorld:
    """One partition number's log, its committed offsets and the clock."""

    log: MemoryLog = field(default_factory=MemoryLog)
    source: MemorySource = field(default_factory=MemorySource)
    now: datetime = NOON
    generation: int = 1

    def __post_init__(self) -> None:
        self.pool = MemoryPool(MemoryReader(self.log))
        self.writer = MemoryWriter(self.log)
        self.core = counting_fold.create(Settings())
        self.configuration = ConfigurationFollower(
            CONFIGURATION, self.core, cast(Any, self.pool), self.log.reached_before
        )

    def configure(self, **said: Any) -> None:
        self.log.append(TopicPartition(CONFIGURATION, 0), b"all", orjson.dumps(said))

    def say(self, key: bytes, seq: int, shard: Shard | None = None) -> None:
        """One event in the log, and handed to the shard if there is one."""
        at = self.log.append(IN, key, orjson.dumps({"key": key.decode(), "seq": seq}))
        if shard is not None:
            shard.accept(Batch(IN, [self.log.records[IN][-1]], at, at + 1, self.generation, 0))

    @contextmanager
    def shard(self) -> Iterator[Shard]:
        """A shard that has begun; it is stopped at the end."""
        writer = cast(Any, self.writer)
        made = Shard(
            0,
            ShardParts(
                inputs=INPUT_TOPICS,
                picture=PICTURE,
                core=self.core,
                source=self.source,
                restore_pool=cast(Any, self.pool),
                heal_pool=cast(Any, self.pool),
                writer=writer,
                quarantine=Quarantine(writer, QUARANTINE, "test"),
                configuration=self.configuration,
                restoring=set(),
                clock=lambda: self.now,
                random=Random(1),
            ),
        )
        epoch = (self.generation, 1)
        made.begin(Assignment(epoch, lambda: epoch, lambda: 0.0, lambda: 0.0, 1.0))
        try:
            yield made
        finally:
            made.stop()

    def written(self) -> list[tuple[bytes, dict[str, Any] | None, Basis]]:
        """Every output record that the log holds, in its order."""
        return [
            (
                each.key or b"",
                None if each.value is None else orjson.loads(each.value),
                Basis.from_headers(each.headers),
            )
            for each in self.log.records.get(OUT, [])
        ]

    def last(self) -> dict[bytes, tuple[dict[str, Any] | None, Basis]]:
        """What compaction would leave."""
        return {key: (body, basis) for key, body, basis in self.written()}


async def turns() -> None:
    """Lets the shard do all that it does without being told of anything new."""
    for _ in range(TURNS):
        await asyncio.sleep(0)
