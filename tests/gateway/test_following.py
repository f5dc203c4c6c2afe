"""A follower goes on whatever its consumer does, and says so; it ends when it is cancelled, and only then."""

import asyncio
from random import Random
from typing import Any

import pytest
from aiokafka.errors import KafkaConnectionError

from hub.back_off import BackOff
from hub.gateway.index import following
from hub.gateway.index.following import Follower

FAULTS = [KafkaConnectionError(), TimeoutError(), ConnectionResetError(), asyncio.CancelledError()]


class Broken:
    """A consumer whose broker has gone. at: the call that fails, "start" or "stop"."""

    made: int

    def __init__(self, fault: BaseException, at: str, again: asyncio.Event) -> None:
        self.made, self._fault, self._at, self._again = 0, fault, at, again
        self._client = self

    def __call__(self, **settings: Any) -> "Broken":
        self.made += 1
        if self.made == 3:
            self._again.set()
        return self

    async def start(self) -> None:
        if self._at == "start":
            raise self._fault

    async def topics(self) -> set[str]:
        return {"t"}

    async def beginning_offsets(self, partitions: object) -> None:
        raise KafkaConnectionError

    async def stop(self) -> None:
        if self._at == "stop":
            raise self._fault

    async def close(self) -> None:
        """The client's."""


@pytest.mark.parametrize("at", ["start", "stop"])
@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
async def test_it_comes_again_after_each_fault(monkeypatch: pytest.MonkeyPatch, fault: BaseException, at: str) -> None:
    again = asyncio.Event()
    monkeypatch.setattr(following, "AIOKafkaConsumer", Broken(fault, at, again))
    monkeypatch.setattr(following, "BACK_OFF", BackOff(0, 0))
    follower = Follower("the pictures", "127.0.0.1:9", ["t"], Random(0), take=lambda record: None)
    task = asyncio.create_task(follower.follow())
    ended = asyncio.create_task(again.wait())
    await asyncio.wait((task, ended), return_when=asyncio.FIRST_COMPLETED)
    assert not task.done(), "it ended, and what it had read would be shown as new for ever"
    assert "the pictures may be old" in (follower.problem or "")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
