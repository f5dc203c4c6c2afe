"""The attribute time stands for the day from which it is true, as the source wrote it, and for when it was recorded."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from hub.admission.admit import Admitted, Refused, admit
from hub.admission.refusal import Code
from tests.support.documents import context, declared

TIMES = {
    "2015-04-13T00:30:00+01:00": (date(2015, 4, 13), datetime(2015, 4, 12, 23, 30, tzinfo=UTC)),
    "2015-04-12T23:30:00Z": (date(2015, 4, 12), datetime(2015, 4, 12, 23, 30, tzinfo=UTC)),
    "2015-06-30T20:00:00-05:00": (date(2015, 6, 30), datetime(2015, 7, 1, 1, tzinfo=UTC)),
}


def meta(**given: Any) -> Any:
    answer = admit(declared(**given), context())
    assert isinstance(answer, Admitted), answer
    return answer.event.meta


@pytest.mark.parametrize("time", TIMES)
def test_it_fills_both_where_the_event_states_neither(time: str) -> None:
    found = meta(attributes={"time": time, "recordedtime": None})
    assert (found.occurred_at, found.recorded_at) == TIMES[time]


@pytest.mark.parametrize("time", TIMES)
def test_a_day_beside_it_is_the_one_that_the_source_wrote(time: str) -> None:
    """In the source's own offset: what day it was in Greenwich then is another day for some."""
    day, instant = TIMES[time]
    for stated in {day, instant.date()}:
        document = declared(attributes={"time": time}, meta={"occurred_at": stated.isoformat()})
        answer = admit(document, context())
        told = [(each.code, each.field) for each in answer.refusals] if isinstance(answer, Refused) else []
        assert told == ([] if stated == day else [(Code.DISAGREES, "meta.occurred_at")])


@pytest.mark.parametrize("stated", ["2015-04-13", "2015-04-13T00:00:00Z", "2015-04-13T00:00:00+01:00"])
def test_the_same_day_written_as_its_midnight_is_the_same_day(stated: str) -> None:
    document = declared(attributes={"time": "2015-04-13T00:30:00+01:00"}, meta={"occurred_at": stated})
    answer = admit(document, context())
    assert isinstance(answer, Admitted), answer
    assert answer.event.meta.occurred_at == date(2015, 4, 13)
    document["data"]["meta"]["occurred_at"] = stated.replace("13", "14")
    answer = admit(document, context())
    assert isinstance(answer, Refused)
    assert [(each.code, each.field) for each in answer.refusals] == [(Code.DISAGREES, "meta.occurred_at")]


def test_the_same_moment_in_meta_is_the_same_however_its_offset_is_written() -> None:
    same = declared(
        attributes={"recordedtime": "2015-04-20T09:30:00Z"}, meta={"recorded_at": "2015-04-20T10:30:00+0100"}
    )
    assert isinstance(admit(same, context()), Admitted)


@pytest.mark.parametrize("recorded", ["2014-01-01T00:00:00+0000", "2014-01-01T00:00:00,5Z", "2014-01-01T00:00Z"])
def test_a_time_beside_another_is_told_to_differ_however_it_is_written(recorded: str) -> None:
    answer = admit(declared(meta={"recorded_at": recorded}), context())
    assert isinstance(answer, Refused)
    assert "meta.recorded_at" in {each.field for each in answer.refusals}


@pytest.mark.parametrize(
    ("recorded", "is_told"),
    [
        ("1900-01-01T00:00:00Z", False),
        ("1899-12-31T23:59:59Z", True),
        ("1900-01-01T00:30:00+01:00", True),
        ("1899-12-31T23:30:00-01:00", False),
    ],
)
def test_the_year_in_which_it_was_recorded_is_that_of_its_instant(recorded: str, is_told: bool) -> None:
    answer = admit(declared(attributes={"recordedtime": recorded}), context())
    told = [(each.code, each.field) for each in answer.refusals] if isinstance(answer, Refused) else []
    assert told == ([(Code.DATE_IMPLAUSIBLE, "recordedtime")] if is_told else [])
