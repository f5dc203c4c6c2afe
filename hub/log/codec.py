"""How an event stands on Kafka: Confluent's framing around the Avro body, CloudEvents binary headers beside it.

Headers are few on purpose: a dozen of them halve the rate at which records are read. Source: design section 3;
CloudEvents 1.0 Kafka binding, binary mode.
"""

import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Final

import orjson

from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.serialization.unreadable import why_unreadable

CONTENT_TYPE: Final = b"application/vnd.confluent.avro"
SPECVERSION: Final = b"1.0"
ADMITTED: Final = "hub-admitted"

_FRAME: Final = struct.Struct(">bI")

Headers = tuple[tuple[str, bytes], ...]


class FrameUnreadable(ValueError):
    """The value is not Confluent's framing."""


def frame(schema_id: int, body: bytes) -> bytes:
    """0x00, the schema id in four bytes (big-endian), the Avro body."""
    return _FRAME.pack(0, schema_id) + body


def unframe(value: bytes) -> tuple[int, bytes]:
    """(schema id, Avro body). Raises FrameUnreadable."""
    if len(value) < _FRAME.size:
        raise FrameUnreadable(f"the value has {len(value)} bytes, the framing alone needs {_FRAME.size}")
    magic, schema_id = _FRAME.unpack_from(value)
    if magic != 0:
        raise FrameUnreadable(f"the value begins with byte {magic:#04x}, and not with 0x00")
    return schema_id, value[_FRAME.size :]


@dataclass(frozen=True, slots=True)
class Stamp:
    """When, for whom and at which door admission let an event in. `time` is aware, to the millisecond."""

    time: datetime
    principal: str
    door: str

    def encode(self) -> bytes:
        time = self.time.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        return orjson.dumps({"time": time, "principal": self.principal, "door": self.door})

    @classmethod
    def decode(cls, header: bytes) -> "Stamp":
        """Raises ValueError saying what is wrong with the header."""
        try:
            read = orjson.loads(header)
            time, principal, door = datetime.fromisoformat(read["time"]), read["principal"], read["door"]
        except (orjson.JSONDecodeError, KeyError, TypeError, ValueError) as failure:
            raise ValueError(why_unreadable(failure)) from failure
        if time.tzinfo is None or not isinstance(principal, str) or not isinstance(door, str):
            raise ValueError("time has no offset, or principal or door is not text")
        return cls(time, principal, door)

    @property
    def milliseconds(self) -> int:
        """Since 1970."""
        return round(self.time.timestamp() * 1000)


def headers(event_type: EventType, event: Event, stamp: Stamp) -> Headers:
    """The headers of an event's record, in a fixed order."""
    return (
        ("ce_id", str(event.meta.event_id).encode()),
        ("ce_source", event.meta.source_system.encode()),
        ("ce_specversion", SPECVERSION),
        ("ce_type", event_type.ce_type.encode()),
        ("ce_dataschema", event_type.dataschema.encode()),
        ("content-type", CONTENT_TYPE),
        (ADMITTED, _stamped(stamp)),
    )


@lru_cache(maxsize=64)
def _stamped(stamp: Stamp) -> bytes:
    """All events of a request have one."""
    return stamp.encode()
