"""Many ask, Kafka is asked once."""

import asyncio
from typing import Any

import pytest

from hub.monitor.status_keeper import StatusKeeper


class Gathering:
    """Counts, and waits until it is let go."""

    def __init__(self) -> None:
        self.count = 0
        self.now = 0.0
        self.go = asyncio.Event()
        self.failure: Exception | None = None

    async def __call__(self) -> dict[str, Any]:
        self.count += 1
        number = self.count
        await self.go.wait()
        if self.failure is not None:
            raise self.failure
        return {"number": number}

    def keeper(self) -> StatusKeeper:
        return StatusKeeper(self, lambda: self.now, keep_seconds=2.0)


async def test_all_who_ask_at_once_share_one() -> None:
    gathering = Gathering()
    keeper = gathering.keeper()
    asking = [asyncio.create_task(keeper.get()) for _ in range(5)]
    await asyncio.sleep(0)
    gathering.go.set()
    assert [(await each)["number"] for each in asking] == [1] * 5
    gathering.now = 1.9
    assert (await keeper.get())["number"] == 1


async def test_an_old_one_is_gathered_anew() -> None:
    gathering = Gathering()
    gathering.go.set()
    keeper = gathering.keeper()
    await keeper.get()
    gathering.now = 2.1
    assert (await keeper.get())["number"] == 2


async def test_who_goes_away_does_not_take_it_from_the_others() -> None:
    gathering = Gathering()
    keeper = gathering.keeper()
    leaving, staying = asyncio.create_task(keeper.get()), asyncio.create_task(keeper.get())
    await asyncio.sleep(0)
    leaving.cancel()
    gathering.go.set()
    assert (await staying)["number"] == 1


async def test_a_failure_is_told_and_not_kept() -> None:
    gathering = Gathering()
    gathering.go.set()
    gathering.failure = RuntimeError("broken")
    keeper = gathering.keeper()
    with pytest.raises(RuntimeError, match="broken"):
        await keeper.get()
    gathering.failure = None
    assert (await keeper.get())["number"] == 2
