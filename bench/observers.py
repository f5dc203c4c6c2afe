"""Observers: when does an event's id first show where readers look?

One interface, so that what is observed can be exchanged: the topic of pictures, or the gateway's feed.
"""

import asyncio
import re
import time
from abc import ABC, abstractmethod
from contextlib import aclosing
from types import TracebackType
from typing import Final, Protocol, Self

import aiohttp
from aiokafka import AIOKafkaConsumer, TopicPartition

from bench.feed_client import follow
from hub.reports.sources import events_in

_UUID: Final = re.compile(rb"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")


class Observer(Protocol):
    """Use as an async context manager; observing begins when it is entered."""

    seen: dict[str, float]
    """By event id, the monotonic time at which it was first read."""

    async def __aenter__(self) -> Self: ...
    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None: ...


class _Observing(ABC):
    """Runs `_observe` in the background and notes every event id in what it passes to `_note`."""

    def __init__(self) -> None:
        self.seen: dict[str, float] = {}
        self._task: asyncio.Task[None] | None = None
        self._open = asyncio.Event()

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._observe())
        opened = asyncio.create_task(self._open.wait())
        await asyncio.wait([self._task, opened], return_when=asyncio.FIRST_COMPLETED)
        if self._task.done():
            opened.cancel()
            self._task.result()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)

    @abstractmethod
    async def _observe(self) -> None: ...

    def _note(self, text: bytes) -> None:
        now = time.monotonic()
        for found in _UUID.findall(text):
            self.seen.setdefault(found.decode(), now)


class PictureObserver(_Observing):
    """Reads the topic of pictures from its end, as a subscriber of the topic does."""

    def __init__(self, bootstrap_servers: str, topic: str, partitions: int) -> None:
        super().__init__()
        self._servers, self._topic, self._partitions = bootstrap_servers, topic, partitions

    async def _observe(self) -> None:
        consumer = AIOKafkaConsumer(bootstrap_servers=self._servers, enable_auto_commit=False, fetch_max_wait_ms=50)
        await consumer.start()
        try:
            tps = [TopicPartition(self._topic, number) for number in range(self._partitions)]
            consumer.assign(tps)
            await consumer.seek_to_end(*tps)
            for tp in tps:
                await consumer.position(tp)
            self._open.set()
            async for record in consumer:
                self._note(record.value or b"")
        finally:
            await consumer.stop()


class FeedObserver(_Observing):
    """Reads a feed of the gateway as a project team's program does."""

    def __init__(self, address: str) -> None:
        super().__init__()
        self._address = address

    async def _observe(self) -> None:
        async with aiohttp.ClientSession() as session, aclosing(follow(session, self._address)) as said:
            async for heard in said:
                if heard.name == "ready":
                    self._open.set()
                elif heard.name == "picture":
                    now = time.monotonic()
                    for event in events_in(heard.data["picture"]):
                        self.seen.setdefault(event, now)
