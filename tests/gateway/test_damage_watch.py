"""On real Kafka: what the truth loses while the gateway runs closes its doors, and they open again when it is back."""

import asyncio
from random import Random

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete

from hub.events.topics import CONFIGURATION, CONTRACT
from hub.gateway.index.store import Store
from hub.local.local_parts import LocalParts
from hub.log.freshness import FreshnessState
from hub.log.losses import ReachedEnd
from hub.log.reached import ask_reached, remember
from hub.log.topics import TopicNames
from tests.faults.world import sleep_until, started_producer

pytestmark = pytest.mark.kafka

SECONDS = 60


async def test_what_is_lost_while_the_gateway_runs_closes_its_doors(parts: LocalParts, namespace: TopicNames) -> None:
    servers = parts.bootstrap_servers
    store = Store(servers, namespace, Random(1))
    following = asyncio.create_task(store.follow())

    async def is_open() -> bool:
        return store.can_admit and not store.problems and store.closed is None

    try:
        await sleep_until(is_open, SECONDS, "all is read")
        # a configuration that had more documents
        settings = TopicPartition(namespace.configuration, 0)
        await remember(servers, namespace, {settings: ReachedEnd(2)})
        assert (await ask_reached(servers, namespace))[settings] == ReachedEnd(2)

        async def told() -> bool:
            return f"{namespace.full(CONFIGURATION)}[0] ends at offset 0, and had reached 2" in (store.closed or "")

        await sleep_until(told, SECONDS, "the loss is told")
        await remember(servers, namespace, {settings: ReachedEnd(0)})
        await sleep_until(is_open, SECONDS, "it is mended")

        # an input that is cut at its beginning
        producer = await started_producer(servers)
        try:
            await producer.send_and_wait(namespace.full(CONTRACT), b"x", key=b"k", partition=1)
        finally:
            await producer.stop()
        admin = AIOKafkaAdminClient(bootstrap_servers=servers)
        await admin.start()
        try:
            cut = TopicPartition(namespace.full(CONTRACT), 1)
            await admin.delete_records({cut: RecordsToDelete(before_offset=1)})
        finally:
            await admin.close()

        async def is_cut() -> bool:
            return f"{namespace.full(CONTRACT)}[1] begins at offset 1" in (store.closed or "")

        await sleep_until(is_cut, SECONDS, "the cut is told")
        account = store.account()
        told_of = f"{namespace.full(CONTRACT)} has lost records"
        assert (account.state, told_of in account.why) == (FreshnessState.UNKNOWN, True)
    finally:
        following.cancel()


async def test_what_was_lost_and_accepted_comes_back_as_it_was_kept(parts: LocalParts, namespace: TopicNames) -> None:
    kept = {
        TopicPartition(namespace.refusal, 0): ReachedEnd(9, lost_at=1_764_190_000_000, start=3),
        TopicPartition(namespace.audit, 0): ReachedEnd(0),
    }
    await remember(parts.bootstrap_servers, namespace, kept)
    assert await ask_reached(parts.bootstrap_servers, namespace) == kept
