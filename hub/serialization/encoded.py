"""An event with its Avro body, its plain form and its content hash: each made once, for all who ask."""

from dataclasses import dataclass
from functools import cached_property

from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.events.plain import Plain
from hub.serialization.avro import encode_plain
from hub.serialization.content import content_hash
from hub.serialization.plain_form import plain_of

Identity = tuple[str, str]
"""(event id, content hash): what makes two sayings the same saying."""


@dataclass(frozen=True)
class EncodedEvent:
    """The body is that of the newest schema of its type."""

    event_type: EventType
    event: Event

    @cached_property
    def body(self) -> bytes:
        return encode_plain(self.event_type, self.plain)

    @cached_property
    def plain(self) -> Plain:
        return plain_of(self.event_type, self.event)

    @cached_property
    def identity(self) -> Identity:
        return self.plain["meta"]["event_id"], content_hash(self.event_type, self.plain)
