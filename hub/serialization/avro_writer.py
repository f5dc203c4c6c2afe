"""Avro's binary encoding, written from an event's plain form.

Promise: the same bytes as fastavro writes for the same event; a law holds it. Knows the kinds of schema that the hub's
own are made of (schema_lint), and refuses any other when the writer is made. fastavro finds the branch of each optional
value by trying the value on one after the other: most fields of an event are such, and it was the dearest part of
letting one in. Source: Avro 1.12, binary encoding.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from hub.events.plain import Plain
from hub.serialization.avro_shapes import kind, optional

_Part = Callable[[Any, bytearray], None]

_ABSENT: Final = 0  # the branches of ["null", type], as Avro writes their numbers
_THERE: Final = 2


def writer_of(schema: Any) -> Callable[[Plain], bytes]:
    """What writes values of a schema of the hub's, given without logical types. Raises TypeError for another schema."""
    part = _part(schema, {})

    def write(plain: Plain) -> bytes:
        out = bytearray()
        part(plain, out)
        return bytes(out)

    return write


def _part(schema: Any, named: dict[str, _Part]) -> _Part:
    inner = optional(schema)
    if inner is not None:
        return _optional(_part(inner, named))
    if isinstance(schema, dict) and isinstance(schema["type"], dict | list):
        return _part(schema["type"], named)
    match kind(schema) if isinstance(schema, dict | str) else None:
        case "record":
            fields = [(each["name"], _part(each["type"], named)) for each in schema["fields"]]
            return named.setdefault(schema["name"], _record(fields))
        case "array":
            return _array(_part(schema["items"], named))
        case str(name) if name in _PRIMITIVES:
            return _PRIMITIVES[name]
        case str(name) if name in named:
            return named[name]
    raise TypeError(f"no schema of the hub's has a part such as {schema!r}")


def _optional(part: _Part) -> _Part:
    def write(value: Any, out: bytearray) -> None:
        if value is None:
            out.append(_ABSENT)
        else:
            out.append(_THERE)
            part(value, out)

    return write


def _record(fields: Iterable[tuple[str, _Part]]) -> _Part:
    fields = tuple(fields)

    def write(value: Any, out: bytearray) -> None:
        for name, part in fields:
            part(value[name], out)

    return write


def _array(part: _Part) -> _Part:
    def write(value: Any, out: bytearray) -> None:
        if value:
            _integer(len(value), out)
            for each in value:
                part(each, out)
        _integer(0, out)  # no block follows

    return write


def _integer(value: int, out: bytearray) -> None:
    """Zigzag, seven bits a byte, the lowest first."""
    rest = value << 1 if value >= 0 else ~(value << 1)
    while rest > 0x7F:
        out.append(rest & 0x7F | 0x80)
        rest >>= 7
    out.append(rest)


def _bytes(value: bytes, out: bytearray) -> None:
    _integer(len(value), out)
    out += value


def _text(value: str, out: bytearray) -> None:
    _bytes(value.encode(), out)


def _boolean(value: bool, out: bytearray) -> None:
    out.append(value)


_PRIMITIVES: Final[dict[str, _Part]] = {
    "string": _text,
    "bytes": _bytes,
    "int": _integer,
    "long": _integer,
    "boolean": _boolean,
}
