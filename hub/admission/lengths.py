"""A length of time that nobody can read as one: let in, because somebody said it, and told to its sender.

It is shown and compared as it is written, so it is never equal to what another body writes. Promise: pure; covers every
field of the catalogue that is a length of time, in parts too. Source: ISO 8601, as hub.events.durations reads it.
"""

from collections.abc import Iterator
from functools import cache
from typing import Final

from pydantic import BaseModel

from hub.admission.annotated import models_in
from hub.admission.field_path import field_path
from hub.admission.warning import TO_REPLACE, AdmissionWarning
from hub.events.durations import parts_of
from hub.events.envelope import Event

LENGTHS: Final = frozenset({"duration"})
"""Names of the fields that are lengths of time."""

_UNREAD: Final = "is no length of time in whole years, months, weeks, days, hours or minutes of ISO 8601"
_NOTHING: Final = "is no time at all"
_FIX: Final = f"write P36M for 36 months, P1Y6M or P90D; {TO_REPLACE}"

_Path = tuple[str | int, ...]


def warnings(event: Event, where: str) -> Iterator[AdmissionWarning]:
    """One for each length that is none."""
    for path, text in _lengths(event, ()):
        parts = parts_of(text)
        if not any(count for count, _ in parts):
            yield AdmissionWarning(where, field_path(path), _NOTHING if parts else _UNREAD, _FIX)


def _lengths(part: BaseModel, path: _Path) -> Iterator[tuple[_Path, str]]:
    for name in _inside(type(part)):
        value = getattr(part, name)
        if name in LENGTHS and value is not None:
            yield (*path, name), value
        for position, each in enumerate(value if isinstance(value, tuple) else ()):
            if isinstance(each, BaseModel):
                yield from _lengths(each, (*path, name, position))


@cache
def _inside(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields that are a length, or hold one."""
    return tuple(
        name
        for name, info in model.model_fields.items()
        if name in LENGTHS or any(LENGTHS & set(part.model_fields) for part in models_in(info.annotation))
    )
