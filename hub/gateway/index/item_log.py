"""What came to stand when, partition by partition: the items of the feeds, as many as fit.

Promise: what is not held is said to be missing (`dropped`), whether it was let go here or compacted away in the log
before it could be read. Pure.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from hub.gateway.index.held_picture import HeldPicture

NOTHING: Final = -1


@dataclass(frozen=True, eq=False)
class Item:
    """One change of one picture. gone: the picture was taken out; `held` is then the last one that stood.

    Compared by identity, so that what is made of an item once can be found again for the next reader.
    """

    held: HeldPicture
    gone: bool

    @cached_property
    def id(self) -> str:
        """Stable for as long as the output topic lives: partition and offset of its record."""
        return f"{self.held.partition}-{self.held.offset}"


@dataclass(slots=True)
class ItemLog:
    """The items of one partition, oldest first. dropped: the highest offset whose item may not be held; -1."""

    most_bytes: int
    dropped: int = NOTHING
    _items: list[Item] = field(default_factory=list)
    _offsets: list[int] = field(default_factory=list)
    _begin: int = 0
    _size: int = 0

    def add(self, item: Item) -> None:
        """One more, of a higher offset than all before; the oldest give way, never the last."""
        self._items.append(item)
        self._offsets.append(item.held.offset)
        self._size += len(item.held.body)
        while self._size > self.most_bytes and len(self._items) - self._begin > 1:
            self._size -= len(self._items[self._begin].held.body)
            self.missing(self._offsets[self._begin])
            self._begin += 1
        if self._begin * 2 > len(self._items):  # seldom enough that an item costs the same however many are held
            del self._items[: self._begin]
            del self._offsets[: self._begin]
            self._begin = 0

    def missing(self, offset: int) -> None:
        """Items up to this offset may not be held."""
        self.dropped = max(self.dropped, offset)

    def after(self, offset: int) -> Iterator[Item]:
        """Items of a higher offset, oldest first. Not to be advanced after another one was added."""
        for at in range(bisect_right(self._offsets, offset, lo=self._begin), len(self._items)):
            yield self._items[at]
