"""The envelope: what every event says about itself before it says anything else.

Source: design section 3; CloudEvents 1.0 for the names on the wire.
"""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from hub.events.fields import Code, Codelist, FieldName, Instant, OrganisationId, PartnershipId, Reference, Title, Value


class Meta(Value):
    """Who says it, about what, true from when, and recorded when."""

    event_id: UUID
    """The id of this saying, from the attribute `id` of the CloudEvent; version 7 for preference."""
    organisation: OrganisationId
    """Who says it; the attribute `source` does not tell."""
    source_system: Reference
    """The system that it comes from, from the attribute `source`."""
    partnerships: Annotated[tuple[PartnershipId, ...], Field(max_length=50)] = ()
    """The partnerships in which it is said, by their ids as the operator configured them. Left out, it is the one that
    the organisation is a member of on the day of occurred_at; whoever is a member of several names which, and
    whoever is a member of none speaks in a partnership of its own."""
    subject: Reference
    """What it is about, from the attribute `subject`: the id of a contract, procurement or programme; of a withdrawal
    the event that it takes back."""
    occurred_at: date
    """The day from which it is true; it never decides which of two sayings is the newer one. Left out, it is taken from
    the attribute `time`."""
    recorded_at: Instant
    """When the source recorded it; among sayings for the same day the latest recorded one stands. Left out, it is taken
    from the attribute `time`."""
    classification: Annotated[Code, Codelist("data-classification")] = "internal"
    """Who may see it."""
    corrects: UUID | None = None
    """An earlier event of the same organisation in the same partnership, void from now on and for good; another
    organisation's stays as it is."""
    source_document: Title | None = None
    """The paper or register that it stands in, in words."""
    illustrative: bool = False
    """True where a demonstration says what its source document does not."""


class Event(Value):
    """One thing that an organisation says. A subclass adds what is said."""

    CLEARABLE: ClassVar[bool] = False

    meta: Meta
    """Who says it, about what, true from when, and recorded when."""


class ClearableEvent(Event):
    """An event that states fields of its subject, and can take earlier statements of them back."""

    CLEARABLE: ClassVar[bool] = True

    clears: Annotated[tuple[FieldName, ...], Field(max_length=50)] = ()
    """Names of fields about which this organisation now says nothing."""
