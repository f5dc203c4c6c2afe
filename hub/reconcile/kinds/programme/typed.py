"""The picture of a programme as types."""

from typing import Annotated, Literal

from pydantic import Field

from hub.reconcile.kinds.programme.decisions import Standing
from hub.reconcile.kinds.programme.milestones import MilestoneState
from hub.reconcile.typed import Citation, Day, Difference, FieldShown, Partnership, Side, Sides, Typed


class HasContract(Typed):
    """A contract of the programme."""

    contract: str
    assigned_by: list[Citation]


class Milestone(Typed):
    """due_by: the latest day that anybody gives."""

    milestone: str
    state: MilestoneState
    due_by: Day | None
    title: Sides
    due: Sides
    kind: Sides
    owner: Sides
    met: Sides


class Decision(Typed):
    """A shared decision: whose approval it needs, and for whom it waits."""

    decision: str
    title: str
    standing: Standing
    required: list[str]
    waiting_on: list[str]
    bodies: list[Side]


class Risk(Typed):
    """A risk, as each body that records it sees it."""

    risk: str
    assessed: list[Side]


class Option(Typed):
    """A way of reaching what the programme is for, as each body appraises it."""

    option: str
    appraised: list[Side]


class Consultation(Typed):
    """Whom somebody consulted, what was raised and what was answered."""

    consultation: str
    conducted: list[Side]


class ProgrammePicture(Typed):
    """One programme of the joint workplan: who leads, what is due, what each body decided."""

    kind: Literal["programme"]
    id: str
    partnership: Partnership
    title: str | None
    classification: str
    fields: dict[str, FieldShown]
    milestones: list[Milestone]
    decisions: list[Decision]
    risks: Annotated[list[Risk], Field(default_factory=list)]
    options: Annotated[list[Option], Field(default_factory=list)]
    consultations: Annotated[list[Consultation], Field(default_factory=list)]
    contracts: list[HasContract]
    differences: list[Difference]
