"""While the truth has lost records the gateway lets nothing in, in words, and calls nothing current."""

import httpx
import orjson
import pytest

from hub.events.topics import CONFIGURATION, INPUT_TOPICS
from hub.gateway.api.door import CLOSED_SECONDS
from hub.gateway.api.freshness import HEADER
from hub.gateway.api.shared_publisher import SharedPublisher
from hub.gateway.app import create_app
from hub.gateway.http.problems import ProblemKind
from hub.gateway.index.store import Store
from hub.gateway.pages.errors import HEADINGS
from hub.instance.damaged import TRUTH, Damaged, LogDamaged, closed_words, gone_words
from hub.log.freshness import FreshnessState, Inclusion
from hub.log.location import RecordLocation
from hub.log.publisher import BrokerAway, EventPublisher, TopicCut
from hub.reports.freshness_words import TAGS
from hub.reports.render import Format
from tests.gateway.door_in_memory import Gateway, an_event
from tests.gateway.made import LogInMemory, demonstration, look, parts_over
from tests.support.documents import NOW

LOST = {
    topic: Damaged(topic, topic, 0, "ends at offset 0, and had reached 2: gone. `hub down`, then mend it")
    for topic in TRUTH
}


EVERY = (*LOST.values(), *(Damaged(topic, topic, None, gone_words(topic)) for topic in TRUTH))
"""Of each topic that it lost records, and that it is gone."""


@pytest.mark.parametrize("lost", EVERY, ids=lambda each: f"{each.topic} {each.partition}")
async def test_every_door_refuses_with_the_words_until_it_is_mended(lost: Damaged) -> None:
    gateway = Gateway()
    gateway.store.has_lost([lost])
    async with gateway.client:
        for body in (an_event(), an_event(stage="awarded"), [an_event(), an_event(2)]):
            answer = await gateway.post(body)
            told = answer.json()
            assert (answer.status_code, told["type"]) == (503, ProblemKind.CLOSED.uri)
            assert told["detail"] == closed_words(lost)
            assert answer.headers["Retry-After"] == CLOSED_SECONDS
        assert gateway.log.records == {}, "no refusal is kept either"
        assert (await gateway.client.get("/readyz")).status_code == 200, "what it has is shown all the while"
        gateway.store.has_lost([])
        assert (await gateway.post(an_event())).status_code == 202


SAYS_IT = (
    "/",
    "/v1/freshness",
    "/v1/freshness?partnership=wandsworth",
    "/readyz",
    "/groups",
    "/contracts",
    "/search",
)
"""Addresses whose answers say in their text how fresh they are."""


def client_over(store: Store, log: LogInMemory) -> httpx.AsyncClient:
    app = create_app(parts_over(store, log))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1")


@pytest.mark.parametrize("topic", TRUTH)
async def test_nothing_is_called_current_while_the_truth_lacks_records(topic: str) -> None:
    store, log = demonstration()
    look(store, log)
    async with client_over(store, log) as client:
        for address in (*SAYS_IT, "/v1/contracts", "/v1/groups"):
            store.has_lost([])
            before = await client.get(address)
            assert not before.headers[HEADER].startswith(FreshnessState.UNKNOWN)
            store.has_lost([LOST[topic]])
            answer = await client.get(address)
            assert answer.status_code == before.status_code, "what it has is shown all the while"
            assert answer.headers[HEADER].startswith(FreshnessState.UNKNOWN)
            assert TAGS[FreshnessState.CURRENT] not in answer.text
            assert (address in SAYS_IT) == (f"{topic} has lost" in answer.text), address
            store.has_lost([])
            assert (await client.get(address)).text == before.text, "it is mended"


@pytest.mark.parametrize("topic", TRUTH)
async def test_no_report_is_made_while_the_truth_lacks_records(topic: str) -> None:
    store, log = demonstration()
    look(store, log)
    group = next(iter(store.configuration.groups))
    addresses = [f"/groups/{group}/report{suffix}" for suffix in ("", *(f".{each.value}" for each in Format))]
    async with client_over(store, log) as client:
        assert {(await client.get(each)).status_code for each in addresses} == {200}
        store.has_lost([LOST[topic]])
        if topic == CONFIGURATION:
            store.configuration = type(store.configuration)()  # the group may be among what is lost
        for address in addresses:
            answer = await client.get(address)
            assert (answer.status_code, answer.json()["type"]) == (503, ProblemKind.CLOSED.uri)
            assert answer.json()["detail"] == closed_words(LOST[topic])
            page = await client.get(address, headers={"Accept": "text/html"})
            assert (page.status_code, HEADINGS[ProblemKind.CLOSED] in page.text) == (503, True)


@pytest.mark.parametrize("topic", TRUTH)
async def test_whether_what_waits_is_included_is_not_known_while_the_truth_lacks_records(topic: str) -> None:
    store, log = demonstration()
    look(store, log)
    locations = [[each] for each in log.records if each.topic in INPUT_TOPICS]
    waits = [RecordLocation(each[0].topic, each[0].partition, each[0].offset + 10**6) for each in locations[:1]]
    assert {store.inclusion(each) for each in locations} == {Inclusion.INCLUDED}
    assert store.inclusion(waits) is Inclusion.WAITING
    store.has_lost([LOST[topic]])
    assert {store.inclusion(each) for each in locations} == {Inclusion.INCLUDED}, "the pictures that stand include it"
    assert store.inclusion(waits) is Inclusion.UNKNOWN


@pytest.mark.parametrize("address", ["/", "/v1/freshness", "/v1/contracts", "/contracts"])
async def test_nothing_is_counted_since_1970_without_its_configuration(address: str) -> None:
    store, log = demonstration()
    look(store, log)
    store.configuration = type(store.configuration)()  # as a gateway that starts reads what is left
    async with client_over(store, log) as client:
        before = await client.get(address)
        assert "1970" not in before.text + before.headers[HEADER]
        store.has_lost([LOST[CONFIGURATION]])
        answer = await client.get(address)
        assert "1970" not in answer.text + answer.headers[HEADER]
        if address in ("/", "/v1/freshness"):
            assert f"{CONFIGURATION} has lost documents" in answer.text


def opening(failure: Exception) -> SharedPublisher:
    """A publisher that cannot be opened."""

    class Opening:
        async def __aenter__(self) -> EventPublisher:
            raise failure

        async def __aexit__(self, *_: object) -> None: ...

    return SharedPublisher(Opening)


@pytest.mark.parametrize("failure", [LogDamaged("the log is cut"), TopicCut("the log is cut")])
async def test_what_a_publisher_finds_is_told_in_its_own_words(failure: Exception) -> None:
    gateway = Gateway()
    gateway_door = create_app(parts_over(gateway.store, gateway.log, opening(failure), NOW))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(gateway_door), base_url="http://127.0.0.1") as client:
        answer = await client.post(
            "/v1/events",
            content=orjson.dumps(an_event()),
            headers={"Content-Type": "application/cloudevents+json"},
        )
    assert (answer.status_code, answer.json()["detail"]) == (503, "the log is cut")


async def test_a_broker_that_is_away_is_told_as_that() -> None:
    gateway = Gateway()
    away = create_app(parts_over(gateway.store, gateway.log, opening(BrokerAway("nobody")), NOW))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(away), base_url="http://127.0.0.1") as client:
        answer = await client.post(
            "/v1/events",
            content=orjson.dumps(an_event()),
            headers={"Content-Type": "application/cloudevents+json"},
        )
    assert (answer.status_code, "does not answer" in answer.json()["detail"]) == (503, True)
