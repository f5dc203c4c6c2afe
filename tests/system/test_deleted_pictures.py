"""The topic of pictures deleted under a running hub, and made anew: pictures come back without a restart, and until all
of them are there nobody calls what is shown up to date. About 30 s.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from random import Random

import pytest

from hub.engine.calendar import london_day
from hub.events.topics import PICTURE
from hub.gateway.index.store import Store
from hub.log.freshness import FreshnessState
from hub.serialization.encoded import EncodedEvent
from hub.usecases.publishing import opened
from hub.usecases.topics_admin import create_topics
from hub.usecases.verifying import verify
from tests.faults.world import sleep_until
from tests.reconcile.dense import history
from tests.support.records import STAMP
from tests.system.conftest import PARTITIONS, Hub, MakeHub, new_hub
from tests.system.test_deleted_topic import delete

__all__ = ["new_hub"]

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(300)]

SECONDS = 120
"""Some times what a write waits for its acknowledgement at most."""


async def publish(hub: Hub, seed: int, events: int) -> None:
    async with opened(hub.cluster) as publisher:
        await publisher.publish([EncodedEvent(*each) for each in history(Random(seed), events)], STAMP)


@asynccontextmanager
async def followed(hub: Hub) -> AsyncIterator[Store]:
    store = Store(hub.cluster.bootstrap_servers, hub.cluster.names, Random(1))
    following = asyncio.create_task(store.follow())
    try:
        yield store
    finally:
        following.cancel()


async def is_current(store: Store) -> bool:
    return not store.problems and store.account().state is FreshnessState.CURRENT


async def test_pictures_come_back_and_nothing_is_called_current_before(new_hub: MakeHub) -> None:
    async with new_hub() as hub:
        worker = hub.crew.start()
        await publish(hub, 4, 60)
        await hub.until_folded()
        async with followed(hub) as store:
            await sleep_until(lambda: is_current(store), SECONDS, "everything is taken in")
            before: set[tuple[str, str, str]] = {each.key for each in store.pictures.all()}
        await delete(hub, PICTURE)
        await publish(hub, 5, 40)  # so that something is on its way to a topic that is not there
        await create_topics(hub.cluster.bootstrap_servers, hub.cluster.names, PARTITIONS)
        async with followed(hub) as store:  # one that remembers no picture
            missing: list[set[tuple[str, str, str]]] = []

            async def is_whole_again() -> bool:
                lacking = before - {each.key for each in store.pictures.all()}
                if await is_current(store):
                    missing.append(lacking)
                return not lacking and bool(missing)

            await sleep_until(is_whole_again, SECONDS, "the pictures are there again")
            assert not any(missing), "called current, and pictures were missing"
            assert (await verify(hub.cluster, london_day(datetime.now(UTC)))).ok
            assert worker.status()["ready"]
            assert worker.alive
