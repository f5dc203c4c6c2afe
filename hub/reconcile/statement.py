"""One event as the state holds it: packed, with the little that is needed without unpacking it."""

from dataclasses import dataclass

from hub.events.catalogue import EventType
from hub.events.plain import Plain
from hub.serialization.avro import decode_plain
from hub.serialization.content import content_hash


@dataclass(frozen=True, slots=True, eq=False)
class Statement:
    """What one organisation said at one time.

    effective: days since 1970-01-01 from which it is true (meta.occurred_at).
    recorded: milliseconds since 1970 at which the source recorded it.
    known: milliseconds at which the hub admitted it; no view of the present looks at it.
    body: Avro, written with the type's schema of `version`.
    """

    type: EventType
    version: tuple[int, int]
    body: bytes
    event_id: str
    content_hash: str
    organisation: str
    subject: str
    effective: int
    recorded: int
    corrects: str | None
    known: int

    @property
    def identity(self) -> tuple[str, str]:
        """What makes it the same saying when it comes again."""
        return self.event_id, self.content_hash

    def plain(self) -> Plain:
        return decode_plain(self.type, self.version, self.body)

    @classmethod
    def of(
        cls,
        event_type: EventType,
        version: tuple[int, int],
        body: bytes,
        plain: Plain,
        known: int,
        hashed: str | None = None,
    ) -> "Statement":
        """The event of a decoded body; `hashed` is its content hash where the caller has it already."""
        meta = plain["meta"]
        return cls(
            event_type,
            version,
            body,
            meta["event_id"],
            hashed or content_hash(event_type, plain),
            meta["organisation"],
            meta["subject"],
            meta["occurred_at"],
            meta["recorded_at"],
            meta["corrects"],
            known,
        )
