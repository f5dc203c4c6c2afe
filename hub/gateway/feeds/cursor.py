"""A reader of a feed, as a position in the shared log of items. It holds no item and no buffer.

Promise: told from its position on, in the log's order of each partition, every item of the feed, each once; where that
cannot be kept, a gap comes first, that says which pictures of what the reader holds still stand, and then
all others that stand. So a reader that obeys ends with what stands, whatever happened. Pure.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import Final

from hub.gateway.feeds.position import FeedPosition
from hub.gateway.feeds.scope import Scope
from hub.gateway.index.held_picture import PictureKey
from hub.gateway.index.item_log import NOTHING, Item
from hub.gateway.index.pictures import HeldPictures

SCAN: Final = 500  # so many items are looked at before others get their turn
CHUNK_BYTES: Final = 64 << 10


class Begin(Enum):
    """Where a reader without a position begins."""

    NOW = "now"  # what comes
    START = "start"  # what stands, then what comes


class Why(Enum):
    """Why a reader is told of a gap: the word in its data, and the reason in words."""

    DROPPED = ("dropped", "items behind your position are not held any more")
    UNKNOWN = ("unknown-position", "your position lies beyond the end of the log: the topic was made anew")
    CHANGED = ("group-changed", "the group is now told of other partnerships")

    @property
    def word(self) -> str:
        return self.value[0]

    @property
    def words(self) -> str:
        return self.value[1]


@dataclass(frozen=True, slots=True)
class Gap:
    """still: the subjects of the pictures that the reader keeps; all others that it holds are void."""

    why: Why
    still: tuple[PictureKey, ...]


@dataclass(frozen=True, slots=True)
class ToldChange:
    """One thing to tell, and the reader's position after it."""

    what: Item | Gap
    position: str


@dataclass(frozen=True, slots=True)
class Followed:
    """What a page needs to follow its feed: the feed's address, and the position up to which the page was made."""

    address: str
    position: str

    @classmethod
    def now(cls, scope: Scope, pictures: HeldPictures) -> "Followed":
        return cls(scope.address, Cursor.begin(scope, pictures, Begin.NOW).position)


@dataclass
class Cursor:
    """offsets: the reader's position. Behind `_until`, what stands is told instead of all that happened."""

    scope: Scope
    offsets: dict[int, int]
    _until: dict[int, int] = field(default_factory=dict)

    @classmethod
    def begin(cls, scope: Scope, pictures: HeldPictures, where: Begin) -> "Cursor":
        """To be made when the log has been read whole."""
        reads = {each: pictures.position(each) for each in scope.partitions(pictures.partitions)}
        if where is Begin.NOW:
            return cls(scope, reads)
        return cls(scope, dict.fromkeys(reads, NOTHING), reads)

    @property
    def position(self) -> str:
        return str(FeedPosition(self.offsets, self.scope.mark))

    def start_over(self, scope: Scope, pictures: HeldPictures, why: Why) -> ToldChange:
        """Nothing that the reader holds counts; all that stands follows."""
        anew = Cursor.begin(scope, pictures, Begin.START)
        self.scope, self.offsets, self._until = scope, anew.offsets, anew._until
        return ToldChange(Gap(why, ()), self.position)

    def at_end(self, pictures: HeldPictures) -> bool:
        """Whether there is nothing more to look at now."""
        return all(offset >= pictures.position(each) for each, offset in self.offsets.items())

    def next(self, pictures: HeldPictures) -> list[ToldChange]:
        """What comes next, as much as is to be sent at once; empty also when nothing of what was looked at belongs."""
        told = list(self._gap(pictures))
        looked = size = 0
        for partition in sorted(self.offsets):
            if self.offsets[partition] >= pictures.position(partition):
                continue
            before, behind = FeedPosition(self.offsets, self.scope.mark).around(partition)
            coming, to = self._coming(partition, pictures)
            for item in coming:
                self.offsets[partition] = item.held.offset
                if self.scope.takes(item.held):
                    told.append(ToldChange(item, f"{before}{item.held.offset}{behind}"))
                    size += len(item.held.body)
                looked += 1
                if looked >= SCAN or size >= CHUNK_BYTES:
                    return told
            self.offsets[partition] = to
        return told

    def _gap(self, pictures: HeldPictures) -> Iterator[ToldChange]:
        behind = [
            each
            for each, offset in self.offsets.items()
            if self._until.get(each, NOTHING) <= offset < pictures.dropped(each)
        ]
        if behind:
            still = (
                held.key
                for each, offset in sorted(self.offsets.items())
                for held in pictures.standing(each, NOTHING, offset)
                if self.scope.takes(held)
            )
            self._until |= {each: pictures.dropped(each) for each in behind}
            yield ToldChange(Gap(Why.DROPPED, tuple(still)), self.position)

    def _coming(self, partition: int, pictures: HeldPictures) -> tuple[Iterator[Item], int]:
        """What is to be looked at next, and the offset that is reached when all of it was."""
        offset, until = self.offsets[partition], self._until.get(partition, NOTHING)
        if offset < until:
            return (Item(held, gone=False) for held in pictures.standing(partition, offset, until)), until
        return pictures.items(partition, offset), max(offset, pictures.position(partition))
