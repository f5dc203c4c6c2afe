"""A side as programs are told it: its date and moment can be put in words; what a silent body has not is left out."""

from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from hub.reconcile.typed import Citation, Day, Instant, SideOfDifference
from tests.reconcile.told import CCG, CONTRACT, COUNCIL, Said, contract

SAID = {
    "since": "2015-04-01",
    "recorded_at": "2015-04-01T12:00:00.000Z",
    "event": "0191f7a0-0000-7000-8000-0000000000aa",
}


@pytest.mark.parametrize("text", ["2015-02-29", "2015-04", "April", ""])
def test_a_day_is_one_of_the_calendar(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Day).validate_python(text)


@pytest.mark.parametrize("text", ["2015-04-01T25:00:00.000Z", "noon", ""])
def test_a_moment_is_one(text: str) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Instant).validate_python(text)


def test_what_was_said_is_told_as_it_was_said() -> None:
    side = Citation.model_validate({"organisation": COUNCIL, **SAID})
    assert side.model_dump(exclude_unset=True) == {"organisation": COUNCIL, **SAID}


def test_sides_of_a_difference_are_those_that_spoke_and_those_that_are_silent() -> None:
    declared: Said = (COUNCIL, "declared", {"stage": "contract", "subject": CONTRACT, "funders": [{"id": CCG}]})
    (silence,) = (each for each in contract(declared)["differences"] if each["field"] == f"declared:{CCG}")
    spoke, silent = (SideOfDifference.model_validate(each) for each in silence["sides"])
    assert (spoke.organisation, spoke.since, spoke.event) == (COUNCIL, "2014-04-01", silence["sides"][0]["event"])
    assert silent.model_fields_set == {"organisation", "value"}
    assert silent.organisation == CCG


@pytest.mark.parametrize("name", SAID)
def test_null_is_no_way_to_leave_out_what_a_silent_body_has_not(name: str) -> None:
    for others in (SAID, {}):
        with pytest.raises(ValidationError, match="or none of them"):
            SideOfDifference.model_validate({"organisation": CCG, "value": None, **others, name: None})


@pytest.mark.parametrize("what", [None, "GB-LAE-WND", ["GB-LAE-WND"]])
def test_what_is_no_side_is_told_to_be_none(what: Any) -> None:
    with pytest.raises(ValidationError):
        SideOfDifference.model_validate(what)
