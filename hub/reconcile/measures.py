"""How a contract performs: each agreed measure, its last result, and whether it misses its target.

Under-performing = the last result misses the target by more than the tolerance, in the measure's direction.
Source: design section 4 (provider standing); WAN 8; LEE 33.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from hub.events.configuration import Configuration
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
    """

    measure: str
    last: str
    sides: list[Side]
    periods: int
    until: Day | None


def view_results(measure: str, claims: History, as_of: Day, configuration: Configuration) -> Results:
    """One part of a contract's history, looked at on its own, so that the other years need not be."""
    stands = sides_of(claims.standing(as_of), as_of, configuration)
    last = max(stands, key=lambda field: field.name, default=None)
    until = earliest(claims.next_effective(as_of), next_change(configuration, as_of))
    return Results(measure, last.name if last else "", stands[last] if last else [], len(stands), until)


def measures(core: Mapping[Field, list[Side]], results: Iterable[Results]) -> list[dict[str, Any]]:
    """Every measure that is agreed or observed, with its last result, in order of name.

    core: what stands of the contract itself; results: of each of its measures and years.
    """
    agreed = items(core, "measure")
    observed: dict[str, list[Results]] = {}
    for each in results:
        if each.periods:
            observed.setdefault(each.measure, []).append(each)
    return [_measure(name, agreed.get(name, {}), observed.get(name, [])) for name in sorted({*agreed, *observed})]


def last_results(results: Iterable[Results]) -> dict[Field, list[Side]]:
    """The sides of each measure's last period."""
    last = {each.measure: each for each in sorted(results, key=lambda each: each.last) if each.periods}
    return {Field("result", name, each.last): each.sides for name, each in last.items()}


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
    # the worst word counts: a partner who reports a miss is not outvoted
    words = [_judge_side(side, agreed) for side in last.sides]
    order = (Performance.MISSED, Performance.WITHIN_TOLERANCE, Performance.MET)
    return {**shown, "performance": min(words, key=order.index)}


def _judge_side(side: Side, agreed: dict[str, list[Side]]) -> Performance:
    tolerance = _word(agreed.get("tolerance", []), side.body)
    return judge(
        Decimal(side.claim.value["value"]),
        Decimal(_word(agreed["target"], side.body)),
        Decimal(tolerance) if tolerance is not None else Decimal(0),
        _word(agreed["direction"], side.body),
    )


def _word(sides: list[Side], body: str) -> Any:
    """The body's own word, else the one said last by another."""
    own = [side for side in sides if side.body == body]
    chosen = own or sides
    return latest(chosen).claim.value if chosen else None


def under_performing(shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in shown if each["performance"] is Performance.MISSED]
