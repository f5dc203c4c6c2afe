"""How much an event may hold, taken from the models: what a model takes, admission takes.

Promise: an event of any type with every list full and every text at its full length, in letters of one byte, is within
these limits; tests build them. Where letters need more bytes than one, MOST_BYTES may be reached before the model's own
limits are: a larger event would make pictures larger than one record of Kafka may be. Every door and topic takes at
least MOST_BYTES (hub.gateway.api.incoming, hub.log.publisher, hub.usecases.topics_admin).
"""

import types
import typing
from typing import Any, Final, NamedTuple

from annotated_types import MaxLen
from pydantic import BaseModel

from hub.events.catalogue import CATALOGUE


class Extent(NamedTuple):
    """The most that something can hold. values: inside it, however deep; levels: with itself."""

    values: int
    levels: int


_SCALAR: Final = Extent(0, 1)


def extent(model: type[BaseModel]) -> Extent:
    """Of an object of the model. Raises ValueError for a list without a limit."""
    parts = [_part(info.annotation, tuple(info.metadata)) for info in model.model_fields.values()]
    return Extent(sum(1 + each.values for each in parts), 1 + max(each.levels for each in parts))


def _part(annotation: Any, metadata: tuple[Any, ...]) -> Extent:
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is typing.Annotated:
        return _part(args[0], (*metadata, *args[1:]))
    if origin in (types.UnionType, typing.Union):
        found = [_part(each, metadata) for each in args]
        return Extent(max(each.values for each in found), max(each.levels for each in found))
    if origin is tuple:
        item, most = _part(args[0], ()), most_items(metadata)
        return Extent(most * (1 + item.values), 1 + item.levels)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return extent(annotation)
    return _SCALAR


def most_items(metadata: tuple[Any, ...]) -> int:
    """Of a list, from its annotation. Raises ValueError where it has no limit."""
    for each in metadata:
        for part in (each, *getattr(each, "metadata", ())):
            if isinstance(part, MaxLen):
                return part.max_length
    raise ValueError("a list of an event has no limit; give it Field(max_length=...)")


_EXTENTS: Final = [extent(each.model) for each in CATALOGUE]

# beside data: the attributes of the envelope, and as many extensions as anybody will ever have
MOST_ATTRIBUTES: Final = 100
MOST_VALUES: Final = MOST_ATTRIBUTES + max(each.values for each in _EXTENTS)
# one for the document itself; a few more, so that what does not belong there is told by its name
MOST_LEVELS: Final = max(16, 1 + max(each.levels for each in _EXTENTS))
MOST_BYTES: Final = 2 << 20
