"""The gateway over real topics: it shows what workers wrote."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random

import pytest

from hub.engine.calendar import london_day
from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.index.event_reading import EventReading, FromKafka
from hub.gateway.index.store import Store
from hub.log.location import RecordLocation
from hub.log.topics import TopicNames
from hub.reconcile.picture import KINDS
from hub.serialization.encoded import EncodedEvent
from hub.usecases.publishing import opened
from hub.usecases.verifying import verify
from tests.reconcile.dense import history
from tests.reconcile.summary import ready
from tests.support.records import STAMP
from tests.system.conftest import MakeHub, new_hub

__all__ = ["new_hub"]

pytestmark = pytest.mark.kafka


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(30):
        while not condition():
            await asyncio.sleep(0.05)


async def test_it_holds_every_picture_that_stands(new_hub: MakeHub) -> None:
    async with new_hub() as hub:
        hub.crew.start()
        async with opened(hub.cluster) as publisher:
            await publisher.publish([EncodedEvent(*each) for each in history(Random(4), 200)], STAMP)
        await hub.until_folded()
        assert (await verify(hub.cluster, london_day(datetime.now(UTC)))).ok
        store = Store(hub.cluster.bootstrap_servers, hub.cluster.names, Random(1))
        assert "the configuration not read yet; the pictures not read yet" in str(store.starting)
        following = asyncio.create_task(store.follow())
        await until(lambda: not store.problems)
        assert store.starting is None
        assert store.hears_kafka
        kinds = {each.key.kind for each in store.pictures.all()}
        assert kinds == set(KINDS)
        following.cancel()


async def test_every_event_is_read_back_from_the_log(new_hub: MakeHub) -> None:
    made = history(Random(5), 60)
    async with new_hub() as hub:
        async with opened(hub.cluster) as publisher:
            await publisher.publish([EncodedEvent(*each) for each in made], STAMP)
        servers, names = hub.cluster.bootstrap_servers, hub.cluster.names
        store = Store(servers, names, Random(1))
        following = asyncio.create_task(store.follow())
        await until(lambda: not store.problems)
        reading = EventReading(store.events, names, FromKafka(servers, hub.cluster.registry_url, names, Random(2)))
        try:
            for event_id in store.events.ids():
                found = await reading.read_event(event_id)
                assert found.refusals == ()
                assert {each.content_hash for each in found.statements} == {
                    each.content_hash for _, event, each, _ in ready(made) if event.meta.event_id == event_id
                }
                assert {each.stamp for each in found.statements} == {STAMP}
        finally:
            await reading.stop()
            following.cancel()


async def test_a_broker_that_is_not_there_is_said() -> None:
    names = TopicNames()
    source = FromKafka("127.0.0.1:9", "http://127.0.0.1:9", names, Random(1))
    with pytest.raises(Problem) as caught:
        await source.record(RecordLocation(names.inputs[0], 0, 0))
    assert caught.value.kind is ProblemKind.AWAY
    with pytest.raises(Problem) as caught:
        await source.schema(1)
    assert caught.value.kind is ProblemKind.AWAY
