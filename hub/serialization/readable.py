"""A plain event as people and JSON read it: ISO dates, decimal text, nothing that is null.

Promise: `converters` are made from the models' own annotations, so a new field needs no line here.
"""

import types
import typing
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any, Final

from pydantic import AwareDatetime, BaseModel

from hub.events.catalogue import EventType
from hub.events.plain import Plain
from hub.serialization.avro import day_of
from hub.serialization.draft import decimal_limits

Convert = Callable[[Any], Any]

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)


@lru_cache(maxsize=1 << 16)  # days repeat: a century has 36,525
def day_text(days: int) -> str:
    """YYYY-MM-DD of days since 1970-01-01."""
    return day_of(days).isoformat()


@lru_cache(maxsize=1 << 16)
def instant_text(milliseconds: int) -> str:
    """UTC, to the millisecond, ending in Z."""
    text = (_EPOCH + timedelta(milliseconds=milliseconds)).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def decimal_text(number: bytes, scale: int) -> str:
    """A plain decimal as text with all its decimals: two for money, so 12.50 and not 12.5."""
    unscaled = int.from_bytes(number, "big", signed=True)
    sign, digits = ("-", str(-unscaled)) if unscaled < 0 else ("", str(unscaled))
    digits = digits.rjust(scale + 1, "0")
    return f"{sign}{digits[:-scale]}.{digits[-scale:]}" if scale else f"{sign}{digits}"


@cache
def converters(model: type[BaseModel]) -> Mapping[str, Convert]:
    """For each field of the model, what turns its plain value (never null) into JSON data."""
    return MappingProxyType(
        {name: _convert(info.annotation, list(info.metadata)) for name, info in model.model_fields.items()}
    )


def to_json(event_type: EventType, plain: Plain) -> dict[str, Any]:
    """The whole event as JSON data, with nulls left out."""
    return _record(event_type.model, plain)


def _record(model: type[BaseModel], plain: Plain) -> dict[str, Any]:
    convert = converters(model)
    return {name: convert[name](value) for name, value in plain.items() if value is not None and name in convert}


def _same(value: Any) -> Any:
    return value


def _convert(annotation: Any, metadata: list[Any]) -> Convert:
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        inner, *more = typing.get_args(annotation)
        return _convert(inner, metadata + more)
    if origin in (types.UnionType, typing.Union):
        (inner,) = [each for each in typing.get_args(annotation) if each is not type(None)]
        return _convert(inner, metadata)
    if origin is tuple:
        item = _convert(typing.get_args(annotation)[0], [])
        return lambda values: [item(value) for value in values]
    if annotation is Decimal:
        scale = decimal_limits(metadata)[1]
        # decimals of a quantity carry no meaning of their own: 95 and 95.0000 read alike
        return (lambda value: decimal_text(value, 2)) if scale == 2 else (lambda value: _shortest(value, scale))
    if annotation is date:
        return day_text
    if annotation is AwareDatetime:
        return instant_text
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return lambda value: _record(annotation, value)
    return _same


def _shortest(value: bytes, scale: int) -> str:
    text = decimal_text(value, scale)
    return text.rstrip("0").rstrip(".") if scale else text  # the zeros of 40 are no decimals
