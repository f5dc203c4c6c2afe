"""The pictures that stand, in the orders in which they are listed, and what came to stand when: the feeds' items.

Promise: of two records for a key the one that `compare` calls newer stands, so no reader of the gateway sees a picture
go back, whatever a worker that was frozen may append; a record that says what stood before is no item. Pure.
"""

from bisect import bisect_left, bisect_right, insort
from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeVar

from hub.gateway.shown import KINDS, DifferenceRow, PictureKey, Shown
from hub.log.position import Basis, HeadersUnreadable, Order, compare
from hub.log.raw_reader import RawRecord
from hub.reconcile.picture import read_key

MOST_ITEM_BYTES: Final = 64 << 20


class SortKey(NamedTuple):
    """How pictures of one kind are listed: by title, whatever its case, then partnership and id."""

    title: str
    partnership: str
    id: str


@dataclass(frozen=True, slots=True)
class Item:
    """One change of one picture. gone: the picture was taken out; `shown` is then the last one that stood."""

    shown: Shown
    gone: bool

    @property
    def id(self) -> str:
        """Stable for as long as the output topic lives: partition and offset of its record."""
        return f"{self.shown.partition}-{self.shown.offset}"


@dataclass(slots=True)
class ItemLog:
    """The items of one partition, oldest first, as many as fit. dropped: the highest offset no longer held; -1."""

    items: deque[Item]
    offsets: deque[int]
    dropped: int = -1
    size: int = 0


Row = TypeVar("Row", SortKey, DifferenceRow)


class _Standing(NamedTuple):
    basis: Basis
    shown: Shown | None


