"""Every field of every event type as people ask for it: its path, kind, meaning, and whether it must be there.

Promise: walks the catalogue's models alone, so that a new type or field needs no line here. A meaning is the text below
the field in its model. What is built on this: docs/events.md, the schema gate's codelists.
"""

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, Final
from uuid import UUID

from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from hub.events import codelists, fields
from hub.events.catalogue import CATALOGUE
from hub.events.counting import count_words
from hub.events.fields import Codelist
from hub.serialization.draft import decimal_limits


@dataclass(frozen=True, slots=True)
class Described:
    """path: below `data`, such as awards[].value.amount. kind: what a partner writes. codelist: its list, by name."""

    path: str
    kind: str
    meaning: str
    required: bool
    codelist: str | None


def _pattern(kind: Any) -> str | None:
    return next((each.pattern for each in typing.get_args(kind)[1:] if getattr(each, "pattern", None)), None)


def _check(kind: Any) -> Any:
    return typing.get_args(kind)[1].func


_BY_PATTERN: Final = {
    _pattern(fields.Code): "code",
    _pattern(fields.Reference): "reference",
    _pattern(fields.FieldName): "name",
    _pattern(fields.Currency): "code",
}
_BY_CHECK: Final = {
    _check(fields.OrganisationId): "organisation id",
    _check(fields.ContractId): "contract id",
    _check(fields.PartnershipId): "partnership id",
}
_PLAIN: Final[dict[Any, str]] = {
    bool: "true or false",
    int: "whole number",
    date: "day",
    UUID: "UUID",
    AwareDatetime: "time",
}


def described(model: type[BaseModel], path: str = "") -> Iterator[Described]:
    """The fields of a model in order, each followed by those of its parts."""
    for name, info in model.model_fields.items():
        yield from _field(info, f"{path}{name}")


@cache
def codelists_named() -> frozenset[str]:
    """The lists that some field of the catalogue takes its codes from."""
    every = (each for event_type in CATALOGUE for each in described(event_type.model))
    return frozenset(each.codelist for each in every if each.codelist is not None)


def _field(info: FieldInfo, path: str) -> Iterator[Described]:
    annotation, metadata, many = _inside(info.annotation, tuple(info.metadata))
    codelist = _codelist(metadata)
    kind = _kind(annotation, metadata, path)
    required = info.is_required()
    meaning = " ".join((info.description or "").split())
    if isinstance(info.default, str | bool):
        meaning += f" Left out: `{str(info.default).lower() if isinstance(info.default, bool) else info.default}`."
    yield Described(path, f"list of {kind}" if many else kind, meaning, required, codelist)
    if _is_model(annotation):
        yield from described(annotation, f"{path}[]." if many else f"{path}.")


def _inside(annotation: Any, metadata: tuple[Any, ...]) -> tuple[Any, tuple[Any, ...], bool]:
    """What stands in an annotation: without null and marks, with what they say, and whether it is a list of it."""
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _inside(args[0], (*metadata, *args[1:]))
    if origin in (types.UnionType, typing.Union):
        (inner,) = [each for each in args if each is not type(None)]
        return _inside(inner, metadata)
    if origin is tuple:
        inner, marks, _ = _inside(args[0], ())
        return inner, marks, True
    return annotation, metadata, False


def _is_model(annotation: Any) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, BaseModel)


def _codelist(metadata: tuple[Any, ...]) -> str | None:
    for each in metadata:
        if isinstance(each, Codelist):
            return each.name
        if getattr(each, "pattern", None) == _pattern(fields.Currency):
            return codelists.CURRENCY
    return None


def _kind(annotation: Any, metadata: tuple[Any, ...], path: str) -> str:
    if _is_model(annotation):
        return "object"
    if annotation is Decimal:
        return f"number, up to {decimal_limits(list(metadata))[1]} decimals"
    if annotation is str:
        for each in metadata:
            if getattr(each, "func", None) in _BY_CHECK:
                return _BY_CHECK[each.func]
            if getattr(each, "pattern", None) in _BY_PATTERN:
                return _BY_PATTERN[each.pattern]
        limit = next((each.max_length for each in metadata if getattr(each, "max_length", None)), None)
        return f"text, up to {count_words(limit, 'character')}" if limit else "text"
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    raise TypeError(f"no word for field {path} of {annotation}; add one to {__name__}")
