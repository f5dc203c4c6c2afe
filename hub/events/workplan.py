"""What may be said about the joint workplan. Topic commissioning.workplan.v1; the subject is the programme's reference.

Source: WAN 15-16 (a clearly defined workplan of joint programmes and separate areas, progress reported to the
Health and Social Care Integration Group); WIL 10.4, 17, 20 (one decision, several bodies).
"""

from datetime import date
from typing import Annotated, Final

from pydantic import Field

from hub.events.envelope import ClearableEvent, Event
from hub.events.fields import Code, Codelist, Due, Happened, Organisation, Reference, Text, Title

UNDECIDED: Final = ("pending", "deferred")
"""States of a body that has not decided: the day of its decision is then that of a meeting to come."""


class ProgrammeDeclared(ClearableEvent):
    """A programme that partners commission jointly, or an area that one of them commissions separately."""

    title: Title
    """What the programme is called."""
    mode: Annotated[Code, Codelist("programme-mode")]
    """Whether partners commission it jointly or one of them alone."""
    description: Text | None = None
    """What it is for."""
    lead: Organisation | None = None
    """The organisation that leads it."""
    lead_commissioner: Annotated[Code, Codelist("lead-commissioner")] | None = None
    """Which side commissions for both."""
    partners: Annotated[tuple[Organisation, ...], Field(max_length=50)] | None = None
    """All organisations that take part; the list is stated whole."""
    outcomes: Annotated[tuple[Title, ...], Field(max_length=100)] | None = None
    """What it is to achieve, in words; the list is stated whole."""
    arrangement: Annotated[Code, Codelist("arrangement-kind")] | None = None
    """The legal arrangement under which the partners act together."""
    theme: Annotated[Code, Codelist("theme")] | None = None
    """The area of commissioning that it belongs to."""


class MilestoneScheduled(ClearableEvent):
    """A milestone of the programme and when it is due, as written."""

    milestone: Reference
    """The milestone's reference within the programme."""
    title: Title
    """What is to be reached."""
    due: Due
    """When it is due, as somebody wrote it."""
    kind: Annotated[Code, Codelist("milestone-kind")] | None = None
    """What sort of step it is."""
    owner: Organisation | None = None
    """The organisation that answers for it."""


class MilestoneMet(Event):
    """The milestone was met, in this organisation's view."""

    milestone: Reference
    """The milestone's reference, as it was scheduled."""
    met_on: Annotated[date, Happened("what is met has happened")]
    """The day on which it was met."""
    note: Text | None = None
    """Anything to add; no personal data."""


class DecisionRecorded(Event):
    """Where one body stands on a shared decision. It stands when every required body has approved."""

    decision: Reference
    """The reference of the decision that several bodies share."""
    title: Title
    """What is to be decided."""
    body: Title
    """The name of the board or committee; its organisation is the one that says this event."""
    state: Annotated[Code, Codelist("decision-state")]
    """Where this body stands."""
    role: Annotated[Code, Codelist("decision-role")] = "required"
    """Whether the decision needs this body's approval."""
    decided_on: Annotated[date | None, Happened("what was decided has happened")] = None
    """The day on which this body decided."""
    conditions: Annotated[tuple[Title, ...], Field(max_length=50)] = ()
    """Conditions of its approval, in words."""
    required: Annotated[tuple[Organisation, ...], Field(max_length=50)] = ()
    """Organisations whose approval the decision needs; the union of what all say counts."""
    paper: Reference | None = None
    """The paper's reference."""
