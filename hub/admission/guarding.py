"""How the guard against personal data looks at a field, decided by the field's type; every text has its row.

Source: docs/personal-data.md lists every text field of the catalogue with its row, and a test holds that page current.
"""

import types
import typing
from collections.abc import Iterator
from enum import StrEnum
from typing import Any, Final

from pydantic import BaseModel, StringConstraints

from hub.admission import personal
from hub.admission.annotated import Annotation, Leaf
from hub.admission.refusal import Code
from hub.events import fields, ids
from hub.events.catalogue import EventType


class Look(StrEnum):
    """What is looked for. The value is the word of the page."""

    TEXT = "text"  # anything may be written here
    REFERENCE = "reference"  # a register's number in any form; nothing but a person's number is none
    CHECKED = "checked id"  # begins with the register that gave it, so its digits are that register's
    CODE = "code"  # letters, digits and _, from a list or a name of a field: holds no number and no address


def _pattern(kind: Any) -> str:
    return str(next(each.pattern for each in typing.get_args(kind) if isinstance(each, StringConstraints)))


_BY_PATTERN: Final = {
    _pattern(fields.Reference): Look.REFERENCE,
    _pattern(fields.Code): Look.CODE,
    _pattern(fields.FieldName): Look.CODE,
    _pattern(fields.Currency): Look.CODE,
}
_BY_CHECK: Final = (ids.check_organisation_id, ids.check_contract_id, ids.check_partnership_id)


def look_of(leaf: Leaf, event_type: EventType) -> Look:
    """How the guard looks at a text; a type that it does not know is a text."""
    if leaf.path == ("meta", "subject") and event_type.about in ("contract", "procurement"):
        return Look.CHECKED  # its form is checked by a rule of its own, not by its type
    if any(each in _BY_CHECK for each in leaf.checks):
        return Look.CHECKED
    return _BY_PATTERN.get(leaf.pattern or "", Look.TEXT)


def found(look: Look, value: str) -> Iterator[Code]:
    """The kinds of personal data in a value of such a field."""
    match look:
        case Look.TEXT:
            yield from personal.find(value)
        case Look.REFERENCE:
            yield from personal.find_in_id(value, whole=True)
        case Look.CHECKED:
            yield from personal.find_in_id(value, whole=False)
        case Look.CODE:
            return
        case _:
            typing.assert_never(look)


def text_fields(event_type: EventType) -> Iterator[Leaf]:
    """Every text field of a type, also inside its parts; value None, and no positions in the path."""
    yield from _fields(event_type.model, ())


def _fields(model: type[BaseModel], path: tuple[str, ...]) -> Iterator[Leaf]:
    for name, info in model.model_fields.items():
        yield from _kinds(info.annotation, tuple(info.metadata), (*path, name))


def _kinds(annotation: Any, metadata: tuple[Any, ...], path: tuple[str, ...]) -> Iterator[Leaf]:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        yield from _kinds(args[0], (*metadata, *args[1:]), path)
    elif origin in (types.UnionType, typing.Union):
        for each in args:
            yield from _kinds(each, metadata, path)
    elif origin is tuple:
        yield from _kinds(args[0], (), path)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from _fields(annotation, path)
    elif annotation is str:
        yield Leaf(path, Annotation(annotation, metadata), None)
