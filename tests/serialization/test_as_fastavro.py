"""The hub's own writer and plain form are those of fastavro, which writes and reads by schema and knows no event."""

from io import BytesIO
from typing import Any

import fastavro
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.events.catalogue import CATALOGUE, EventType
from hub.serialization.avro import decode_plain, encode, encode_plain
from hub.serialization.avro_writer import writer_of
from hub.serialization.plain_form import plain_of
from hub.serialization.schemas import newest, without_logical_types
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


def of_all(kind: str) -> dict[str, Any]:
    return {"type": "record", "name": "uk.jch.All", "fields": [{"name": "value", "type": kind}]}


@given(st.integers(-(1 << 63), (1 << 63) - 1))
def test_any_number_of_64_bits(number: int) -> None:
    assert writer_of(of_all("long"))({"value": number}) == by_fastavro(of_all("long"), {"value": number})


@given(st.text() | st.text(min_size=60, max_size=200))
def test_any_text(text: str) -> None:
    assert writer_of(of_all("string"))({"value": text}) == by_fastavro(of_all("string"), {"value": text})


@pytest.mark.parametrize(
    "strange",
    [
        "double",
        ["string", "null"],
        ["null", "string", "long"],
        {"type": "map", "values": "string"},
        {"type": "enum", "name": "uk.jch.Colour", "symbols": ["RED"]},
        {"type": "fixed", "name": "uk.jch.Four", "size": 4},
        "uk.jch.NotNamedBefore",
    ],
    ids=str,
)
def test_a_schema_that_the_hub_has_nowhere_is_refused_when_the_writer_is_made(strange: Any) -> None:
    with pytest.raises(TypeError, match="no schema of the hub's"):
        writer_of(of_all(strange))


@TYPES
def test_each_schema_of_the_catalogue_has_a_writer(event_type: EventType) -> None:
    assert callable(writer_of(without_logical_types(newest(event_type))))
