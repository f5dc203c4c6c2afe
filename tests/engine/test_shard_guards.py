"""What a shard does before it writes, and what it reads behind its own writing."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import cast

import pytest

from hub.engine.internals import Batch
from hub.engine.ownership import Assignment, OwnershipLost
from hub.engine.shard import Shard
from hub.events.topics import word
from hub.log import batch_writer
from hub.log.batch_writer import Acked, Outgoing
from tests.engine.counting_fold import CountingConfiguration, CountingFold
from tests.engine.memory_log import IN, OUT, MemorySource, MemoryWriter, ShardWorld, turns


async def configured() -> ShardWorld:
    world = ShardWorld()
    world.configure()
    assert await world.configuration.follow()
    return world


def begin(shard: Shard, generation: int, age: float) -> None:
    """The partition is its own; the last heartbeat that the group acknowledged is so old, of one second allowed."""
    epoch = (generation, 1)
    shard.begin(Assignment(epoch, lambda: epoch, lambda: 0.0, lambda: age, 1.0))


async def test_assignments_that_come_quickly_never_work_on_one_state_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """Found: the second waited for the first, and ended at once when the third came, which then waited for nobody."""
    at_work, together, may_end = list[int](), list[int](), asyncio.Event()

    async def works(shard: Shard, assignment: Assignment) -> None:
        generation = assignment.epoch[0]
        at_work.append(generation)
        together.append(len(at_work))
        try:
            await asyncio.Event().wait()
        finally:
            await may_end.wait()  # what it is in the middle of is not left at once
            at_work.remove(generation)

    monkeypatch.setattr(Shard, "_restored_and_live", works)
    world = await configured()
    with world.shard() as shard:
        await turns()
        for generation in (2, 3, 4):
            begin(shard, generation, age=0.0)
            await turns()
        assert (at_work, shard.is_busy) == ([1], True)
        ending = shard.stop()
        await turns()
        assert any(not each.done() for each in ending), "whoever hands the partition over waits for the first one too"
        begin(shard, 5, age=0.0)
        may_end.set()
        await turns()
        assert (at_work, set(together)) == ([5], {1})


async def test_past_its_lease_a_shard_reads_and_writes_nothing() -> None:
    world = await configured()
    with world.shard() as shard:
        begin(shard, 1, age=1.5)
        await turns()
        world.say(b"k", 0, shard)
        await turns()
        assert (world.written(), world.source.committed[IN]) == ([], 0)
        assert "no heartbeat acknowledged" in shard.progress.reason


async def test_where_the_group_began_anew_the_next_record_outranks_those_of_before() -> None:
    """Of two records at one position and day the higher generation stands."""
    world = await configured()
    world.generation = 9
    with world.shard() as shard:
        world.say(b"k", 0, shard)
        await turns()
    world.generation = 1
    with world.shard() as shard:
        await turns()
        world.say(b"k", 1, shard)
        await turns()
    assert [basis.generation for _, _, basis in world.written()] == [9, 10]


async def test_inputs_that_end_before_what_is_committed_are_not_evaluated() -> None:
    world = await configured()
    world.say(b"k", 0)
    world.source.committed[IN] = 5
    with world.shard() as shard:
        await turns()
        assert world.written() == []
        assert "ends at offset 1, and 5 is committed" in shard.progress.reason


class Overtaken(MemoryWriter):
    """Somebody else's record comes right before the next one of ours."""

    late: Outgoing | None = None

    async def write(
        self, topic: str, partition: int, records: Iterable[Outgoing], check: Callable[[], None] = lambda: None
    ) -> list[Acked]:
        late, self.late = self.late, None
        if late is not None:
            self._log.append(OUT, late.key, late.value, late.headers)
        return await super().write(topic, partition, records, check)


async def test_a_record_of_somebody_else_between_our_own_is_read_and_written_over() -> None:
    world = await configured()
    world.writer = writer = Overtaken(world.log)
    with world.shard() as shard:
        for number in range(2):
            world.say(b"a", number, shard)
            await turns()
        first = world.log.records[OUT][0]
        writer.late = Outgoing(b"a", first.value, list(first.headers))
        world.say(b"b", 0, shard)
        await turns()
        assert shard.state.pictures.counts.heals == 1
    body, _ = world.last()[b"a"]
    assert body
    assert body["count"] == 2, "the late record says 1, and compaction would leave it"


async def test_a_picture_that_is_too_large_for_a_request_holds_no_other_one_up(monkeypatch: pytest.MonkeyPatch) -> None:
    world = await configured()
    monkeypatch.setattr(batch_writer, "REQUEST_BYTES", 2048)
    large = b"k" * 1200
    with world.shard() as shard:
        world.say(large, 0, shard)
        world.say(b"small", 1, shard)
        await turns()
        assert [key for key, _, _ in world.written()] == [b"small"]
        assert (world.source.committed[IN], shard.progress.stage.value) == (0, "waiting")


async def test_pictures_that_include_more_than_the_inputs_hold_are_not_written_over_with_less() -> None:
    """The input topic was deleted, and its committed offsets with it: whatever is evaluated now would say less."""
    world = await configured()
    with world.shard() as shard:
        for number in range(2):
            world.say(b"k", number, shard)
            await turns()
    before = len(world.written())
    world.log.cut(IN)
    world.source = MemorySource()
    with world.shard() as shard:
        await turns()
        world.say(b"other", 7, shard)
        await turns()
        assert len(world.written()) == before
        assert "include more than has been read" in shard.progress.reason


class SettingAside(CountingFold):
    """Has set one record aside, until somebody looks at it."""

    one = 1

    def set_aside_count(self) -> int:
        return self.one

    def take_in_any(self, limit: int) -> None:
        self.one = 0


async def test_a_shard_that_has_not_looked_at_all_it_restored_is_not_called_whole() -> None:
    world = await configured()
    world.core = replace(
        world.core, new_fold=lambda _, configuration: SettingAside(cast(CountingConfiguration, configuration))
    )
    with world.shard() as shard:
        shard._parts.restoring.add(7)  # others still read, and have the processor meanwhile
        world.say(b"k", 0, shard)
        await turns()
        assert (shard.progress.stage.value, shard.state.is_whole, shard.state.times_whole) == ("live", False, 0)
        shard._parts.restoring.clear()
        shard.wake()
        await turns()
        assert (shard.state.is_whole, shard.state.times_whole) == (True, 1)


async def test_a_batch_that_ends_behind_its_last_record_is_included_to_its_end() -> None:
    """Where the log holds nothing more up to there."""
    world = await configured()
    with world.shard() as shard:
        await turns()
        at = world.log.append(IN, b"k", b'{"key": "k", "seq": 0}')
        shard.accept(Batch(IN, [world.log.records[IN][-1]], at, at + 2, world.generation, 0))
        await turns()
        assert shard.state.position.offset(word(IN.topic)) == at + 1
        assert world.source.committed[IN] == at + 2


async def test_a_partition_that_is_lost_while_the_configuration_is_waited_for_is_not_folded() -> None:
    world = await configured()
    with world.shard() as shard:
        lost = Assignment((1, 1), lambda: (2, 2), lambda: 0.0, lambda: 0.0, 1.0)
        with pytest.raises(OwnershipLost):
            await shard.state.configured(lost)
        assert shard.state.set_aside == 0
