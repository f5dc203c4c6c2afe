"""A day of a release is the day that is written; where London reads another one at midnight, the publisher is told."""

from typing import Any

import pytest

from connectors.ocds.texts import midnight_of
from tests.connectors.releases import a_contract, a_release
from tests.connectors.test_one_fault import read


def told(signed: str) -> tuple[str | None, list[tuple[str, str]]]:
    """(the day of signature, what is told of it)"""
    (item,) = read(a_release(ocid="ocds-h6vhtk-1", tag=["contract"], contracts=[a_contract(dateSigned=signed)]))
    documents: list[dict[str, Any]] = [each["data"] for each in item.documents]
    (found,) = {each["signed_on"] for each in documents if each.get("signed_on")}
    return found, [(each.problem, each.fix) for each in item.warnings if each.field == "contracts[0].dateSigned"]


def test_midnight_of_london_that_is_written_as_the_evening_before_is_told() -> None:
    day, found = told("2025-06-30T23:00:00Z")
    assert day == "2025-06-30"
    assert found == [
        (
            "is midnight of 2025-07-01 in London, and is read as 2025-06-30, the day that is written",
            "write the day that is meant with its offset, as 2025-07-01T00:00:00+01:00",
        )
    ]


def test_a_midnight_of_winter_is_told_with_the_offset_of_winter() -> None:
    day, found = told("2025-01-14T19:00:00-05:00")
    assert day == "2025-01-14"
    assert [fix.rpartition(" ")[2] for _, fix in found] == ["2025-01-15T00:00:00+00:00"]


@pytest.mark.parametrize("signed", ["0001-01-01T00:00:00Z", "0001-01-01", "9999-12-31T23:59:59Z"])
def test_a_day_at_the_ends_of_the_calendar_has_no_midnight_in_london(signed: str) -> None:
    assert midnight_of(signed) is None


@pytest.mark.parametrize(
    "signed",
    [
        "2025-07-01T00:00:00+01:00",
        "2025-07-01T00:00:00Z",
        "2025-07-01",
        "2025-06-30T23:59:59Z",
        "2025-06-30T23:00:01Z",
        "2025-12-31T23:00:00Z",
        "2025-06-30T23:00:00+01:00",
        "2025-01-01T00:00:00Z",
    ],
)
def test_no_other_time_is(signed: str) -> None:
    assert told(signed) == (signed[:10], [])
