"""Times of RFC 3339 are read in full, and alike at every door."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.ocds.texts import instant
from hub.admission.admit import Admitted, admit
from hub.events.moments import moment
from tests.support.documents import context, declared

OFFSETS = st.integers(-23 * 60 - 59, 23 * 60 + 59)


@given(
    st.datetimes(datetime(2, 1, 1), datetime(9998, 1, 1)).map(lambda each: each.replace(fold=0)),  # noqa: DTZ001
    OFFSETS,
    st.sampled_from("Tt"),
)
def test_what_is_written_is_read(local: datetime, minutes: int, letter: str) -> None:
    sign, (hours, rest) = "-" if minutes < 0 else "+", divmod(abs(minutes), 60)
    text = f"{local.isoformat(timespec='microseconds').replace('T', letter)}{sign}{hours:02}:{rest:02}"
    expected = local.replace(tzinfo=UTC) - timedelta(minutes=minutes)
    assert moment(text) == expected
    assert instant(text) == expected


@pytest.mark.parametrize(
    "text",
    ["2026-02-30T00:00:00Z", "2026-01-01T24:00:00Z", "2026-01-01T00:00:61Z", "2026-01-01T00:00:00+24:00",
     "2026-01-01T00:00:00+00:60", "2026-01-01T00:00:00", "2026-01-01", "20260101T000000Z", "0000-01-01T00:00:00Z",
     "9999-12-31T23:59:60Z", "2026-01-01T00:00:00Z ", "٢026-01-01T00:00:00Z", 20260101, None],
)  # fmt: skip
def test_what_is_no_moment_is_none(text: object) -> None:
    assert moment(text) is None


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2012-06-30t23:59:60z", "2012-07-01T00:00:00Z"),
        ("2012-06-30T23:59:60.5+00:00", "2012-07-01T00:00:00.500Z"),
        ("2015-05-01t10:00:00.25z", "2015-05-01T10:00:00.250Z"),
        ("2015-05-01T10:00:00-00:00", "2015-05-01T10:00:00Z"),
    ],
)
@pytest.mark.parametrize("where", ["time", "recordedtime", "recorded_at"])
def test_every_place_of_an_event_that_holds_a_time_takes_it(where: str, text: str, read: str) -> None:
    attributes = {"time": text, "recordedtime": text if where == "recordedtime" else None}
    meta = {"recorded_at": text} if where == "recorded_at" else {}
    document = declared(meta=meta, attributes=attributes)
    answer = admit(document, context())
    assert isinstance(answer, Admitted), answer
    assert answer.event.meta.recorded_at == datetime.fromisoformat(read)
