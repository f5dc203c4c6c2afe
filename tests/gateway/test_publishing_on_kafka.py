"""POST /v1/events over real Kafka: what is told as written is there, once, and an outage is told and got over."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

import httpx
import orjson
import pytest

from connectors.protocol import Item
from hub.gateway.api.shared_publisher import CannotPublish, SharedPublisher
from hub.instance.connection import Cluster
from hub.local.local_parts import LocalParts
from hub.local.ports import any_free
from hub.log.codec import ADMITTED
from hub.log.publisher import EventPublisher
from hub.log.raw_reader import RawReader, RawRecord, Stretch
from hub.log.topics import TopicNames
from hub.usecases.admitting import Door
from hub.usecases.publishing import opened
from tests.gateway.live import Listening
from tests.support.documents import COUNCIL, NOW, declared, wandsworth

pytestmark = pytest.mark.kafka


def an_event(number: int, **changes: Any) -> Any:
    return declared(attributes={"id": f"014e1b2c-3d00-7000-8000-{number:012d}"}, **changes)


async def everything(cluster: Cluster, topic: str) -> dict[tuple[int, int], RawRecord]:
    """Every record of a topic, by partition and offset."""
    reader = RawReader(cluster.bootstrap_servers)
    await reader.start()
    try:
        ends = await reader.ends(await reader.partitions(cluster.names.full(topic)))
        stretches = {tp: Stretch(0, end) for tp, end in ends.items()}
        return {
            (record.partition, record.offset): record
            async for _, records in reader.read(stretches)
            for record in records
        }
    finally:
        await reader.stop()


async def test_what_is_told_is_in_the_log_once_whatever_is_sent_again_at_once(live: Listening) -> None:
    batch = [an_event(number) for number in range(100)]
    async with httpx.AsyncClient(base_url=live.address, timeout=30, headers={"Hub-As": COUNCIL}) as client:
        singles = [client.post("/v1/events", json=an_event(1000 + number)) for number in range(30)]
        first, *rest = await asyncio.gather(client.post("/v1/events", json=batch), *singles)
        again = await client.post("/v1/events", json=batch)
        refused = await client.post("/v1/events", json=an_event(2000, stage="awarded"))
    assert [each.status_code for each in (first, again, refused, *rest)] == [202, 202, 422, *[202] * 30]
    assert (first.json()["accepted"], again.json()["duplicates"]) == (100, 100)
    records = await everything(live.cluster, "commissioning.contract.v1")
    assert len(records) == 130
    for answer in (first, again, *rest):
        for result in answer.json()["results"]:
            (place,) = result["records"]
            beside = dict(records[place["partition"], place["offset"]].headers)
            assert beside["ce_id"].decode() == result["event"]
            stamp = orjson.loads(beside[ADMITTED])
            assert (stamp["principal"], stamp["door"]) == (COUNCIL, "http")
    (kept,) = (await everything(live.cluster, "commissioning.refusal.v1")).values()
    assert kept.key == an_event(2000)["id"].encode()
    assert orjson.loads(kept.value or b"")["door"] == "http"


async def test_after_an_outage_the_same_publisher_opens_again(parts: LocalParts, namespace: TopicNames) -> None:
    real = Cluster(parts.bootstrap_servers, parts.registry_url, namespace, namespace.engine_group)
    nobody = any_free()
    cluster = replace(real, bootstrap_servers=f"127.0.0.1:{nobody}")
    opening = 0

    @asynccontextmanager
    async def open_() -> AsyncIterator[EventPublisher]:
        nonlocal opening
        opening += 1
        async with opened(cluster) as publisher:
            yield publisher

    shared, door = SharedPublisher(open_), Door(wandsworth(), COUNCIL, "http")
    let_in = [each.admitted for each in door.admit(Item("body", (an_event(1),)), NOW).fresh]
    outcomes = await asyncio.gather(*(shared.write(let_in, door) for _ in range(5)), return_exceptions=True)
    assert {type(each) for each in outcomes} == {CannotPublish}
    assert opening == 1, "those who wait share one opening"
    cluster = real
    (position,) = await shared.write(let_in, door)
    assert (position.topic, position.offset) == (namespace.full("commissioning.contract.v1"), 0)
    await shared.stop()
