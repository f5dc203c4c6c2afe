"""The lease begins with a heartbeat that the group acknowledged while it gave nothing away."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest
from faust.transport.drivers import aiokafka as driver

from hub.engine import internals
from hub.engine.internals import BatchThread


class Group:
    """The coordinator of a consumer. recognised: whether the group knows the member. takes: seconds of `now` until it
    answers.
    """

    now = 1000.0

    def __init__(self, *, recognised: bool, rejoins: bool, takes: float = 0.0) -> None:
        self._recognised, self._takes = recognised, takes
        self._rejoin_needed_fut: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        if rejoins:
            self._rejoin_needed_fut.set_result(None)

    async def _do_heartbeat(self) -> bool:
        self.now += self._takes
        return self._recognised


async def listening(monkeypatch: pytest.MonkeyPatch, group: Group) -> Any:
    """The consumer's thread, which has begun to listen to its heartbeats."""
    thread = cast(Any, BatchThread.__new__(BatchThread))
    thread.consumer = SimpleNamespace(lease=0.0)
    thread._ensure_consumer = lambda: SimpleNamespace(_coordinator=group)

    async def started(self: Any) -> None: ...

    monkeypatch.setattr(driver.AIOKafkaConsumerThread, "on_start", started)
    await thread.on_start()
    return thread


@pytest.mark.parametrize(
    ("recognised", "rejoins", "holds"),
    [(True, False, True), (False, False, False), (True, True, False), (False, True, False)],
    ids=["acknowledged", "not recognised", "the group rebalances", "neither"],
)
async def test_the_lease_is_renewed_by_a_heartbeat_of_a_group_that_gives_nothing_away(
    monkeypatch: pytest.MonkeyPatch, recognised: bool, rejoins: bool, holds: bool
) -> None:
    group = Group(recognised=recognised, rejoins=rejoins)
    thread = await listening(monkeypatch, group)
    assert await group._do_heartbeat() is recognised
    assert bool(thread.consumer.lease) is holds
    thread.consumer.lease = 0.0
    await thread.beat_now()
    assert bool(thread.consumer.lease) is holds


async def test_the_lease_counts_from_when_the_heartbeat_was_sent_however_late_its_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The group counts its session from when it heard the member, and may have answered long ago."""
    group = Group(recognised=True, rejoins=False, takes=7.0)
    monkeypatch.setattr(internals, "time", SimpleNamespace(monotonic=lambda: group.now))
    thread = await listening(monkeypatch, group)
    await thread.beat_now()
    assert (thread.consumer.lease, group.now) == (1000.0, 1007.0)
