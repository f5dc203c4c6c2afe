"""The beginning of an event's value, read without the rest: who says it, and which event it takes back.

Promise: never raises for what a record holds; of a value that cannot be read nothing is told.
"""

from collections.abc import Iterable
from functools import cache
from io import BytesIO
from typing import Any, Final

import fastavro
from fastavro.types import Schema as ParsedSchema

from hub.events.catalogue import BY_CE_TYPE, EventType
from hub.events.taking_back import Spoke
from hub.log.codec import FrameUnreadable, unframe
from hub.serialization.schemas import newest, without_logical_types

META_AND_NEXT: Final = 2

Headers = Iterable[tuple[str, bytes | None]]


def opening(headers: Headers, value: bytes | None) -> tuple[EventType, dict[str, Any]] | None:
    """The type, and `meta` with the field after it where the type is a withdrawal."""
    event_type = BY_CE_TYPE.get((dict(headers).get("ce_type") or b"").decode(errors="replace"))
    if event_type is None or value is None:
        return None
    try:
        _, body = unframe(value)
        said = fastavro.schemaless_reader(BytesIO(body), _opening(event_type), None)
    except (FrameUnreadable, EOFError, ValueError, IndexError, KeyError, TypeError, OverflowError, MemoryError):
        return None  # the engine quarantines it, with the reason
    return (event_type, said) if isinstance(said, dict) else None


def spoke(key: bytes | None, event_type: EventType, said: dict[str, Any]) -> Spoke:
    """Who says an event of this opening, and where."""
    partnership = (key or b"").decode(errors="replace")
    return Spoke(partnership, str(said["meta"]["organisation"]), event_type.withdraws)


@cache
def _opening(event_type: EventType) -> ParsedSchema:
    """The newest schema cut after its first fields: Avro is read from the front, so the rest need not be."""
    schema = without_logical_types(newest(event_type))
    fields = schema["fields"][: META_AND_NEXT if event_type.withdraws else 1]
    return fastavro.parse_schema({**schema, "fields": fields})
