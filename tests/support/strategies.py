"""Hypothesis strategies that make valid events of every type in the catalogue, from the models' annotations alone.

Promise: a new type or field needs no line here unless its annotation is of a new kind, and then making its
strategy raises TypeError with the name of the field. Values come from small pools (tests.support.pools), so that
the events of a list relate to each other; free amounts and texts keep the round trips honest.
"""

import types
import typing
from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Final
from uuid import UUID

from annotated_types import MinLen
from hypothesis import strategies as st
from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from hub.events import fields
from hub.events.catalogue import CATALOGUE, EventType
from hub.events.codelists import titles
from hub.events.envelope import Event, Meta
from hub.events.fields import Codelist, Organisation
from hub.events.procurement import Departure, Part, Party
from hub.events.withdrawal import Withdrawn
from hub.serialization.draft import decimal_limits
from tests.support import pools

MOST_ITEMS: Final = 3

_TEXTS: Final = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=20)

Made = tuple[EventType, Event]


@cache
def events(event_type: EventType) -> st.SearchStrategy[Event]:
    """Valid events of one type, all in one partnership."""
    return _model(event_type.model, event_type).map(_in_order)


@cache
def full_events(event_type: EventType) -> st.SearchStrategy[Event]:
    """Valid events of one type in which every field that may be left out is given; nothing is cleared or corrected."""
    return _model(event_type.model, event_type, full=True).map(_in_order)


@cache
def words(event_type: EventType, place: str) -> st.SearchStrategy[Any]:
    """What an event of the type may say in one field, or in one of its envelope ("meta.subject"): as it is given,
    before the model has looked at it. A whole event costs far more to draw."""
    model, name = (Meta, place.removeprefix("meta.")) if place.startswith("meta.") else (event_type.model, place)
    return _field(name, model.model_fields[name], event_type, model)


def any_event() -> st.SearchStrategy[Made]:
    """A type of the catalogue and an event of it."""
    return st.sampled_from(CATALOGUE).flatmap(lambda each: events(each).map(lambda event: (each, event)))


def event_lists(max_size: int = 12) -> st.SearchStrategy[list[Made]]:
    """Up to max_size events of any types; ids may repeat, with the same content or another."""
    return st.lists(any_event(), max_size=max_size)


def _in_order(values: dict[str, Any]) -> Event:
    built: Event = values["model"].model_validate(_dates_in_order(values["fields"]))
    if isinstance(built, Withdrawn):  # it is about the event that it takes back
        return built.model_copy(update={"meta": built.meta.model_copy(update={"subject": str(built.event)})})
    return built


def _dates_in_order(given: dict[str, Any]) -> dict[str, Any]:
    for start, end in (("period_start", "period_end"), ("earliest", "latest")):
        if given.get(start) and given.get(end) and given[end] < given[start]:
            given = {**given, start: given[end], end: given[start]}
    return given


def _model(model: type[BaseModel], event_type: EventType, full: bool = False) -> st.SearchStrategy[Any]:
    """The model and its fields as a dict: not yet checked, because two dates may stand in the wrong order."""
    parts = {name: _field(name, info, event_type, model, full) for name, info in model.model_fields.items()}
    return st.fixed_dictionaries({"model": st.just(model), "fields": st.fixed_dictionaries(parts)})


def _field(
    name: str, info: FieldInfo, event_type: EventType, model: type[BaseModel], full: bool = False
) -> st.SearchStrategy[Any]:
    if name == "subject" and model is Meta:
        return _subjects(event_type)
    if full and name in ("clears", "corrects"):
        return st.just(info.default)
    if name == "clears":
        return _clearable(model)
    if name == "partnerships":
        return st.just((pools.PARTNERSHIP,))
    annotation = info.annotation
    args = typing.get_args(annotation)
    if typing.get_origin(annotation) in (types.UnionType, typing.Union) and type(None) in args:
        (inner,) = [each for each in args if each is not type(None)]
        given = _values(name, inner, list(info.metadata), event_type, full)
        return given if full else st.none() | given
    made = _values(name, annotation, list(info.metadata), event_type, full)
    return made if full or info.default is PydanticUndefined else st.just(info.default) | made


def _subjects(event_type: EventType) -> st.SearchStrategy[str]:
    match event_type.about:
        case "contract":
            return st.sampled_from(pools.CONTRACTS)
        case "programme":
            return st.sampled_from(pools.PROGRAMMES)
        case "procurement":
            return st.sampled_from(pools.PROCUREMENTS)
        case "event":
            return st.sampled_from([str(each) for each in pools.EVENT_IDS])
        case other:
            raise TypeError(
                f"{event_type.ce_type}: no pool of subjects for {other!r}; add one to tests/support/pools.py"
            )


def clearable_fields(model: type[BaseModel]) -> list[str]:
    """The fields that a statement of this model may take back: optional ones of its own."""
    return [name for name, info in model.model_fields.items() if info.default is None]


