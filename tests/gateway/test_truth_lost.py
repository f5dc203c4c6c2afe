"""While the truth has lost records the gateway lets nothing in, in words, and calls nothing current."""

import httpx
import orjson
import pytest

from hub.events.topics import CONFIGURATION, CONTRACT
from hub.gateway.app import create_app
from hub.gateway.door import CLOSED_SECONDS
from hub.gateway.freshness import HEADER
from hub.gateway.problems import Kind
from hub.gateway.shared_publisher import SharedPublisher
from hub.log.freshness import State
from hub.log.publisher import BrokerAway, EventPublisher, TopicCut
from hub.operate.damaged import Damaged, LogDamaged, closed_words
from tests.gateway.made import demonstration, look, parts_over
from tests.gateway.test_publishing import Gateway, an_event
from tests.support.documents import NOW

LOST = {
    topic: Damaged(topic, topic, 0, "ends at offset 0, and had reached 2: gone. `hub down`, then mend it")
    for topic in (CONFIGURATION, CONTRACT)
}


@pytest.mark.parametrize("topic", LOST)
async def test_every_door_refuses_with_the_words_until_it_is_mended(topic: str) -> None:
    gateway = Gateway()
    gateway.store.has_lost([LOST[topic]])
    async with gateway.client:
        for body in (an_event(), an_event(stage="awarded"), [an_event(), an_event(2)]):
            answer = await gateway.post(body)
            told = answer.json()
            assert (answer.status_code, told["type"]) == (503, Kind.CLOSED.uri)
            assert told["detail"] == closed_words(LOST[topic])
            assert answer.headers["Retry-After"] == CLOSED_SECONDS
        assert gateway.log.records == {}, "no refusal is kept either"
        assert (await gateway.client.get("/readyz")).status_code == 200, "what it has is shown all the while"
        gateway.store.has_lost([])
        assert (await gateway.post(an_event())).status_code == 202


@pytest.mark.parametrize("address", ["/", "/v1/freshness", "/v1/contracts", "/contracts"])
async def test_nothing_is_called_current_or_counted_since_1970_without_its_configuration(address: str) -> None:
    store, log = demonstration()
    look(store, log)
    store.configuration = type(store.configuration)()  # as a gateway that starts reads what is left
    app = create_app(parts_over(store))
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1") as client:
        before = await client.get(address)
        assert "1970" not in before.text + before.headers[HEADER]
        store.has_lost([LOST[CONFIGURATION]])
        answer = await client.get(address)
        assert answer.headers[HEADER].startswith(State.UNKNOWN)
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
