"""What may be said about how a contract performs. Topic commissioning.performance.v1; subject: the contract id."""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from hub.events.envelope import Event
from hub.events.fields import FieldName, Quantity, Reference, Text


class Observed(Event):
    """The result of a measure for a period. Source: domain handbook section 6; OCDS observations."""

    measure: FieldName
    period_start: date
    period_end: date
    value: Quantity
    numerator: Quantity | None = None
    denominator: Quantity | None = None

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.period_end < self.period_start:
            raise ValueError(f"period_end {self.period_end} is before period_start {self.period_start}")
        return self


class ImprovementMeasurePlaced(Event):
    """The provider was placed on performance improvement measures for this contract. Source: WAN 8."""

    improvement: Reference
    measures: Annotated[tuple[FieldName, ...], Field(max_length=100)] = ()
    reason: Text
    review_on: date | None = None


class ImprovementMeasureLifted(Event):
    """Improvement measures ended."""

    improvement: Reference
    reason: Text
