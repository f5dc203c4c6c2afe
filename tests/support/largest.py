"""The largest document of each type that its model takes: every list full, every text at its full length."""

import types
import typing
from datetime import date
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from annotated_types import MaxLen
from pydantic import AwareDatetime, BaseModel, StringConstraints

from hub.admission.limits import most_items
from hub.configuration.model import Configuration, Member, Partnership, key_of
from hub.events import fields, ids
from hub.events.catalogue import EventType
from hub.events.codelists import titles
from hub.events.fields import Codelist
from hub.events.procurement import Departure, Part, Party
from hub.serialization.draft import decimal_limits

ORGANISATION: Final = "GB-LAE-" + "W" * 64
PLACES: Final = tuple(f"{'p' * 59}-{number:03}" for number in range(50))
_LONGEST: Final = {
    ids.check_organisation_id: "local:" + "x" * 120 + "/" + "x" * 120,
    ids.check_partnership_id: PLACES[0],
    ids.check_contract_id: "GB-LAENAMES-" + "W" * 64 + "/" + "x" * 128,
}


def everywhere() -> Configuration:
    """A configuration in which ORGANISATION may speak in each of PLACES."""
    member = Member(organisation=ORGANISATION, role="council")
    made = [Partnership(id=place, name="Place", members=(member,)) for place in PLACES]
    return Configuration(1, {key_of(each): each for each in made})


def largest_document(event_type: EventType) -> dict[str, Any]:
    """It is admitted, in the configuration `everywhere`."""
    data = _object(event_type.model)
    data.pop("clears", None)  # what is stated cannot be taken back in the same event
    meta = data["meta"]
    meta |= {"organisation": ORGANISATION, "partnerships": list(PLACES), "corrects": str(UUID(int=7))}
    meta["subject"] = {
        "contract": _LONGEST[ids.check_contract_id],
        "procurement": "GB-LAENAMES-" + "W" * 64 + "/" + "x" * 128,
        "programme": "x" * 255,
        "event": str(UUID(int=8)),
    }[event_type.about]
    attributes = {"specversion": "1.0", "id": str(UUID(int=9)), "source": meta["source_system"]}
    meta["event_id"] = attributes["id"]
    return {**attributes, "type": event_type.ce_type, "data": data}


def _object(model: type[BaseModel]) -> dict[str, Any]:
    return {name: _value(info.annotation, tuple(info.metadata)) for name, info in model.model_fields.items()}


def _value(annotation: Any, metadata: tuple[Any, ...]) -> Any:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _value(args[0], (*metadata, *args[1:]))
    if origin in (types.UnionType, typing.Union):
        return _value(next(each for each in args if each is not type(None)), metadata)
    if origin is tuple:
        return [_numbered(_value(args[0], ()), args[0], number) for number in range(most_items(metadata))]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return _object(annotation)
    if annotation is str:
        return _text(metadata)
    if annotation is Decimal:
        digits, places = decimal_limits(list(metadata))
        return "9" * (digits - places) + "." + "9" * places
    return {bool: True, date: "2015-06-29", AwareDatetime: "2015-06-29T18:30:00.000Z", UUID: str(UUID(int=8))}[
        annotation
    ]


def _numbered(item: Any, kind: Any, number: int) -> Any:
    """An item of a list whose items are known by their ids has an id of its own, and takes nothing back."""
    if kind is Departure:
        return item | {"award": f"{item['award'][:-4]}{number:04}"}
    if not isinstance(kind, type) or not issubclass(kind, Part | Party):
        return item
    return {name: value for name, value in item.items() if name != "clears"} | {"id": f"{item['id'][:-4]}{number:04}"}


def _text(metadata: tuple[Any, ...]) -> str:
    for each in metadata:
        if isinstance(each, Codelist):
            return max(titles(each.name), key=len)
        if getattr(each, "func", None) in _LONGEST:
            return _LONGEST[each.func]
    for each in metadata:
        for part in (each, *getattr(each, "metadata", ())):
            if isinstance(part, MaxLen):
                return "x" * part.max_length
            if isinstance(part, StringConstraints) and part.max_length:
                return "x" * part.max_length
            if isinstance(part, StringConstraints) and part.pattern:
                return {
                    _pattern(fields.Reference): "x" * 255,
                    _pattern(fields.FieldName): "x" * 64,
                    _pattern(fields.Currency): "GBP",
                }[str(part.pattern)]
    raise TypeError(f"no largest text for {metadata}")


def _pattern(kind: Any) -> str:
    return str(next(each.pattern for each in typing.get_args(kind) if isinstance(each, StringConstraints)))
