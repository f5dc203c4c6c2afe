"""The bounded queue of batches in front of one shard. It never waits: a full one takes its partitions out of the fetch.

It also sees what was lost on the way: batches of a partition must continue each other.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from typing import Final, Protocol

from aiokafka import TopicPartition

from hub.engine import hooks
from hub.engine.internals import Batch

MAX_RECORDS: Final = 20_000
ROOM_AGAIN: Final = MAX_RECORDS // 2


class BatchSource(Protocol):
    """What a shard needs of the consumer; hub.engine.internals.BatchConsumer is one."""

    def chain(self) -> Mapping[TopicPartition, int]: ...
    def never_committed(self) -> frozenset[TopicPartition]: ...
    def is_void(self, batch: Batch) -> bool: ...
    def finish(self, batch: Batch) -> None: ...
    def rewind(self, tp: TopicPartition) -> int: ...
    def leave_out(self, tps: Iterable[TopicPartition]) -> None: ...
    def take_in(self, tps: Iterable[TopicPartition]) -> None: ...


class Intake:
    """Batches of the partitions `tps` (one number, all input topics), in the order in which they came."""

    def __init__(self, tps: Iterable[TopicPartition], source: BatchSource) -> None:
        self._tps = tuple(tps)
        self._source = source
        self._batches: deque[Batch] = deque()
        self._following: dict[TopicPartition, int] = {}
        self._awaited: dict[TopicPartition, int] = {}
        self._full = False
        self.records = 0

    def begin(self, chain: Mapping[TopicPartition, int]) -> None:
        """A new assignment: everything queued is void, and reading begins at `chain`."""
        self._batches.clear()
        self._awaited.clear()
        self.records = 0
        self._full = False
        self._following = {tp: chain[tp] for tp in self._tps}

    def following(self, tp: TopicPartition) -> int:
        """The offset with which the next batch of this partition must begin."""
        return self._following[tp]

    def accept(self, batch: Batch) -> None:
        """Queues a batch that continues the last one; of one that does not, everything missing is asked for again."""
        tp = batch.tp
        if self._source.is_void(batch):
            return
        if tp in self._awaited:
            if batch.rewind < self._awaited[tp]:
                return
            del self._awaited[tp]
            self._following[tp] = self._unfinished(tp)  # what was finished since it was asked for is not read again
        if batch.base != self._following[tp] and not hooks.is_removed(hooks.Guard.CHAIN):
            self.ask_again(tp)
            return
        self._following[tp] = batch.end
        self._batches.append(batch)
        self.records += len(batch.records)
        if self.records >= MAX_RECORDS and not self._full:
            self._full = True
            self._source.leave_out(self._tps)

    def ask_again(self, tp: TopicPartition) -> None:
        """Something on its way was lost: read the partition again from its first unfinished offset."""
        self._awaited[tp] = self._source.rewind(tp)
        self._following[tp] = self._unfinished(tp)
        kept = [batch for batch in self._batches if batch.tp != tp]
        self._batches = deque(kept)
        self.records = sum(len(batch.records) for batch in kept)
        self._open_again()

    def _unfinished(self, tp: TopicPartition) -> int:
        """Where reading again begins; of a partition that is not ours any more nothing comes."""
        return self._source.chain().get(tp, self._following[tp])

    def take(self) -> list[Batch]:
        """All batches queued, or up to MAX_RECORDS records of them; void ones are left out."""
        taken: list[Batch] = []
        count = 0
        while self._batches and count < MAX_RECORDS:
            batch = self._batches.popleft()
            self.records -= len(batch.records)
            if not self._source.is_void(batch):
                taken.append(batch)
                count += len(batch.records)
        self._open_again()
        return taken

    def _open_again(self) -> None:
        if self._full and self.records < ROOM_AGAIN:
            self._full = False
            self._source.take_in(self._tps)
