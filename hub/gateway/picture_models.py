"""Pictures as types: what hub.reconcile writes, so that OpenAPI says it. A test holds the two together.
A procurement's are in procurement_models.

Each figure carries the event that it came from.
"""

from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from hub.gateway.models import Day, EventId, Instant, Page, Partnership, Told
from hub.reconcile.kinds.contract.judging import Performance
from hub.reconcile.kinds.programme.decisions import Standing
from hub.reconcile.kinds.programme.milestones import State
from hub.reconcile.matter_kinds import Kind, MatterClass, Severity
from hub.reconcile.picture import PictureKind
from hub.reconcile.sides import Finding

Value = Annotated[Any, Field(description="JSON data of the field: text, a date, money, organisations")]


class Citation(Told):
    """Who said it, since when it is true, when it was recorded, in which event.

    said_by: a predecessor of the organisation, where it was said by one. taken_from: where it was said, if not of the
    picture's own subject: a contract takes from its award what is not said of it. also: further statements, where the
    word is put together from several.
    """

    organisation: str
    since: Day
    recorded_at: Instant
    event: EventId
    said_by: str | None = None
    document: str | None = None
    illustrative: bool = False
    taken_from: str | None = None
    also: Annotated[list["Citation"], Field(default_factory=list)]


class Side(Citation):
    """One body's word."""

    value: Value


Sides = Annotated[list[Side], Field(default_factory=list)]
"""Not there where nobody has said it."""


class SideOfDifference(Told):
    """One side: a body's word, or a body that has not spoken, which has no event."""

    @model_validator(mode="before")
    @classmethod
    def _said_or_left_out(cls, side: Any) -> Any:
        """What a silent body has not is left out and never null: pages go by what is there."""
        if isinstance(side, dict) and any(side.get(name, "") is None for name in ("since", "recorded_at", "event")):
            raise ValueError("a side has its date, its record and its event, or none of them")
        return side

    organisation: str
    value: Value = None
    since: Day | None = None
    recorded_at: Instant | None = None
    event: EventId | None = None
    said_by: str | None = None
    document: str | None = None
    illustrative: bool = False
    taken_from: str | None = None
    also: Annotated[list[Citation], Field(default_factory=list)]


class FieldShown(Told):
    """What each body says of a field, and what comparing them came to."""

    finding: Finding
    sides: list[Side]


class Difference(Told):
    """An open matter: where bodies differ, where one is silent, what is due, what is named and not known.

    Its id stays while its sides change. since: the day from which it holds. rule, date: the rule by which a watched
    date opened it, and that date.
    """

    model_config = ConfigDict(serialize_by_alias=True)

    id: str
    kind: Kind
    matter: Annotated[MatterClass, Field(alias="class", description="Each kind has one; counts by class add up")]
    subject_kind: PictureKind
    subject: str
    field: str
    severity: Severity
    text: str
    since: Day
    sides: list[SideOfDifference]
    rule: str | None = None
    date: Day | None = None


class Judged(Told):
    """What one result comes to by one target, with the terms that stood when the result's period ended; where no target
    stood then, the first that did after it."""

    performance: Performance
    result: Side
    target: Side
    direction: Side
    tolerance: Side | None = None


class Measure(Told):
    """A measure: what each body agreed, its last result, and what that comes to by each target; the worst counts."""

    measure: str
    performance: Performance
    title: Sides
    unit: Sides
    direction: Sides
    target: Sides
    tolerance: Sides
    owner: Sides
    agreed_on: Sides
    last_result: Sides
    judged: Annotated[list[Judged], Field(default_factory=list)]
    results: int = 0


class Improvement(Told):
    """An improvement measure that the contract is on."""

    improvement: str
    placed: list[Side]


class Clause(Told):
    """A clause, and who checked it. expired: the day for the next check has passed without one."""

    clause: str
    expired: bool
    checks: list[Side]


class InProgramme(Told):
    """A programme that the contract belongs to."""

    programme: str
    assigned_by: list[Citation]


