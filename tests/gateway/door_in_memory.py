"""A gateway over a log in memory, a client that asks it, and events to send."""

from datetime import datetime
from random import Random
from typing import Any, cast

import httpx
import orjson

from hub.events.topics import REFUSAL
from hub.gateway.api.cloudevents_http import EITHER
from hub.gateway.api.shared_publisher import SharedPublisher
from hub.gateway.app import create_app
from hub.gateway.index.store import Store
from hub.log.topics import TopicNames
from tests.gateway.made import InMemory, LogInMemory, parts_over
from tests.support.documents import NOW, declared, wandsworth

CANARY = "zebra-4471"

EVENTS = "/v1/events"


def an_event(number: int = 1, **changes: Any) -> Any:
    return declared(attributes={"id": f"014e1b2c-3d00-7000-8000-{number:012d}"}, **changes)


def of_both() -> Any:
    """The council is in both partnerships from 2016 on."""
    event = an_event(meta={"partnerships": ["wandsworth", "south-west-london"]})
    return event | {"time": "2016-01-02T00:00:00Z", "recordedtime": "2016-01-02T00:00:00Z"}


class Gateway:
    """A gateway over a log in memory, and a client that asks it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.store, self.log = Store("127.0.0.1:9", TopicNames(), Random(0)), LogInMemory()
        self.store.configuration = wandsworth()
        self.store.set_by_hand(None)
        self.publisher = InMemory(self.store, self.log)
        app = create_app(parts_over(self.store, self.log, cast(SharedPublisher, self.publisher), now))
        transport = httpx.ASGITransport(app)
        self.client = httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1")

    async def post(self, value: Any, media: str = EITHER, **headers: str) -> httpx.Response:
        body = value if isinstance(value, bytes) else orjson.dumps(value)
        return await self.client.post(EVENTS, content=body, headers={"Content-Type": media, **headers})

    def refusals(self) -> list[Any]:
        return [
            orjson.loads(each.value or b"") for location, each in self.log.records.items() if location.topic == REFUSAL
        ]

    def records(self, topic: str = "commissioning.contract.v1") -> int:
        return sum(location.topic == topic for location in self.log.records)
