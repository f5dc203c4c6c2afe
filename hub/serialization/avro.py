"""Between an event, its Avro body and the plain form that the core works on.

Three forms: a *model* at the doors (checked), a *body* in the log (Avro bytes without framing), and *plain* in
the core: a dict as the newest schema reads it, with dates as days, instants as milliseconds, decimals as
two's-complement bytes and uuids as text.
"""

from datetime import date, timedelta
from functools import cache
from io import BytesIO
from typing import Final, cast

import fastavro
from fastavro.types import Schema as ParsedSchema

from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.events.plain import Plain
from hub.serialization.plain_form import plain_of
from hub.serialization.schemas import frozen, newest, without_logical_types
from hub.serialization.unreadable import why_unreadable

EPOCH: Final = date(1970, 1, 1)


class BodyUnreadable(ValueError):
    """The bytes are not what the named schema writes."""


@cache
def _plain_pair(event_type: EventType, major: int, minor: int) -> tuple[ParsedSchema, ParsedSchema | None]:
    written = fastavro.parse_schema(without_logical_types(frozen(event_type, major, minor)))
    if (major, minor) == (event_type.major, event_type.minor):
        return written, None  # no resolution to pay for when both sides are the same
    return written, fastavro.parse_schema(without_logical_types(newest(event_type)))


def encode(event_type: EventType, event: Event) -> bytes:
    """The Avro body of an event, written with the newest schema of its type."""
    return encode_plain(event_type, plain_of(event_type, event))


def decode_plain(event_type: EventType, version: tuple[int, int], body: bytes) -> Plain:
    """What a body says, as the newest schema of its type reads it. Raises BodyUnreadable.

    version: (major, minor) of the schema that wrote it.
    """
    written, reader = _plain_pair(event_type, *version)
    return read_plain(written, reader, body)


def read_plain(written: ParsedSchema, reader: ParsedSchema | None, body: bytes) -> Plain:
    """As decode_plain, for a writer's schema that the hub does not ship (a newer minor version)."""
    stream = BytesIO(body)
    try:
        plain = fastavro.schemaless_reader(stream, written, reader)
    except (EOFError, ValueError, IndexError, KeyError, TypeError, OverflowError, MemoryError) as failure:
        # what fastavro raises on damaged bytes depends on where the damage is
        raise BodyUnreadable(why_unreadable(failure)) from failure
    if stream.tell() != len(body):
        raise BodyUnreadable(f"{len(body) - stream.tell()} bytes are left over after the event")
    return cast(Plain, plain)


def decode(event_type: EventType, version: tuple[int, int], body: bytes) -> Event:
    """The event as its model. Raises BodyUnreadable, or pydantic's ValidationError when the values break a rule."""
    stream = BytesIO(body)
    writer = fastavro.parse_schema(frozen(event_type, *version))
    reader = None if version == (event_type.major, event_type.minor) else fastavro.parse_schema(newest(event_type))
    try:
        values = fastavro.schemaless_reader(stream, writer, reader)
    except (EOFError, ValueError, IndexError, KeyError, TypeError, OverflowError, MemoryError) as failure:
        raise BodyUnreadable(why_unreadable(failure)) from failure
    return event_type.model.model_validate(values)


def encode_plain(event_type: EventType, plain: Plain) -> bytes:
    """The Avro body of a plain event, written with the newest schema of its type."""
    out = BytesIO()
    written = _plain_pair(event_type, event_type.major, event_type.minor)[0]
    # a tuple of two would otherwise be taken for a (type name, value) pair
    fastavro.schemaless_writer(out, written, plain, disable_tuple_notation=True)
    return out.getvalue()


def day_of(days: int) -> date:
    """The date of a plain date, which counts days from 1970-01-01."""
    return EPOCH + timedelta(days=days)


def days_of(day: date) -> int:
    return (day - EPOCH).days
