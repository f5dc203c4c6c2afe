"""The heads of one output partition: per key the record that wins, and the keys whose last record is not that one.

Fed with the raw records of the partition in log order, from any offset that continues the last one. Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from hashlib import blake2b
from typing import Final, Protocol

from hub.log.position import Basis, Order, Position, succeed

DIGEST_BYTES: Final = 16


class LogRecord(Protocol):
    """What is read of a raw Kafka record; aiokafka's ConsumerRecord is one."""

    @property
    def offset(self) -> int: ...
    @property
    def key(self) -> bytes | None: ...
    @property
    def value(self) -> bytes | None: ...
    @property
    def headers(self) -> Iterable[tuple[str, bytes | None]]: ...


@dataclass(frozen=True, slots=True)
class Head:
    """The winning record of a key. digest: of the body, None for a tombstone. at: its offset."""

    basis: Basis
    digest: bytes | None
    at: int


def body_digest(body: bytes | None) -> bytes | None:
    """A short hash to compare bodies by; None for a tombstone."""
    return None if body is None else blake2b(body, digest_size=DIGEST_BYTES).digest()


class Heads:
    """All heads of one output partition.

    end: the next offset that has not been seen. stale: keys whose last record in the log is not the winner (a reader
    of the compacted topic would keep the wrong one) and must be written again. floor: the least position that
    covers every record that was taken and not written over; only a record at a position that covers it is sure to beat
    all of them.
    """

    def __init__(self) -> None:
        self.end = 0
        self.stale: set[bytes] = set()
        self.generation = -1
        self._heads: dict[bytes, Head] = {}
        self.floor = Position()
        self._firm = Position()
        self._ahead: dict[bytes, Position] = {}

    def __len__(self) -> int:
        return len(self._heads)

    def get(self, key: bytes) -> Head | None:
        """The winner of this key, or None when the key was never seen."""
        return self._heads.get(key)

    def items(self) -> Iterable[tuple[bytes, Head]]:
        """Every key that was seen, tombstones too, with its winner."""
        return self._heads.items()

    def read(self, record: LogRecord, basis: Basis, *, is_ahead: bool = False) -> None:
        """Takes the next record of the log. Records below `end` are ignored, so that reading again is harmless.

        is_ahead: it includes more than the inputs hold now.
        """
        if record.offset < self.end:
            return
        self.end = record.offset + 1
        if record.key is not None:
            self._take(record.key, basis, body_digest(record.value), record.offset, is_ahead=is_ahead)

    def leave_out(self, record: LogRecord) -> None:
        """The next record is nobody's picture: its key counts as stale, so it is written over."""
        if record.offset < self.end:
            return
        self.end = record.offset + 1
        if record.key is not None:
            self.stale.add(record.key)

    def wrote(self, key: bytes, basis: Basis, digest: bytes | None, at: int) -> None:
        """Takes a record of our own, acknowledged at the known end of the log or behind; the caller moves `end`."""
        self._take(key, basis, digest, at)

    def _take(self, key: bytes, basis: Basis, digest: bytes | None, at: int, *, is_ahead: bool = False) -> None:
        held = self._heads.get(key)
        if self._ahead and held is not None and basis.over >= held.at and self._ahead.pop(key, None) is not None:
            self.floor = reduce(Position.join, self._ahead.values(), self._firm)
        is_late = not basis.position.covers(self.floor)
        if is_ahead:
            self._ahead[key] = self._ahead.get(key, basis.position).join(basis.position)
        elif not self._firm.covers(basis.position):
            self._firm = self._firm.join(basis.position)
        if not self.floor.covers(basis.position):
            self.floor = self.floor.join(basis.position)
        self.generation = max(self.generation, basis.generation)
        match Order.NEWER if held is None else succeed(basis, held.basis, held.at):
            case Order.NEWER | Order.SAME:
                self._heads[key] = Head(basis, digest, at)
                self.stale.discard(key)
            case Order.STALE:
                self.stale.add(key)
        if is_late:  # an owner writes at a position that covers all before it: this one came from somebody else
            self.stale.add(key)
