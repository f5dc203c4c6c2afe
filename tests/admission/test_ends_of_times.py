"""The last day and moment that a rule of times lets through, and the first that it does not."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from hub.admission.admit import Refused, admit
from hub.admission.refusal import Code
from tests.support.documents import NOW, context, declared


def codes(document: Any, now: datetime = NOW) -> list[Code]:
    answer = admit(document, context(now=now))
    return [each.code for each in answer.refusals] if isinstance(answer, Refused) else []


def true_from(day: date, now: datetime) -> list[Code]:
    return codes(
        declared(meta={"occurred_at": day.isoformat(), "partnerships": ["wandsworth"]}, attributes={"time": None}), now
    )


@pytest.mark.parametrize(
    ("today", "furthest"),
    [
        (date(2026, 11, 27), date(2036, 11, 27)),
        (date(2028, 2, 28), date(2038, 2, 28)),
        (date(2028, 2, 29), date(2038, 3, 1)),  # a leap day, which the later year does not have
        (date(2028, 3, 1), date(2038, 3, 1)),
    ],
)
def test_what_is_true_ten_years_from_today_is_let_in_and_no_later_day(today: date, furthest: date) -> None:
    now = datetime(today.year, today.month, today.day, 12, tzinfo=UTC)
    assert true_from(furthest, now) == []
    assert true_from(furthest + timedelta(days=1), now) == [Code.OCCURRED_TOO_LATE]


def test_a_clock_may_be_ahead_by_a_day_and_no_more() -> None:
    a_day = timedelta(hours=24)
    for ahead, expected in ((a_day, []), (a_day + timedelta(seconds=1), [Code.RECORDED_AHEAD])):
        assert codes(declared(attributes={"recordedtime": (NOW + ahead).isoformat()})) == expected


@pytest.mark.parametrize("name", ["period_start", "period_end"])
def test_the_first_and_the_last_day_that_a_field_may_hold(name: str) -> None:
    def of(day: date) -> list[Code]:
        fields: dict[str, Any] = {"period_start": None, "period_end": None, name: day.isoformat()}
        return codes(declared(**fields))

    assert of(date(1900, 1, 1)) == of(date(2200, 12, 31)) == []
    assert of(date(1899, 12, 31)) == of(date(2201, 1, 1)) == [Code.DATE_IMPLAUSIBLE]


def test_a_term_of_one_day_is_no_reversed_one() -> None:
    assert codes(declared(period_start="2015-04-01", period_end="2015-04-01")) == []


def test_the_day_from_which_it_is_true_is_told_by_the_rule_of_that_day_alone() -> None:
    assert true_from(date(1899, 12, 31), NOW) == [Code.OCCURRED_TOO_EARLY]
    assert true_from(date(2201, 1, 1), NOW) == [Code.OCCURRED_TOO_LATE]
