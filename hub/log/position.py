"""The order of output records: how far into its inputs each one saw, and which of two is newer.

Every output record says in its headers what it was made from:
  o              the highest offset of each input topic of its partition number, and of configuration, that it includes
  g              the consumer group's generation of the worker that wrote it
  judged_for     the day it was evaluated for
  until          the first later day on which it could read differently, or empty
  configuration  the hash of the configuration it was evaluated under
  over           where it was written over a record of somebody else: the last offset of its own partition that its
                 writer had read; absent otherwise
Readers keep, per key, the record that no other beats (`succeed`); the offset in the log alone does not decide, because
a worker that was frozen may append an old record after a new one. Pure: no clock, no I/O. Source: design, section 4;
`over`: decision 2.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from functools import lru_cache
from typing import Final

import orjson

from hub.events.topics import CONFIGURATION, INPUT_TOPICS, word

WORDS: Final[tuple[str, ...]] = (*(word(topic) for topic in INPUT_TOPICS), word(CONFIGURATION))
NOTHING: Final = -1
NAMES: Final = ("o", "g", "judged_for", "until", "configuration")
OVER: Final = "over"

Headers = Iterable[tuple[str, bytes | None]]


class HeadersUnreadable(ValueError):
    """The headers of an output record are not those of a record that this program wrote."""


class Order(Enum):
    """What a second output record is to a first one of the same key."""

    NEWER = "newer"
    STALE = "stale"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Position:
    """Offsets included, one for each of WORDS in that order; -1 where nothing is included."""

    offsets: tuple[int, ...] = (NOTHING,) * len(WORDS)

    @classmethod
    def of(cls, offsets: Mapping[str, int]) -> "Position":
        """From {word: offset}; absent words are -1. Raises HeadersUnreadable for a word that is not in WORDS."""
        unknown = set(offsets) - set(WORDS)
        if unknown:
            raise HeadersUnreadable(
                f"position names unknown topics {sorted(unknown)}; this version knows {list(WORDS)}: "
                "a newer version wrote it, update this program"
            )
        return cls(tuple(offsets.get(each, NOTHING) for each in WORDS))

    def offset(self, name: str) -> int:
        """The offset included of the topic with this word; KeyError for a word that is not in WORDS."""
        return self.as_dict()[name]

    def as_dict(self) -> dict[str, int]:
        """{word: offset}, in the order of WORDS."""
        return dict(zip(WORDS, self.offsets, strict=True))

    def covers(self, other: "Position") -> bool:
        """True if nothing that `other` includes is missing here (pointwise greater or equal)."""
        return all(mine >= theirs for mine, theirs in zip(self.offsets, other.offsets, strict=True))

    def join(self, other: "Position") -> "Position":
        """The least position that covers both (pointwise maximum)."""
        return Position(tuple(map(max, self.offsets, other.offsets)))

    def encode(self) -> bytes:
        """The value of header `o`: a compact JSON object, words in the order of WORDS."""
        return orjson.dumps(self.as_dict())

    @classmethod
    def decode(cls, raw: bytes) -> "Position":
        """Reads what `encode` wrote, also by a version that knew fewer topics. Raises HeadersUnreadable."""
        try:
            read = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            raise HeadersUnreadable(f"header o is not JSON: {error}") from error
        if not isinstance(read, dict) or not all(type(value) is int for value in read.values()):
            raise HeadersUnreadable("header o is not an object of whole numbers")
        return cls.of(read)


@dataclass(frozen=True, slots=True)
class Basis:
    """What one output record was made from. `until` is None where it never changes by the passing of days.

    over: every record of the key up to that offset of the output partition is void; NOTHING for none.
    """

    position: Position
    generation: int
    judged_for: date
    until: date | None
    configuration: str
    over: int = NOTHING

    def headers(self) -> list[tuple[str, bytes]]:
        """The headers of the record, in a fixed order."""
        return [
            ("o", self.position.encode()),
            ("g", str(self.generation).encode()),
            ("judged_for", self.judged_for.isoformat().encode()),
            ("until", self.until.isoformat().encode() if self.until else b""),
            ("configuration", self.configuration.encode()),
            *([] if self.over == NOTHING else [(OVER, str(self.over).encode())]),
        ]

    @classmethod
    def from_headers(cls, headers: Headers) -> "Basis":
        """Reads what `headers` wrote; other headers are ignored. Raises HeadersUnreadable, naming the header."""
        found = {name: value for name, value in headers if value is not None}
        missing = [name for name in NAMES if name not in found]
        if missing:
            raise HeadersUnreadable(f"output record lacks the headers {missing}")
        return _basis_of(*(found[name] for name in NAMES), found.get(OVER))


@lru_cache(maxsize=1024)  # records of one write share their basis, so reading a partition makes few of them
def _basis_of(o: bytes, g: bytes, judged_for: bytes, until: bytes, configuration: bytes, over: bytes | None) -> Basis:
    try:
        return Basis(
            position=Position.decode(o),
            generation=int(g),
            judged_for=date.fromisoformat(judged_for.decode()),
            until=date.fromisoformat(until.decode()) if until else None,
            configuration=configuration.decode(),
            over=NOTHING if over is None else int(over),
        )
    except HeadersUnreadable:
        raise
    except ValueError as error:
        raise HeadersUnreadable(f"headers of an output record cannot be read: {error}") from error


def compare(record: Basis, held: Basis) -> Order:
    """What `record` is to `held`, both of one key.

    A position that covers the other wins; equal positions: the later judged_for, then the higher generation;
    incomparable positions: the higher generation. Over positions of one chain this is a total preorder. Over
    incomparable positions it is not transitive, and need not be: the owner of a partition writes at a position that
    covers everything it has seen, and such a record beats all others, so every reader ends at it.
    """
    mine, theirs = record.position, held.position
    if mine == theirs:
        return _rank((record.judged_for.toordinal(), record.generation), (held.judged_for.toordinal(), held.generation))
    if mine.covers(theirs):
        return Order.NEWER
    if theirs.covers(mine):
        return Order.STALE
    return _rank((record.generation,), (held.generation,))


def succeed(record: Basis, held: Basis, held_at: int) -> Order:
    """What `record` is to `held`, which stands before it in the log, at offset `held_at`; both of one key."""
    # its writer had read `held`, and evaluated the key again: no claim of what it wrote over counts any more
    return Order.NEWER if record.over >= held_at else compare(record, held)


def _rank(mine: tuple[int, ...], theirs: tuple[int, ...]) -> Order:
    if mine == theirs:
        return Order.SAME
    return Order.NEWER if mine > theirs else Order.STALE
