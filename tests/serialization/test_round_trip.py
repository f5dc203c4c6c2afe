"""What an event says survives the log: model, Avro body and content hash, for every type in the catalogue."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.events.catalogue import CATALOGUE, EventType
from hub.serialization import avro
from hub.serialization.content import content_hash
from hub.serialization.encoded import EncodedEvent
from tests.support.strategies import events

NAMES = [each.ce_type for each in CATALOGUE]


@pytest.mark.parametrize("event_type", CATALOGUE, ids=NAMES)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_an_event_comes_back_from_its_body_equal(event_type: EventType, data: st.DataObject) -> None:
    event = data.draw(events(event_type))
    body = avro.encode(event_type, event)
    assert avro.decode(event_type, (event_type.major, event_type.minor), body) == event


@pytest.mark.parametrize("event_type", CATALOGUE, ids=NAMES)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_content_hash_is_the_same_after_writing_again(event_type: EventType, data: st.DataObject) -> None:
    version = (event_type.major, event_type.minor)
    body = avro.encode(event_type, data.draw(events(event_type)))
    again = avro.encode(event_type, avro.decode(event_type, version, body))
    first, second = (avro.decode_plain(event_type, version, each) for each in (body, again))
    assert content_hash(event_type, first) == content_hash(event_type, second)


@pytest.mark.parametrize("event_type", CATALOGUE, ids=NAMES)
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_another_event_id_is_another_content(event_type: EventType, data: st.DataObject) -> None:
    one, other = data.draw(events(event_type)), data.draw(events(event_type))
    same = one == other
    assert (_hash(event_type, one) == _hash(event_type, other)) is same


def _hash(event_type: EventType, event: object) -> str:
    assert isinstance(event, event_type.model)
    return content_hash(event_type, EncodedEvent(event_type, event).plain)
