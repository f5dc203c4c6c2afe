"""A consumer group over a log in memory, and what one worker's consumer knows of it: the rules of the real one."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from aiokafka import TopicPartition

from hub.engine.internals import Batch
from hub.events.topics import INPUT_TOPICS
from tests.engine.memory_log import MemoryLog

INPUTS = tuple(TopicPartition(topic, 0) for topic in INPUT_TOPICS)


class ConsumerGroup:
    """What the consumer group knows: generation, committed offsets, and how far each partition was handed over."""

    def __init__(self, log: MemoryLog) -> None:
        self.log = log
        self.generation = 0
        self.committed = dict.fromkeys(INPUTS, 0)
        self.ever_committed: set[TopicPartition] = set()
        self.chain = dict(self.committed)
        self.never = frozenset(INPUTS)
        self.handed = dict(self.committed)
        self.rewinds = dict.fromkeys(INPUTS, 0)
        self.wanted: set[TopicPartition] = set()
        self.left_out: set[TopicPartition] = set()

    def assign(self) -> None:
        """A new generation: everybody begins at what is committed."""
        self.generation += 1
        self.chain = dict(self.committed)
        self.never = frozenset(INPUTS) - self.ever_committed
        self.handed = dict(self.committed)
        self.wanted.clear()
        self.left_out.clear()

    def commit(self) -> None:
        self.committed = dict(self.chain)
        self.ever_committed |= {tp for tp, offset in self.committed.items() if offset}

    def read_again(self) -> None:
        """The rewinds that were asked for."""
        for tp in sorted(self.wanted):
            self.rewinds[tp] += 1
            self.handed[tp] = self.chain[tp]
        self.wanted.clear()

    def next_batch(self, tp: TopicPartition, most: int) -> Batch | None:
        """What is read next of a partition; it counts as handed over."""
        self.read_again()
        start = self.handed[tp]
        records = [each for each in self.log.records.get(tp, []) if each.offset >= start][:most]
        if not records or tp in self.left_out:
            return None
        self.handed[tp] = records[-1].offset + 1
        return Batch(tp, cast(Any, records), start, self.handed[tp], self.generation, self.rewinds[tp])


class GroupSource:
    """The group as one worker's consumer knows it; of a generation that is over it knows nothing."""

    def __init__(self, group: ConsumerGroup) -> None:
        self._group = group

    def chain(self) -> Mapping[TopicPartition, int]:
        return dict(self._group.chain)

    def never_committed(self) -> frozenset[TopicPartition]:
        return self._group.never

    def is_void(self, batch: Batch) -> bool:
        return batch.generation != self._group.generation or batch.rewind != self._group.rewinds[batch.tp]

    def finish(self, batch: Batch) -> None:
        if self.is_void(batch):
            return
        if self._group.chain[batch.tp] == batch.base:
            self._group.chain[batch.tp] = batch.end
        else:
            self.rewind(batch.tp)

    def rewind(self, tp: TopicPartition) -> int:
        self._group.wanted.add(tp)
        return self._group.rewinds[tp] + 1

    def leave_out(self, tps: Iterable[TopicPartition]) -> None:
        self._group.left_out |= set(tps)

    def take_in(self, tps: Iterable[TopicPartition]) -> None:
        self._group.left_out -= set(tps)
