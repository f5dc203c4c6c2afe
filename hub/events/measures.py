"""What may be said of measures of performance: of a contract on the topics of contracts and performance, of a programme
on that of the workplan. They are the same words about either.
"""

from datetime import date
from typing import Annotated, Self

from pydantic import model_validator

from hub.events.envelope import ClearableEvent, Event
from hub.events.fields import (
    Code,
    Codelist,
    FieldName,
    Happened,
    Organisation,
    Quantity,
    Reference,
    Text,
    Title,
    check_period,
)


class MeasureAgreed(ClearableEvent):
    """A measure of performance that was agreed: of a contract with its provider, of a programme by its partners.

    A result misses when it is worse than the target by more than the tolerance, in the given direction: by those that
    stood on the last day of its period, else the first after it. Source: LEE 33; WIL 3; OCDS metrics extension.
    """

    measure: FieldName
    """The measure's name, by which results name it."""
    title: Title
    """What is measured, in words."""
    outcome: Text | None = None
    """The outcome that it is a measure of, in words."""
    unit: Reference | None = None
    """The unit of target and results, such as percent."""
    direction: Annotated[Code, Codelist("measure-direction")]
    """Whether higher or lower is better."""
    target: Quantity
    """What is to be reached, in the unit."""
    tolerance: Quantity | None = None
    """How far a result may lie beyond the target and not miss it, in the unit."""
    owner: Organisation | None = None
    """The organisation that measures."""
    agreed_on: Annotated[date | None, Happened("what was agreed has happened")] = None
    """The day on which it was agreed."""
    reported_until: date | None = None
    """The end of the last period that is reported; of what begins later no result is expected."""


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
        check_period(self.period_start, self.period_end)
        return self
