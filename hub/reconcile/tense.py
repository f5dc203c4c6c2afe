"""Whether a date tells of the past or of a plan: what a line of that table is, and the lines of dates that all events
have. Each kind of subject has a table of its own beside these (hub.reconcile.kinds).

Source: design section 4 (`occurred_at` is the effective date); that a fact cannot be true before its own day is our
own choice.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

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


Tenses = Mapping[tuple[str, str], Past | Plan]
"""By the event's name ("*" for all of them) and the path of the date in it."""

TERM: Final = Plan("the term of a contract is agreed ahead")
DUE: Final = Plan("it is a day on which something is to be done")
OPTION: Final = Plan("it is how far options may reach")
WHOLE: Final = Past(ALL)
_ENVELOPE: Final = Plan("it tells itself from when a statement counts, or orders statements")

COMMON: Final[Tenses] = MappingProxyType(
    {
        ("*", "meta.occurred_at"): _ENVELOPE,
        ("*", "meta.recorded_at"): _ENVELOPE,
        ("difference-answered", "until"): DUE,
    }
)
