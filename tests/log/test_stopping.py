"""A consumer's end ends nobody else: a CancelledError of the library's own tasks is not the caller's."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from aiokafka import AIOKafkaConsumer
from aiokafka.consumer.fetcher import Fetcher

from hub.log import stopping
from hub.log.stopping import is_cancelled, stop_consumer


class Ending:
    """Stands for the consumer's fetcher. end: what happens while it closes."""

    def __init__(self, end: Callable[[], Awaitable[object]]) -> None:
        self._end = end

    async def close(self) -> None:
        await self._end()


async def waits_for_a_task_that_has_not_begun() -> None:
    """As Fetcher.close does with its fetches."""
    task = asyncio.create_task(asyncio.sleep(0))
    task.cancel()
    await task


def consumer_that(end: Callable[[], Awaitable[object]], closed: list[str]) -> "AIOKafkaConsumer[bytes, bytes]":
    consumer: AIOKafkaConsumer[bytes, bytes] = AIOKafkaConsumer(bootstrap_servers="127.0.0.1:9")
    consumer._fetcher = Ending(end)
    close = consumer._client.close

    async def noted() -> None:
        closed.append("connections")
        await close()

    consumer._client.close = noted
    return consumer


async def test_a_task_of_the_library_that_has_not_begun_ends_nobody_else() -> None:
    closed: list[str] = []
    await stop_consumer(consumer_that(waits_for_a_task_that_has_not_begun, closed))
    assert (closed, is_cancelled()) == (["connections"], False)


async def test_whoever_is_cancelled_meanwhile_is() -> None:
    begun = asyncio.Event()

    async def never() -> None:
        begun.set()
        await asyncio.Event().wait()

    consumer = consumer_that(never, [])
    task = asyncio.create_task(stop_consumer(consumer))
    await begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await consumer._client.close()


async def test_a_time_that_runs_out_meanwhile_is_told_as_that() -> None:
    async def never() -> None:
        await asyncio.Event().wait()

    consumer = consumer_that(never, [])
    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.01):
            await stop_consumer(consumer)
    await consumer._client.close()


async def test_one_that_was_cancelled_before_still_closes_the_connections() -> None:
    closed: list[str] = []

    async def following() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await stop_consumer(consumer_that(waits_for_a_task_that_has_not_begun, closed))

    task = asyncio.create_task(following())
    await asyncio.sleep(0)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert closed == ["connections"]


async def test_a_fetcher_that_takes_its_end_for_that_of_a_fetch_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """A reader waited for it for ever, and its shard with it: its broker had gone while the partitions were read."""
    monkeypatch.setattr(stopping, "AGAIN_SECONDS", 0.01)
    consumer: AIOKafkaConsumer[bytes, bytes] = AIOKafkaConsumer(bootstrap_servers="127.0.0.1:9")
    fetcher = consumer._fetcher = Fetcher(consumer._client, consumer._subscription)
    ending = asyncio.Event()

    async def fetches() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ending.set()
            await asyncio.Event().wait()

    async with asyncio.timeout(10):
        consumer.assign([])
        while fetcher._wait_consume_future is None:
            await asyncio.sleep(0)  # until it fetches what is assigned
        fetcher._pending_tasks.add(asyncio.create_task(fetches()))
        await asyncio.sleep(0)
        consumer.assign([])
        await ending.wait()
        await stop_consumer(consumer)
    assert fetcher._fetch_task.done()
