"""The picture of a contract as types."""

from typing import Annotated, Literal

from pydantic import Field

from hub.reconcile.measures.typed import Measure
from hub.reconcile.typed import Answer, Citation, DayKey, Difference, FieldShown, Partnership, Side, Typed


class Improvement(Typed):
    """An improvement measure that the contract is on."""

    improvement: str
    placed: list[Side]


class Rating(Typed):
    """How each body rates a measure, or the contract as a whole, in the last period that it rated."""

    rating: str
    rated: list[Side]


class Breach(Typed):
    """A breach of the contract that somebody recorded."""

    breach: str
    recorded: list[Side]


class Review(Typed):
    """A review of the contract: what was found, and what is to follow."""

    review: str
    reviewed: list[Side]


class Assessed(Typed):
    """An equality impact assessment of a programme that is about the contract."""

    programme: str
    assessment: str
    assessed_by: list[Citation]


class Variation(Typed):
    """A change of the terms, beside what they are now: by how much, in which change of many, and why."""

    variation: DayKey
    varied: list[Side]


class Remedy(Typed):
    """What is to follow a miss or a breach, and whether it was done."""

    remedy: str
    remedied: list[Side]


class Visit(Typed):
    """A monitoring visit: what was found, and what is to follow."""

    visit: str
    visited: list[Side]


class Request(Typed):
    """What the provider was asked to report, and whether the answer came."""

    request: str
    requested: list[Side]


class Feedback(Typed):
    """Complaints, compliments and concerns of one period."""

    feedback: str
    counted: list[Side]


class KeyTerm(Typed):
    """A key term, under a name that other contracts use for it too."""

    term: str
    stated: list[Side]


class Clause(Typed):
    """A clause, and who checked it. expired: the day for the next check has passed without one."""

    clause: str
    expired: bool
    checks: list[Side]


class InProgramme(Typed):
    """A programme that the contract belongs to."""

    programme: str
    assigned_by: list[Citation]


class EndedBy(Typed):
    """A word of its procurement, or of an award of it, by which a contract that nobody signed came to nothing."""

    procurement: str
    award: str | None
    field: str
    said_by: list[Side]


class ContractPicture(Typed):
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
    ratings: Annotated[list[Rating], Field(default_factory=list)]
    improvements: list[Improvement]
    breaches: Annotated[list[Breach], Field(default_factory=list)]
    assessed_in: Annotated[list[Assessed], Field(default_factory=list)]
    terms: Annotated[list[KeyTerm], Field(default_factory=list)]
    reviews: Annotated[list[Review], Field(default_factory=list)]
    variations: Annotated[list[Variation], Field(default_factory=list)]
    remedies: Annotated[list[Remedy], Field(default_factory=list)]
    visits: Annotated[list[Visit], Field(default_factory=list)]
    requests: Annotated[list[Request], Field(default_factory=list)]
    feedback: Annotated[list[Feedback], Field(default_factory=list)]
    differences: list[Difference]
    answered: Annotated[list[Difference], Field(default_factory=list)]
    answers: Annotated[list[Answer], Field(default_factory=list)]
