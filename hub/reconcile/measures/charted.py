"""The trends of a measure, one for each body that reports enough results of one length, and how a picture shows them.

Promise: each result that a trend is made of is shown with its event. Source: LEE 35; see `trend` for the rule.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from hub.configuration.practice import Practice
from hub.reconcile.claims import Field, Side
from hub.reconcile.measures.periods import Length, Period, length_of
from hub.reconcile.measures.results import Results
from hub.reconcile.measures.trend import FEWEST, Limits, Meaning, Runs, Signalled, limits, meaning, series, signals
from hub.reconcile.sides import cite

Observed = Mapping[str, Sequence[Results]]
"""What is observed, by measure."""


class ChartedResult(NamedTuple):
    """A result of a trend."""

    period: Period
    side: Side

    @property
    def value(self) -> Decimal:
        return Decimal(self.side.claim.value["value"])


class Series(NamedTuple):
    """The results of one body, whichever way is better."""

    body: str
    points: Sequence[ChartedResult]
    limits: Limits
    signals: Sequence[Signalled]


SeriesOf = Callable[[str], Sequence[Series]]
"""Of a measure those of all bodies that have one, in order of bodies."""


class ChartedTrend(NamedTuple):
    """The results of one body and what they come to. signals: each with what it means."""

    body: str
    length: Length
    points: Sequence[ChartedResult]
    limits: Limits
    signals: Sequence[tuple[Signalled, Meaning]]


def runs_of(practice: Practice | None) -> Runs:
    """The lengths of runs that a place has agreed."""
    return Runs() if practice is None else Runs(practice.trend_run, practice.trend_rising)


def trends(
    observed: Observed, stands: Mapping[str, Mapping[str, list[Side]]], series_of: SeriesOf
) -> dict[str, list[ChartedTrend]]:
    """By measure, of those that have one; in order of bodies. stands: what is agreed of each measure today."""
    found = {}
    for measure, years in observed.items():
        # most measures have a handful of results, and nothing is to be made of them
        if sum(each.periods for each in years) >= FEWEST:
            directions = stands.get(measure, {}).get("direction", ())
            if charted := [_trend(each, directions) for each in series_of(measure)]:
                found[measure] = charted
    return found


def series_in(years: Iterable[Results], runs: Runs) -> list[Series]:
    """In order of bodies. years: of one measure."""
    by_body: dict[str, dict[Period, Side]] = {}
    for year in years:
        for name, sides in year.by_period.items():
            for side in sides:
                by_body.setdefault(side.body, {})[Period.read(name)] = side
    each_of = (_of_body(body, results, runs) for body, results in sorted(by_body.items()))
    return [each for each in each_of if each is not None]


def _of_body(body: str, results: Mapping[Period, Side], runs: Runs) -> Series | None:
    points = [ChartedResult(period, results[period]) for period in series(results)]
    values = [each.value for each in points]
    within = limits(values)
    if within is None:
        return None
    return Series(body, points, within, signals(values, within, runs))


def _trend(charted: Series, directions: Sequence[Side]) -> ChartedTrend:
    own = [side for side in directions if side.body == charted.body]
    better = [side.claim.value for side in own or directions]
    found = [(each, meaning(each.way, better)) for each in charted.signals]
    length = length_of(max(each.period for each in charted.points))
    return ChartedTrend(charted.body, length, charted.points, charted.limits, found)


def results_shown(charted: Mapping[str, Sequence[ChartedTrend]]) -> dict[Field, list[Side]]:
    """The results that trends are made of, in order of bodies."""
    found: dict[Field, list[Side]] = {}
    for measure, several in charted.items():
        for trend in several:
            for point in trend.points:
                found.setdefault(Field("result", measure, point.period.name), []).append(point.side)
    return found


def shown(trend: ChartedTrend) -> dict[str, Any]:
    """As JSON data. The range is rounded to one digit more than the results have; signals are found before that."""
    values = [each.value for each in trend.points]
    digits = 1 + max(0, *(-int(each.as_tuple().exponent) for each in values))
    mean, lower, upper = (_rounded(each, digits) for each in trend.limits)
    days = {} if trend.length.days is None else {"days": trend.length.days}
    return {
        "organisation": trend.body,
        "every": trend.length.every,
        **days,
        "mean": mean,
        "lower": lower,
        "upper": upper,
        "signals": [_signal(trend, signal, means) for signal, means in trend.signals],
        "points": [_point(each) for each in trend.points],
    }


def _signal(trend: ChartedTrend, signal: Signalled, means: Meaning) -> dict[str, Any]:
    return {
        "rule": signal.rule,
        "side": signal.way,
        "meaning": means,
        "first": trend.points[signal.first].period.end.isoformat(),
        "last": trend.points[signal.last].period.end.isoformat(),
        "results": signal.last - signal.first + 1,
    }


def _point(point: ChartedResult) -> dict[str, Any]:
    return {
        **cite(point.side),
        "period_start": point.period.start.isoformat(),
        "period_end": point.period.end.isoformat(),
        "value": point.side.claim.value["value"],
    }


def _rounded(value: Fraction, digits: int) -> str:
    """Without zeros behind the point that say nothing."""
    found = Decimal(round(value * 10**digits)).scaleb(-digits)
    text = f"{found:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
