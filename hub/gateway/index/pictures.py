"""Which pictures stand, by the records of the log, and what came to stand when: the feeds' items.

Promise: of two records for a key the one that `succeed` calls newer stands, so no reader of the gateway sees a picture
go back, whatever a worker that was frozen may append; a record that cannot be the engine's, or whose body is no
picture, is as if it were not there, and is told in `untrue`; a record that says what stood before is no item. What is
here depends on the records of the log up to each partition's position alone, so a gateway that starts anew has the same
items, but for what was compacted away meanwhile, which `dropped` covers. Pure.
"""

import heapq
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Final, NamedTuple

from hub.gateway.index.belief import Belief, LeftOut
from hub.gateway.index.held_picture import HeldPicture, PictureKey
from hub.gateway.index.item_log import NOTHING, Item, ItemLog
from hub.gateway.index.outdated import Outdated, StandingBases
from hub.gateway.index.picture_index import PictureIndex
from hub.log.position import Basis, Order, succeed
from hub.log.raw_reader import RawRecord
from hub.log.untrue import Untrue, says_again
from hub.reconcile.picture import picture_key

MOST_ITEM_BYTES: Final = 64 << 20


class _Standing(NamedTuple):
    basis: Basis
    held: HeldPicture | None
    at: int


class HeldPictures(PictureIndex):
    """Fed with the records of the output topic in log order, also all over again.

    partitions: how many the topic has. whole: everything that stood in the log at the start has been read.
    asked: how often the log's ends were told. log_of: another number once the topic was made anew. belief: which
    records are shown; to_come: of what is shown as of a day, that of which nothing was true yet, with the first day
    that something is; untrue: by key the last one that is not, until a worker writes over it.
    """

    def __init__(self, most_item_bytes: int = MOST_ITEM_BYTES, belief: Belief | None = None) -> None:
        super().__init__()
        self.belief = belief or Belief()
        self.untrue: dict[bytes, LeftOut] = {}
        self._standing: dict[bytes, _Standing] = {}
        self._bases = StandingBases()
        self._unseen: set[bytes] = set()
        self._standing_at: dict[int, list[int]] = {}
        self._at: dict[tuple[int, int], HeldPicture] = {}
        self._logs: dict[int, ItemLog] = {}
        self._read: dict[int, int] = {}
        self._ends: dict[int, int] = {}
        self._reading_to: dict[int, int] = {}
        self._most_item_bytes = most_item_bytes
        self.to_come: dict[PictureKey, date | None] = {}
        self.partitions = 1
        self.whole = False
        self.asked = 0
        self.log_of = 0
        self.changes = 0

    def outdated(self, today: date, configuration: str, partnerships: Collection[str] | None = None) -> Outdated:
        """Pictures of these partnerships, or of all, that a day or a configuration has made old; see StandingBases."""
        return self._bases.outdated(today, configuration, partnerships)

    # what changed

    def position(self, partition: int) -> int:
        """The highest offset of the partition that was looked at; -1."""
        return self._read.get(partition, -1)

    def end(self, partition: int) -> int:
        """The next offset to be written, when that was last asked; 0 before it ever was."""
        return self._ends.get(partition, 0)

    def items(self, partition: int, after: int) -> Iterator[Item]:
        """Items of a partition with a higher offset than `after`, oldest first; as `listed`."""
        return self._log(partition).after(after)

    def standing(self, partition: int, after: int, to: int) -> Iterator[HeldPicture]:
        """What stands and came to stand behind `after` and not behind `to`, in the log's order; as `listed`."""
        offsets = self._standing_at.get(partition, [])
        for at in range(bisect_right(offsets, after), bisect_right(offsets, to)):
            yield self._at[partition, offsets[at]]

    def newest(self, count: int) -> list[HeldPicture]:
        """Those that were written last, the last one first."""
        last = (
            self._at[partition, each] for partition, offsets in self._standing_at.items() for each in offsets[-count:]
        )
        return heapq.nlargest(count, last, key=lambda each: (each.at, each.offset, each.key))

    def dropped(self, partition: int) -> int:
        """The highest offset whose item may not be held any more; -1. Whoever is behind it may have missed some."""
        return self._log(partition).dropped

    def _log(self, partition: int) -> ItemLog:
        return self._logs.setdefault(partition, ItemLog(self._most_item_bytes))

    # taking

    def take(self, record: RawRecord) -> HeldPicture | None:
        """The picture, if the record's is now the one that stands and it is new or other than before."""
        key = record.key
        read = self.position(record.partition)
        if record.offset <= read:  # read again after an outage: it was classified then, and whoever follows has had it
            self._unseen.discard(key or b"")
            return None
        if record.offset > read + 1:
            self._log(record.partition).missing(record.offset - 1)
        self._read[record.partition] = record.offset
        if key is None:
            return None
        basis = self.belief.basis(record)
        if isinstance(basis, Untrue):
            self._leave_out(key, record, basis)
            return None
        self._unseen.discard(key)
        standing = self._standing.get(key)
        if standing is not None and succeed(basis, standing.basis, standing.at) is Order.STALE:
            return None
        before = None if standing is None else standing.held
        if (
            standing is not None
            and says_again(basis, standing.basis, standing.at)
            and record.value != (None if before is None else before.body)
        ):
            self._leave_out(key, record, Untrue.AGAIN)
            return None
        if record.value is None:
            self.untrue.pop(key, None)
            self._take_out(key, basis, record)
            return None
        if before is not None and before.body == record.value:
            self.untrue.pop(key, None)
            self._stand(key, _Standing(basis, before, record.offset))
            return None
        held = self.belief.picture(record, basis)
        if isinstance(held, Untrue):
            self._leave_out(key, record, held)
            return None
        self.untrue.pop(key, None)
        if before is not None:
            self._forget(before)
        self._stand(key, _Standing(basis, held, record.offset))
        self._remember(held)
        self._note(Item(held, gone=False))
        return held

    def _leave_out(self, key: bytes, record: RawRecord, why: Untrue) -> None:
        if record.value is None and why in (Untrue.KEY, Untrue.PARTITION):
            # a worker's, over what somebody put there: nothing stands under that key in that partition any more
            held = self.untrue.get(key)
            if held is not None and held.partition == record.partition:
                del self.untrue[key]
            return
        self.untrue[key] = LeftOut(key, record.partition, record.offset, why)

    def is_left_out(self, key: PictureKey) -> bool:
        """Whether the last record of the key is not shown, because it cannot be the engine's."""
        return picture_key(*key) in self.untrue

    def _take_out(self, key: bytes, basis: Basis, record: RawRecord) -> None:
        held = self._standing.get(key)
        self._stand(key, _Standing(basis, None, record.offset))
        if held is None and self.dropped(record.partition) > NOTHING:
            # what it took out was compacted away, so of whom it is to be told is not known any more
            self._log(record.partition).missing(record.offset)
        elif held is not None and held.held is not None:
            self._forget(held.held)
            gone = replace(
                held.held, basis=basis, partition=record.partition, offset=record.offset, at=record.timestamp
            )
            self._note(Item(gone, gone=True))

    def was_there(self, key: PictureKey) -> bool:
        """Whether it stands, or its tombstone is still in the log."""
        return picture_key(*key) in self._standing

    def read_again(self, ends: Mapping[int, int]) -> None:
        """The whole log is about to be read once more. ends: per partition the next offset to be written."""
        if any(ends.get(partition, 0) <= offset for partition, offset in self._read.items()):
            # the topic was cut or made anew: offsets begin again, and nothing that was read before counts
            for held in list(self.all()):
                self._forget(held)
            self._standing.clear()
            self._bases = StandingBases()
            self.untrue.clear()
            self._read.clear()
            self._logs.clear()
            self._ends.clear()
            self.log_of += 1
            self.whole = False
        self._unseen = set(self._standing)
        self.partitions = max(len(ends), 1)
        self._reading_to = dict(ends)
        self.ends_are(ends)

    def ends_are(self, ends: Mapping[int, int]) -> None:
        """Per partition the next offset to be written, as the log has it now."""
        self._ends.update(ends)
        self.asked += 1

    def forget_unseen(self) -> None:
        """It was read to its end: what did not come again was taken out, and its tombstone compacted, meanwhile."""
        for key in self._unseen:
            held = self._standing.pop(key)
            if held.held is not None:
                self._bases.take_out(held.held.key.partnership, held.basis)
                self._forget(held.held)
                self._log(held.held.partition).missing(self.position(held.held.partition))
        self._unseen = set()
        for partition, end in self._reading_to.items():
            if end - 1 > self.position(partition):  # the last records before the end were compacted away
                self._read[partition] = end - 1
                self._log(partition).missing(end - 1)
        self.whole = True

    def _stand(self, key: bytes, now: _Standing) -> None:
        held = self._standing.get(key)
        if held is not None and held.held is not None:
            self._bases.take_out(held.held.key.partnership, held.basis)
        if now.held is not None:
            self._bases.put(now.held.key.partnership, now.basis)
        self._standing[key] = now

    def _note(self, item: Item) -> None:
        self.changes += 1
        self._log(item.held.partition).add(item)

    def _remember(self, held: HeldPicture) -> None:
        super()._remember(held)
        self._at[held.partition, held.offset] = held
        self._standing_at.setdefault(held.partition, []).append(held.offset)  # the highest so far

    def _forget(self, held: HeldPicture) -> None:
        super()._forget(held)
        del self._at[held.partition, held.offset]
        offsets = self._standing_at[held.partition]
        del offsets[bisect_left(offsets, held.offset)]