def _clearable(model: type[BaseModel]) -> st.SearchStrategy[tuple[str, ...]]:
    names = clearable_fields(model)
    return st.lists(st.sampled_from(names), max_size=2, unique=True).map(tuple) if names else st.just(())


def _flat(metadata: list[Any]) -> list[Any]:
    return [part for each in metadata for part in getattr(each, "metadata", [each])]


def _values(
    name: str, annotation: Any, metadata: list[Any], event_type: EventType, full: bool = False
) -> st.SearchStrategy[Any]:
    if typing.get_origin(annotation) is typing.Annotated:
        inner, *more = typing.get_args(annotation)
        return _values(name, inner, [*metadata, *more], event_type, full)
    if typing.get_origin(annotation) is tuple:
        kind = typing.get_args(annotation)[0]
        item = _values(name, kind, [], event_type, full)
        # the parts of a procurement are dicts until they are checked; each is known by its id
        unique = (lambda each: each["id"]) if kind is Party or _is_part(kind) else None
        if kind is Departure:
            unique = _departed
        fewest = max([1 if full else 0, *(each.min_length for each in _flat(metadata) if isinstance(each, MinLen))])
        return st.lists(item, min_size=fewest, max_size=MOST_ITEMS, unique_by=unique).map(tuple)
    if annotation is str:
        return _strings(name, _flat(metadata))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _nested(annotation, event_type, full)
    if any(getattr(each, "func", None) is fields.check_headcount for each in _flat(metadata)):
        return st.sampled_from(pools.HEADCOUNTS)
    if annotation is Decimal:
        return _decimals(*decimal_limits(metadata))
    simple = _SIMPLE.get(annotation)
    if simple is None:
        raise TypeError(f"{event_type.ce_type}: no strategy for field {name} of {annotation}; add one to {__name__}")
    return simple()


def _departed(given: Any) -> Any:
    return given["award"], given["supplier"]


def _is_part(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, Part)


_SIMPLE: Final[dict[Any, Callable[[], st.SearchStrategy[Any]]]] = {
    bool: st.booleans,
    int: lambda: st.integers(-(2**31), 2**31),
    UUID: lambda: st.sampled_from(pools.EVENT_IDS),
    date: lambda: st.sampled_from(pools.DAYS),
    datetime: lambda: st.sampled_from(pools.INSTANTS),
    typing.get_args(fields.Instant)[0]: lambda: st.sampled_from(pools.INSTANTS),
}


def _nested(model: type[BaseModel], event_type: EventType, full: bool = False) -> st.SearchStrategy[Any]:
    if model is Organisation:
        ids = st.sampled_from(pools.ORGANISATIONS + pools.SUPPLIERS)
        return st.builds(Organisation, id=ids, name=st.none() | _TEXTS)
    return _model(model, event_type, full).map(lambda values: _valid_part(values["fields"]))


def _valid_part(given: dict[str, Any]) -> dict[str, Any]:
    if "clears" in given:  # what is stated cannot be taken back in the same statement
        given = {**given, "clears": tuple(name for name in given["clears"] if given[name] is None)}
    return _dates_in_order(given)


def _decimals(digits: int, places: int) -> st.SearchStrategy[Decimal]:
    most = 10**digits - 1
    unscaled = st.sampled_from((0, 1000 * 10**places, 1001 * 10**places)) | st.integers(-most, most)
    return unscaled.map(lambda number: Decimal(number).scaleb(-places))


_PATTERNED: Final[dict[str | None, Callable[[str], Sequence[str]]]] = {
    typing.get_args(fields.Reference)[1].pattern: lambda name: pools.REFERENCES_BY_NAME.get(name, pools.REFERENCES),
    typing.get_args(fields.FieldName)[1].pattern: lambda name: pools.NAMES_OF_FIELDS,
    typing.get_args(fields.Currency)[1].pattern: lambda name: ("GBP", "EUR"),
}
_CHECKED: Final = {
    typing.get_args(fields.OrganisationId)[1].func: pools.ORGANISATIONS,
    typing.get_args(fields.ContractId)[1].func: pools.CONTRACTS,
    typing.get_args(fields.PartnershipId)[1].func: (pools.PARTNERSHIP,),
}


def _strings(name: str, metadata: list[Any]) -> st.SearchStrategy[str]:
    for each in metadata:
        if isinstance(each, Codelist):
            return st.sampled_from(list(titles(each.name)))
    for each in metadata:
        func, pattern = getattr(each, "func", None), getattr(each, "pattern", None)
        if func in _CHECKED:
            return st.sampled_from(_CHECKED[func])
        if pattern in _PATTERNED:
            pool: Sequence[str] = _PATTERNED[pattern](name)
            return st.sampled_from(pool)
    named = pools.TITLES_BY_NAME.get(name)
    return st.sampled_from(named) if named else st.sampled_from(("One", "Two")) | _TEXTS
