"""Whether the values of a plain event can exist: days of the calendar, decimals of their precision, uuids.

Avro itself would carry any number for a date and any text for a uuid. What passes here can be turned into dates,
decimals and text without an error, so that nothing behind the decoder fails on a value. Pure.
"""

import re
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any, Final

from hub.events.catalogue import EventType
from hub.events.plain import Plain
from hub.serialization.avro import EPOCH
from hub.serialization.avro_shapes import kind, logical_of, names_of, optional
from hub.serialization.schemas import newest

Check = Callable[[Any], str | None]
"""The path, below the value, of the first part that cannot exist; None when all can."""

# a year inside the calendar at both ends: views ask for the day after and the financial year around a date
_FIRST_DAY: Final = (date(2, 1, 1) - EPOCH).days
_LAST_DAY: Final = (date(9998, 12, 31) - EPOCH).days
_DAY_MS: Final = 86_400_000
_FIRST_INSTANT: Final = _FIRST_DAY * _DAY_MS
_LAST_INSTANT: Final = (_LAST_DAY + 1) * _DAY_MS - 1
_UUID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def impossible(event_type: EventType, plain: Plain) -> str | None:
    """The path of the first value that cannot exist, such as meta.recorded_at; None when there is none."""
    check = _check_of(event_type)
    return check(plain) if check else None


@cache
def _check_of(event_type: EventType) -> Check | None:
    schema = newest(event_type)
    return _compile(schema, names_of(schema))


def _compile(schema: Any, names: dict[str, Any]) -> Check | None:
    """The check of a schema; None where every value of it can exist, so that nothing is paid for most fields."""
    inner = optional(schema)
    if inner is not None:
        return _if_there(_compile(inner, names))
    if isinstance(schema, str) and schema in names:
        schema = names[schema]  # no schema of ours contains itself
    match kind(schema), logical_of(schema):
        case "record", _:
            return _record([(each["name"], _compile(each["type"], names)) for each in schema["fields"]])
        case "array", _:
            return _array(_compile(schema["items"], names))
        case _, ("date", _, _):
            return lambda days: None if _FIRST_DAY <= days <= _LAST_DAY else ""
        case _, ("timestamp-millis", _, _):
            return lambda instant: None if _FIRST_INSTANT <= instant <= _LAST_INSTANT else ""
        case _, ("uuid", _, _):
            return lambda text: None if _UUID.fullmatch(text) else ""
        case _, ("decimal", precision, _):
            return _decimal(10 ** int(precision or 0))
    return None


def _if_there(check: Check | None) -> Check | None:
    return None if check is None else lambda value: None if value is None else check(value)


def _decimal(limit: int) -> Check:
    # a number below the limit needs no more bytes than this; longer ones are not even turned into a number
    most = limit.bit_length() // 8 + 2

    def check(raw: bytes) -> str | None:
        return None if len(raw) <= most and -limit < int.from_bytes(raw, "big", signed=True) < limit else ""

    return check


def _array(check: Check | None) -> Check | None:
    if check is None:
        return None

    def each(values: list[Any]) -> str | None:
        for index, value in enumerate(values):
            wrong = check(value)
            if wrong is not None:
                return f"[{index}]{wrong}"
        return None

    return each


def _record(checks: list[tuple[str, Check | None]]) -> Check | None:
    checked = [(name, check) for name, check in checks if check is not None]
    if not checked:
        return None

    def fields(value: dict[str, Any]) -> str | None:
        for name, check in checked:
            wrong = check(value[name])
            if wrong is not None:
                return f"{name}.{wrong}".rstrip(".").replace(".[", "[")
        return None

    return fields
