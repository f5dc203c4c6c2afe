"""What may be said about how a contract performs. Topic commissioning.performance.v1; subject: the contract id."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from hub.events.envelope import Event
from hub.events.fields import FieldName, Quantity, Reference, Text


class Observed(Event):
    """The result of a measure for a period. Source: domain handbook section 6; OCDS observations."""

    measure: FieldName
    """The measure's name, as it was agreed."""
    period_start: date
    """The first day of the period that was measured."""
    period_end: date
    """The last day of the period that was measured."""
    value: Quantity
    """The result, in the measure's unit."""
    numerator: Quantity | None = None
    """What was counted, where the result is a share."""
    denominator: Quantity | None = None
    """Of how many, where the result is a share."""

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.period_end < self.period_start:
            raise ValueError(f"period_end {self.period_end} is before period_start {self.period_start}")
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
