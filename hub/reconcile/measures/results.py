"""What is observed of a subject's measures, year by year, and how each measure is shown.

What a result comes to is told by `assessing`. Source: design section 4 (provider standing); WAN 8; LEE 33.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from hub.configuration.model import Configuration
from hub.reconcile.claims import Field, Side, sides_of
from hub.reconcile.days import Day
from hub.reconcile.fields_compared import FieldsCompared
from hub.reconcile.history import History
from hub.reconcile.measures.assessing import Assessment, Performance, worst
from hub.reconcile.sides import show


@dataclass(frozen=True, slots=True)
class Results:
    """What stands of one measure's observations in one financial year, on a day.

    by_period: by its key the results of each period.
    ends: of the last two different ends the key of the last period that ends then, "<end>/<start>", in order.
    disputed: results of which bodies say different things; found here, so that a year is compared when it is touched.
    """

    measure: str
    by_period: Mapping[str, list[Side]]
    ends: tuple[str, ...]
    disputed: Mapping[Field, list[Side]]

    @property
    def last(self) -> str:
        """The key of the last period, which is the greatest; asked where something stands."""
        return self.ends[-1]

    @property
    def sides(self) -> list[Side]:
        """The results of the last period; asked where something stands."""
        return self.by_period[self.last]

    @property
    def periods(self) -> int:
        """Of how many something stands."""
        return len(self.by_period)


def view_results(
    measure: str, claims: History, compared: FieldsCompared, as_of: Day, configuration: Configuration
) -> Results:
    """One part of a subject's history, looked at on its own, so that the other years need not be."""
    stands = sides_of(claims.standing(as_of), as_of, configuration)
    by_period = {each.name: sides for each, sides in stands.items()}
    disputed = {each: sides for each, sides in stands.items() if compared.of(each, sides)[1]}
    return Results(measure, by_period, last_ends(by_period), disputed)


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


def last_of(years: Iterable[Results]) -> Results:
    """The one that has the last period; at least one is given."""
    return max(years, key=lambda each: each.last)


def last_results(observed: Mapping[str, Sequence[Results]]) -> dict[str, tuple[date, list[Side]]]:
    """Of each measure the last day of its last period, and the results of that period."""
    found = {}
    for measure, years in observed.items():
        last = last_of(years)
        found[measure] = date.fromisoformat(last.last.partition("/")[0]), last.sides
    return found


def measures(
    agreed: Mapping[str, Mapping[str, list[Side]]],
    observed: Mapping[str, Sequence[Results]],
    assessed: Mapping[str, Sequence[Assessment]],
    trends: Mapping[str, list[dict[str, Any]]],
) -> list[dict[str, Any]]:
    """Every measure that is agreed or observed, with its last result and what that comes to, in order of name.

    agreed: what stands of each measure; observed, assessed, trends as they are shown: by measure.
    """
    return [
        _measure(name, agreed.get(name, {}), observed.get(name, ()), assessed.get(name, ()), trends.get(name))
        for name in sorted({*agreed, *observed})
    ]


def _measure(
    name: str,
    agreed: Mapping[str, list[Side]],
    observed: Sequence[Results],
    assessed: Sequence[Assessment],
    trends: list[dict[str, Any]] | None,
) -> dict[str, Any]:
    shown: dict[str, Any] = {"measure": name}
    shown.update({field: [show(side) for side in sides] for field, sides in agreed.items()})
    if not observed:
        return {**shown, "performance": Performance.NO_RESULT}
    last = last_of(observed)
    shown["last_result"] = [show(side) for side in last.sides]
    shown["results"] = sum(each.periods for each in observed)
    if assessed:
        shown["judged"] = [_shown(each) for each in assessed]
    if trends:
        shown["trends"] = trends
    return {**shown, "performance": worst(assessed)}


def _shown(assessed: Assessment) -> dict[str, Any]:
    terms = {name: show(side) for name, side in assessed.terms}
    return {"performance": assessed.performance, "result": show(assessed.result), **terms}


def under_performing(shown: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [each for each in shown if each["performance"] is Performance.MISSED]
