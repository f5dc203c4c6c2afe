"""Records as a person sees them: of each topic, and of bytes that nobody meant."""

from datetime import date

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.events import topics
from hub.log.decode import RecordDecoder
from hub.log.position import Basis, Position
from hub.log.quarantine import quarantine_record
from hub.log.quarantined import Quarantined, QuarantineUnreadable
from hub.log.record_json import record_json
from hub.log.records import InputRecord, Poison
from tests.support.records import PARTITIONS, STAMP, record
from tests.support.strategies import Made, any_event

DECODER = RecordDecoder(PARTITIONS)
POISON = Poison("HUB-REC-009", "value", "3 bytes are left over", "publish it again")


@given(made=any_event())
def test_an_event_shows_what_was_said_and_who_let_it_in(made: Made) -> None:
    event_type, event = made
    seen = record_json(record(event_type, event, 4), event_type.topic, DECODER)
    orjson.dumps(seen)
    assert (seen["topic"], seen["offset"], seen["type"]) == (event_type.topic, 4, event_type.ce_type)
    assert seen["admitted"] == orjson.loads(STAMP.encode())
    assert seen["event"]["meta"]["event_id"] == str(event.meta.event_id)


def test_a_picture_shows_what_it_was_made_from() -> None:
    basis = Basis(Position.of({"contract": 4, "configuration": 0}), 3, date(2026, 1, 2), None, "ab")
    raw = InputRecord(topics.PICTURE, 0, 9, 0, b'["w","contract","x"]', None, tuple(basis.headers()))
    seen = record_json(raw, topics.PICTURE, DECODER)
    assert (seen["key"], seen["picture"], seen["g"], seen["judged_for"]) == (
        ["w", "contract", "x"],
        None,
        3,
        "2026-01-02",
    )
    assert seen["o"]["contract"] == 4


@given(
    topic=st.sampled_from((*topics.INPUT_TOPICS, topics.PICTURE, topics.QUARANTINE, topics.CONFIGURATION)),
    key=st.none() | st.binary(max_size=8),
    value=st.none() | st.binary(max_size=8),
    headers=st.lists(st.tuples(st.text(max_size=4), st.none() | st.binary(max_size=4)), max_size=3),
)
def test_any_bytes_can_be_shown(
    topic: str, key: bytes | None, value: bytes | None, headers: list[tuple[str, bytes | None]]
) -> None:
    orjson.dumps(record_json(InputRecord(topic, 0, 0, 0, key, value, tuple(headers)), topic, DECODER))


@given(
    key=st.none() | st.binary(max_size=8),
    value=st.none() | st.binary(max_size=8),
    headers=st.lists(st.tuples(st.text(max_size=4), st.none() | st.binary(max_size=4)), max_size=3),
)
def test_a_quarantine_record_gives_back_every_byte(
    key: bytes | None, value: bytes | None, headers: list[tuple[str, bytes | None]]
) -> None:
    original = InputRecord(topics.CONTRACT, 3, 1042, 1_700_000_000_123, key, value, tuple(headers))
    written = quarantine_record(original, POISON, "0.1.0")
    read = Quarantined.read(written.key, written.value, written.headers)
    assert (read.key, read.value, read.headers) == (key, value, tuple(headers))
    assert (read.topic, read.partition, read.offset, read.timestamp_ms) == (topics.CONTRACT, 3, 1042, 1_700_000_000_123)
    assert (read.code, read.field, read.problem, read.fix) == (POISON.code, POISON.field, POISON.problem, POISON.fix)
    assert read.id == "commissioning.contract.v1-3-1042"
    orjson.dumps(read.whole())


@given(
    key=st.none() | st.binary(max_size=4),
    headers=st.lists(st.tuples(st.just("hub-quarantine"), st.binary()), max_size=1),
)
def test_anything_else_in_the_quarantine_topic_is_told(key: bytes | None, headers: list[tuple[str, bytes]]) -> None:
    with pytest.raises(QuarantineUnreadable, match="hub-quarantine"):
        Quarantined.read(key, b"", headers)
