"""Taking back: an event that voids an earlier one of the same organisation, in any topic."""

from uuid import UUID

from hub.events.envelope import Event
from hub.events.fields import Text


class Withdrawn(Event):
    """The named event of the same organisation is void, for good, also if it arrives later."""

    event: UUID
    """The event that is taken back: one of the same organisation in the same partnership; another organisation's stays
    as it is."""
    reason: Text
    """Why, in words; kept for ever."""
