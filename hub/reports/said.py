"""A field of an event in words. Pure: made from the models, so that a new type needs no line here."""

import re
from collections.abc import Iterator
from functools import cache
from typing import Any, Final, Protocol, get_args

from hub.events.catalogue import EventType
from hub.events.codelists import title_of
from hub.events.fields import Codelist
from hub.reports.days_and_money import day_words, money_words

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")

NAMES_OF_MEASURES: Final = frozenset({"measure", "measures"})
"""Fields that name a measure by the key that whoever agreed it has given it."""


class SaidUnder(Protocol):
    """What things are called."""

    def label(self, field: str) -> str: ...

    def value(self, field: str, value: Any) -> str: ...

    def body(self, organisation: str) -> str: ...


def field_words(event_type: EventType, name: str, value: Any, words: SaidUnder) -> str:
    """What the event says in the field, or that it says nothing."""
    if value is None:
        return words.value(name, value)
    if (event_type.about, name) == ("procurement", "stage"):
        return words.value("procurement_stage", value)
    codelist = _codelists(event_type).get(name)
    if codelist is not None and isinstance(value, str):
        return title_of(codelist, value)
    if isinstance(value, list):
        return "; ".join(field_words(event_type, name, each, words) for each in value)
    if isinstance(value, dict):
        return _record(event_type, value, words)
    if name == "clears":
        return words.label(value)
    if isinstance(value, str) and _DAY.fullmatch(value):
        return day_words(value)
    return words.value(name, value)


def _record(event_type: EventType, value: dict[str, Any], words: SaidUnder) -> str:
    if "amount" in value:
        return money_words(value)
    if "latest" in value:
        between = " to ".join(dict.fromkeys((day_words(value["earliest"]), day_words(value["latest"]))))
        return f"{value['text']} ({between})"
    told = [
        f"{words.label(name)}: {field_words(event_type, name, each, words)}"
        for name, each in value.items()
        if name not in ("id", "name") and each not in (None, [])
    ]
    if "id" not in value:
        return "; ".join(told)
    called = f"{value['name']} ({value['id']})" if value.get("name") else words.body(value["id"])
    return f"{called} – {', '.join(told)}" if told else called


@cache
def _codelists(event_type: EventType) -> dict[str, str]:
    """Field to the codelist that its model names."""
    return {
        name: found.name
        for name, info in event_type.model.model_fields.items()
        for found in _marks([*info.metadata, info.annotation])
    }


def _marks(parts: Any) -> Iterator[Codelist]:
    for each in parts:
        if isinstance(each, Codelist):
            yield each
        else:
            yield from _marks(getattr(each, "__metadata__", ()))
            yield from _marks(get_args(each))