class HasContract(Told):
    """A contract of the programme."""

    contract: str
    assigned_by: list[Citation]


class Milestone(Told):
    """due_by: the latest day that anybody gives."""

    milestone: str
    state: State
    due_by: Day | None
    title: Sides
    due: Sides
    kind: Sides
    owner: Sides
    met: Sides


class Decision(Told):
    """A shared decision: whose approval it needs, and for whom it waits."""

    decision: str
    title: str
    standing: Standing
    required: list[str]
    waiting_on: list[str]
    bodies: list[Side]


class EndedBy(Told):
    """A word of its procurement, or of an award of it, by which a contract that nobody signed came to nothing."""

    procurement: str
    award: str | None
    field: str
    said_by: list[Side]


class ContractPicture(Told):
    """One contract: what each body says of it, who has not spoken, how it performs."""

    kind: Literal["contract"]
    id: str
    partnership: Partnership
    title: str | None
    classification: str
    ended_by: list[EndedBy]
    fields: dict[str, FieldShown]
    programmes: list[InProgramme]
    clauses: list[Clause]
    measures: list[Measure]
    improvements: list[Improvement]
    differences: list[Difference]


class ProgrammePicture(Told):
    """One programme of the joint workplan: who leads, what is due, what each body decided."""

    kind: Literal["programme"]
    id: str
    partnership: Partnership
    title: str | None
    classification: str
    fields: dict[str, FieldShown]
    milestones: list[Milestone]
    decisions: list[Decision]
    contracts: list[HasContract]
    differences: list[Difference]


class SuppliedContract(Told):
    """A contract that some body says the provider supplies.

    lead_commissioner: the word that was said last; leads: each body's. under_performing: the measures that miss.
    """

    contract: str
    title: str | None
    lead_commissioner: str | None
    theme: str | None
    named_by: list[Citation]
    leads: list[Side]
    stage: list[Side]
    status: list[Side]
    ended_by: list[EndedBy]
    value: list[Side]
    measures: list[Measure]
    under_performing: list[Measure]
    improvements: list[Improvement]


class Awarded(Told):
    """An award that names the provider, in the words of bodies that say nothing of a contract that came of it."""

    procurement: str
    procurement_title: str | None
    award: str
    named_by: list[Citation]
    title: list[Side]
    status: list[Side]
    value: list[Side]
    awarded_on: list[Side]
    period_start: list[Side]
    period_end: list[Side]


class LeftProcurement(Told):
    """An award of a procurement that some body says the provider has left."""

    procurement: str
    procurement_title: str | None
    award: str
    said_by: list[Citation]


class WandsworthTest(Told):
    """Under-performing on several contracts, on improvement measures for some of them only."""

    source: str
    placed_on: list[str]
    not_placed_on: list[str]
    text: str


class ProviderPicture(Told):
    """All contracts and awards of a provider across departments and partners."""

    kind: Literal["provider"]
    id: str
    partnership: Partnership
    title: str | None
    contracts: list[SuppliedContract]
    awards: list[Awarded]
    left: list[LeftProcurement]
    under_performing: list[str]
    on_improvement_measures: list[str]
    wandsworth_test: WandsworthTest | None


class Stood(Told):
    """Which record of commissioning.picture.v1 it is, and for which day it was judged; it holds before `until`."""

    partition: int
    offset: int
    written_at: Instant
    judged_for: Day
    until: Day | None


class Contract(Told):
    """A contract's picture and where it stands."""

    stood: Stood
    picture: ContractPicture


class Programme(Told):
    """A programme's picture and where it stands."""

    stood: Stood
    picture: ProgrammePicture


class Provider(Told):
    """A provider's picture and where it stands."""

    stood: Stood
    picture: ProviderPicture


class PlacedDifference(Difference):
    """An open matter and the picture that holds it."""

    partnership: Partnership
    href: Annotated[str, Field(description="The picture of its subject")]


class Differences(Page):
    """A page of open matters, the worst and longest-standing first."""

    items: list[PlacedDifference]
    total: Annotated[int, Field(description="How many the filters leave, on all pages together")]
