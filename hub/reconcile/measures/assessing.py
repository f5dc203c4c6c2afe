"""By which terms the last result of a measure is assessed, and what it comes to.

Terms are the target, tolerance and direction that stood on the last day of the result's period; where no target stood
then, those of the first later day on which one did. What is agreed later changes no result that was in before.

Under-performing = a last result misses a target by more than the tolerance, in the measure's direction. Every result
of the last period and every target of its terms is assessed: a body's result by the body's own target, and by each
target whose body reports no result of its own; a body without a target by every one. The worst word counts.
Source: design section 4 (provider standing); WAN 8; LEE 33; decision 18.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from hub.configuration.model import Configuration
from hub.reconcile.claims import Claim, Field, Side, sides_of
from hub.reconcile.days import Day
from hub.reconcile.history import History
from hub.reconcile.sides import items

MEASURE = "measure"
Terms = Mapping[str, list[Side]]
"""Of one measure: field to what each body says."""


class Performance(StrEnum):
    """What the last result of a measure comes to."""

    MET = "met"  # at or better than the target
    WITHIN_TOLERANCE = "within_tolerance"  # worse than the target, by no more than the tolerance
    MISSED = "missed"  # worse by more than that: under-performing
    NO_TARGET = "no_target"  # results come, but nobody has said what was agreed
    NO_RESULT = "no_result"  # agreed, and nothing observed yet


class Assessment(NamedTuple):
    """What one result comes to by one target, with the terms that it was assessed by."""

    performance: Performance
    result: Side
    target: Side
    direction: Side
    tolerance: Side | None

    @property
    def terms(self) -> Iterator[tuple[str, Side]]:
        """Each term by its name."""
        yield "target", self.target
        yield "direction", self.direction
        if self.tolerance is not None:
            yield "tolerance", self.tolerance


def assess(result: Decimal, target: Decimal, tolerance: Decimal, direction: str) -> Performance:
    """direction: "higher" or "lower" is better."""
    short = target - result if direction == "higher" else result - target
    if short <= 0:
        return Performance.MET
    return Performance.WITHIN_TOLERANCE if short <= tolerance else Performance.MISSED


def worst(assessments: Sequence[Assessment]) -> Performance:
    """A partner who reports a miss is not outvoted."""
    order = (Performance.MISSED, Performance.WITHIN_TOLERANCE, Performance.MET)
    return min((each.performance for each in assessments), key=order.index, default=Performance.NO_TARGET)


def assessments(
    core: History, last: Mapping[str, tuple[date, list[Side]]], as_of: Day, configuration: Configuration
) -> dict[str, list[Assessment]]:
    """Of each measure whose last result has terms, what it comes to.

    core: the claims of the contract's own part. last: measure to the last day of its last period and the results of it.
    """
    if not last:
        return {}
    agreed = core.of_item(MEASURE)
    standing: dict[Day, dict[str, dict[str, list[Side]]]] = {}

    def on(day: Day) -> dict[str, dict[str, list[Side]]]:
        if day not in standing:
            standing[day] = items(sides_of(agreed.standing(day), as_of, configuration), MEASURE)
        return standing[day]

    found = {}
    for measure, (end, results) in last.items():
        days = _days_from(Day.of(end), as_of, agreed)
        terms = next((there for day in days if "target" in (there := on(day).get(measure, {}))), None)
        if terms is not None:
            found[measure] = _assessed(results, terms)
    return found


def _days_from(end: Day, as_of: Day, agreed: History) -> Iterator[Day]:
    """The day, and each later one until as_of on which something else comes to count."""
    day: Day | None = end
    while day is not None and day <= as_of:
        yield day
        day = agreed.next_effective(day)


def _assessed(results: list[Side], terms: Terms) -> list[Assessment]:
    return [
        _assessment(result, target, terms)
        for result in results
        for target in _targets_of(result, results, terms["target"])
    ]


def _targets_of(result: Side, results: list[Side], targets: list[Side]) -> list[Side]:
    """The targets that this result is assessed by; see the rule above. Never none while there is a target."""
    reporting = {each.body for each in results}
    if all(each.body != result.body for each in targets):
        return targets
    return [each for each in targets if each.body == result.body or each.body not in reporting]


def _assessment(result: Side, target: Side, terms: Terms) -> Assessment:
    tolerance = _narrowest(terms.get("tolerance", []), target.body)
    # whoever states a target states its direction
    (direction,) = (side for side in terms["direction"] if side.body == target.body)
    allowed = Decimal(tolerance.claim.value) if tolerance else Decimal(0)
    word = assess(Decimal(result.claim.value["value"]), Decimal(target.claim.value), allowed, direction.claim.value)
    return Assessment(word, result, target, direction, tolerance)


def _narrowest(sides: list[Side], body: str) -> Side | None:
    """The body's own tolerance; where it has none, the narrowest of the others'."""
    own = [side for side in sides if side.body == body]
    return min(own or sides, key=lambda side: (Decimal(side.claim.value), side.body), default=None)


def behind(assessed: Mapping[str, Sequence[Assessment]]) -> dict[Field, list[Side]]:
    """The terms that results are assessed by, as fields of their measures: each side once, in order of its body."""
    found: dict[Field, dict[tuple[str, tuple[int, int, str, str]], Side]] = {}
    for measure, every in assessed.items():
        for assessment in every:
            for name, side in assessment.terms:
                found.setdefault(Field(MEASURE, measure, name), {})[side.body, side.claim.order()] = side
    return {field: [sides[each] for each in sorted(sides)] for field, sides in found.items()}


def is_assessed_by(claim: Claim, body: str, terms: Mapping[Field, Sequence[Side]]) -> bool:
    """Whether this statement, as the body's word, is one of these terms."""
    sides = terms.get(claim.field, ())
    return any(side.body == body and claim.order() in map(Claim.order, side.sources) for side in sides)
