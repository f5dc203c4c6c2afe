"""The gateway over real topics: it shows what workers wrote."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from random import Random

import pytest

from hub.engine.calendar import london_day
from hub.gateway.store import Store
from hub.operate.publishing import opened
from hub.operate.verifying import verify
from tests.reconcile.dense import history
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
            await publisher.publish(history(Random(4), 200), STAMP)
        await hub.until_folded()
        assert (await verify(hub.cluster, london_day(datetime.now(UTC)))).ok
        store = Store(hub.cluster.bootstrap_servers, hub.cluster.names, Random(1))
        following = asyncio.create_task(store.follow())
        await until(lambda: not store.problems)
        kinds = {kind for _, kind, _ in store.bodies()}
        assert kinds == {"contract", "programme", "provider"}
        following.cancel()
