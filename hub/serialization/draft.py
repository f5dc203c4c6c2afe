"""The Avro schema that a model implies.

An author of a new version starts from this draft; a test holds every model against its newest frozen schema,
so that the two cannot drift apart. Types are the domain handbook's: money bytes decimal, date, timestamp-millis,
an optional field is a union with null first and default null.
"""

import types
import typing
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from hub.events.catalogue import EventType

NAMESPACE: Final = "uk.jch"

_PRIMITIVES: Final[dict[type, Any]] = {
    str: "string",
    bool: "boolean",
    int: "long",
    date: {"type": "int", "logicalType": "date"},
    AwareDatetime: {"type": "long", "logicalType": "timestamp-millis"},
    UUID: {"type": "string", "logicalType": "uuid"},
}


def draft_schema(event_type: EventType) -> dict[str, Any]:
    """The schema of the type's model, as JSON data; named parts are written out where they first occur."""
    return _record(event_type.model, event_type.avro_name, set())


def _record(model: type[BaseModel], full_name: str, known: set[str]) -> dict[str, Any]:
    known.add(full_name)
    return {
        "type": "record",
        "name": full_name,
        "doc": _first_sentence(model),
        "fields": [_field(name, info, known) for name, info in model.model_fields.items()],
    }


def _first_sentence(model: type[BaseModel]) -> str:
    return (model.__doc__ or "").strip().split("\n\n")[0].replace("\n    ", " ")


def _field(name: str, info: FieldInfo, known: set[str]) -> dict[str, Any]:
    annotation, metadata = info.annotation, list(info.metadata)
    args = typing.get_args(annotation)
    optional = typing.get_origin(annotation) in (types.UnionType, typing.Union) and type(None) in args
    if optional:
        (annotation,) = [each for each in args if each is not type(None)]
    written = _type(annotation, metadata, known)
    field: dict[str, Any] = {"name": name, "type": ["null", written] if optional else written}
    if optional:
        field["default"] = None
    elif info.default is not PydanticUndefined:
        field["default"] = [] if info.default == () else info.default
    return field


def _type(annotation: Any, metadata: list[Any], known: set[str]) -> Any:
    if typing.get_origin(annotation) is typing.Annotated:
        inner, *more = typing.get_args(annotation)
        return _type(inner, metadata + more, known)
    if typing.get_origin(annotation) is tuple:
        return {"type": "array", "items": _type(typing.get_args(annotation)[0], [], known)}
    if annotation is Decimal:
        limits = decimal_limits(metadata)
        return {"type": "bytes", "logicalType": "decimal", "precision": limits[0], "scale": limits[1]}
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        full_name = f"{NAMESPACE}.{annotation.__name__}"
        return full_name if full_name in known else _record(annotation, full_name, known)
    return _PRIMITIVES[annotation]


def decimal_limits(metadata: list[Any]) -> tuple[int, int]:
    """(precision, scale) of a Decimal field, from the limits in its annotation."""
    found: dict[str, int] = {}
    for each in metadata:
        for part in getattr(each, "metadata", [each]):
            for name in ("max_digits", "decimal_places"):
                limit = getattr(part, name, None) or getattr(part, "__dict__", {}).get(name)
                if limit is not None:
                    found[name] = limit
    return found["max_digits"], found["decimal_places"]
