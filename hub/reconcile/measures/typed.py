"""A measure in a picture, as types."""

from typing import Annotated

from pydantic import Field

from hub.reconcile.measures.assessing import Performance
from hub.reconcile.measures.periods import Every
from hub.reconcile.measures.trend import Meaning, TrendRule, Way
from hub.reconcile.typed import Citation, Day, Side, Sides, Typed


class Judged(Typed):
    """What one result comes to by one target, with the terms that stood when the result's period ended; where no target
    stood then, the first that did after it."""

    performance: Performance
    result: Side
    target: Side
    direction: Side
    tolerance: Side | None = None


class TrendPoint(Citation):
    """A result that a trend is made of."""

    period_start: Day
    period_end: Day
    value: str


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
    mean: str
    lower: str
    upper: str
    signals: list[Signal]
    points: list[TrendPoint]


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
