"""The lease begins with a heartbeat that the group acknowledged while it gave nothing away."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from faust.transport.drivers import aiokafka as driver

from hub.engine.internals import BatchThread


class Group:
    """The coordinator of a consumer. recognised: whether the group knows the member."""

    def __init__(self, *, recognised: bool, rejoins: bool) -> None:
        self._recognised = recognised
        self._rejoin_needed_fut: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if rejoins:
            self._rejoin_needed_fut.set_result(None)

    async def _do_heartbeat(self) -> bool:
        return self._recognised


@pytest.mark.parametrize(
    ("recognised", "rejoins", "holds"),
    [(True, False, True), (False, False, False), (True, True, False), (False, True, False)],
    ids=["acknowledged", "not recognised", "the group rebalances", "neither"],
)
async def test_the_lease_is_renewed_by_a_heartbeat_of_a_group_that_gives_nothing_away(
    monkeypatch: pytest.MonkeyPatch, recognised: bool, rejoins: bool, holds: bool
) -> None:
    group = Group(recognised=recognised, rejoins=rejoins)
    thread = cast(Any, BatchThread.__new__(BatchThread))
    thread.consumer = SimpleNamespace(lease=0.0)
    thread._ensure_consumer = lambda: SimpleNamespace(_coordinator=group)

    async def started(self: Any) -> None: ...

    monkeypatch.setattr(driver.AIOKafkaConsumerThread, "on_start", started)
    await thread.on_start()
    assert await group._do_heartbeat() is recognised
    assert bool(thread.consumer.lease) is holds
    thread.consumer.lease = 0.0
    await thread.beat_now()
    assert bool(thread.consumer.lease) is holds
