"""An output partition that is made anew under a running shard is written whole again whatever its producer waits on."""

from pathlib import Path
from typing import Any, cast

import pytest

from hub.engine import engine as engine_module
from hub.log.whole import tell_whole
from tests.engine.memory_log import OUT, ShardWorld, turns
from tests.engine.test_guards_in_memory import configured, engine_of
from tests.faults.world import sleep_until

SECONDS = 20


async def written(world: ShardWorld, keys: set[bytes]) -> None:
    async def stand() -> bool:
        return {key for key, _, _ in world.written()} == keys

    await sleep_until(stand, SECONDS, f"{keys} are written")


def looking(world: ShardWorld, shard: Any, home: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, list[set[Any]]]:
    """The engine of that shard, and what it tells to be whole, time after time."""
    told: list[set[Any]] = []

    async def tell(servers: str, group: str, ends: Any) -> None:
        if ends:
            told.append(set(ends))

    monkeypatch.setattr(world.source, "rewind", lambda tp: 1)  # what is read again was restored already
    monkeypatch.setattr(engine_module, tell_whole.__name__, tell)
    made = engine_of(world, home)
    made._writer = cast(Any, world.writer)
    made.shards = {0: shard}
    return made, told


@pytest.mark.parametrize("hears", [True, False], ids=["live", "in a write that is never acknowledged"])
async def test_it_is_written_whole_again(hears: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = await configured(hash="one")
    with world.shard() as shard:
        engine, told = looking(world, shard, tmp_path, monkeypatch)
        world.say(b"a", 0, shard)
        world.say(b"b", 1, shard)
        await written(world, {b"a", b"b"})

        async def is_whole() -> bool:
            return bool(shard.state.is_whole)

        await sleep_until(is_whole, SECONDS, "whole")
        await engine._tell_whole()
        await engine._tell_whole()
        assert told == [{OUT}], "once"
        world.writer.hears = hears
        world.say(b"c", 2, shard)
        await turns()
        shard.foreign_end(world.log.ends[OUT])  # as a look tells that comes before the acknowledgement
        world.log.cut(OUT)
        world.writer.hears = False
        await engine._look_at_ends()
        await engine._tell_whole()  # at once, when the shard has not seen it yet

        async def is_restored() -> bool:
            return shard.progress.restored == 3

        await sleep_until(is_restored, SECONDS, "restored")
        await turns()
        assert not shard.state.is_whole
        await engine._tell_whole()
        assert told == [{OUT}], "not before it is written"
        world.writer.hears = True
        world.writer.abandon()
        await written(world, {b"a", b"b", b"c"})
        await sleep_until(is_whole, SECONDS, "whole again")
        await engine._tell_whole()
        assert told == [{OUT}, {OUT}], "and again"


async def test_nothing_is_whole_that_is_still_to_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = await configured(hash="one")
    world.say(b"a", 0)
    world.writer.hears = False
    with world.shard() as shard:
        engine, told = looking(world, shard, tmp_path, monkeypatch)

        async def is_live() -> bool:
            return shard.progress.stage.value == "live"

        await sleep_until(is_live, SECONDS, "live")
        assert not shard.state.is_whole
        await engine._tell_whole()
        assert told == []
        world.writer.hears = True
        world.writer.abandon()
        await written(world, {b"a"})


async def test_a_shard_that_forgets_gives_up_the_producer_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What it numbered for a partition that is gone is refused for ever."""
    world = await configured(hash="one")
    with world.shard() as shard:
        looking(world, shard, tmp_path, monkeypatch)
        world.say(b"a", 0, shard)
        await written(world, {b"a"})
        shard.cut("it ends sooner")
        await turns()
        assert world.writer.given_up == 1


async def test_what_became_whole_again_between_two_looks_is_told_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A shard may see for itself that its partition was made anew; Kafka has forgotten what was told of that one."""
    world = await configured(hash="one")
    with world.shard() as shard:
        engine, told = looking(world, shard, tmp_path, monkeypatch)
        world.say(b"a", 0, shard)
        await written(world, {b"a"})

        async def is_whole() -> bool:
            return bool(shard.state.is_whole)

        await sleep_until(is_whole, SECONDS, "whole")
        await engine._tell_whole()
        world.log.cut(OUT)
        world.say(b"a", 1, shard)  # its acknowledgement tells of an offset that was there before

        async def was_whole_twice() -> bool:
            return bool(shard.state.times_whole == 2)

        await sleep_until(was_whole_twice, SECONDS, "whole again")
        await engine._tell_whole()
        assert told == [{OUT}, {OUT}]
