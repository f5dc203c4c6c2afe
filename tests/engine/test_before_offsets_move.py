"""An offset moves when what it passes over stands in the output, or in quarantine, acknowledged: not before."""

from collections.abc import Callable, Iterable

from hub.engine.internals import Batch
from hub.engine.lane import Lane
from hub.events.topics import PICTURE, QUARANTINE
from hub.log.batch_writer import Acked, Outgoing, WriteFailed
from tests.engine.memory_log import IN, LaneWorld, MemoryWriter, turns


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


async def deaf_to(topic: str) -> tuple[LaneWorld, Deaf]:
    world = LaneWorld()
    world.writer = writer = Deaf(world.log)
    writer.topic = topic
    world.configure()
    assert await world.configuration.follow()
    return world, writer


def hand_over(world: LaneWorld, lane: Lane, value: bytes) -> None:
    at = world.log.append(IN, b"k", value)
    lane.accept(Batch(IN, [world.log.records[IN][-1]], at, at + 1, world.generation, 0))


async def test_where_quarantine_is_not_acknowledged_no_offset_moves() -> None:
    world, writer = await deaf_to(QUARANTINE)
    with world.lane() as lane:
        await turns()
        hand_over(world, lane, b"\xff not json")
        await turns()
        assert (writer.tried, world.source.committed[IN]) == (1, 0)
        assert lane.progress.stage.value == "waiting"


async def test_where_a_picture_is_not_acknowledged_no_offset_moves() -> None:
    world, writer = await deaf_to(PICTURE)
    with world.lane() as lane:
        await turns()
        world.say(b"k", 0, lane)
        await turns()
        assert (writer.tried, world.source.committed[IN]) == (1, 0)
        assert lane.progress.stage.value == "waiting"


async def test_where_both_are_the_offset_moves_over_both() -> None:
    world, _ = await deaf_to("nothing")
    with world.lane() as lane:
        await turns()
        world.say(b"k", 0, lane)
        hand_over(world, lane, b"\xff not json")
        await turns()
        assert world.source.committed[IN] == 2
    assert len(world.written()) == 1
