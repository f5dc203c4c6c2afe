"""Where events stand, and which took which back, for every type in the catalogue."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.events.catalogue import CATALOGUE, EventType
from hub.events.envelope import Event
from hub.events.taking_back import Spoke
from hub.gateway.index.event_index import EventIndex, Last, _admitted_at
from hub.gateway.index.voids import Voiding
from hub.log.codec import ADMITTED, Stamp, frame, headers
from hub.log.location import RecordLocation
from hub.log.raw_reader import RawRecord
from hub.serialization.avro import encode
from tests.gateway.made import record
from tests.support.strategies import events

STAMP = Stamp(datetime(2015, 6, 4, 9, tzinfo=UTC), "operator", "test")


def said(event_type: EventType, event: Event, offset: int = 0, partition: int = 0) -> RawRecord:
    value = frame(7, encode(event_type, event))
    return record(event_type.topic, offset, b"wandsworth", value, headers(event_type, event, STAMP), partition)


@pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
@settings(max_examples=15)
@given(data=st.data())
def test_every_type_is_found_with_what_it_takes_back(event_type: EventType, data: st.DataObject) -> None:
    event = data.draw(events(event_type))
    index = EventIndex()
    index.take(said(event_type, event))
    assert index.locations(event.meta.event_id) == [RecordLocation(event_type.topic, 0, 0)]
    for voided in (event.meta.corrects, getattr(event, "event", None)):
        if voided is not None:
            assert index.naming(voided) == [event.meta.event_id]
    last = Last(STAMP.milliseconds, str(event.meta.event_id))
    assert index.last_of == {event.meta.organisation: last}
    by = Spoke("wandsworth", event.meta.organisation, event_type.name == "withdrawn")
    assert index.speakers(str(event.meta.event_id)) == {by}


@given(events(CATALOGUE[0]), st.permutations(range(4)))
def test_the_index_does_not_depend_on_order_or_repeats(event: Event, order: list[int]) -> None:
    index = EventIndex()
    for offset in [*order, *order]:
        index.take(said(CATALOGUE[0], event, offset))
    assert index.locations(event.meta.event_id) == [
        RecordLocation(CATALOGUE[0].topic, 0, offset) for offset in range(4)
    ]
    assert len(index) == 1


@given(events(CATALOGUE[0]), st.permutations([0, 1, 2]))
def test_who_spoke_last_does_not_depend_on_the_order(event: Event, order: list[int]) -> None:
    index = EventIndex()
    for hour in order:
        stamp = Stamp(datetime(2015, 6, 4, 9 + hour, tzinfo=UTC), "operator", "test")
        value = frame(7, encode(CATALOGUE[0], event))
        index.take(record(CATALOGUE[0].topic, hour, b"wandsworth", value, headers(CATALOGUE[0], event, stamp)))
    last = Stamp(datetime(2015, 6, 4, 11, tzinfo=UTC), "operator", "test").milliseconds
    assert index.last_of == {event.meta.organisation: Last(last, str(event.meta.event_id))}


def test_what_is_no_event_is_left_out() -> None:
    index = EventIndex()
    index.take(record("commissioning.contract.v1", 0, b"wandsworth", b"\x00nonsense", [("ce_id", b"not an id")]))
    index.take(record("commissioning.contract.v1", 1, None, None))
    assert len(index) == 0
    assert index.locations(UUID(int=1)) == []


@given(st.binary(max_size=60))
def test_damaged_bytes_do_no_harm(value: bytes) -> None:
    index = EventIndex()
    beside = [("ce_id", str(UUID(int=5)).encode()), ("ce_type", CATALOGUE[0].ce_type.encode())]
    index.take(record("commissioning.contract.v1", 0, b"wandsworth", value, beside))
    assert len(index.locations(UUID(int=5))) == 1


@given(st.permutations([0, 1, 2]))
def test_since_when_something_is_void_does_not_depend_on_the_order(order: list[int]) -> None:
    (withdrawn,) = (each for each in CATALOGUE if each.ce_type == "uk.jch.contract.withdrawn.v1")
    meta = {"event_id": UUID(int=2), "organisation": "GB-LAE-WND", "source_system": "register", "subject": "x"}
    days = {"occurred_at": "2015-06-04", "recorded_at": "2015-06-04T09:00:00Z"}
    event = withdrawn.model.model_validate({"meta": meta | days, "event": UUID(int=1), "reason": "entered twice"})
    index = EventIndex()
    for hour in order:
        stamp = Stamp(datetime(2015, 6, 4, 9 + hour, tzinfo=UTC), "operator", "test")
        value = frame(7, encode(withdrawn, event))
        index.take(record(withdrawn.topic, hour, b"wandsworth", value, headers(withdrawn, event, stamp)))
    index.take(record(withdrawn.topic, 3, b"wandsworth", value, headers_without_stamp(withdrawn, event)))
    assert list(index.voids.voiding(UUID(int=1), "wandsworth", "GB-LAE-WND")) == [
        Voiding(STAMP.milliseconds, str(UUID(int=2)), True)
    ]
    for place, organisation in (("leeds", "GB-LAE-WND"), ("wandsworth", "GB-NHS-08X")):
        assert list(index.voids.voiding(UUID(int=1), place, organisation)) == []


def headers_without_stamp(event_type: EventType, event: Event) -> list[tuple[str, bytes]]:
    return [(name, value) for name, value in headers(event_type, event, STAMP) if name != ADMITTED]


@given(st.lists(st.none() | st.binary() | st.builds(Stamp, st.datetimes(timezones=st.just(UTC)), st.text(), st.text())))
def test_when_a_stamp_was_made_is_the_same_however_often_it_is_asked(stamps: list[Stamp | bytes | None]) -> None:
    for each in (*stamps, *stamps):
        stamp = each.encode() if isinstance(each, Stamp) else each
        assert _admitted_at(stamp) == _admitted_at.__wrapped__(stamp)
