"""What an engine sees once a second and at each assignment, and in which order it ends."""

import asyncio
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from aiokafka import TopicPartition

from hub.engine.engine import Engine
from hub.engine.status import not_ready_because
from hub.events.topics import INPUT_TOPICS
from tests.engine.memory_log import IN, ShardWorld, turns
from tests.engine.test_guards_in_memory import engine_of


class Batches:
    """The consumer. handed: up to where the agents were given; left_out: what is fetched no more."""

    lease = 1.0

    def __init__(self, counts: dict[str, int]) -> None:
        self.counts, self.handed, self.left_out = counts, 0, list[TopicPartition]()

    def partition_count(self, topic: str) -> int | None:
        return self.counts.get(topic)

    def handed_over(self, tp: TopicPartition) -> int | None:
        return self.handed if tp == IN else None

    def leave_out(self, tps: Any) -> None:
        self.left_out += tps


def engine_with(home: Path, batches: Batches) -> Any:
    engine = engine_of(ShardWorld(), home)
    engine.app = SimpleNamespace(batches=batches, epoch=(2, 1), crashed=False, should_stop=False)
    engine._look_at_kafka = lambda: asyncio.sleep(0)
    return engine


async def test_a_shard_that_ended_without_a_word_ends_the_worker_which_begins_again(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, Batches({}))
    engine.shards = {0: SimpleNamespace(has_ended_unasked=True, is_due=False)}
    with pytest.raises(RuntimeError, match="ended without a word"):
        engine._tick()


async def test_what_was_handed_over_and_reached_no_shard_for_a_second_is_asked_for_again(tmp_path: Path) -> None:
    batches, again = Batches({}), list[TopicPartition]()
    engine = engine_with(tmp_path, batches)
    intake = SimpleNamespace(following=lambda tp: 0, ask_again=again.append)
    engine.shards = {0: SimpleNamespace(has_ended_unasked=False, is_due=False, intake=intake)}
    batches.handed = 3
    engine._tick()
    assert again == [], "it may be on its way"
    engine._tick()
    assert again == [IN]
    await engine._look


async def test_a_kafka_that_says_nothing_for_a_session_timeout_is_told(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, Batches({}))
    silent = asyncio.get_running_loop().create_future()
    engine._look, engine._look_began = silent, time.monotonic()
    engine._tick()
    assert engine.kafka_problem == ""
    engine._look_began -= engine.settings.session_timeout_seconds + 1
    engine._tick()
    assert "has not answered for a session timeout" in engine.kafka_problem
    silent.cancel()


async def test_an_assignment_that_cannot_be_worked_on_is_refused_and_fetched_no_more(tmp_path: Path) -> None:
    """Input topics of another number of partitions than the settings say: keys would stand where they do not belong."""
    batches = Batches(dict.fromkeys(INPUT_TOPICS, 3))
    engine = engine_with(tmp_path, batches)
    assigned = frozenset(TopicPartition(topic, 0) for topic in INPUT_TOPICS)
    engine._on_positioned(assigned)
    assert engine.shards == {}
    assert set(batches.left_out) == assigned
    assert engine.problem
    assert engine.problem in not_ready_because(cast(Engine, engine))


async def test_what_is_being_sent_belongs_to_an_assignment_that_is_over(tmp_path: Path) -> None:
    engine = engine_with(tmp_path, Batches({}))
    given_up: list[str] = []
    engine._writer = SimpleNamespace(abandon=lambda: given_up.append("writer"))
    engine.shards = {7: SimpleNamespace(is_busy=True, stop=set, state=SimpleNamespace(pictures=SimpleNamespace(tp=IN)))}
    engine._on_positioned(frozenset())
    assert (given_up, engine.shards) == (["writer"], {})


async def test_a_worker_that_the_group_does_not_hear_is_not_ready(tmp_path: Path) -> None:
    batches = Batches({})
    engine = engine_with(tmp_path, batches)
    engine.assigned = True
    batches.lease = time.monotonic()
    assert not any("heartbeat" in each for each in not_ready_because(cast(Engine, engine)))
    batches.lease -= engine.settings.session_timeout_seconds + 1
    assert any("no heartbeat acknowledged" in each for each in not_ready_because(cast(Engine, engine)))


class Ending:
    """Notes by name what ends, in order."""

    def __init__(self) -> None:
        self.ended: list[str] = []

    def part(self, name: str) -> Any:
        """Something that is stopped, or that its engine starts and stops."""

        async def stop() -> None:
            self.ended.append(name)

        return SimpleNamespace(stop=stop, start=lambda: asyncio.sleep(0), crashed=False, should_stop=False)

    def task(self, name: str) -> asyncio.Task[None]:
        """Something under way that takes a moment to end when it is told to."""

        async def work() -> None:
            try:
                await asyncio.Event().wait()
            finally:
                await asyncio.sleep(0)
                self.ended.append(name)

        return asyncio.create_task(work())


async def test_an_engine_ends_its_shards_before_its_place_in_the_group_and_all_that_they_used_behind_it(
    tmp_path: Path,
) -> None:
    """A shard that still wrote when the group has given its partition away would write into another's."""
    engine, ending = engine_with(tmp_path, Batches({})), Ending()
    engine.app, engine._writer = ending.part("app"), ending.part("writer")
    pools = {name: ending.part(name) for name in ("_restore_pool", "_heal_pool", "_tick_pool")}
    vars(engine).update(pools)
    shard, engine._look = ending.task("shard"), ending.task("look")

    def stop() -> set[asyncio.Task[None]]:
        shard.cancel()
        return {shard}

    engine.shards = {0: SimpleNamespace(stop=stop)}
    await turns()
    over = asyncio.Event()
    over.set()
    await engine.run(over, lambda _: None)
    assert set(ending.ended[:2]) == {"shard", "look"}
    assert ending.ended[2:] == ["app", "writer", *pools]
