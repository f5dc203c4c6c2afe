"""The financial year that a day belongs to: from 1 April to 31 March, named after its first day's."""

from datetime import date

import pytest

from hub.reconcile.days import Day, financial_year


@pytest.mark.parametrize(
    ("day", "year"),
    [("2015-03-31", 2014), ("2015-04-01", 2015), ("2015-04-30", 2015), ("2015-12-31", 2015), ("2016-01-01", 2015)],
)
def test_a_year_begins_on_1_april(day: str, year: int) -> None:
    assert financial_year(date.fromisoformat(day)) == year
    assert Day.read(day).text == day
