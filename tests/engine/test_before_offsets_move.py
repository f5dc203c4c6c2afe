"""An offset moves when what it passes over stands in the output, or in quarantine, acknowledged: not before."""

import asyncio
from collections.abc import Callable, Iterable

from aiokafka import TopicPartition

from hub.engine.internals import Batch
from hub.engine.shard import Shard
from hub.events.topics import PICTURE, QUARANTINE
from hub.log.batch_writer import Acked, Outgoing, WriteFailed
from tests.engine.memory_log import IN, TURNS, MemorySource, MemoryWriter, ShardWorld, turns
from tests.engine.virtual_time import VirtualTimeLoop


class Deaf(MemoryWriter):
    """Takes nothing into one topic, and says so. tried: how often somebody wrote there."""

    topic = ""
    tried = 0

    async def partitions(self, topic: str) -> int:
        return 1

    async def write(
        self, topic: str, partition: int, records: Iterable[Outgoing], check: Callable[[], None] = lambda: None
    ) -> list[Acked]:
        if topic == self.topic:
            self.tried += 1
            raise WriteFailed("nobody acknowledged")
        return await super().write(topic, partition, records, check)


async def deaf_to(topic: str) -> tuple[ShardWorld, Deaf]:
    world = ShardWorld()
    world.writer = writer = Deaf(world.log)
    writer.topic = topic
    world.configure()
    assert await world.configuration.follow()
    return world, writer


def hand_over(world: ShardWorld, shard: Shard, value: bytes) -> None:
    at = world.log.append(IN, b"k", value)
    shard.accept(Batch(IN, [world.log.records[IN][-1]], at, at + 1, world.generation, 0))


async def test_where_quarantine_is_not_acknowledged_no_offset_moves() -> None:
    world, writer = await deaf_to(QUARANTINE)
    with world.shard() as shard:
        await turns()
        hand_over(world, shard, b"\xff not json")
        await turns()
        assert (writer.tried, world.source.committed[IN]) == (1, 0)
        assert shard.progress.stage.value == "waiting"


class ReadAgain(MemorySource):
    """What is not finished comes again: whoever asked hands it over."""

    def rewind(self, tp: TopicPartition) -> int:
        return 0  # the number of the reading


def test_what_was_not_acknowledged_is_put_into_quarantine_when_it_comes_again() -> None:
    """What was refused is forgotten behind the acknowledgement alone: what comes again is not refused again."""

    async def story() -> None:
        world, writer = await deaf_to(QUARANTINE)
        world.source = ReadAgain()
        with world.shard() as shard:
            await turns()
            hand_over(world, shard, b"\xff not json")
            await turns()
            assert (writer.tried, world.source.committed[IN]) == (1, 0)
            writer.topic = "nothing"
            await asyncio.sleep(60)
            shard.accept(Batch(IN, list(world.log.records[IN]), 0, 1, world.generation, 0))
            await turns()
            kept = [each for tp, held in world.log.records.items() if tp.topic == QUARANTINE for each in held]
            assert (len(kept), shard.progress.quarantined, world.source.committed[IN]) == (1, 1, 1)

    with asyncio.Runner(loop_factory=VirtualTimeLoop) as runner:
        runner.run(story())


async def test_where_a_picture_is_not_acknowledged_no_offset_moves() -> None:
    world, writer = await deaf_to(PICTURE)
    with world.shard() as shard:
        await turns()
        world.say(b"k", 0, shard)
        await turns()
        assert (writer.tried, world.source.committed[IN]) == (1, 0)
        assert shard.progress.stage.value == "waiting"


async def test_where_both_are_the_offset_moves_over_both() -> None:
    world, _ = await deaf_to("nothing")
    with world.shard() as shard:
        await turns()
        world.say(b"k", 0, shard)
        hand_over(world, shard, b"\xff not json")
        await turns()
        assert world.source.committed[IN] == 2
    assert len(world.written()) == 1


async def test_what_is_in_quarantine_is_not_put_there_again_in_the_rounds_that_follow() -> None:
    world, _ = await deaf_to("nothing")
    with world.shard() as shard:
        await turns()
        hand_over(world, shard, b"\xff not json")
        await turns()
        for number in range(3):
            world.say(b"k", number, shard)
            await turns()
        assert (shard.progress.quarantined, world.source.committed[IN]) == (1, 4)


class Slow(MemoryWriter):
    """Whoever writes waits before the log holds it, and again before it is told so. acknowledged: topics, by then."""

    def __init__(self, world: ShardWorld) -> None:
        super().__init__(world.log)
        self.acknowledged = set[str]()

    async def partitions(self, topic: str) -> int:
        return 1

    async def write(
        self, topic: str, partition: int, records: Iterable[Outgoing], check: Callable[[], None] = lambda: None
    ) -> list[Acked]:
        await asyncio.sleep(0)
        acked = await super().write(topic, partition, records, check)
        await asyncio.sleep(0)
        self.acknowledged.add(topic)
        return acked


class Finishing(MemorySource):
    """finished: for each batch what was acknowledged by then."""

    def __init__(self, writer: Slow) -> None:
        super().__init__()
        self._writer, self.finished = writer, list[set[str]]()

    def finish(self, batch: Batch) -> None:
        super().finish(batch)
        self.finished.append(set(self._writer.acknowledged))


async def stopped_after(number: int) -> tuple[Slow, Finishing]:
    """A picture and a poison in one round of a shard that is stopped after so many turns of the loop."""
    world = ShardWorld()
    world.writer = writer = Slow(world)
    world.source = source = Finishing(writer)
    world.configure()
    assert await world.configuration.follow()
    with world.shard() as shard:
        await turns()
        world.say(b"k", 0, shard)
        hand_over(world, shard, b"\xff not json")
        for _ in range(number):
            await asyncio.sleep(0)
        ending = shard.stop()
        assert ending
        await asyncio.wait(ending)
    return writer, source


async def test_wherever_a_shard_is_stopped_it_finishes_nothing_that_was_not_acknowledged() -> None:
    stopped_with = set[frozenset[str]]()
    for number in range(TURNS):
        writer, source = await stopped_after(number)
        stopped_with.add(frozenset(writer.acknowledged))
        if source.finished:
            break  # the round is over before it can be stopped
    assert source.finished == [{QUARANTINE, PICTURE}] * 2
    assert stopped_with >= {frozenset(), frozenset({QUARANTINE})}, "the walk stops it before and between the two"


async def test_a_shard_that_is_stopped_while_nobody_acknowledges_finishes_nothing() -> None:
    world, _ = await deaf_to("nothing")
    with world.shard() as shard:
        await turns()
        world.writer.hears = False
        world.say(b"k", 0, shard)
        await turns()
        ending = shard.stop()
        assert ending
        await asyncio.wait(ending)
    assert (world.written(), world.source.committed[IN]) == ([], 0)
