"""A measure in a picture, as types."""

from typing import Annotated

from pydantic import Field

from hub.reconcile.measures.assessing import Performance
from hub.reconcile.typed import Side, Sides, Typed


class Judged(Typed):
    """What one result comes to by one target, with the terms that stood when the result's period ended; where no target
    stood then, the first that did after it."""

    performance: Performance
    result: Side
    target: Side
    direction: Side
    tolerance: Side | None = None


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
