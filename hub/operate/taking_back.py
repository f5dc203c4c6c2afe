"""The events that one run takes back, held at its end against the log and against what the run itself says.

Promise: nothing is told where the log was not read, for then nobody knows.
"""

from collections.abc import Iterable, Iterator, Sequence

from connectors.protocol import Origin
from hub.admission.admit import Admitted
from hub.admission.doubt import Doubt
from hub.admission.taking_back import Target, not_there, targets


class TakingBack:
    """Fed with what was admitted, once it is known what the log holds. Memory grows with the number of events."""

    def __init__(self) -> None:
        self._there: set[str] | None = None
        self._said: set[str] = set()
        self._named: list[tuple[Target, str]] = []

    def log_holds(self, identities: Iterable[tuple[str, str]] | None) -> None:
        """(event id, content hash) of those that were looked for and found; None where the log was not read."""
        self._there = None if identities is None else {event_id for event_id, _ in identities}

    def take(self, admitted: Sequence[Admitted], where: str, origins: Sequence[Origin] = ()) -> None:
        """origins: of each, from a field of the event to what its sender wrote there (connectors.protocol.Item)."""
        if self._there is None:
            return
        for number, each in enumerate(admitted):
            self._said.add(str(each.event.meta.event_id))
            for target in targets(each.event_type, each.event):
                field = origins[number](target.field) if origins else target.field
                self._named.append((target._replace(field=field), where))

    def doubts(self) -> Iterator[Doubt]:
        """What is to be told, at the end of the run: an event may stand before the one that it takes back."""
        there = self._said | (self._there or set())
        for target, where in self._named:
            if target.event_id not in there:
                yield not_there(target, where)
