"""The envelope: what every event says about itself before it says anything else.

Source: design section 3; CloudEvents 1.0 for the names on the wire.
"""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from hub.events.fields import Code, Codelist, FieldName, Instant, OrganisationId, PartnershipId, Reference, Title, Value


class Meta(Value):
    """Who says it, about what, true from when, and recorded when.

    occurred_at: the day from which it is true; it never decides which of two sayings is the newer one.
    recorded_at: when the source recorded it; among sayings for the same day the latest recorded one stands.
    corrects: an earlier event of the same organisation, void from now on and for good.
    illustrative: true where a demonstration says what its source document does not.
    """

    event_id: UUID
    organisation: OrganisationId
    source_system: Reference
    partnerships: Annotated[tuple[PartnershipId, ...], Field(max_length=50)] = ()
    subject: Reference
    occurred_at: date
    recorded_at: Instant
    classification: Annotated[Code, Codelist("data-classification")] = "internal"
    corrects: UUID | None = None
    source_document: Title | None = None
    illustrative: bool = False


class Event(Value):
    """One thing that an organisation says. A subclass adds what is said."""

    CLEARABLE: ClassVar[bool] = False

    meta: Meta


class Statement(Event):
    """An event that states fields of its subject, and can take earlier statements of them back.

    clears: names of fields about which this organisation now says nothing.
    """

    CLEARABLE: ClassVar[bool] = True

    clears: Annotated[tuple[FieldName, ...], Field(max_length=50)] = ()
