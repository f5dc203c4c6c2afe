"""What of an event is told ahead of its day, and counts from that day.

A milestone whose meeting is told for next month is not met today.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from hub.events.catalogue import CATALOGUE, EventType
from hub.events.plain import Plain
from hub.events.workplan import UNDECIDED
from hub.reconcile.claims import DEPARTED, DEPARTURES, LISTED, Field
from hub.reconcile.kinds.tables import TENSES
from hub.reconcile.tense import Past

_ITEMS: Final[Mapping[str, str]] = MappingProxyType({"awards": "award", "notices": "notice"})
"""The lists whose parts have such dates, and the item that claims about a part have."""


class Waits(NamedTuple):
    """Claims of one event that count from a day. about: (item, key) of the part of a list; None for the event whole.

    Who left an award is told apart from the award, and counts from a day of its own.
    """

    day: int
    names: frozenset[str]
    is_agreed: bool
    about: tuple[str, str] | None
    at_once: frozenset[str] = frozenset()
    """The names of fields that count at once all the same."""

    def covers(self, field: Field) -> bool:
        if self.about is not None and field[:2] != self.about:
            return False
        if self.names:
            return field.name in self.names
        return field.name not in self.at_once and not field.name.startswith(DEPARTED)


def _past(event_type: EventType) -> tuple[tuple[str, Past], ...]:
    return tuple(
        (path, line) for (name, path), line in TENSES.items() if name == event_type.name and isinstance(line, Past)
    )


_PAST: Final[Mapping[str, tuple[tuple[str, Past], ...]]] = MappingProxyType(
    {each.name: _past(each) for each in CATALOGUE}
)


def waiting(event_type: EventType, plain: Plain, effective: int) -> list[Waits]:
    """What of an event is told ahead of the day from which the event counts; nothing of nearly every event."""
    found = []
    for path, past in _PAST[event_type.name]:
        if path == "decided_on" and plain["state"] in UNDECIDED:
            continue  # the day is that of a meeting to come, and the state counts at once
        held, _, name = path.rpartition(".")
        parts: Iterable[Any] = (plain[held] or ()) if held else (plain,)
        for part in parts:
            day = part[name]
            if day is not None and day > effective:
                found.append(_waits(past, day, held, part, plain))
    return found


def _waits(past: Past, day: int, held: str, part: Plain, plain: Plain) -> Waits:
    if held == DEPARTURES:
        left = frozenset({f"{DEPARTED}{part['supplier']}"})
        return Waits(day, left, past.is_agreed, ("award", part["award"]))
    if held == "awards" and any(each["award"] == part["id"] for each in plain["departures"] or ()):
        # whoever left it has left something that is there
        return Waits(day, past.waits, past.is_agreed, ("award", part["id"]), frozenset({LISTED}))
    return Waits(day, past.waits, past.is_agreed, (_ITEMS[held], part["id"]) if held else None)
