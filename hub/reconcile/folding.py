"""What folds are made of: the fields of an event as claims about a subject, or about a thing of it.

A fold returns the event's claims as (field, value) pairs. Values are JSON data. A fold looks at one event
only: never at another one, a clock or the configuration.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from hub.events.catalogue import EventType
from hub.events.contract import CHANGE
from hub.events.plain import Plain
from hub.reconcile.claims import CLEARED, SETS_OF_BODIES, Field, ordered
from hub.serialization.readable import converters

Pairs = list[tuple[Field, Any]]
Fold = Callable[[EventType, Plain], Pairs]

_ENVELOPE: Final = frozenset({"meta", "clears"})


def fields_of(event_type: EventType, plain: Plain, *, without: Iterable[str] = ()) -> dict[str, Any]:
    convert = converters(event_type.model)
    skip = _ENVELOPE.union(without)
    return {name: convert[name](value) for name, value in plain.items() if value is not None and name not in skip}


def cleared(plain: Plain, item: str = "", key: str = "") -> Pairs:
    return [(Field(item, key, name), CLEARED) for name in plain["clears"]]


def item_fields(item: str, key: str, fields: dict[str, Any]) -> Pairs:
    return [(Field(item, key, name), value) for name, value in fields.items()]


def listed(item: str, name: str) -> Fold:
    """Of a thing that the subject holds: one word of all that is told of it. item: also the field of its reference."""

    def fold(event_type: EventType, plain: Plain) -> Pairs:
        return [(Field(item, plain[item], name), fields_of(event_type, plain, without=(item,)))]

    return fold


def stated(event_type: EventType, plain: Plain) -> Pairs:
    """Declarations and variations: each field that they carry is a claim of its own."""
    fields = fields_of(event_type, plain, without=CHANGE)
    for name in SETS_OF_BODIES:
        if name in fields:
            fields[name] = ordered(fields[name])
    return [*item_fields("", "", fields), *cleared(plain)]
