"""The picture of a programme as types."""

from typing import Annotated, Literal

from pydantic import Field

from hub.reconcile.kinds.programme.decisions import Standing
from hub.reconcile.kinds.programme.milestones import MilestoneState
from hub.reconcile.measures.typed import Measure
from hub.reconcile.typed import Answer, Citation, Day, Difference, FieldShown, Partnership, Side, Sides, Typed


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


class OpenCondition(Typed):
    """A condition of an approval that its body does not say to be met. condition: its words; none where the body names
    none."""

    organisation: str
    body: str
    condition: str | None


class ConditionIsMet(Typed):
    """A condition of a decision, by the decision's reference and its words, and who says that it is met."""

    condition: str
    fulfilled: list[Side]


class Decision(Typed):
    """A shared decision: whose approval it needs, and for whom it waits."""

    decision: str
    title: str
    standing: Standing
    required: list[str]
    waiting_on: list[str]
    open_conditions: Annotated[list[OpenCondition], Field(default_factory=list)]
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


class TeamMember(Typed):
    """A place in the project team."""

    member: str
    named: list[Side]


class Need(Typed):
    """A need that was assessed, and what was done about it."""

    need: str
    needed: list[Side]


class Intention(Typed):
    """What somebody intends to commission."""

    intention: str
    intended: list[Side]


class Phase(Typed):
    """A phase, and what has to be there before it begins."""

    phase: str
    phased: list[Side]


class ImpactAssessment(Typed):
    """An equality impact assessment, as each body tells of it."""

    assessment: str
    screened: list[Side]


class Recommendation(Typed):
    """What scrutiny, an inspection or peers recommend, and what was answered."""

    recommendation: str
    recommended: list[Side]


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
    measures: Annotated[list[Measure], Field(default_factory=list)]
    conditions_met: Annotated[list[ConditionIsMet], Field(default_factory=list)]
    team: Annotated[list[TeamMember], Field(default_factory=list)]
    needs: Annotated[list[Need], Field(default_factory=list)]
    intentions: Annotated[list[Intention], Field(default_factory=list)]
    phases: Annotated[list[Phase], Field(default_factory=list)]
    risks: Annotated[list[Risk], Field(default_factory=list)]
    options: Annotated[list[Option], Field(default_factory=list)]
    consultations: Annotated[list[Consultation], Field(default_factory=list)]
    impact_assessments: Annotated[list[ImpactAssessment], Field(default_factory=list)]
    recommendations: Annotated[list[Recommendation], Field(default_factory=list)]
    contracts: list[HasContract]
    differences: list[Difference]
    answered: Annotated[list[Difference], Field(default_factory=list)]
    answers: Annotated[list[Answer], Field(default_factory=list)]
