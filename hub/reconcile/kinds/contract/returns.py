"""Returns that have not come: a measure's next period is over, and nobody has reported its result.

The next period begins behind the last one that was reported and is as long as that one, or as the step between the
last two where that is shorter, as with rolling years that are reported each quarter. Periods of whole months go on in
whole months. Source: design section 4 (dates are watched); LEE 33 (regular returns); the rule is our own choice.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from hub.reconcile.claims import Side
from hub.reconcile.days import Day
from hub.reconcile.kinds.contract.fields import RETURN, RETURN_GRACE
from hub.reconcile.watching import Watched, look


class Period(NamedTuple):
    """The last day comes first, so that periods are in order of their ends."""

    end: date
    start: date

    @classmethod
    def read(cls, name: str) -> "Period":
        """From a result's name, "<end>/<start>"."""
        end, _, start = name.partition("/")
        return cls(date.fromisoformat(end), date.fromisoformat(start))


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


def missing_return(
    partnership: str,
    contract: str,
    measure: str,
    periods: Sequence[str],
    sides: Sequence[Side],
    ends: Sequence[Day],
    as_of: Day,
) -> Watched:
    """periods: names of the last ones with different ends, in order. sides: the results of the last one.

    ends: the days on which bodies say that the contract ends; no return is expected of a period behind all of them.
    """
    due = _due(*reversed(periods[-2:]))
    if due is None or (ends and max(ends) < Day.of(due.start)):
        return Watched([], [])
    in_time = Day(Day.of(due.end) + RETURN_GRACE)

    def words(sides: Sequence[Side], day: str) -> str:
        return (
            f"no result for {due.start.isoformat()} to {due.end.isoformat()} has come within {RETURN_GRACE} days of "
            "the period's end"
        )

    dated: list[tuple[Day, Any]] = [(in_time, side) for side in sides]
    about = ("contract", contract)
    return look(RETURN, partnership, about, f"measure:{measure}", dated, as_of, passed=words, near=words)
