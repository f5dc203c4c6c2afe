"""A Kafka that is frozen is told as that, with the moment when it was asked, wherever one asks or reads."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any, cast

import pytest
from aiokafka import TopicPartition
from aiokafka.errors import KafkaTimeoutError

from hub.log import answering, raw_reader
from hub.log.answering import admin_of
from hub.log.consumer_groups import offsets_of
from hub.log.raw_reader import RawReader, Stretch
from tests.monitor.test_status import silent

TP = TopicPartition("commissioning.contract.v1", 0)
WORDS = r".* was asked at \d\d:\d\d:\d\d UTC and has not answered; what stands there now is not known"


class Frozen:
    """A consumer and an admin client that know the topic and hear nothing any more."""

    def partitions_for_topic(self, topic: str) -> set[int]:
        return {0}

    def assign(self, tps: Any) -> None: ...
    def seek(self, tp: Any, offset: int) -> None: ...

    async def hears_nothing(self, *_: Any, **__: Any) -> Any:
        await asyncio.Event().wait()

    topics = end_offsets = beginning_offsets = find_coordinator = hears_nothing


class FrozenMeanwhile(Frozen):
    """It answered where the partition begins, and froze; a poll of it comes back empty."""

    async def beginning_offsets(self, tps: Any) -> dict[TopicPartition, int]:
        return dict.fromkeys(tps, 0)

    async def getmany(self, *_: Any, **__: Any) -> dict[Any, Any]:
        await asyncio.sleep(0)
        return {}

    async def position(self, tp: Any) -> int:
        return 0


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each limit is over as soon as somebody waits."""
    monkeypatch.setattr(answering, "ANSWER_SECONDS", 0)
    monkeypatch.setattr(raw_reader, "ANSWER_SECONDS", 0)
    monkeypatch.setattr(raw_reader, "THERE_SECONDS", 0)
    monkeypatch.setattr(raw_reader, "QUIET_SECONDS", -1)


def reader_over(consumer: Frozen) -> RawReader:
    reader = RawReader("127.0.0.1:9")
    reader._consumer = cast(Any, consumer)
    return reader


async def read(reader: RawReader) -> None:
    async for _ in reader.read({TP: Stretch(0, 5)}):
        raise AssertionError("nothing is there")


ASKING: dict[str, Callable[[], Awaitable[Any]]] = {
    "ends": lambda: reader_over(Frozen()).ends([TP]),
    "starts": lambda: reader_over(Frozen()).starts([TP]),
    "partitions": lambda: reader_over(Frozen()).partitions(TP.topic),
    "reading that has begun": lambda: read(reader_over(FrozenMeanwhile())),
    "what a group committed": lambda: offsets_of(cast(Any, Frozen()), "group"),
}


@pytest.mark.parametrize("ask", ASKING)
async def test_whoever_asks_a_frozen_kafka_is_told_when_it_asked(ask: str, at_once: None) -> None:
    async with asyncio.timeout(30):  # it comes at once; without the limit never
        with pytest.raises(KafkaTimeoutError, match=WORDS):
            await ASKING[ask]()


@pytest.fixture
async def frozen_address() -> AsyncIterator[str]:
    async with silent() as address:
        yield address


async def test_whoever_connects_to_a_frozen_kafka_is_told_when_it_asked(frozen_address: str, at_once: None) -> None:
    async with asyncio.timeout(30):
        with pytest.raises(KafkaTimeoutError, match=WORDS):
            await RawReader(frozen_address).start()
        with pytest.raises(KafkaTimeoutError, match=WORDS):
            async with admin_of(frozen_address):
                raise AssertionError("nobody answered")
