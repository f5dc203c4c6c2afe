"""The picture of a provider as types."""

from typing import Annotated, Literal

from pydantic import Field

from hub.reconcile.kinds.contract.typed import EndedBy, Improvement, KeyTerm, Variation
from hub.reconcile.measures.typed import Measure
from hub.reconcile.typed import Citation, Partnership, Side, Typed


class SuppliedContract(Typed):
    """A contract that some body says the provider supplies.

    lead_commissioner: the word that was said last; leads: each body's.
    fields: what is said of its term, review and kind, by name, and terms: its key terms; both are there to be read side
    by side with those of the others. under_performing: the measures that miss.
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
    fields: Annotated[dict[str, list[Side]], Field(default_factory=dict)]
    terms: Annotated[list[KeyTerm], Field(default_factory=list)]
    measures: list[Measure]
    under_performing: list[Measure]
    improvements: list[Improvement]
    variations: Annotated[list[Variation], Field(default_factory=list)]


class Awarded(Typed):
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


class LeftProcurement(Typed):
    """An award of a procurement that some body says the provider has left."""

    procurement: str
    procurement_title: str | None
    award: str
    said_by: list[Citation]


class WandsworthTest(Typed):
    """Under-performing on several contracts, on improvement measures for some of them only."""

    source: str
    placed_on: list[str]
    not_placed_on: list[str]
    text: str


class ChangedAlike(Typed):
    """A change of many contracts at once by which several of the provider's changed by one percentage."""

    source: str
    batch: str
    percent: str
    contracts: list[str]
    text: str


class ProviderPicture(Typed):
    """All contracts and awards of a provider across departments and partners.

    title: the name that was said last; names: what each body calls it, of those that say a name.
    """

    kind: Literal["provider"]
    id: str
    partnership: Partnership
    title: str | None
    names: list[Side]
    contracts: list[SuppliedContract]
    awards: list[Awarded]
    left: list[LeftProcurement]
    under_performing: list[str]
    on_improvement_measures: list[str]
    wandsworth_test: WandsworthTest | None
    changed_alike: Annotated[list[ChangedAlike], Field(default_factory=list)]
