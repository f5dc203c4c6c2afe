"""Walks the values of a document beside the annotations of the model that it is to become.

Promise: works on documents that are wrong in places; a value whose kind does not fit is passed over here, because
the schema rule speaks of it. So every rule sees all that it can see, and all problems are told at once.
"""

import types
import typing
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, NamedTuple

from pydantic import BaseModel, StringConstraints

from hub.events.fields import Codelist

Path = tuple[str | int, ...]


@dataclass(frozen=True, eq=False)
class Annotation:
    """The type of a value that is no model and no list, and what its annotation carries beside it.

    One of its own for each field of a model, also where two are annotated alike.
    """

    kind: Any
    metadata: tuple[Any, ...]

    @cached_property
    def codelist(self) -> str | None:
        return next((each.name for each in self.metadata if isinstance(each, Codelist)), None)

    @cached_property
    def pattern(self) -> str | None:
        found = (each.pattern for each in self.metadata if isinstance(each, StringConstraints))
        return next((str(each) for each in found if each), None)

    @cached_property
    def checks(self) -> tuple[Any, ...]:
        """The functions that check the value, such as hub.events.ids.check_organisation_id."""
        return tuple(each.func for each in self.metadata if hasattr(each, "func"))


class Leaf(NamedTuple):
    """A value that is no model and no list, where it stands, and how that place is annotated."""

    path: Path
    annotation: Annotation
    value: Any

    @property
    def name(self) -> str:
        """The last name of the path: the field, also for an item of a list."""
        return str(next(each for each in reversed(self.path) if isinstance(each, str)))

    @property
    def kind(self) -> Any:
        return self.annotation.kind

    @property
    def metadata(self) -> tuple[Any, ...]:
        return self.annotation.metadata

    @property
    def codelist(self) -> str | None:
        return self.annotation.codelist

    @property
    def pattern(self) -> str | None:
        return self.annotation.pattern

    @property
    def checks(self) -> tuple[Any, ...]:
        return self.annotation.checks


@dataclass(frozen=True, slots=True)
class _Items:
    """A list of such parts."""

    of: "_Node"


_Node = Annotation | _Items | type[BaseModel]


@cache
def _nodes(model: type[BaseModel]) -> tuple[tuple[str, _Node], ...]:
    """What may stand in each field: annotations are taken apart once, and not for each document."""
    return tuple((name, _node(info.annotation, tuple(info.metadata))) for name, info in model.model_fields.items())


def _node(annotation: Any, metadata: tuple[Any, ...]) -> _Node:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _node(args[0], (*metadata, *args[1:]))
    if origin in (types.UnionType, typing.Union):
        (inner,) = [each for each in args if each is not type(None)]
        return _node(inner, metadata)
    if origin is tuple:
        return _Items(_node(args[0], ()))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return Annotation(annotation, metadata)


def leaves(model: type[BaseModel], values: Any) -> list[Leaf]:
    """Every known field of the model that has a value, nested ones too."""
    found: list[Leaf] = []
    _take(model, values, (), found)
    return found


def _take(node: _Node, value: Any, path: Path, found: list[Leaf]) -> None:
    if isinstance(node, Annotation):
        found.append(Leaf(path, node, value))
    elif isinstance(node, _Items):
        if isinstance(value, list | tuple):
            for position, item in enumerate(value):
                _take(node.of, item, (*path, position), found)
    elif isinstance(value, dict | Mapping):
        for name, part in _nodes(node):
            inner = value.get(name)
            if inner is not None:
                _take(part, inner, (*path, name), found)


def model_at(model: type[BaseModel], path: Path) -> type[BaseModel]:
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
