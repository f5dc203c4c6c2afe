"""The ids of the schemas: taken at the start, kept for the gateway's life, and told as long as they are lacking."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from random import Random
from typing import Any, cast

import httpx
import pytest

from hub.back_off import BackOff
from hub.events.catalogue import CATALOGUE, EventType
from hub.gateway.api import schema_ids
from hub.gateway.api.door import HttpDoor
from hub.gateway.api.schema_ids import SchemaIds
from hub.gateway.api.shared_publisher import SharedPublisher
from hub.gateway.app import create_app
from hub.gateway.http.problems import ProblemKind
from hub.log.publisher import BrokerAway, EventPublisher
from hub.log.registry import Incompatible, Registry, RegistryAway
from hub.log.topics import TopicNames
from tests.gateway.door_in_memory import Gateway, an_event
from tests.gateway.made import parts_over
from tests.support.documents import NOW

AWAY = RegistryAway("the registry at http://registry does not answer: no answer came in time")
IDS = dict(zip(CATALOGUE, range(1, 999), strict=False))


class Asked:
    """A registry. answers: what it says, the last one again and again. times: how often it was asked."""

    def __init__(self, *answers: Exception | Mapping[EventType, int]) -> None:
        self._answers, self.times = answers, 0

    async def __call__(self) -> Mapping[EventType, int]:
        answer = self._answers[min(self.times, len(self._answers) - 1)]
        self.times += 1
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schema_ids, "BACK_OFF", BackOff(0, 0))


def ids_by(ask: Callable[[], Any]) -> SchemaIds:
    return SchemaIds(ask, lambda: NOW, Random(1))


async def test_they_are_asked_for_until_they_are_taken_and_then_no_more() -> None:
    asked = Asked(AWAY, AWAY, IDS, AWAY)
    ids = ids_by(asked)
    assert "not taken from the registry yet" in str(ids.problem)
    await asyncio.wait_for(ids.follow(), 10)
    assert (ids.problem, await ids.taken(), await ids.taken()) == (None, IDS, IDS)
    assert asked.times == 3


@pytest.mark.parametrize("why", [AWAY, Incompatible("subject x: it differs")])
async def test_while_they_are_lacking_it_is_told_since_when_and_because_of_what(why: Exception) -> None:
    ids = ids_by(Asked(why))
    following = asyncio.create_task(ids.follow())
    with pytest.raises(type(why), match=str(why)):
        await asyncio.wait_for(ids.taken(), 10)
    assert ids.problem == (
        f"nothing is let in since 4 January 2016, 12:00:00 GMT: the ids of the schemas are not taken, because {why}"
    )
    following.cancel()


async def test_a_publisher_that_is_given_them_does_not_ask_the_registry(monkeypatch: pytest.MonkeyPatch) -> None:
    async def nobody(*_: object) -> Any:
        raise AWAY

    class Producer:
        async def start(self) -> None: ...

        async def stop(self) -> None: ...

    monkeypatch.setattr("hub.log.publisher.register_schemas", nobody)
    monkeypatch.setattr("hub.log.publisher.durable_producer", lambda *_, **__: Producer())
    parts = "kafka:9092", TopicNames(), cast(Registry, None)
    async with EventPublisher(*parts, schema_ids=IDS) as publisher:
        assert publisher._schema_ids == IDS
    with pytest.raises(RegistryAway):
        await EventPublisher(*parts).__aenter__()


def client_of(gateway: Gateway, publisher: SharedPublisher, ids: SchemaIds) -> httpx.AsyncClient:
    parts = parts_over(gateway.store, gateway.log, publisher, NOW)
    door = HttpDoor(parts.store, parts.reading, publisher, lambda: NOW, ids)
    app = create_app(type(parts)(**{name: getattr(parts, name) for name in parts.__slots__} | {"door": door}))
    return httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://127.0.0.1")


async def test_a_gateway_without_them_is_not_ready_and_its_refusal_names_the_registry() -> None:
    gateway, ids = Gateway(), ids_by(Asked(AWAY))
    following = asyncio.create_task(ids.follow())

    @asynccontextmanager
    async def open_() -> AsyncIterator[Any]:
        yield await ids.taken()

    async with client_of(gateway, SharedPublisher(open_), ids) as client:
        answer = await client.post("/v1/events", json=an_event())
        assert (answer.status_code, answer.json()["type"]) == (503, ProblemKind.AWAY.uri)
        assert answer.json()["detail"].startswith("the schema registry does not answer as it must")
        ready = await client.get("/readyz")
        assert ready.status_code == 503
        assert ready.json()["reasons"] == [ids.problem]
        assert (await client.get("/contracts")).status_code == 200, "what is shown is shown"
    following.cancel()


async def test_one_that_has_them_is_ready_and_its_refusal_names_kafka() -> None:
    gateway, ids = Gateway(), ids_by(Asked(IDS))
    await ids.follow()

    @asynccontextmanager
    async def open_() -> AsyncIterator[Any]:
        if await ids.taken():
            raise BrokerAway("nobody")
        yield

    async with client_of(gateway, SharedPublisher(open_), ids) as client:
        assert (await client.get("/readyz")).status_code == 200
        assert (await client.post("/v1/events", json=an_event())).json()["detail"].startswith("Kafka does not answer")
