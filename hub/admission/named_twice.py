"""An organisation that one list of an event names twice: let in, because somebody said it, and told to its sender.

What stands lists it once, so of two names one is shown nowhere. Promise: pure; covers every list of the catalogue whose
items are organisations by their ids, nested ones too. Source: hub.reconcile.claims.ordered.
"""

import typing
from collections.abc import Iterator
from functools import cache
from typing import Any, Final

from pydantic import BaseModel

from hub.admission.annotated import models_in
from hub.admission.field_path import field_path
from hub.admission.warning import TO_REPLACE, AdmissionWarning
from hub.configuration.model import Configuration
from hub.events import ids
from hub.events.envelope import Event

_PROBLEM: Final = "is an organisation that this list names before: it is listed once, under one of the names"
_FIX: Final = f"name it once; if another body is meant, give it its own id; {TO_REPLACE}"


def warnings(event: Event, configuration: Configuration, where: str) -> Iterator[AdmissionWarning]:
    """One for each time that a list names an organisation again, also under another of its configured ids."""
    for path in _again(event, configuration, ()):
        yield AdmissionWarning(where, field_path(path), _PROBLEM, _FIX)


def _again(
    part: BaseModel, configuration: Configuration, path: tuple[str | int, ...]
) -> Iterator[tuple[str | int, ...]]:
    for name in _inside(type(part)):
        seen: set[str] = set()
        for position, each in enumerate(getattr(part, name) or ()):
            if _is_organisation(type(each)):
                organisation = configuration.canonical(each.id)
                if organisation in seen:
                    yield (*path, name, position, "id")
                seen.add(organisation)
            yield from _again(each, configuration, (*path, name, position))


@cache
def _inside(model: type[BaseModel]) -> tuple[str, ...]:
    """The fields that are such a list, or hold one."""
    return tuple(name for name, info in model.model_fields.items() if _has_list(info.annotation))


def _has_list(annotation: Any) -> bool:
    if typing.get_origin(annotation) is tuple and any(map(_is_organisation, typing.get_args(annotation))):
        return True
    return any(map(_has_list, typing.get_args(annotation))) or any(map(_inside, models_in(annotation)))


def _is_organisation(kind: Any) -> bool:
    """Whether it is a model that is known by an organisation's id."""
    if not (isinstance(kind, type) and issubclass(kind, BaseModel) and "id" in kind.model_fields):
        return False
    return any(getattr(each, "func", None) is ids.check_organisation_id for each in kind.model_fields["id"].metadata)
