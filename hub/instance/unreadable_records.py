"""Records of the hub's own topics that no part of the hub wrote: where they stand, and which somebody looked into.

Promise: such a record stays as it is and is told until the audit log holds who accepted it; one that takes its place,
in a topic that was made anew, is told again.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Final

from hub.log.audit import AuditEntry, Chain, NewAuditEntry, hash_of
from hub.log.location import RecordLocation
from hub.log.topics import TopicNames

ACCEPTED: Final = "record.accept"
MOST_IN_ENTRY: Final = 1000
"""So many records are named in one entry of the audit log, which is well below the largest record of a topic."""

_LOCATION: Final = re.compile(r"(.+)\[(\d{1,9})\]@(\d{1,18})")


@dataclass(frozen=True, slots=True, order=True)
class UnreadableRecord:
    """One of them. topic: its full name. sha256: of its value. problem: why it is none of ours."""

    topic: str
    partition: int
    offset: int
    sha256: str
    problem: str

    @property
    def location(self) -> str:
        return str(self.at)

    @property
    def at(self) -> RecordLocation:
        return RecordLocation(self.topic, self.partition, self.offset)

    def __str__(self) -> str:
        return f"{self.location}: {self.problem}"

    def to_json(self) -> dict[str, str]:
        return {"place": self.location, "problem": self.problem}


def unreadable(topic: str, partition: int, offset: int, value: bytes | None, problem: object) -> UnreadableRecord:
    """problem: the words, or what was raised with them."""
    return UnreadableRecord(topic, partition, offset, hash_of(value or b""), str(problem))


def broken_of(topic: str, chain: Chain) -> list[UnreadableRecord]:
    """The records at which the chain of the audit log does not hold. topic: its full name."""
    return [UnreadableRecord(topic, 0, each.offset, each.sha256, each.problem) for each in chain.broken]


def open_of(found: Iterable[UnreadableRecord], entries: Iterable[AuditEntry]) -> list[UnreadableRecord]:
    """Those that nobody accepted."""
    accepted = _accepted(entries)
    return [each for each in found if (*each.at, each.sha256) not in accepted]


def location_in(text: str, names: TopicNames) -> RecordLocation | None:
    """What is meant by topic[partition]@offset, with any name of a topic; None where nothing is. Raises NoSuchTopic."""
    read = _LOCATION.fullmatch(text)
    if read is None:
        return None
    topic, partition, offset = read.groups()
    return RecordLocation(names.full(names.named(topic)), int(partition), int(offset))


def new_entries(records: Iterable[UnreadableRecord], who: str, why: str) -> list[NewAuditEntry]:
    """What the audit log keeps of accepting them: an entry for each topic, several where there are many."""
    kept = []
    for topic, of_topic in groupby(sorted(records), key=lambda each: each.topic):
        once = list({each.at: each for each in of_topic}.values())
        for start in range(0, len(once), MOST_IN_ENTRY):
            before = [_named(each) for each in once[start : start + MOST_IN_ENTRY]]
            kept.append(NewAuditEntry(who, ACCEPTED, topic, why, before, None))
    return kept


def _named(record: UnreadableRecord) -> dict[str, Any]:
    return {"partition": record.partition, "offset": record.offset, "sha256": record.sha256}


def _accepted(entries: Iterable[AuditEntry]) -> frozenset[tuple[object, ...]]:
    return frozenset(
        (entry.subject, each.get("partition"), each.get("offset"), each.get("sha256"))
        for entry in entries
        if entry.action == ACCEPTED and isinstance(entry.before, list)
        for each in entry.before
        if isinstance(each, dict)
    )
