"""A year that cannot be is told as what it is, and once: whatever the time that has it stands for."""

from typing import Any

import pytest

from connectors.ocds.texts import instant, why_no_instant
from hub.admission.admit import Refused, admit
from hub.admission.refusal import Code, Refusal
from hub.events.moments import moment, why_unread
from tests.support.documents import context, declared

YEARS = ("0000", "0001", "1850", "2999", "9999")
TIMES = [
    f"{year}-{end}" for year in YEARS for end in ("01-01T00:00:00Z", "01-01T00:00:00+01:00", "12-31T23:59:59-05:00")
]
EARLY = "0001-01-01T00:00:60+14:00"
OTHER = {"time": {}, "recordedtime": {"occurred_at": "2015-06-30"}}
"""What meta has to say of the days beside each attribute, where there is no other."""


def refusals(**given: Any) -> tuple[Refusal, ...]:
    answer = admit(declared(**given), context())
    return answer.refusals if isinstance(answer, Refused) else ()


@pytest.mark.parametrize("time", TIMES)
def test_a_time_that_stands_for_both_is_one_fault(time: str) -> None:
    (refusal,) = refusals(attributes={"time": time, "recordedtime": None})
    assert refusal.field == "time"
    assert "RFC 3339" not in refusal.problem


@pytest.mark.parametrize("time", TIMES)
def test_a_time_beside_another_is_one_fault(time: str) -> None:
    (refusal,) = refusals(attributes={"recordedtime": time})
    assert refusal.field == "recordedtime"
    assert "RFC 3339" not in refusal.problem
    (refusal,) = refusals(attributes={"time": time})
    assert refusal.field == "time"


@pytest.mark.parametrize("attributes", [{"time": EARLY, "recordedtime": None}, {"recordedtime": EARLY}])
def test_a_year_that_lies_outside_in_utc_is_told_of_a_leap_second_too(attributes: dict[str, Any]) -> None:
    (refusal,) = refusals(attributes=attributes)
    assert refusal.problem == "its year lies outside 1 to 9999 in UTC"


@pytest.mark.parametrize("time", TIMES)
@pytest.mark.parametrize("end", [10, None], ids=["day", "time"])
def test_a_date_is_one_fault(time: str, end: int | None) -> None:
    assert len(refusals(period_end=time[:end])) == 1


@pytest.mark.parametrize(
    ("time", "problem"),
    [
        ("0000-01-01T00:00:00Z", "its year lies outside 1 to 9999"),
        ("9999-12-31T23:59:60Z", "its year lies outside 1 to 9999"),
        ("2015-02-30T00:00:00Z", "names a day or an hour that there is not"),
        ("2015-06-30T24:00:00Z", "names a day or an hour that there is not"),
        ("30.6.2015", None),
        ("2015-06-30T23:00:00Z", None),
        (7, None),
    ],
)
def test_what_is_written_as_a_time_and_is_none_is_told_why(time: Any, problem: str | None) -> None:
    assert why_unread(time) == problem
    if problem is not None:
        (refusal,) = refusals(attributes={"time": time, "recordedtime": None})
        assert (refusal.problem, refusal.fix) == (problem, "check the year, the day and the hour")


@pytest.mark.parametrize("name", ["time", "recordedtime"])
@pytest.mark.parametrize("time", ["30.6.2015", "2015-06-30", "yesterday", 7])
def test_what_is_not_written_as_a_time_is_told_how_one_is(name: str, time: Any) -> None:
    (refusal,) = refusals(attributes={"time": None, "recordedtime": None, name: time}, meta=OTHER[name])
    assert (refusal.field, refusal.problem) == (name, "is no RFC 3339 time with an offset")
    assert refusal.fix == "2015-06-29T18:30:00Z is one"


@pytest.mark.parametrize("time", ["0001-01-01T00:00:00+01:00", "9999-12-31T23:59:59-05:00", "0000-01-01"])
def test_of_a_release_the_year_is_told_too(time: str) -> None:
    assert instant(time) is moment(time) is None
    problem, _ = why_no_instant(time)
    assert problem.startswith("its year lies outside 1 to 9999")
    assert why_no_instant("yesterday")[0] == "is not an ISO 8601 time"


@pytest.mark.parametrize("day", ["0001-02-03", "1850-01-01", "9999-12-31"])
def test_a_day_that_cannot_be_is_told_where_the_rest_of_meta_cannot_be_read(day: str) -> None:
    told = refusals(attributes={"time": None}, meta={"occurred_at": day, "organisation": "x y"})
    assert [each.field for each in told] == ["meta.organisation", "meta.occurred_at"]
    (alone,) = refusals(attributes={"time": None}, meta={"occurred_at": day})
    assert alone.field == "meta.occurred_at"


def test_what_cannot_be_read_differs_from_nothing() -> None:
    (told,) = refusals(attributes={"recordedtime": "yesterday"}, meta={"recorded_at": "2015-06-29T18:30:00Z"})
    assert told.field == "recordedtime"


def test_what_cannot_be_read_hides_nothing_that_stands_behind_it() -> None:
    attributes = {"recordedtime": "yesterday", "dataclassification": "restricted"}
    told = refusals(attributes=attributes, meta={"recorded_at": "2015-06-29T18:30:00Z"})
    assert [each.field for each in told] == ["recordedtime", "dataclassification"]


@pytest.mark.parametrize("time", TIMES)
def test_a_year_that_cannot_be_hides_no_other_fault(time: str) -> None:
    told = refusals(attributes={"time": time, "recordedtime": None}, stage="awarded")
    assert [each.field for each in told] == ["time", "data.stage"]


@pytest.mark.parametrize("time", ["yesterday", "2015-02-30T00:00:00Z"])
def test_a_time_that_is_none_hides_no_other_attribute_that_is_missing(time: str) -> None:
    told = refusals(attributes={"time": time, "recordedtime": None, "subject": None})
    assert [each.field for each in told] == ["time", "meta.subject"]


def test_two_days_are_told_to_differ_also_where_none_of_them_can_be() -> None:
    told = refusals(attributes={"time": "2999-01-01T00:00:00Z"}, meta={"occurred_at": "2998-01-01"})
    assert [(each.code, each.field) for each in told] == [
        (Code.DISAGREES, "meta.occurred_at"),
        (Code.OCCURRED_TOO_LATE, "meta.occurred_at"),
    ]


@pytest.mark.parametrize(
    ("attributes", "fix"),
    [
        ({"recordedtime": "2999-01-01T00:00:00Z"}, "check the source's clock and its offset from UTC"),
        ({"time": "1850-01-01T00:00:00Z"}, "check the year"),
        ({"time": "1850-01-01T00:00:00Z", "recordedtime": None}, "check the year"),
    ],
)
def test_only_of_a_time_that_stands_for_both_a_second_one_is_asked(attributes: dict[str, Any], fix: str) -> None:
    (told,) = refusals(attributes=attributes)
    assert told.fix == fix


def test_what_is_true_from_a_day_to_come_is_told_which_attribute_is_missing() -> None:
    ahead = {"time": "2017-04-01T00:00:00Z", "recordedtime": None}
    (told,) = refusals(attributes=ahead, meta={"partnerships": ["wandsworth"]})
    assert (told.field, "give recordedtime beside it" in told.fix) == ("time", True)
    both = {**ahead, "recordedtime": "2015-04-20T09:30:00Z"}
    assert refusals(attributes=both, meta={"partnerships": ["wandsworth"]}) == ()
