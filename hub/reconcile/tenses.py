"""Whether a date tells of the past or of a plan: what is told ahead of its day counts from that day.

A milestone whose meeting is told for next month is not met today. Promise: the table is total; a test walks the
catalogue and fails for a date without a line. Source: design section 4 (`occurred_at` is the effective date); that a
fact cannot be true before its own day is our own choice.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from hub.events.avro import Plain
from hub.events.catalogue import CATALOGUE, EventType
from hub.events.workplan import UNDECIDED
from hub.reconcile.claims import DEPARTED, DEPARTURES, LISTED, Field

ALL: Final = frozenset[str]()


class Past(NamedTuple):
    """Tells of something that has happened by its day. waits: the names of the fields that are true from that day on;
    ALL for everything that the event says of the thing, or the part of a list, that has the date."""

    waits: frozenset[str]
    is_agreed: bool = False
    """It comes on its day whatever is said in between, as an end does that was agreed; else what its organisation says
    later on the field takes its place at once."""


class Plan(NamedTuple):
    """Is known as soon as it is told, whichever day it names."""

    because: str


_ENVELOPE: Final = Plan("it tells itself from when a statement counts, or orders statements")
_TERM: Final = Plan("the term of a contract is agreed ahead")
_DUE: Final = Plan("it is a day on which something is to be done")
_OPTION: Final = Plan("it is how far options may reach")
_WHOLE: Final = Past(ALL)
_SIGNED: Final = Past(frozenset({"signed_on"}))

TENSES: Final[Mapping[tuple[str, str], Past | Plan]] = MappingProxyType(
    {
        ("*", "meta.occurred_at"): _ENVELOPE,
        ("*", "meta.recorded_at"): _ENVELOPE,
        **{
            (name, path): line
            for name in ("declared", "varied")
            for path, line in (
                ("period_start", _TERM),
                ("period_end", _TERM),
                ("review_on", _DUE),
                # the stage is stated beside it, and counts from the day that the statement itself gives
                ("signed_on", _SIGNED),
                ("extendable_until", _OPTION),
            )
        },
        ("extended", "period_end"): _TERM,
        # the day of the end that is agreed, and its reason, are known at once
        ("terminated", "ended_on"): Past(frozenset({"stage", "status"}), is_agreed=True),
        ("clause-checked", "checked_on"): _WHOLE,
        ("clause-checked", "next_check_by"): _DUE,
        ("measure-agreed", "agreed_on"): _WHOLE,
        ("procurement-declared", "period_start"): _TERM,
        ("procurement-declared", "period_end"): _TERM,
        ("procurement-declared", "extendable_until"): _OPTION,
        **{
            ("procurement-declared", f"{part}.{name}"): line
            for part in ("lots", "awards")
            for name, line in (("period_start", _TERM), ("period_end", _TERM), ("extendable_until", _OPTION))
        },
        ("procurement-declared", "departures.left_on"): _WHOLE,
        ("procurement-declared", "awards.awarded_on"): _WHOLE,
        ("procurement-declared", "notices.published_on"): _WHOLE,
        ("observed", "period_start"): Plan("the end of the period is the day by which it was measured"),
        ("observed", "period_end"): _WHOLE,
        ("improvement-measure-placed", "review_on"): _DUE,
        ("milestone-scheduled", "due.earliest"): _DUE,
        ("milestone-scheduled", "due.latest"): _DUE,
        ("milestone-met", "met_on"): _WHOLE,
        ("decision-recorded", "decided_on"): _WHOLE,
    }
)
"""By the event's name ("*" for all of them) and the path of the date in it."""

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
