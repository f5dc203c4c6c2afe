"""An event is read back from the log as it was said, with what took it back, and with the pictures that cite it."""

from random import Random
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hub.events.catalogue import CATALOGUE, EventType
from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.index.event_reading import EventReading, changed
from hub.log.location import RecordLocation
from hub.reconcile.days import Day
from hub.serialization.avro import decode_plain, encode
from hub.serialization.readable import to_json
from tests.gateway.made import TODAY, LogInMemory, filled_store, record, write
from tests.reconcile.dense import history
from tests.reconcile.summary import FLAT, added, ready
from tests.support.records import STAMP
from tests.support.strategies import events


@pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
@settings(max_examples=10)
@given(data=st.data())
async def test_every_type_reads_back_as_it_was_said(event_type: EventType, data: st.DataObject) -> None:
    event = data.draw(events(event_type))
    store, log = filled_store(events=0), LogInMemory()
    write(store, log, [(event_type, event), (event_type, event)])
    found = await EventReading(store.events, store.names, log).read_event(event.meta.event_id)
    (statement,) = found.statements
    version = (event_type.major, event_type.minor)
    assert statement.said() == to_json(event_type, decode_plain(event_type, version, encode(event_type, event)))
    assert [location.offset for location in statement.locations] == [0, 1]
    assert statement.stamp == STAMP
    assert found.refusals == ()


@settings(max_examples=20)
@given(st.integers(0, 10_000))
async def test_what_took_it_back_agrees_with_the_core(seed: int) -> None:
    made = history(Random(seed), 150)
    store, log = filled_store(events=0), LogInMemory()
    write(store, log, made)
    reading = EventReading(store.events, store.names, log)
    views = added(ready(made))
    for event_id in {each.meta.event_id for _, each in made}:
        told = {
            each.content_hash: [str(by) for by in each.voided_by]
            for each in (await reading.read_event(event_id)).statements
        }
        core = views.events.contents_of(str(event_id))
        assert told == {each.content_hash: views.events.voided_by(each) for each in core}


def test_the_pictures_that_cite_an_event_are_all_found() -> None:
    made = history(Random(2), 150)
    store = filled_store(2, 150)
    views = added(ready(made), FLAT)
    bodies = {(each.kind, each.id): each.json() for each in views.pictures(Day.of(TODAY))}
    cited = 0
    for event_id in {each.meta.event_id for _, each in made}:
        found = {each.held.key[1:] for each in changed(event_id, store.pictures.all())}
        assert found == {key for key, body in bodies.items() if f'"event":"{event_id}"'.encode() in body}
        cited += bool(found)
    assert cited > 10


async def test_a_record_that_cannot_be_taken_is_told_with_its_reason() -> None:
    store, log = filled_store(events=0), LogInMemory()
    event_id = UUID(int=7)
    raw = record("commissioning.contract.v1", 0, b"wandsworth", b"?", [("ce_id", str(event_id).encode())])
    store.events.take(raw)
    log.records[RecordLocation(raw.topic, 0, 0)] = raw
    found = await EventReading(store.events, store.names, log).read_event(event_id)
    assert found.statements == ()
    assert found.is_known
    assert [each.poison.code for each in found.refusals] != []


async def test_an_unknown_event_is_not_known() -> None:
    store = filled_store(events=0)
    assert not (await EventReading(store.events, store.names, LogInMemory()).read_event(UUID(int=1))).is_known


async def test_kafka_away_is_said() -> None:
    store, log = filled_store(events=0), LogInMemory()
    write(store, log, history(Random(1), 3))
    log.away = True
    with pytest.raises(Problem) as caught:
        await EventReading(store.events, store.names, log).read_event(next(iter(store.events.ids())))
    assert caught.value.kind is ProblemKind.AWAY
