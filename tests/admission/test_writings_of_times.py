"""Each writing of a time that RFC 3339 allows is taken as an attribute and as a field, and means the same moment."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.admission.admit import Admitted, Context, admit
from hub.events.moments import written
from tests.support.documents import NOW, declared, wandsworth

MOMENT = datetime(2015, 6, 29, 18, 30, tzinfo=UTC)
WRITINGS = [
    "2015-06-29T18:30:00Z",
    "2015-06-29t18:30:00z",
    "2015-06-29 18:30:00Z",
    "2015-06-29T18:30Z",
    "2015-06-29T18:30:00.000Z",
    "2015-06-29T18:29:60Z",
    "2015-06-29T19:30:00+01:00",
    "2015-06-29T18:30:00-00:00",
]
NONE = ["2015-06-29", "2015-06-29T18:30:00", "20150629T183000Z", "2015-W27-1T18:30:00Z", "2015-02-30T18:30:00Z", "", 7]
NONE += ["2015-06-29T18:30:00+0100", "2015-06-29T25:30:00Z", "9999-12-31T23:59:60Z", "２015-06-29T18:30:00Z"]


def admitted(**attributes: Any) -> Admitted:
    answer = admit(declared(attributes=attributes), Context(wandsworth(), NOW, "operator", "test"))
    assert isinstance(answer, Admitted), answer
    return answer


@pytest.mark.parametrize("writing", WRITINGS)
def test_it_is_taken_wherever_a_time_may_stand(writing: str) -> None:
    by_time = admitted(time=writing, recordedtime=None).event.meta
    assert (by_time.recorded_at, by_time.occurred_at.isoformat()) == (MOMENT, "2015-06-29")
    assert admitted(recordedtime=writing).event.meta.recorded_at == MOMENT


@pytest.mark.parametrize("text", NONE, ids=str)
def test_what_is_no_time_is_none(text: Any) -> None:
    assert written(text) is None


@given(st.integers(0, 9_467_000_000), st.integers(-1439, 1439))
def test_every_moment_in_every_offset(second: int, minutes: int) -> None:
    local = (datetime(1900, 1, 2, tzinfo=UTC) + timedelta(seconds=second)).replace(tzinfo=None)
    sign, size = "-" if minutes < 0 else "+", abs(minutes)
    text = f"{local.isoformat()}{sign}{size // 60:02}:{size % 60:02}"
    read = written(text.lower())
    assert read is not None
    assert read.day == text[:10]
    assert read.moment == local.replace(tzinfo=UTC) - timedelta(minutes=minutes)
    assert read.text == text
