"""Which events an event takes back, and what is said where none of them is there to be taken back.

Promise: pure. Such an event is let in, because an event may be taken back before it comes. Its sender is told,
because a slip in the id leaves standing what was to be void. Source: design section 4 (`corrects` and `withdrawn` void
an event of the same organisation and partnership, also one not seen yet).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from hub.admission.doubt import Doubt
from hub.events.catalogue import EventType
from hub.events.envelope import Event

_CHECK: Final = "check the id; `hub trace` and a receipt tell what stands under it"


class Target(NamedTuple):
    """An event that is taken back, and the field that names it."""

    event_id: str
    field: str


def targets(event_type: EventType, event: Event) -> Iterator[Target]:
    return _targets(event.meta.corrects, getattr(event, "event", None) if event_type.name == "withdrawn" else None)


def targets_of_plain(event_type: EventType, plain: Mapping[str, Any]) -> Iterator[Target]:
    """As `targets`, of an event as the log holds it."""
    return _targets(plain["meta"]["corrects"], plain["event"] if event_type.name == "withdrawn" else None)


def _targets(corrects: object, withdrawn: object) -> Iterator[Target]:
    for value, field in ((corrects, "meta.corrects"), (withdrawn, "data.event")):
        if value is not None:
            yield Target(str(value), field)


def not_there(target: Target, where: str) -> Doubt:
    """The log holds no event of that id, as far as it was read."""
    problem = "names an event that is not in the log: nothing is taken back until it comes"
    return Doubt(where, target.field, problem, _CHECK)


def not_its_own(target: Target, where: str) -> Doubt:
    """The log holds the event, and no word of the same organisation in the same partnership under that id."""
    problem = "names an event of another organisation or partnership: nothing is taken back"
    return Doubt(where, target.field, problem, "an organisation takes back what it said itself; " + _CHECK)
