"""What a body may answer to an open matter. Topics commissioning.contract.v1 and commissioning.workplan.v1; the subject
is what the matter is about.

Source: domain handbook section 8 (a break is open, agreed, disputed, adjusted, written down or waived).
"""

from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import Field

from hub.events.envelope import Event
from hub.events.fields import Code, Codelist, Post, Reference, Text


class DifferenceAnswered(Event):
    """This organisation's answer to an open matter: it holds for the words that the matter stood on, and no longer.

    A matter is open no more when each body whose words it stands on has answered it, and none disputes it; another word
    of any of them opens it again. Whoever answers again says what it answers now.
    """

    difference: Reference
    """The open matter's id, as its page and every picture tell it."""
    answered_as: Annotated[Code, Codelist("difference-answer")]
    """What is answered."""
    events: Annotated[tuple[UUID, ...], Field(min_length=1, max_length=100)]
    """The statements that the matter stood on when it was answered, all of them, by their ids."""
    until: date | None = None
    """The last day of a waiver; after it the matter is open again."""
    assigned_to: Post | None = None
    """The post that sees to it; no person's name."""
    comment: Text | None = None
    """Why, in words; no personal data."""
