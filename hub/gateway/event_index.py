"""Where every event stands in the log, and which events took which back: what a receipt and an event's page begin with.

The gateway keeps no event; it keeps where each one is, some hundred bytes an event, and reads it when it is asked for.
Promise: depends on the records alone, not on their order or number. Pure.
"""

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from typing import Any, Final, NamedTuple
from uuid import UUID

import fastavro
from fastavro.types import Schema as ParsedSchema

from hub.events.catalogue import BY_CE_TYPE, EventType
from hub.events.schemas import newest, without_logical_types
from hub.log.codec import ADMITTED, FrameUnreadable, Stamp, unframe
from hub.log.freshness import Statement
from hub.log.raw_reader import RawRecord

META_AND_NEXT: Final = 2


class Place(NamedTuple):
    """A record of an input topic."""

    topic: str
    partition: int
    offset: int


class Spoke(NamedTuple):
    """The last time that an organisation was let in. at: milliseconds since 1970."""

    at: int
    event_id: str


class Heard(NamedTuple):
    """Who said it, and what is kept of when."""

    organisation: str
    statement: Statement


class EventIndex:
    """Fed with the records of the input topics. records: how many of them are of events, each once."""

    def __init__(self) -> None:
        self.records = 0
        self._first: dict[int, Place] = {}
        self._more: dict[int, list[Place]] = {}
        self._voids: dict[int, set[int]] = {}
        self.last_of: dict[str, Spoke] = {}

    def __len__(self) -> int:
        return len(self._first)

    def take(self, record: RawRecord) -> Heard | None:
        """Notes one record; one that could not be an event is left to the engine, which quarantines it: None."""
        headers = dict(record.headers)
        event_id = _uuid(headers.get("ce_id"))
        if event_id is None:
            return None
        place = Place(record.topic, record.partition, record.offset)
        if event_id not in self._first:
            self._first[event_id] = place
            self.records += 1
        elif place != self._first[event_id] and place not in self._more.get(event_id, ()):
            self._more.setdefault(event_id, []).append(place)
            self.records += 1
        event_type = BY_CE_TYPE.get((headers.get("ce_type") or b"").decode(errors="replace"))
        if event_type is None or record.value is None:
            return None
        said = _begin(event_type, record.value)
        if said is None:
            return None
        for taken_back in (said["meta"]["corrects"], said.get("event")):
            voided = _uuid(taken_back.encode() if taken_back else None)
            if voided is not None:
                self._voids.setdefault(voided, set()).add(event_id)
        return self._heard(said["meta"], headers.get(ADMITTED), event_id)

    def _heard(self, meta: dict[str, Any], admitted: bytes | None, event_id: int) -> Heard | None:
        try:
            at = Stamp.decode(admitted or b"").milliseconds
        except ValueError:
            return None
        organisation, spoke = meta["organisation"], Spoke(at, str(UUID(int=event_id)))
        self.last_of[organisation] = max(self.last_of.get(organisation, spoke), spoke)
        return Heard(organisation, Statement(meta["recorded_at"], spoke.event_id, at))

    def places(self, event_id: UUID) -> list[Place]:
        """Every record of the event, in the order of topic, partition and offset; empty when it is not in the log."""
        first = self._first.get(event_id.int)
        return [] if first is None else sorted([first, *self._more.get(event_id.int, ())])

    def naming(self, event_id: UUID) -> list[UUID]:
        """Events that correct or withdraw this one, whoever says them, in order."""
        return [UUID(int=each) for each in sorted(self._voids.get(event_id.int, ()))]

    def ids(self) -> Iterable[UUID]:
        return (UUID(int=each) for each in self._first)


@cache
def _opening(event_type: EventType) -> ParsedSchema:
    """The newest schema cut after its first fields: Avro is read from the front, so the rest need not be."""
    schema = without_logical_types(newest(event_type))
    fields = schema["fields"][: META_AND_NEXT if event_type.name == "withdrawn" else 1]
    return fastavro.parse_schema({**schema, "fields": fields})


def _begin(event_type: EventType, value: bytes) -> dict[str, Any] | None:
    try:
        _, body = unframe(value)
        said = fastavro.schemaless_reader(BytesIO(body), _opening(event_type), None)
    except (FrameUnreadable, EOFError, ValueError, IndexError, KeyError, TypeError, OverflowError, MemoryError):
        return None  # the engine quarantines it, with the reason
    return said if isinstance(said, dict) else None


def _uuid(text: bytes | None) -> int | None:
    try:
        return UUID((text or b"").decode()).int
    except ValueError:
        return None