class Pictures:
    """Fed with the records of the output topic in log order, also all over again."""

    def __init__(self, most_item_bytes: int = MOST_ITEM_BYTES) -> None:
        self._standing: dict[bytes, _Standing] = {}
        self._by_key: dict[PictureKey, Shown] = {}
        self._listed: dict[str, list[SortKey]] = {kind: [] for kind in KINDS}
        self._differences: list[DifferenceRow] = []
        self._supplied: dict[tuple[str, str], set[str]] = {}
        self._unseen: set[bytes] = set()
        self._logs: dict[int, ItemLog] = {}
        self._read: dict[int, int] = {}
        self._most_item_bytes = most_item_bytes
        self.unreadable = 0
        self.changes = 0

    # what is there

    def __len__(self) -> int:
        return len(self._by_key)

    def get(self, key: PictureKey) -> Shown | None:
        return self._by_key.get(key)

    def all(self) -> Iterable[Shown]:
        return self._by_key.values()

    def count(self, kind: str) -> int:
        return len(self._listed[kind])

    def listed(self, kind: str, after: SortKey | None = None) -> Iterator[Shown]:
        """Pictures of a kind in their order, from behind `after`, which need not be there any more.

        Not to be advanced after another record was taken.
        """
        keys = self._listed[kind]
        begin = 0 if after is None else bisect_right(keys, after)
        for at in range(begin, len(keys)):
            each = keys[at]
            yield self._by_key[PictureKey(each.partnership, kind, each.id)]

    def listed_back(self, kind: str, before: SortKey) -> Iterator[Shown]:
        """Pictures of a kind backwards, from the one in front of `before`; as `listed`."""
        keys = self._listed[kind]
        for at in range(bisect_left(keys, before) - 1, -1, -1):
            each = keys[at]
            yield self._by_key[PictureKey(each.partnership, kind, each.id)]

    def differences(self, after: DifferenceRow | None = None) -> Iterator[DifferenceRow]:
        """All differences, the worst and longest-standing first, from behind `after`; as `listed`."""
        begin = 0 if after is None else bisect_right(self._differences, after)
        for at in range(begin, len(self._differences)):
            yield self._differences[at]

    @property
    def difference_count(self) -> int:
        return len(self._differences)

    def contracts_supplied_by(self, partnership: str, provider: str) -> set[str]:
        """Ids of the contracts whose pictures name the provider."""
        return self._supplied.get((partnership, provider), set())

    # what changed

    def position(self, partition: int) -> int:
        """The highest offset of the partition that was looked at; -1."""
        return self._read.get(partition, -1)

    def items(self, partition: int, after: int) -> Iterator[Item]:
        """Items of a partition with a higher offset than `after`, oldest first; as `listed`."""
        held = self._logs.get(partition)
        if held is not None:
            for at in range(bisect_right(held.offsets, after), len(held.items)):
                yield held.items[at]

    def dropped(self, partition: int) -> int:
        """The highest offset of an item that is not held any more; -1. Whoever is behind it has missed some."""
        held = self._logs.get(partition)
        return -1 if held is None else held.dropped

    # taking

    def take(self, record: RawRecord) -> Shown | None:
        """The picture, if the record's is now the one that stands and it is new or other than before."""
        key = record.key
        if key is None:
            return None
        try:
            basis = Basis.from_headers(record.headers)
        except HeadersUnreadable:
            self.unreadable += 1
            return None
        self._unseen.discard(key)
        is_new = record.offset > self.position(record.partition)
        self._read[record.partition] = max(record.offset, self.position(record.partition))
        held = self._standing.get(key)
        if held is not None and compare(basis, held.basis) is Order.STALE:
            return None
        before = None if held is None else held.shown
        if record.value is None:
            self._standing[key] = _Standing(basis, None)
            if before is not None:
                self._forget(before)
                gone = replace(
                    before, basis=basis, partition=record.partition, offset=record.offset, at=record.timestamp
                )
                self._note(Item(gone, gone=True), is_new)
            return None
        if before is not None and before.body == record.value:
            self._standing[key] = _Standing(basis, before)
            return None
        shown = Shown.of(key, basis, record.value, record.partition, record.offset, record.timestamp)
        if before is not None:
            self._forget(before)
        self._standing[key] = _Standing(basis, shown)
        self._remember(shown)
        self._note(Item(shown, gone=False), is_new)
        return shown

    def read_again(self, ends: Mapping[int, int]) -> None:
        """The whole log is about to be read once more. ends: per partition the next offset to be written."""
        if any(ends.get(partition, 0) <= offset for partition, offset in self._read.items()):
            # the topic was cut or made anew: offsets begin again, and nothing that was read before counts
            for shown in list(self._by_key.values()):
                self._forget(shown)
            self._standing.clear()
            self._read.clear()
            self._logs.clear()
        self._unseen = set(self._standing)

    def forget_unseen(self) -> None:
        """It was read to its end: what did not come again was taken out, and its tombstone compacted, meanwhile."""
        for key in self._unseen:
            held = self._standing.pop(key)
            if held.shown is not None:
                self._forget(held.shown)
        self._unseen = set()

    def _note(self, item: Item, is_new: bool) -> None:
        self.changes += 1
        if not is_new:  # read again after an outage: whoever follows has had it
            return
        held = self._logs.setdefault(item.shown.partition, ItemLog(deque(), deque()))
        held.items.append(item)
        held.offsets.append(item.shown.offset)
        held.size += len(item.shown.body)
        while held.size > self._most_item_bytes and len(held.items) > 1:
            oldest = held.items.popleft()
            held.dropped = held.offsets.popleft()
            held.size -= len(oldest.shown.body)

    def _remember(self, shown: Shown) -> None:
        self._by_key[shown.key] = shown
        insort(self._listed[shown.key.kind], sort_key(shown))
        for row in shown.differences:
            insort(self._differences, row)
        for supplier in shown.suppliers:
            self._supplied.setdefault((shown.key.partnership, supplier), set()).add(shown.key.id)

    def _forget(self, shown: Shown) -> None:
        del self._by_key[shown.key]
        _take_out(self._listed[shown.key.kind], sort_key(shown))
        for row in shown.differences:
            _take_out(self._differences, row)
        for supplier in shown.suppliers:
            self._supplied[shown.key.partnership, supplier].discard(shown.key.id)


def sort_key(shown: Shown) -> SortKey:
    return SortKey(shown.title.casefold(), shown.key.partnership, shown.key.id)


def key_of(raw: bytes) -> PictureKey:
    return PictureKey(*read_key(raw))


def _take_out(ordered: list[Row], value: Row) -> None:
    del ordered[bisect_left(ordered, value)]
