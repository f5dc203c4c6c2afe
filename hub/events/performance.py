"""What may be said about how a contract performs. Topic commissioning.performance.v1; subject: the contract id."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from hub.events.envelope import Event
from hub.events.fields import (
    Code,
    Codelist,
    FieldName,
    Happened,
    Headcount,
    Organisation,
    Post,
    Reference,
    Text,
    Title,
    check_period,
)


class Rated(Event):
    """How somebody rates the performance of a period. Source: domain handbook section 6; Procurement Regulations 2024,
    regulation 39 (the ratings of contract performance notices). Its file or paper is meta.source_document.
    """

    measure: FieldName | None = None
    """The measure that is rated, by its name; left out where the contract is rated as a whole."""
    rating: Annotated[Code, Codelist("performance-rating")]
    """How it is rated."""
    period_start: date
    """The first day of the period that was rated."""
    period_end: date
    """The last day of the period that was rated."""
    reason: Text | None = None
    """Why, in words; no personal data."""
    rater: Organisation | None = None
    """The organisation that rated, where that is another one than says it."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_period(self.period_start, self.period_end)
        return self


class ImprovementMeasurePlaced(Event):
    """The provider was placed on performance improvement measures for this contract. Source: WAN 8."""

    improvement: Reference
    """The plan's reference, by which it is lifted again."""
    measures: Annotated[tuple[FieldName, ...], Field(max_length=100)] = ()
    """Names of the measures that it is about."""
    reason: Text
    """Why, in words; no personal data."""
    review_on: date | None = None
    """The day on which it is to be looked at again."""


class ImprovementMeasureLifted(Event):
    """Improvement measures ended."""

    improvement: Reference
    """The reference of the plan that ended."""
    reason: Text
    """Why, in words; no personal data."""


class MonitoringVisitRecorded(Event):
    """A visit to a service, or a look at its papers: what was found, and what is to follow; whoever records it again
    says what came of it since. Source: WAN 12, 13 (contracts are monitored alike, and commissioners hear what was
    found).
    """

    visit: Reference
    """The visit's reference within the contract."""
    visited_on: Annotated[date, Happened("what was visited has happened")]
    """The day of the visit."""
    visit_kind: Annotated[Code, Codelist("visit-kind")]
    """How it was made."""
    visited_by: Post | None = None
    """The post that made it; no person's name."""
    findings: Text | None = None
    """What was found, in words; no personal data."""
    follow_up: Text | None = None
    """What is to follow, in words; no personal data."""
    follow_up_by: date | None = None
    """The day by which it is to be done."""
    followed_up_on: Annotated[date | None, Happened("what was done has happened")] = None
    """The day on which it was done."""


class DataRequested(Event):
    """What the provider of the contract was asked to report; whoever records it again says whether it came. Requests of
    all bodies stand together, so that nobody asks what another one has asked. Source: WAN 13 (providers are not asked
    the same question twice).
    """

    request: Reference
    """The request's reference; several bodies that tell of one request give it the same title and questions."""
    title: Title
    """What is asked, in words."""
    questions: Annotated[tuple[FieldName, ...], Field(min_length=1, max_length=100)]
    """Names of what is asked: of a measure its own, of anything else one that all bodies use for it."""
    period_start: date | None = None
    """The first day of the period that is asked about; left out where it is about no period."""
    period_end: date | None = None
    """The last day of that period."""
    answer_due: date | None = None
    """The day by which the provider is to answer."""
    received_on: Annotated[date | None, Happened("an answer that came has happened")] = None
    """The day on which the answer came."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.period_start is not None and self.period_end is not None:
            check_period(self.period_start, self.period_end)
        return self


class FeedbackStated(Event):
    """Complaints, compliments and concerns of a period, as numbers; whoever states the period again states it whole.

    Source: WAN 19; WIL 8 (complaints and freedom of information). Only numbers: what anybody wrote stays where it is.
    """

    feedback: Reference
    """The reference of the period's statement."""
    period_start: date
    """The first day of the period."""
    period_end: date
    """The last day of the period."""
    complaints: Headcount | None = None
    """Complaints."""
    upheld: Headcount | None = None
    """Complaints that were upheld, wholly or in part."""
    compliments: Headcount | None = None
    """Compliments."""
    safeguarding: Headcount | None = None
    """Concerns about safeguarding."""
    information_requests: Headcount | None = None
    """Requests under the Freedom of Information Act 2000."""
    learned: Text | None = None
    """What was learned, in words; no personal data."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        check_period(self.period_start, self.period_end)
        return self
