"""Returns that have not come: a measure's next period is over, and nobody has reported its result.

The next period begins behind the last one that was reported and is as long as that one, or as the step between the
last two where that is shorter, as with rolling years that are reported each quarter. Periods of whole months go on in
whole months. Source: design section 4 (dates are watched); LEE 33 (regular returns); the rule is our own choice.
"""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from hub.reconcile.claims import Side
from hub.reconcile.days import Day
from hub.reconcile.measures.fields import RETURN, RETURN_GRACE
from hub.reconcile.measures.measured import Measured
from hub.reconcile.measures.periods import Period
from hub.reconcile.measures.results import Results, last_ends, last_of
from hub.reconcile.watching import Watched, look


def following(last: Period, before: Period | None) -> Period | None:
    """The period after the last one. None where it would lie behind the calendar.

    before: the last one with an earlier end, if there is one.
    """
    one_day = timedelta(days=1)
    try:
        begins = last.end + one_day
        since = last.start if before is None else max(last.start, before.end + one_day)
        months = _months(since, begins)
        behind = begins + (begins - since) if months is None else _later(begins, months)
    except (OverflowError, ValueError):
        return None
    return Period(behind - one_day, begins)


def _months(start: date, behind: date) -> int | None:
    """How many whole calendar months lie between two days; None where they are not whole."""
    if start.day != 1 or behind.day != 1:
        return None
    return (behind.year - start.year) * 12 + behind.month - start.month


def _later(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    return date(day.year + years, month + 1, 1)


@lru_cache(10_000)  # whoever reports, reports of the same months
def _due(last: str, before: str | None = None) -> Period | None:
    return following(Period.read(last), None if before is None else Period.read(before))


def missing_returns(
    partnership: str, about: tuple[str, str], measured: Measured, ends: Sequence[Day], as_of: Day
) -> list[Watched]:
    """Of every measure that is observed. ends: the days on which bodies say that the subject itself ends; of a period
    behind all of these none is expected, nor of one behind all those until which the measure is reported, where every
    body that says what was agreed of it says until when."""
    return [
        _missing_return(partnership, about, measure, years, (ends, _reported_until(measured, measure)), as_of)
        for measure, years in sorted(measured.results.items())
    ]


def _reported_until(measured: Measured, measure: str) -> list[Day]:
    terms = measured.stands.get(measure, {})
    sides = terms.get("reported_until", [])
    if {side.body for side in sides} != {side.body for side in terms.get("target", ())}:
        return []
    return [Day.read(side.claim.value) for side in sides]


def _missing_return(
    partnership: str,
    about: tuple[str, str],
    measure: str,
    years: Sequence[Results],
    bounds: Iterable[Sequence[Day]],
    as_of: Day,
) -> Watched:
    periods = last_ends(each for year in years for each in year.ends)
    due = _due(*reversed(periods))
    if due is None or any(days and max(days) < Day.of(due.start) for days in bounds):
        return Watched([], [])
    in_time = Day(Day.of(due.end) + RETURN_GRACE)

    def words(sides: Sequence[Side], day: str) -> str:
        return (
            f"no result for {due.start.isoformat()} to {due.end.isoformat()} has come within {RETURN_GRACE} days of "
            "the period's end"
        )

    dated: list[tuple[Day, Any]] = [(in_time, side) for side in last_of(years).sides]
    return look(RETURN, partnership, about, f"measure:{measure}", dated, as_of, passed=words, near=words)
