"""The plain form of an event is the one that fastavro reads back, and its body the one that fastavro writes of the
model itself, by the schema with its dates and decimals."""

from io import BytesIO
from typing import Any

import fastavro
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.events.catalogue import CATALOGUE, EventType
from hub.serialization.avro import decode_plain, encode, encode_plain
from hub.serialization.plain_form import plain_of
from hub.serialization.schemas import newest
from tests.support.strategies import events

TYPES = pytest.mark.parametrize("event_type", CATALOGUE, ids=[each.ce_type for each in CATALOGUE])


def by_fastavro(schema: Any, value: Any) -> bytes:
    out = BytesIO()
    fastavro.schemaless_writer(out, fastavro.parse_schema(schema), value, disable_tuple_notation=True)
    return out.getvalue()


@TYPES
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_body_of_an_event_is_as_fastavro_writes_it(event_type: EventType, data: st.DataObject) -> None:
    event = data.draw(events(event_type))
    assert encode(event_type, event) == by_fastavro(newest(event_type), event.model_dump())


@TYPES
@given(data=st.data())
@settings(max_examples=40, deadline=None)
def test_the_plain_form_is_as_it_is_read_back(event_type: EventType, data: st.DataObject) -> None:
    event = data.draw(events(event_type))
    body = by_fastavro(newest(event_type), event.model_dump())
    read = decode_plain(event_type, (event_type.major, event_type.minor), body)
    made = plain_of(event_type, event)
    assert made == read
    assert encode_plain(event_type, read) == body
    assert encode_plain(event_type, made) == body
