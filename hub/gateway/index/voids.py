"""Which events were taken back, where, by whom, by which event and since when.

Promise: depends on what was noted, not on its order or number. Pure.
"""

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple
from uuid import UUID

from hub.events.taking_back import Spoke


class Voiding(NamedTuple):
    """An event that takes another one back. at: when it was let in, milliseconds since 1970."""

    at: int
    event: str
    withdraws: bool


class Voids:
    """By event: who names it to be taken back, and when that was let in; None where its record does not tell."""

    def __init__(self) -> None:
        self._named: dict[int, dict[tuple[int, Spoke], int | None]] = {}
        self._one: dict[Spoke, Spoke] = {}

    def __contains__(self, event: UUID) -> bool:
        """Whether anybody names it, whoever that is."""
        return event.int in self._named

    def note(self, event: int, by: int, spoke: Spoke, at: int | None) -> None:
        """An event of this number is named by another one, which this speaker says."""
        # thousands of events have the same few speakers: each is kept once
        key = by, self._one.setdefault(spoke, spoke)
        named = self._named.setdefault(event, {})
        held = named.get(key)
        named[key] = at if held is None else held if at is None else min(held, at)

    def keep(self, most: int) -> None:
        """Forgets those that were named first, where there are more."""
        for event in list(islice(self._named, max(0, len(self._named) - most))):
            del self._named[event]

    def naming(self, event: UUID) -> list[UUID]:
        """The events that name it, whoever says them, in order."""
        return [UUID(int=by) for by in sorted({by for by, _ in self._named.get(event.int, ())})]

    def voiding(self, event: UUID, partnership: str, organisation: str) -> Iterable[Voiding]:
        """The events that take it back there for this organisation, for whom it is void."""
        return (
            Voiding(at, str(UUID(int=by)), spoke.withdraws)
            for (by, spoke), at in self._named.get(event.int, {}).items()
            if at is not None and (spoke.partnership, spoke.organisation) == (partnership, organisation)
        )
