"""A measure in a picture, as types."""

from decimal import Decimal, InvalidOperation
from typing import Annotated, Final, Self

from pydantic import AfterValidator, Field, model_validator

from hub.reconcile.measures.assessing import Performance
from hub.reconcile.measures.periods import Every
from hub.reconcile.measures.trend import FEWEST, LONGEST, Meaning, TrendRule, Way
from hub.reconcile.typed import Citation, Day, Side, Sides, Typed


class Judged(Typed):
    """What one result comes to by one target, with the terms that stood when the result's period ended; where no target
    stood then, the first that did after it."""

    performance: Performance
    result: Side
    target: Side
    direction: Side
    tolerance: Side | None = None


_MOST_DIGITS: Final = 24


def _number(text: str) -> str:
    try:
        value = Decimal(text)
    except InvalidOperation as error:
        raise ValueError("it is no number") from error
    if not value.is_finite() or value.adjusted() >= _MOST_DIGITS:
        raise ValueError("it is no number that is stated of anything")
    return text


# charts are drawn of them, which nothing else can be
Number = Annotated[str, AfterValidator(_number), Field(description="A decimal number", examples=["84.1"])]


class TrendPoint(Citation):
    """A result that a trend is made of."""

    period_start: Day
    period_end: Day
    value: Number


class Signal(Typed):
    """What in a trend is no chance. first, last: the ends of the periods of the first and the last of the results that
    make it; results: how many these are, with those between. meaning: by the direction that the body states, else by
    the one on which all agree that state one."""

    rule: TrendRule
    side: Way
    meaning: Meaning
    first: Day
    last: Day
    results: int


class Trend(Typed):
    """The last results of one body of periods as long as its last one, from 15 on and 24 at most, in order; and the
    range within which they usually lie: the mean, and 2.66 times the mean step from each to the next to either side.

    days: how long a period is that is no month, quarter or year.
    """

    organisation: str
    every: Every
    days: int | None = None
    mean: Number
    lower: Number
    upper: Number
    signals: list[Signal]
    points: Annotated[list[TrendPoint], Field(min_length=FEWEST, max_length=LONGEST)]

    @model_validator(mode="after")
    def _in_days(self) -> Self:
        if (self.days is None) == (self.every is Every.DAYS):
            raise ValueError("of periods that are no month, quarter or year it is told how long they are, of no others")
        return self


class Measure(Typed):
    """A measure: what each body agreed, its last result, and what that comes to by each target; the worst counts."""

    measure: str
    performance: Performance
    title: Sides
    outcome: Sides
    unit: Sides
    direction: Sides
    target: Sides
    tolerance: Sides
    owner: Sides
    agreed_on: Sides
    reported_until: Sides
    last_result: Sides
    judged: Annotated[list[Judged], Field(default_factory=list)]
    results: int = 0
    trends: Annotated[list[Trend], Field(default_factory=list)]
