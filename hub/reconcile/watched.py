"""What opens when a date passes or comes near: what a line of that table is, and the lines of dates that all events
have. Each kind of subject has a table of its own beside these (hub.reconcile.kinds).

Promise: how many days count as near, and how long a return may take, stand in those tables and nowhere else, and every
matter's text names them. Source: design section 4 (dates are watched); the numbers of days are our own choice.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from hub.reconcile.days import Day
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity


class Watch(NamedTuple):
    """rule: its name in matters. passed: what opens on the day after; near: what opens `days` days before, if any."""

    rule: str
    passed: MatterKind
    severity: MatterSeverity
    near: MatterKind | None
    days: int

    def is_met(self, due: Day, done: Day) -> bool:
        """Whether what was done that day was what was due: while it was near, or later. Earlier it was another one."""
        return done >= due - self.days


class Nothing(NamedTuple):
    because: str


Dates = Mapping[tuple[str, str], Watch | Nothing]
"""By the event's name ("*" for all of them) and the path of the date in it."""

DONE: Final = Nothing("it tells of something that has happened")

COMMON: Final[Dates] = MappingProxyType(
    {
        ("*", "meta.occurred_at"): Nothing(
            "it tells from when a statement counts, which `until` follows; nothing falls due by it"
        ),
        ("*", "meta.recorded_at"): Nothing("it orders statements, and nothing falls due by it"),
        ("difference-answered", "until"): Nothing("the matter that was waived opens again, which `until` follows"),
    }
)
