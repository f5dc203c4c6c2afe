"""Where every event stands in the log, and which events took which back: what a receipt and an event's page begin with.

The gateway keeps no event; it keeps where each one is, some hundred bytes an event, and reads it when it is asked for.
Promise: depends on the records alone, not on their order or number. Pure.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from hub.events.ids import uuid_in
from hub.events.taking_back import Spoke
from hub.gateway.index.voids import Voids
from hub.log.codec import ADMITTED, Stamp
from hub.log.freshness import AdmittedStatement
from hub.log.location import RecordLocation
from hub.log.opening import opening, spoke
from hub.log.raw_reader import RawRecord


class Last(NamedTuple):
    """The last time that an organisation was let in. at: milliseconds since 1970."""

    at: int
    event_id: str


class Heard(NamedTuple):
    """Who said it, and what is kept of when."""

    organisation: str
    statement: AdmittedStatement


class EventIndex:
    """Fed with the records of the input topics. records: how many of them are of events, each once."""

    def __init__(self) -> None:
        self.start_over()

    def start_over(self) -> None:
        """The topics were made anew: nothing that was noted stands anywhere."""
        self.records = 0
        self._first: dict[int, RecordLocation] = {}
        self._more: dict[int, list[RecordLocation]] = {}
        self.voids = Voids()
        self._speakers: dict[int, frozenset[Spoke]] = {}
        self._one: dict[frozenset[Spoke], frozenset[Spoke]] = {}
        self.last_of: dict[str, Last] = {}

    def __len__(self) -> int:
        return len(self._first)

    def take(self, record: RawRecord) -> Heard | None:
        """Notes one record; one that could not be an event is left to the engine, which quarantines it: None."""
        headers = dict(record.headers)
        named = uuid_in(headers.get("ce_id"))
        if named is None:
            return None
        event_id = named.int
        location = RecordLocation(record.topic, record.partition, record.offset)
        if event_id not in self._first:
            self._first[event_id] = location
            self.records += 1
        elif location != self._first[event_id] and location not in self._more.get(event_id, ()):
            self._more.setdefault(event_id, []).append(location)
            self.records += 1
        begun = opening(record.headers, record.value)
        if begun is None:
            return None
        _, said = begun
        by, at = spoke(record.key, *begun), _admitted_at(headers.get(ADMITTED))
        self._spoken(event_id, by)
        for taken_back in (said["meta"]["corrects"], said.get("event")):
            voided = uuid_in(taken_back)
            if voided is not None:
                self.voids.note(voided.int, event_id, by, at)
        return None if at is None else self._heard(said["meta"], Last(at, str(named)))

    def _spoken(self, event_id: int, by: Spoke) -> None:
        held = self._speakers.get(event_id, frozenset())
        if by not in held:
            with_it = held | {by}
            # thousands of events have the same few speakers: each set is kept once
            self._speakers[event_id] = self._one.setdefault(with_it, with_it)

    def speakers(self, event_id: str) -> frozenset[Spoke]:
        """Who said the event, as its records tell, also one that is in quarantine; empty when it is not in the log."""
        return self._speakers.get(UUID(event_id).int, frozenset())

    def _heard(self, meta: dict[str, Any], last: Last) -> Heard:
        organisation = meta["organisation"]
        self.last_of[organisation] = max(self.last_of.get(organisation, last), last)
        return Heard(organisation, AdmittedStatement(meta["recorded_at"], last.event_id, last.at))

    def locations(self, event_id: UUID) -> list[RecordLocation]:
        """Every record of the event, in the order of topic, partition and offset; empty when it is not in the log."""
        first = self._first.get(event_id.int)
        return [] if first is None else sorted([first, *self._more.get(event_id.int, ())])

    def naming(self, event_id: UUID) -> list[UUID]:
        """Events that correct or withdraw this one, whoever says them, in order."""
        return self.voids.naming(event_id)

    def ids(self) -> Iterable[UUID]:
        return (UUID(int=each) for each in self._first)


@lru_cache(maxsize=64)  # all events of a request have one
def _admitted_at(stamp: bytes | None) -> int | None:
    """Milliseconds since 1970; None where the stamp cannot be read."""
    try:
        return Stamp.decode(stamp or b"").milliseconds
    except ValueError:
        return None
