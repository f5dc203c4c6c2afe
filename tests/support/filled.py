"""Events of every type with every field given, from the models' annotations alone: the same ones at every call.

Promise: a new type or field needs no line here unless its annotation is of a new kind, which raises TypeError with the
name of the field. Variants 2k and 2k + 1 are two bodies' words about one thing, and differ in every field that can: by
as much as decides how a difference is judged, below and above each limit.
"""

import types
import typing
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from pydantic import AwareDatetime, BaseModel

from hub.events import fields
from hub.events.catalogue import EventType
from hub.events.codelists import titles
from hub.events.envelope import Event
from hub.events.fields import Codelist
from hub.serialization.draft import decimal_limits
from tests.support import pools

BEGIN: Final = date(2015, 1, 1)
_AMOUNTS: Final = (
    *(("60000", "60001"), ("60000", "60001.01"), ("60000", "60400"), ("60000", "60700"), ("40000", "40500")),
    *(("40000", "40500.01"), ("1000000", "1050000"), ("950000", "1000000"), ("949999.99", "1000000"), ("60", "60")),
)
"""Apart by the rounding, the lower and the upper limit and a penny more. Source: domain handbook section 8."""
_QUANTITIES: Final = (("95", "95"), ("95", "95.5"), ("3", "2"), ("-1", "1"))
_DAYS_APART: Final = (0, 1, 31, 32, 92)
_SUBJECTS: Final = {
    "contract": "GB-LAE-WND/F{}",
    "procurement": "ocds-filled-{}",
    "programme": "programme-{}",
    "event": "event-{}",
}
_POOLS: Final = {
    typing.get_args(fields.OrganisationId)[1].func: pools.ORGANISATIONS,
    typing.get_args(fields.ContractId)[1].func: pools.CONTRACTS,
    typing.get_args(fields.PartnershipId)[1].func: (pools.PARTNERSHIP,),
    typing.get_args(fields.FieldName)[1].pattern: pools.NAMES_OF_FIELDS,
    typing.get_args(fields.Currency)[1].pattern: ("GBP", "EUR"),
}
_REFERENCE: Final = typing.get_args(fields.Reference)[1].pattern


def filled(event_type: EventType, variant: int, event_id: UUID) -> Event:
    """An event that states all fields of its type; it clears and corrects nothing."""
    said = _model(event_type.model, variant)
    said["meta"] = {
        "event_id": event_id,
        "organisation": _of(pools.ORGANISATIONS, variant),
        "source_system": "filled",
        "partnerships": [pools.PARTNERSHIP],
        "subject": _SUBJECTS[event_type.about].format(variant // 2),
        "occurred_at": BEGIN + timedelta(days=40 * (variant // 2 % 5)),
        "recorded_at": datetime(2015, 1, 1, tzinfo=UTC) + timedelta(days=variant),
        "source_document": f"paper {variant}",
    }
    return event_type.model.model_validate(said)


def _of(pool: typing.Sequence[Any], variant: int) -> Any:
    return pool[variant % len(pool)]


def _model(model: type[BaseModel], variant: int) -> dict[str, Any]:
    return {
        name: _value(name, info.annotation, list(info.metadata), variant)
        for name, info in model.model_fields.items()
        if name not in ("meta", "clears")
    }


def _value(name: str, annotation: Any, metadata: list[Any], variant: int) -> Any:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _value(name, args[0], [*metadata, *args[1:]], variant)
    if origin in (types.UnionType, typing.Union):
        (inner,) = [each for each in args if each is not type(None)]
        return _value(name, inner, metadata, variant)
    if origin is tuple:
        return tuple(_value(name, args[0], [], variant + each) for each in range(2))
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        given = _model(annotation, variant)
        if annotation is fields.Money and variant // 2 < len(_AMOUNTS):
            # each pair of amounts first in one currency and on one basis, where their size is compared
            given |= {"currency": "GBP", "basis": "net"}
        return given
    if annotation is str:
        return _text(name, [part for each in metadata for part in getattr(each, "metadata", [each])], variant)
    if annotation is Decimal and not decimal_limits(metadata)[1]:
        return _of(pools.HEADCOUNTS, variant)
    if annotation is Decimal:
        pairs = _AMOUNTS if decimal_limits(metadata)[1] == 2 else _QUANTITIES
        return Decimal(_of(_of(pairs, variant // 2), variant))
    if annotation is date:
        # what ends does so after whatever begins
        begun = 200 if "end" in name or name == "latest" else 40 * (variant // 2 % 5)
        return BEGIN + timedelta(days=begun + (_of(_DAYS_APART, variant // 2) if variant % 2 else 0))
    if annotation is bool:
        return variant % 2 == 0
    if annotation is UUID:
        return _of(pools.EVENT_IDS, variant)
    if annotation is AwareDatetime:
        return _of(pools.INSTANTS, variant)
    raise TypeError(f"no value for field {name} of {annotation}; add one to {__name__}")


def _text(name: str, metadata: list[Any], variant: int) -> str:
    for each in metadata:
        if isinstance(each, Codelist):
            return str(_of(list(titles(each.name)), variant))
    for each in metadata:
        rule = getattr(each, "func", None) or getattr(each, "pattern", None)
        if rule in _POOLS:
            return str(_of(_POOLS[rule], variant))
        if rule == _REFERENCE and name in _SUBJECTS:
            return _SUBJECTS[name].format(variant // 2)
        if rule == _REFERENCE:
            return str(_of(pools.REFERENCES_BY_NAME.get(name, pools.REFERENCES), variant))
    return f"{name} {variant}"
