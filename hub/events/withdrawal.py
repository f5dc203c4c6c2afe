"""Taking back: an event that voids an earlier one of the same organisation, in any topic."""

from uuid import UUID

from hub.events.envelope import Event
from hub.events.fields import Text


class Withdrawn(Event):
    """The named event of the same organisation is void, for good, also if it arrives later."""

    event: UUID
    reason: Text
