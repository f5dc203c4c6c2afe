"""What may be said about the joint workplan. Topic commissioning.workplan.v1; the subject is the programme's reference.

Source: WAN 15-16 (a clearly defined workplan of joint programmes and separate areas, progress reported to the
Health and Social Care Integration Group); WIL 10.4, 17, 20 (one decision, several bodies).
"""

from datetime import date
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from hub.events.envelope import ClearableEvent, Event
from hub.events.fields import (
    Code,
    Codelist,
    Due,
    Happened,
    Money,
    Organisation,
    Post,
    Posts,
    Reference,
    Text,
    Title,
    check_period,
)

UNDECIDED: Final = ("pending", "deferred")
"""States of a body that has not decided: the day of its decision is then that of a meeting to come."""


Consulted = Annotated[Code, Codelist("consulted")]


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
    value: Money | None = None
    """What is decided on, in money, where that is known."""
    signed_by: Posts | None = None
    """The posts that signed it, where posts decide by a scheme of delegation; no person's name."""


class ConditionMet(Event):
    """A condition of an approval is met. It counts for the organisation that says it: whoever attached a condition says
    that it is met. Source: BOL Rec., 13 (an approval that is subject to another Member; two signatures).
    """

    decision: Reference
    """The decision's reference."""
    condition: Title
    """The condition, in the words in which it was attached."""
    body: Title | None = None
    """The board or committee that attached it; needed where several of the organisation did in the same words."""
    met_on: Annotated[date, Happened("what was met has happened")]
    """The day on which it was met."""
    confirmed_by: Post | None = None
    """The post that confirmed it, such as that of a second signatory; no person's name."""
    note: Text | None = None
    """How it was met, in words; no personal data."""


class RiskRecorded(Event):
    """A risk of the programme as this organisation sees it now; whoever records it again says where it stands.

    Source: WIL 15-16 (every paper to a committee has its section on risks).
    """

    risk: Reference
    """The risk's reference within the programme."""
    title: Title
    """What could happen."""
    likelihood: Annotated[Code, Codelist("risk-likelihood")]
    """How likely it is, with what is done about it."""
    impact: Annotated[Code, Codelist("risk-impact")]
    """How much it would matter."""
    mitigation: Text | None = None
    """What is done about it, in words; no personal data."""
    owner_post: Post | None = None
    """The post that answers for it; no person's name."""
    review_on: date | None = None
    """The day on which it is to be looked at again."""
    risk_state: Annotated[Code, Codelist("risk-state")] = "open"
    """Whether it is still one."""


class OptionAppraised(Event):
    """A way of reaching what the programme is for, and what was found of it. Source: WIL 21 (options considered)."""

    option: Reference
    """The option's reference within the programme."""
    title: Title
    """What would be done."""
    benefits: Text | None = None
    """What speaks for it, in words."""
    drawbacks: Text | None = None
    """What speaks against it, in words."""
    cost: Money | None = None
    """What it would cost over its whole term."""
    appraisal: Annotated[Code, Codelist("option-appraisal")]
    """What came of looking at it."""
    reason: Text | None = None
    """Why, in words."""


class ConsultationHeld(Event):
    """Whom somebody consulted about the programme, what they raised, and what was answered; whoever tells of it again
    says what came of it since. Source: WAN 27-28 (staff and unions); BOL 5, 10 (issues raised and answered).
    """

    consultation: Reference
    """The consultation's reference within the programme."""
    title: Title
    """What it is about."""
    consulted: Annotated[tuple[Consulted, ...], Field(max_length=20)]
    """Who is consulted; the list is stated whole."""
    period_start: date
    """Its first day."""
    period_end: date
    """Its last day."""
    issues: Text | None = None
    """What was raised, in words; no personal data."""
    answers: Text | None = None
    """What was answered, in words; no personal data."""
    reported_to: Title | None = None
    """The board or committee to which the comments were reported."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_period(self.period_start, self.period_end)
        return self
