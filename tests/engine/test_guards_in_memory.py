"""The guards of midnight, of the configuration, of compaction and against forgeries, each seen without a broker."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace
from typing import Any, cast

import pytest

from hub.engine import engine as engine_module
from hub.engine import pictures
from hub.engine.configuration import ConfigurationFollower
from hub.engine.engine import Engine
from hub.engine.ports import Output
from hub.engine.settings import EngineSettings
from hub.engine.shard import Shard
from hub.events.topics import CONFIGURATION
from hub.log.losses import ReachedEnd
from hub.log.position import Basis, Position
from hub.log.records import InputRecord
from hub.log.untrue import Untrue
from hub.log.whole import tell_whole
from hub.settings import Settings
from tests.engine.counting_fold import CountingConfiguration, CountingFold, build_configuration
from tests.engine.memory_log import OUT, ShardWorld, turns

BEFORE_MIDNIGHT = datetime(2026, 4, 1, 22, 59, 59, tzinfo=UTC)  # summer time: London's midnight is at 23:00 UTC
FIRST, SECOND = date(2026, 4, 1), date(2026, 4, 2)


async def configured(**said: Any) -> ShardWorld:
    world = ShardWorld()
    world.configure(**said)
    assert await world.configuration.follow()
    return world


def engine_of(world: ShardWorld, home: Path) -> Any:
    """An engine that looks at this world once a second, and was never connected to anything."""
    made: Any = Engine(EngineSettings.of(Settings(home=home), "1"), world.core, lambda: world.now, Random(1))
    made.configuration, made._tick_pool = world.configuration, cast(Any, world.pool)
    made.app = SimpleNamespace(batches=SimpleNamespace(handed_over=lambda tp: None))
    return made


@pytest.fixture(autouse=True)
def no_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """This log keeps no groups; a Kafka that is not there would be waited for as long as it pleases."""

    async def tell_nobody(servers: str, group: str, ends: Any) -> None: ...

    monkeypatch.setattr(engine_module, tell_whole.__name__, tell_nobody)


async def tick(engine: Any) -> None:
    """One look at the world, to its end: while one is under way the next tick does not look."""
    engine._tick()
    await engine._look
    await turns()


async def test_at_midnight_what_the_day_touches_is_evaluated_again_and_nothing_before(tmp_path: Path) -> None:
    world = await configured(hash="days", expires=True)
    engine = engine_of(world, tmp_path)
    with world.shard() as shard:
        engine.shards = {0: shard}
        world.say(b"k", 0, shard)
        await turns()
        world.now = BEFORE_MIDNIGHT
        await tick(engine)
        assert [basis.judged_for for _, _, basis in world.written()] == [FIRST]
        world.now += timedelta(seconds=2)
        await tick(engine)
        assert [basis.judged_for for _, _, basis in world.written()] == [FIRST, SECOND]
        assert not shard.is_due


class SameEveryDay(CountingFold):
    """What it shows is the same on the next day; until when that is sure is not."""

    def _output(self, key: bytes, today: date) -> Output:
        return Output(key, b'{"count":1}', today + timedelta(days=1))


async def test_a_picture_that_shows_the_same_on_the_next_day_says_anew_until_when() -> None:
    world = await configured()
    world.core = replace(world.core, new_fold=lambda partition, configuration: SameEveryDay(configuration))
    with world.shard() as shard:
        world.say(b"k", 0, shard)
        await turns()
        world.now += timedelta(days=1)
        shard.wake()
        await turns()
        assert not shard.is_due
    assert [basis.until for _, _, basis in world.written()] == [SECOND, SECOND + timedelta(days=1)]


async def test_a_shard_that_restores_after_midnight_evaluates_what_the_day_touches() -> None:
    world = await configured(hash="days", expires=True)
    with world.shard() as shard:
        world.say(b"k", 0, shard)
        await turns()
    world.now = BEFORE_MIDNIGHT + timedelta(seconds=2)
    with pytest.MonkeyPatch.context() as patch, world.shard():
        patch.setattr(pictures, "TAIL_RECORDS", 0)  # what it evaluates again for standing at the end would hide it
        await turns()
    assert [basis.judged_for for _, _, basis in world.written()] == [FIRST, SECOND]


async def test_a_configuration_that_changes_pictures_is_followed_and_one_that_does_not_writes_nothing(
    tmp_path: Path,
) -> None:
    world = await configured(hash="one", factor=1)
    engine = engine_of(world, tmp_path)
    with world.shard() as shard:
        engine.shards = {0: shard}
        for number in range(3):
            world.say(b"k%d" % number, number, shard)
        await turns()
        written = len(world.written())
        world.configure(hash="one", factor=1)
        await tick(engine)
        assert len(world.written()) == written
        assert shard.state.position.offset("configuration") == 1, "it is included all the same"
        world.configure(hash="two", factor=2)
        await tick(engine)
    bodies = {key: (body and body["sum"], basis.configuration) for key, (body, basis) in world.last().items()}
    assert bodies == {b"k%d" % number: (2 * number, "two") for number in range(3)}


async def test_pictures_of_another_configuration_are_evaluated_again_after_a_restart() -> None:
    world = await configured(hash="one", factor=1)
    with world.shard() as shard:
        world.say(b"k", 3, shard)
        await turns()
    world.configure(hash="two", factor=2)
    assert await world.configuration.follow()
    with pytest.MonkeyPatch.context() as patch, world.shard():
        patch.setattr(pictures, "TAIL_RECORDS", 0)  # what it evaluates again for standing at the end would hide it
        await turns()
    body, basis = world.last()[b"k"]
    assert (body and body["sum"], basis.configuration) == (6, "two")


async def test_code_older_than_the_published_views_reads_on_and_writes_nothing(tmp_path: Path) -> None:
    world = await configured(hash="newer", views=2)
    engine = engine_of(world, tmp_path)
    with world.shard() as shard:
        engine.shards = {0: shard}
        world.say(b"k", 0, shard)
        await turns()
        assert world.written() == []
        assert shard.progress.stage.value == "waiting"
        assert "update this worker" in shard.progress.reason
        assert shard.state.position.offset("contract") == 0, "it has been read"
        world.configure(hash="ours", views=1)
        await tick(engine)
        assert [key for key, _, _ in world.written()] == [b"k"]
        assert shard.progress.stage.value == "live"


async def test_each_record_of_the_configuration_is_read_once_and_nothing_new_is_no_change() -> None:
    world = ShardWorld()
    read: list[list[int]] = []

    def build(records: Sequence[InputRecord]) -> CountingConfiguration:
        read.append([each.offset for each in records])
        return build_configuration(records)

    follower = ConfigurationFollower(
        CONFIGURATION, replace(world.core, build_configuration=build), cast(Any, world.pool), world.log.reached_before
    )
    assert await follower.follow(), "also where there is none yet: the hub's own counts then"
    world.configure(hash="one")
    assert await follower.follow()
    standing = follower.now()
    assert not await follower.follow()
    assert follower.now() is standing, "another one would put every picture in line to be looked at"
    world.configure(hash="two")
    assert await follower.follow()
    world.log.take_end(follower.tp)
    assert await follower.follow(), "the end has moved, though no record stands there"
    assert not await follower.follow()
    assert read == [[], [0], [0, 1], [0, 1]]


async def test_a_configuration_that_cannot_be_used_leaves_the_one_before_in_force() -> None:
    world = await configured(hash="one", factor=2)
    world.log.append(world.configuration.tp, b"all", b"no json")
    assert not await world.configuration.follow()
    assert "cannot be used" in world.configuration.problem
    assert not await world.configuration.follow(), "nothing is new"
    assert (await world.configuration.standing()).configuration.hash == "one"
    assert world.configuration.refusal() == ""


async def test_a_configuration_that_lost_documents_before_the_start_is_not_taken_for_the_whole() -> None:
    world = ShardWorld()
    world.configure(hash="one")
    world.log.reached[world.configuration.tp] = ReachedEnd(2)
    assert not await world.configuration.follow()
    assert world.configuration.now() is None
    assert "ends at offset 1, and had reached 2" in world.configuration.refusal()
    world.configure(hash="two")  # it is back from its copy
    assert await world.configuration.follow()
    assert (await world.configuration.standing()).configuration.hash == "two"
    assert world.configuration.refusal() == ""


async def test_a_configuration_that_loses_documents_while_the_worker_runs_stops_evaluating_until_they_are_back() -> (
    None
):
    world = await configured(hash="one", factor=2)
    with world.shard() as shard:
        await turns()
        (lost,) = world.log.records[world.configuration.tp]
        world.log.cut(world.configuration.tp)
        assert not await world.configuration.follow()
        world.say(b"k", 0, shard)
        await turns()
        assert world.written() == []
        assert (shard.progress.stage.value, "had reached 1" in shard.progress.reason) == ("waiting", True)
        world.log.append(world.configuration.tp, lost.key, lost.value)
        assert await world.configuration.follow()
        shard.wake()
        await turns()
        assert [key for key, _, _ in world.written()] == [b"k"]


async def test_before_a_configuration_was_read_nothing_may_be_evaluated() -> None:
    assert ShardWorld().configuration.refusal() == "the configuration topic has not been read yet"


async def late_record(world: ShardWorld) -> None:
    """The log's last record of the key says less than the one before it, as a frozen worker's would."""
    with world.shard() as shard:
        world.say(b"k", 0, shard)
        await turns()
        world.say(b"k", 1, shard)
        await turns()
    first, second = world.log.records[OUT]
    assert (first.value, second.value) == (b'{"count":1,"last":0,"sum":0}', b'{"count":2,"last":1,"sum":1}')
    world.log.append(OUT, b"k", first.value, first.headers)


async def test_what_compaction_would_leave_is_the_picture_however_late_a_record_came() -> None:
    world = await configured()
    await late_record(world)
    with pytest.MonkeyPatch.context() as patch, world.shard():
        patch.setattr(pictures, "TAIL_RECORDS", 0)  # what it evaluates again for standing at the end would hide it
        await turns()
    body, basis = world.last()[b"k"]
    assert body and body["count"] == 2
    assert basis.over == 2, "it says which records it is written over"
    assert len(world.written()) == 4, "once, and not again and again"


async def test_a_late_record_that_comes_while_the_shard_lives_is_written_over(tmp_path: Path) -> None:
    world = await configured()
    engine = engine_of(world, tmp_path)
    with world.shard() as shard:
        engine.shards = {0: shard}
        world.say(b"k", 0, shard)
        await turns()
        world.say(b"k", 1, shard)
        await turns()
        first = world.log.records[OUT][0]
        world.log.append(OUT, b"k", first.value, first.headers)
        await tick(engine)
    body, _ = world.last()[b"k"]
    assert body and body["count"] == 2


async def test_offsets_without_a_record_are_no_records_of_somebody_else() -> None:
    world = await configured()
    with world.shard() as shard:
        for number in range(4):
            world.say(b"k", number, shard)
            await turns()
    world.log.compact(OUT)
    world.log.take_end(OUT)
    assert [record.offset for record in world.log.records[OUT]] == [3]
    with world.shard() as shard:
        await turns()
        world.say(b"k", 4, shard)
        await turns()
        assert shard.state.pictures.counts.heals == 0
    body, _ = world.last()[b"k"]
    assert body and body["count"] == 5
    assert [record.offset for record in world.log.records[OUT]] == [3, 5]


def as_it_stands(standing: Basis) -> Basis:
    return standing


def beyond_the_end(standing: Basis) -> Basis:
    more = standing.position.as_dict() | {"contract": standing.position.offset("contract") + 1}
    return replace(standing, position=Position.of(more))


def of_the_next_generation(standing: Basis) -> Basis:
    return replace(standing, generation=standing.generation + 1)


def forge(world: ShardWorld, claims: Callable[[Basis], Basis]) -> None:
    """Somebody else says something under the key, and claims no less than what stands there."""
    _, standing = world.last()[b"k"]
    world.log.append(OUT, b"k", b'{"count":99}', claims(standing).headers())


def named(shard: Shard) -> list[tuple[object, object]]:
    return [(each["why"], each["stands"]) for each in shard.state.pictures.untrue]


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        (of_the_next_generation, Untrue.GENERATION),
        (beyond_the_end, Untrue.POSITION),
        (as_it_stands, Untrue.AGAIN),
    ],
    ids=["generation", "position", "again"],
)
async def test_a_shard_that_lives_names_a_forgery_and_writes_over_it(
    tmp_path: Path, claims: Callable[[Basis], Basis], why: Untrue
) -> None:
    world = await configured()
    engine = engine_of(world, tmp_path)
    with world.shard() as shard:
        engine.shards = {0: shard}
        world.say(b"k", 0, shard)
        await turns()
        forge(world, claims)
        await tick(engine)
        assert named(shard) == [(why.value, False)]
        assert shard.progress.stage.value == "live", "it waits for nothing that a forgery says there is"
    body, basis = world.last()[b"k"]
    assert (body and body["count"], basis.over, basis.generation) == (1, 1, world.generation)


@pytest.mark.parametrize(
    ("claims", "whys"),
    [(of_the_next_generation, []), (beyond_the_end, [Untrue.POSITION]), (as_it_stands, [Untrue.AGAIN])],
    ids=["generation", "position", "again"],
)
async def test_a_shard_that_restores_names_what_it_can_be_certain_of_and_writes_over_all(
    claims: Callable[[Basis], Basis], whys: list[Untrue]
) -> None:
    """Which generations there were it cannot know: the group may have begun anew. What was committed was there."""
    world = await configured()
    with world.shard() as shard:
        world.say(b"k", 0, shard)
        await turns()
    forge(world, claims)
    with world.shard() as shard:
        await turns()
        assert named(shard) == [(why.value, False) for why in whys]
    body, basis = world.last()[b"k"]
    assert (body and body["count"], basis.over) == (1, 1)
