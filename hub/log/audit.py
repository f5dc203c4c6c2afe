"""The audit log: who did what by hand, to what, why and when, what stood before and after. Appended only, in a chain.

Each record names the SHA-256 of the record before it, so that a record that was changed, taken out or put in between
breaks the chain there. Two who append at once both name the same predecessor: the second record is void, which
its writer sees and writes anew. A cut at the very end cannot be seen from inside: keep the head that `hub audit check`
prints elsewhere. Source: operations handbook, section 14.
"""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any, Final, NamedTuple, Self
from uuid import UUID

import orjson
from aiokafka import TopicPartition

from hub.log.batch_writer import BatchWriter, Outgoing
from hub.log.raw_reader import RawReader, Stretch

FIRST: Final = "0" * 64
"""What the first record names as its predecessor."""
TRIES: Final = 10


class AuditCrowded(Exception):
    """Others appended at the same moment, again and again; nothing of ours stands. Try again."""


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What somebody did. at: ISO 8601, UTC. subject: to what. before, after: JSON data. previous: a hash."""

    id: str
    at: str
    who: str
    action: str
    subject: str
    why: str
    before: Any
    after: Any
    previous: str

    def encode(self) -> bytes:
        return orjson.dumps(asdict(self), option=orjson.OPT_SORT_KEYS)

    @classmethod
    def decode(cls, raw: bytes | None) -> Self:
        """Raises ValueError."""
        said = orjson.loads(raw or b"")
        if not isinstance(said, dict) or set(said) != set(cls.__dataclass_fields__):
            raise ValueError("not an entry of the audit log")
        texts = ("id", "at", "who", "action", "subject", "why", "previous")
        if not all(isinstance(said[name], str) for name in texts):
            raise ValueError("an entry of the audit log lacks one of its texts")
        return cls(**said)


def hash_of(raw: bytes) -> str:
    """What the next record names: over the bytes as they stand in the log."""
    return hashlib.sha256(raw).hexdigest()


class ChainBreak(NamedTuple):
    """A record at which the chain does not hold. sha256: of the record's value."""

    offset: int
    sha256: str
    problem: str


@dataclass(slots=True)
class Chain:
    """The records of the audit topic, taken in log order. Pure.

    entries: those that stand. void: how many lost a race. broken: where the chain does not hold.
    """

    entries: list[AuditEntry] = field(default_factory=list)
    void: int = 0
    broken: list[ChainBreak] = field(default_factory=list)
    head: str = FIRST
    end: int = 0
    _known: set[str] = field(default_factory=lambda: {FIRST}, repr=False)

    def take(self, offset: int, raw: bytes | None) -> None:
        """The next record. One below `end` is ignored, so that reading again is harmless."""
        if offset < self.end:
            return
        if offset > self.end:
            self._break(offset, raw, f"records {self.end} to {offset - 1} are not there")
        self.end = offset + 1
        try:
            entry = AuditEntry.decode(raw)
        except ValueError as failure:
            self._break(offset, raw, f"record {offset} cannot be read: {failure}")
            return
        if entry.previous != self.head:
            if entry.previous in self._known:
                self.void += 1
                return
            self._break(offset, raw, f"record {offset} does not follow the one before it")
        self.entries.append(entry)
        self.head = hash_of(raw or b"")
        self._known.add(self.head)

    def _break(self, offset: int, raw: bytes | None, problem: str) -> None:
        self.broken.append(ChainBreak(offset, hash_of(raw or b""), problem))

    def holds(self, raw: bytes) -> bool:
        """Whether this record stands in the chain."""
        return hash_of(raw) in self._known


async def read_on(reader: RawReader, topic: str, chain: Chain) -> None:
    """Take what was appended since. Raises KafkaError."""
    tp = TopicPartition(topic, 0)
    ends = await reader.ends([tp])
    async for _, records in reader.read({tp: Stretch(chain.end, ends[tp])}):
        for record in records:
            chain.take(record.offset, record.value)


class AuditLog:
    """Appends to the audit topic. The reader is started and the writer stopped by whoever made them."""

    def __init__(self, reader: RawReader, writer: BatchWriter, topic: str) -> None:
        self._reader, self._writer, self._topic = reader, writer, topic
        self.chain = Chain()

    async def read_on(self) -> None:
        await read_on(self._reader, self._topic, self.chain)

    async def append(self, new: "NewAuditEntry", at: datetime, new_id: Callable[[], UUID]) -> AuditEntry:
        """The entry stands in the chain when this returns. Raises WriteFailed, AuditCrowded, KafkaError."""
        for _ in range(TRIES):
            await self.read_on()
            entry = AuditEntry(
                id=str(new_id()),
                at=at.isoformat(timespec="milliseconds"),
                who=new.who,
                action=new.action,
                subject=new.subject,
                why=new.why,
                before=new.before,
                after=new.after,
                previous=self.chain.head,
            )
            raw = entry.encode()
            await self._writer.write(self._topic, 0, [Outgoing(entry.subject.encode(), raw, [])])
            await self.read_on()
            if self.chain.holds(raw):
                return entry
        raise AuditCrowded(f"{TRIES} times somebody else appended to {self._topic} first; try again")


@dataclass(frozen=True, slots=True)
class NewAuditEntry:
    """An entry that is to be appended: what an operator did, to what and why."""

    who: str
    action: str
    subject: str
    why: str
    before: Any
    after: Any
