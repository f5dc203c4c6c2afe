"""Walks the values of a document beside the annotations of the model that it is to become.

Promise: works on documents that are wrong in places; a value whose kind does not fit is passed over here, because
the schema rule speaks of it. So every rule sees all that it can see, and all problems are told at once.
"""

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, StringConstraints

from hub.events.fields import Codelist


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that is no model and no list: where it stands, its name and type, and what its annotation carries."""

    path: tuple[str | int, ...]
    kind: Any
    metadata: tuple[Any, ...]
    value: Any

    @property
    def name(self) -> str:
        """The last name of the path: the field, also for an item of a list."""
        return str(next(each for each in reversed(self.path) if isinstance(each, str)))

    @property
    def codelist(self) -> str | None:
        return next((each.name for each in self.metadata if isinstance(each, Codelist)), None)

    @property
    def pattern(self) -> str | None:
        found = (each.pattern for each in self.metadata if isinstance(each, StringConstraints))
        return next((str(each) for each in found if each), None)

    @property
    def checks(self) -> tuple[Any, ...]:
        """The functions that check the value, such as hub.events.ids.check_organisation_id."""
        return tuple(each.func for each in self.metadata if hasattr(each, "func"))


def leaves(model: type[BaseModel], values: Any, path: tuple[str | int, ...] = ()) -> Iterator[Leaf]:
    """Every known field of the model that has a value, nested ones too."""
    if isinstance(values, Mapping):
        for name, info in model.model_fields.items():
            if values.get(name) is not None:
                yield from _part(info.annotation, tuple(info.metadata), values[name], (*path, name))


def _part(annotation: Any, metadata: tuple[Any, ...], value: Any, path: tuple[str | int, ...]) -> Iterator[Leaf]:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        yield from _part(args[0], (*metadata, *args[1:]), value, path)
    elif origin in (types.UnionType, typing.Union):
        (inner,) = [each for each in args if each is not type(None)]
        yield from _part(inner, metadata, value, path)
    elif origin is tuple:
        if isinstance(value, list | tuple):
            for position, item in enumerate(value):
                yield from _part(args[0], (), item, (*path, position))
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield from leaves(annotation, value, path)
    else:
        yield Leaf(path, annotation, metadata, value)


def model_at(model: type[BaseModel], path: tuple[str | int, ...]) -> type[BaseModel]:
    """The model that stands at a path inside another one."""
    found = model
    for name in path:
        if isinstance(name, str):
            found = _model_in(found.model_fields[name].annotation)
    return found


def _model_in(annotation: Any) -> type[BaseModel]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(_model_in(each) for each in typing.get_args(annotation) if each not in (type(None), Ellipsis))


def models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    """A model, and every other one that its values may hold."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        for info in annotation.model_fields.values():
            yield from models_in(info.annotation)
    for each in typing.get_args(annotation):
        yield from models_in(each)
