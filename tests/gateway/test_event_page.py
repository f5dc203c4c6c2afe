"""An event's page: what was said in words and as data, what takes it back, and what is shown while Kafka is away."""

import re
from random import Random
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import escape

from hub.cli.publish import DOOR as FILE_DOOR
from hub.events.catalogue import CATALOGUE, EventType
from hub.gateway.api.door import DOOR as HTTP_DOOR
from hub.gateway.index.store import Store
from hub.gateway.pages.telling import DOORS, door_words, name_of_type, place_words, told
from hub.reconcile.matter_kinds import MatterKind
from hub.reports.said import NAMES_OF_MEASURES
from hub.reports.words import Words
from hub.serialization.readable import to_json
from hub.usecases import demonstration, redriving, withdrawing
from tests.gateway.made import LogInMemory, app_over, filled_store, write
from tests.reconcile.dense import history
from tests.reconcile.summary import added, ready
from tests.support.strategies import events

WORDS = Words(lambda each: each)


@pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)
@settings(max_examples=15)
@given(data=st.data())
def test_every_field_of_every_type_is_told(event_type: EventType, data: st.DataObject) -> None:
    ((_, event, _, plain),) = ready([(event_type, data.draw(events(event_type)))])
    said = to_json(event_type, plain)
    labels = [label for label, _ in told(event_type, said, WORDS)]
    assert labels == [
        WORDS.label(name)
        for name in event_type.model.model_fields
        if name != "meta" and getattr(event, name) not in (None, ())
    ]
    assert all(text.strip() for _, text in told(event_type, said, WORDS))


def test_every_type_has_a_name_of_its_own() -> None:
    names = [name_of_type(each) for each in CATALOGUE if each.name != "withdrawn"]
    assert len(set(names)) == len(names)


@pytest.fixture
def log() -> LogInMemory:
    return LogInMemory()


@pytest.fixture
def store(log: LogInMemory) -> Store:
    store = filled_store(2, 200)
    write(store, log, history(Random(2), 200))
    return store


@pytest.fixture
def client(store: Store, log: LogInMemory) -> TestClient:
    return TestClient(app_over(store, log), base_url="http://127.0.0.1", headers={"Accept": "text/html"})


def test_it_says_who_said_what_and_when_it_was_let_in(client: TestClient, store: Store) -> None:
    views = added(ready(history(Random(2), 200)))
    for statement in list(views.events.all())[:40]:
        text = client.get(f"/events/{statement.event_id}").text
        assert statement.organisation in text
        assert "1 January 2016, 00:00 GMT, for operator, at the door “test”" in text
        for each in to_json(statement.type, statement.plain()).values():
            if isinstance(each, str):
                assert str(escape(each)) in text
        taken_back = bool(views.events.voided_by(statement))
        if len(views.events.contents_of(statement.event_id)) == 1:
            assert ("Taken back by its own organisation" in text) == taken_back


def test_while_kafka_is_away_it_shows_what_is_known(client: TestClient, store: Store, log: LogInMemory) -> None:
    log.away = True
    cited = next(each for each in store.pictures.all() if each.key.kind == "contract")
    event_id = next(
        side["event"] for field in cited.picture()["fields"].values() for side in field["sides"] if side.get("event")
    )
    answer = client.get(f"/events/{event_id}")
    assert answer.status_code == 503
    assert "What was said cannot be shown now" in answer.text
    assert "@" in answer.text
    assert str(escape(cited.title)) in answer.text


@pytest.mark.parametrize("name", [str(UUID(int=99_999)), "no-id"])
def test_an_unknown_event_is_a_page_that_says_so(client: TestClient, name: str) -> None:
    answer = client.get(f"/events/{name}")
    assert answer.status_code == 404
    assert "<h1" in answer.text
    assert answer.headers["content-type"].startswith("text/html")


def test_each_side_of_two_contents_leads_to_its_own_on_the_page_of_the_event(client: TestClient, store: Store) -> None:
    sides = [
        (matter["id"], side)
        for held in store.pictures.all()
        for matter in held.picture().get("differences", ())
        if matter["kind"] == MatterKind.IDENTITY
        for side in matter["sides"]
    ]
    assert sides, "this history has no event id with two contents"
    for matter_id, side in sides:
        page = client.get(f"/differences/{matter_id}").text
        (content,) = set(re.findall(rf'href="/events/{side["event"]}#(content-{side["content_hash"]})"', page))
        event = client.get(f"/events/{side['event']}").text
        (section,) = re.findall(rf'<section [^>]*id="{content}".*?</section>', event, re.S)
        assert str(escape(side["organisation"])) in section
    for matter_id in {each for each, _ in sides}:
        page = client.get(f"/differences/{matter_id}").text
        rows = re.findall(r'<span class="hub-value">(.*?)</span>', page.partition("What each side says")[2], re.S)
        assert len(rows) == len(set(rows)) > 1


def test_every_door_has_its_words() -> None:
    doors = {HTTP_DOOR, FILE_DOOR, redriving.DOOR, withdrawing.DOOR, demonstration.DOOR}
    assert doors == set(DOORS)
    assert door_words("http") == "sent by a program over the web (HTTP)"
    assert door_words("a newer one") == "at the door “a newer one”"


@pytest.mark.parametrize(
    ("where", "words"),
    [
        ("body", "the request"),
        ("body[0]", "event 1 of the request"),
        ("body[41]", "event 42 of the request"),
        ("events.jsonl:3", "events.jsonl:3"),
    ],
)
def test_a_place_in_a_request_is_told_in_words(where: str, words: str) -> None:
    assert place_words(where) == words


def test_a_record_is_told_to_be_one_and_for_whom_its_name_is(client: TestClient, store: Store) -> None:
    statement = next(iter(added(ready(history(Random(2), 200))).events.all()))
    text = re.sub(r"<[^>]+>", "", client.get(f"/events/{statement.event_id}").text)
    assert re.search(r"its record, which the operator finds as commissioning\.[a-z]+\.v1\[\d+\]@\d+", text)


def test_a_measure_is_named_as_it_was_written() -> None:
    """Of one that nobody has agreed its key is all that there is to look for."""
    for event_type in CATALOGUE:
        for name in NAMES_OF_MEASURES & event_type.model.model_fields.keys():
            value: Any = "falls_sen" if name == "measure" else ["falls_sen"]
            assert told(event_type, {name: value}, WORDS) == [(WORDS.label(name), "falls_sen")]
            assert WORDS.value(name, value) == "falls_sen"
