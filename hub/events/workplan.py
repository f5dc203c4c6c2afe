"""What may be said about the joint workplan. Topic commissioning.workplan.v1; the subject is the programme's reference.

Source: WAN 15-16 (a clearly defined workplan of joint programmes and separate areas, progress reported to the
Health and Social Care Integration Group); WIL 10.4, 17, 20 (one decision, several bodies).
"""

from datetime import date
from typing import Annotated

from pydantic import Field

from hub.events.envelope import Event, Statement
from hub.events.fields import Code, Codelist, Due, Organisation, Reference, Text, Title


class ProgrammeDeclared(Statement):
    """A programme that partners commission jointly, or an area that one of them commissions separately."""

    title: Title
    mode: Annotated[Code, Codelist("programme-mode")]
    description: Text | None = None
    lead: Organisation | None = None
    lead_commissioner: Annotated[Code, Codelist("lead-commissioner")] | None = None
    partners: Annotated[tuple[Organisation, ...], Field(max_length=50)] | None = None
    outcomes: Annotated[tuple[Title, ...], Field(max_length=100)] | None = None
    arrangement: Annotated[Code, Codelist("arrangement-kind")] | None = None
    theme: Annotated[Code, Codelist("theme")] | None = None


class MilestoneScheduled(Statement):
    """A milestone of the programme and when it is due, as written."""

    milestone: Reference
    title: Title
    due: Due
    kind: Annotated[Code, Codelist("milestone-kind")] | None = None
    owner: Organisation | None = None


class MilestoneMet(Event):
    """The milestone was met, in this organisation's view."""

    milestone: Reference
    met_on: date
    note: Text | None = None


class DecisionRecorded(Event):
    """Where one body stands on a shared decision. It stands when every required body has approved.

    body: the name of the board or committee; its organisation is the one that says this event.
    required: organisations whose approval the decision needs; the union of what all say counts.
    """

    decision: Reference
    title: Title
    body: Title
    state: Annotated[Code, Codelist("decision-state")]
    role: Annotated[Code, Codelist("decision-role")] = "required"
    decided_on: date | None = None
    conditions: Annotated[tuple[Title, ...], Field(max_length=50)] = ()
    required: Annotated[tuple[Organisation, ...], Field(max_length=50)] = ()
    paper: Reference | None = None
