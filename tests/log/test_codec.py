"""The framing and the headers of an event's record, and the stamp of admission."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.log.codec import FrameUnreadable, Stamp, frame, headers, unframe
from tests.support.strategies import Made, any_event

NOW = datetime(2026, 3, 4, 5, 6, 7, 891_000, tzinfo=UTC)
STAMP = Stamp(NOW, "publisher", "file")


@given(schema_id=st.integers(0, 2**32 - 1), body=st.binary())
def test_what_is_framed_comes_back(schema_id: int, body: bytes) -> None:
    assert unframe(frame(schema_id, body)) == (schema_id, body)


def test_the_frame_is_confluents() -> None:
    assert frame(0x01020304, b"body") == b"\x00\x01\x02\x03\x04body"


@pytest.mark.parametrize("value", [b"", b"\x00", b"\x00\x00\x00\x00"], ids=["empty", "magic only", "half an id"])
def test_a_truncated_frame_is_refused(value: bytes) -> None:
    with pytest.raises(FrameUnreadable, match=f"{len(value)} bytes"):
        unframe(value)


@given(magic=st.integers(1, 255), rest=st.binary(min_size=4))
def test_another_first_byte_is_refused(magic: int, rest: bytes) -> None:
    with pytest.raises(FrameUnreadable, match="0x00"):
        unframe(bytes([magic]) + rest)


@given(
    time=st.integers(-(10**15), 10**16).map(lambda micros: NOW + timedelta(microseconds=micros)),
    principal=st.text(st.characters(codec="utf-8")),
    door=st.text(st.characters(codec="utf-8")),
)
def test_a_stamp_comes_back_to_the_millisecond(time: datetime, principal: str, door: str) -> None:
    read = Stamp.decode(Stamp(time, principal, door).encode())
    assert (read.principal, read.door) == (principal, door)
    assert timedelta(0) <= time - read.time < timedelta(milliseconds=1)
    assert Stamp.decode(read.encode()) == read


def test_a_stamp_is_written_in_utc_whatever_its_zone() -> None:
    summer = NOW.astimezone(timezone(timedelta(hours=1)))
    assert Stamp(summer, "p", "d").encode() == b'{"time":"2026-03-04T05:06:07.891Z","principal":"p","door":"d"}'


@pytest.mark.parametrize(
    "header",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"time":"2026-03-04T05:06:07.891Z","principal":"p"}',
        b'{"time":"2026-03-04T05:06:07.891","principal":"p","door":"d"}',
        b'{"time":"yesterday","principal":"p","door":"d"}',
        b'{"time":1,"principal":"p","door":"d"}',
        b'{"time":"2026-03-04T05:06:07.891Z","principal":null,"door":"d"}',
        b"\xff",
    ],
)
def test_a_malformed_stamp_is_a_value_error(header: bytes) -> None:
    with pytest.raises(ValueError):
        Stamp.decode(header)


@given(made=any_event())
def test_the_headers_are_these_and_no_others(made: Made) -> None:
    event_type, event = made
    assert dict(headers(event_type, event, STAMP)) == {
        "ce_id": str(event.meta.event_id).encode(),
        "ce_source": event.meta.source_system.encode(),
        "ce_specversion": b"1.0",
        "ce_type": event_type.ce_type.encode(),
        "ce_dataschema": event_type.dataschema.encode(),
        "content-type": b"application/vnd.confluent.avro",
        "hub-admitted": STAMP.encode(),
    }
    assert len(headers(event_type, event, STAMP)) == 7
