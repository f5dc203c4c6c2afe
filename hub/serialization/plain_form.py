"""The plain form of an event, made of its model.

Promise: the same as is read back from the event's Avro body, without writing and reading it; a law holds it.
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from typing import Any, Final

from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.events.plain import Plain
from hub.serialization.avro_shapes import logical_of, optional
from hub.serialization.schemas import newest

_Made = Callable[[Any], Any]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY: Final = _EPOCH.date().toordinal()
_MILLISECOND: Final = timedelta(milliseconds=1)


def plain_of(event_type: EventType, event: Event) -> Plain:
    """What the event says, as the newest schema of its type has it."""
    plain: Plain = _maker(event_type)(event.model_dump())
    return plain


@cache
def _maker(event_type: EventType) -> _Made:
    made = _made(newest(event_type), {})
    assert made is not None, "an event has an id, whose plain form is a text"
    return made


def _made(schema: Any, named: dict[str, _Made | None]) -> _Made | None:
    """What makes a value of the schema plain; None where it is so already. A missing value is left to the record."""
    inner = optional(schema)
    if inner is not None:
        return _made(inner, named)
    if isinstance(schema, str):
        return named.get(schema)
    logical, _, scale = logical_of(schema)
    match logical or schema["type"]:
        case "date":
            return _day
        case "timestamp-millis":
            return _instant
        case "uuid":
            return str
        case "decimal":
            return _decimal(scale or 0)
        case "array":
            return _array(_made(schema["items"], named))
        case "record":
            fields = {each["name"]: _made(each["type"], named) for each in schema["fields"]}
            return named.setdefault(schema["name"], _record(fields))
        case dict(part) | list(part):
            return _made(part, named)
    return None


def _record(fields: dict[str, _Made | None]) -> _Made | None:
    differing = tuple((name, made) for name, made in fields.items() if made is not None)
    if not differing:
        return None

    def make(values: dict[str, Any]) -> Plain:
        plain = dict(values)
        for name, made in differing:
            value = plain[name]
            if value is not None:
                plain[name] = made(value)
        return plain

    return make


def _array(made: _Made | None) -> _Made:
    return list if made is None else lambda values: [made(each) for each in values]


def _day(value: date) -> int:
    return value.toordinal() - _EPOCH_DAY


def _instant(value: datetime) -> int:
    return (value - _EPOCH) // _MILLISECOND


def _decimal(scale: int) -> _Made:
    """Two's complement of the smallest unit, with a bit for the sign; models take no more decimals than that."""

    def make(value: Decimal) -> bytes:
        units = int(value.scaleb(scale))
        return units.to_bytes((abs(units).bit_length() + 8) // 8, "big", signed=True)

    return make
