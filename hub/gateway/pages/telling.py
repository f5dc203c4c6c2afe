"""What an event says, in words, field by field. Pure: made from the models, so a new type needs no line here."""

import re
from types import MappingProxyType
from typing import Any, Final

from hub.events.catalogue import EventType
from hub.reports.said import field_words
from hub.reports.words import Words

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


DOORS: Final = MappingProxyType(
    {
        "http": "sent by a program over the web (HTTP)",
        "hub publish": "published as a file",
        "hub withdraw": "withdrawn by an operator",
        "hub quarantine redrive": "taken in again from quarantine by an operator",
        "demonstration": "with the demonstration",
    }
)
"""How an event came in, by the name of the door in its stamp."""
_IN_REQUEST: Final = re.compile(r"body(?:\[(\d+)\])?")


def door_words(door: str) -> str:
    """ "sent by a program over the web (HTTP)" for "http"; a door of a newer release by its name."""
    return DOORS.get(door, f"at the door “{door}”")


def place_words(where: str) -> str:
    """ "event 1 of the request" for "body[0]"; a file and its line as they are."""
    found = _IN_REQUEST.fullmatch(where)
    if found is None:
        return where
    return f"event {int(found[1]) + 1} of the request" if found[1] else "the request"


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
        (words.label(name), field_words(event_type, name, said[name], words))
        for name in event_type.model.model_fields
        if name != "meta" and said.get(name) not in (None, [])
    ]


def where(path: str, words: Words) -> str:
    """ "Value" for "fields/value/sides", "Differences" for "differences/sides": where a picture cites an event."""
    steps = [each for each in path.split("/") if each not in ("fields", "sides", "also", "")]
    return ", ".join(words.label(each) if not at else words.label(each).lower() for at, each in enumerate(steps))
