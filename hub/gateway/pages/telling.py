"""What an event says, in words, field by field. Pure: made from the models, so a new type needs no line here."""

import re
from collections.abc import Iterator
from functools import cache
from types import MappingProxyType
from typing import Any, Final, get_args

from hub.events.catalogue import EventType
from hub.events.codelists import title_of
from hub.events.fields import Codelist
from hub.reports.words import Words, day_words, money_words

DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")


NAMES: Final = MappingProxyType(
    {
        "observed": "Result reported",
        "withdrawn": "Statement withdrawn",
        "workplan/measure-agreed": "Measure of a programme agreed",
        "workplan/observed": "Result of a programme reported",
        "contract/difference-answered": "Difference of a contract answered",
        "workplan/difference-answered": "Difference of a programme answered",
    }
)
"""By the name of the type, of those that several topics have with the topic before it."""


def name_of_type(event_type: EventType) -> str:
    """ "Improvement measure placed" for "improvement-measure-placed", "Contract varied" for "varied"."""
    name = event_type.name
    known = NAMES.get(f"{event_type.word}/{name}", NAMES.get(name))
    if known is not None:
        return known
    return (name if "-" in name else f"{event_type.about} {name}").replace("-", " ").capitalize()


def told(event_type: EventType, said: dict[str, Any], words: Words) -> list[tuple[str, str]]:
    """(field, what is said of it) in the order of the model, the envelope left out."""
    return [
        (words.label(name), _value(event_type, name, said[name], words))
        for name in event_type.model.model_fields
        if name != "meta" and said.get(name) not in (None, [])
    ]


def where(path: str, words: Words) -> str:
    """ "Value" for "fields/value/sides", "Differences" for "differences/sides": where a picture cites an event."""
    steps = [each for each in path.split("/") if each not in ("fields", "sides", "also", "")]
    return ", ".join(words.label(each) if not at else words.label(each).lower() for at, each in enumerate(steps))


def _value(event_type: EventType, name: str, value: Any, words: Words) -> str:
    if (event_type.about, name) == ("procurement", "stage"):
        return words.value("procurement_stage", value)
    codelist = _codelists(event_type).get(name)
    if codelist is not None and isinstance(value, str):
        return title_of(codelist, value)
    if isinstance(value, list):
        return "; ".join(_value(event_type, name, each, words) for each in value)
    if isinstance(value, dict):
        return _record(event_type, value, words)
    if name in ("clears", "measure", "measures"):
        return words.label(value)
    if isinstance(value, str) and DAY.fullmatch(value):
        return day_words(value)
    return words.value(name, value)


def _record(event_type: EventType, value: dict[str, Any], words: Words) -> str:
    if "amount" in value:
        return money_words(value)
    if "latest" in value:
        between = " to ".join(dict.fromkeys((day_words(value["earliest"]), day_words(value["latest"]))))
        return f"{value['text']} ({between})"
    told = [
        f"{words.label(name)}: {_value(event_type, name, each, words)}"
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
