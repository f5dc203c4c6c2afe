"""How a contract performs: each agreed measure, its last result, and whether it misses its target.

Under-performing = a last result misses a target by more than the tolerance, in the measure's direction. Every result
of the last period and every target that stands is judged: a body's result by the body's own target, and by each
target whose body reports no result of its own; a body without a target by every one. The worst word counts.
Source: design section 4 (provider standing); WAN 8; LEE 33.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from hub.events.configuration import Configuration
from hub.reconcile import differences
from hub.reconcile.claims import Field, Side, next_change, sides_of
from hub.reconcile.days import Day, earliest
from hub.reconcile.history import History
from hub.reconcile.sides import items, latest, show


class Performance(StrEnum):
    """What the last result of a measure comes to."""

    MET = "met"  # at or better than the target
    WITHIN_TOLERANCE = "within_tolerance"  # worse than the target, by no more than the tolerance
    MISSED = "missed"  # worse by more than that: under-performing
    NO_TARGET = "no_target"  # results come, but nobody has said what was agreed
    NO_RESULT = "no_result"  # agreed, and nothing observed yet


def judge(result: Decimal, target: Decimal, tolerance: Decimal, direction: str) -> Performance:
    """direction: "higher" or "lower" is better."""
    short = target - result if direction == "higher" else result - target
    if short <= 0:
        return Performance.MET
    return Performance.WITHIN_TOLERANCE if short <= tolerance else Performance.MISSED


@dataclass(frozen=True, slots=True)
class Results:
    """What stands of one measure's observations in one financial year, on a day.

    last: key of the last period, "<end>/<start>", which is the greatest; "" when nothing stands yet.
    ends: of the last two different ends the key of the last period that ends then, in order.
    disputed: results of which bodies say different things; found here, so that a year is compared when it is touched.
    """

    measure: str
    last: str
    sides: list[Side]
    periods: int
    until: Day | None
    ends: tuple[str, ...] = ()
    disputed: Mapping[Field, list[Side]] = field(default_factory=dict)


def view_results(measure: str, claims: History, as_of: Day, configuration: Configuration) -> Results:
    """One part of a contract's history, looked at on its own, so that the other years need not be."""
    stands = sides_of(claims.standing(as_of), as_of, configuration)
    last = max(stands, key=lambda each: each.name, default=None)
    until = earliest(claims.next_effective(as_of), next_change(configuration, as_of))
    disputed = {each: sides for each, sides in stands.items() if differences.differ(each, sides, configuration)}
    ends = last_ends(each.name for each in stands)
    return Results(measure, last.name if last else "", stands[last] if last else [], len(stands), until, ends, disputed)


def last_ends(periods: Iterable[str]) -> tuple[str, ...]:
    """Of the last two different ends among "<end>/<start>", the greatest key with each, in order."""
    by_end = {each.partition("/")[0]: each for each in sorted(periods)}
    return tuple(by_end[end] for end in sorted(by_end)[-2:])


def by_measure(results: Iterable[Results]) -> dict[str, list[Results]]:
    """Those in which something stands, by measure."""
    observed: dict[str, list[Results]] = {}
    for each in results:
        if each.periods:
            observed.setdefault(each.measure, []).append(each)
    return observed


def measures(core: Mapping[Field, list[Side]], results: Iterable[Results]) -> list[dict[str, Any]]:
    """Every measure that is agreed or observed, with its last result, in order of name.

    core: what stands of the contract itself; results: of each of its measures and years.
    """
    agreed = items(core, "measure")
    observed = by_measure(results)
    return [_measure(name, agreed.get(name, {}), observed.get(name, [])) for name in sorted({*agreed, *observed})]


def _measure(name: str, agreed: dict[str, list[Side]], observed: list[Results]) -> dict[str, Any]:
    shown: dict[str, Any] = {"measure": name}
    shown.update({field: [show(side) for side in sides] for field, sides in agreed.items()})
    if not observed:
        return {**shown, "performance": Performance.NO_RESULT}
    last = max(observed, key=lambda each: each.last)
    shown["last_result"] = [show(side) for side in last.sides]
    shown["results"] = sum(each.periods for each in observed)
    if "target" not in agreed or "direction" not in agreed:
        return {**shown, "performance": Performance.NO_TARGET}
    judged = [
        _judged(result, target, agreed)
        for result in last.sides
        for target in _targets_of(result, last.sides, agreed["target"])
    ]
    # the worst word counts: a partner who reports a miss is not outvoted
    order = (Performance.MISSED, Performance.WITHIN_TOLERANCE, Performance.MET)
    return {**shown, "judged": judged, "performance": min((each["performance"] for each in judged), key=order.index)}


def _targets_of(result: Side, results: list[Side], targets: list[Side]) -> list[Side]:
    """The targets that this result is judged by; see the rule above. Never none while there is a target."""
    reporting = {each.body for each in results}
    if all(each.body != result.body for each in targets):
        return targets
    return [each for each in targets if each.body == result.body or each.body not in reporting]


def _judged(result: Side, target: Side, agreed: dict[str, list[Side]]) -> dict[str, Any]:
    """The word on one result by one target, with the result, the target and the tolerance that it was judged by."""
    tolerance = _narrowest(agreed.get("tolerance", []), target.body)
    direction = _own_or_last(agreed["direction"], target.body).claim.value
    allowed = Decimal(tolerance.claim.value) if tolerance else Decimal(0)
    told = {
        "performance": judge(Decimal(result.claim.value["value"]), Decimal(target.claim.value), allowed, direction),
        "result": show(result),
        "target": show(target),
    }
    return {**told, "tolerance": show(tolerance)} if tolerance else told


def _narrowest(sides: list[Side], body: str) -> Side | None:
    """The body's own tolerance; where it has none, the narrowest of the others'."""
    own = [side for side in sides if side.body == body]
    return min(own or sides, key=lambda side: (Decimal(side.claim.value), side.body), default=None)


def _own_or_last(sides: list[Side], body: str) -> Side:
    # a target comes with its direction, so another's is taken only where that was said on its own
    return latest([side for side in sides if side.body == body] or sides)


def under_performing(shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in shown if each["performance"] is Performance.MISSED]
