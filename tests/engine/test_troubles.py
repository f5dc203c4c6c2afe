"""What goes wrong for long: told all the while, held to the smallest part, and no offset moves over what is undone."""

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete
from aiokafka.structs import TopicPartition

from hub.engine import pictures
from hub.engine.engine import Engine
from hub.engine.ports import Core, Output
from hub.engine.status import not_ready_because
from hub.events.topics import INPUT_TOPICS, PICTURE
from hub.local.local_parts import LocalParts
from hub.log.batch_writer import REQUEST_BYTES
from tests.engine import counting_fold
from tests.engine.counting_fold import CountingFold
from tests.engine.test_live import Clock, configure, running, shown, until_ready
from tests.faults.workers import Crew
from tests.faults.world import PARTITIONS, World, sleep_until

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(90)]

WATCHED_SECONDS = 3.0


class TroubledFold(CountingFold):
    """Evaluating the key `raises` raises; the picture of the key `huge` is larger than any record may be."""

    def _output(self, key: bytes, today: date) -> Output:
        made = super()._output(key, today)
        if key == b"raises":
            raise KeyError("a fault of the fold")
        return Output(key, b"x" * (REQUEST_BYTES + 1), None) if key == b"huge" else made


def troubled() -> Core:
    def new_fold(partition: int, configuration: Any, /) -> TroubledFold:
        return TroubledFold(configuration)

    return Core(new_fold, counting_fold.build_configuration, counting_fold.fetch_schema, views=1, code_version="test")


async def told_all_the_while(engine: Engine, words: str) -> None:
    """From when it is first told, a look at any moment finds the words."""

    async def told() -> bool:
        return any(words in reason for reason in not_ready_because(engine))

    await sleep_until(told, 20, words)
    until = asyncio.get_running_loop().time() + WATCHED_SECONDS
    while asyncio.get_running_loop().time() < until:
        reasons = not_ready_because(engine)
        assert any(words in reason for reason in reasons), reasons
        await asyncio.sleep(0.005)


async def test_a_fold_that_raises_is_told_all_the_while_and_nothing_is_passed_over(
    world: World, producer: AIOKafkaProducer, tmp_path: Path
) -> None:
    await world.say(producer, 1, b"raises", 0)
    await world.say(producer, 2, b"fine", 0)
    async with running(world, tmp_path, Clock(), troubled()) as engine:
        await told_all_the_while(engine, "something of the hub's own failed")

        async def others() -> bool:
            return set(await shown(world)) == {b"fine"}

        await sleep_until(others, 20, "the other partition numbers go on")
        committed = await world.committed()
        assert committed.get(TopicPartition(world.topic(INPUT_TOPICS[0]), 1), 0) == 0


async def test_a_picture_too_large_is_told_and_holds_no_other_picture_up(
    world: World, producer: AIOKafkaProducer, tmp_path: Path
) -> None:
    async with running(world, tmp_path, Clock(), troubled()) as engine:
        await until_ready(engine)
        for key in (b"after", b"huge", b"before"):
            await world.say(producer, 1, key, 0)
        await told_all_the_while(engine, "larger than the")
        await world.say(producer, 1, b"later", 0)

        async def others() -> bool:
            return set(await shown(world)) == {b"after", b"before", b"later"}

        await sleep_until(others, 20, "the other pictures of the partition number are written")
        committed = await world.committed()
        assert committed.get(TopicPartition(world.topic(INPUT_TOPICS[0]), 1), 0) <= 1, "over what is not written"


async def test_a_worker_told_of_other_partition_counts_touches_nothing(
    world: World, producer: AIOKafkaProducer, tmp_path: Path
) -> None:
    """It would take every key for one of another partition, and quarantine all that was ever said."""
    await world.say(producer, 1, b"k", 0)
    with Crew(tmp_path, {**world.environment, "HUB_PARTITIONS": str(PARTITIONS + 2)}) as crew:
        worker = crew.start()

        async def refused() -> bool:
            return any("HUB_PARTITIONS" in reason for reason in worker.status().get("reasons", []))

        await sleep_until(refused, 30, "refused in words")
        assert await shown(world) == {}
        assert sum((await world.committed()).values()) == 0
        worker.kill()
        right = crew.start(HUB_PARTITIONS=str(PARTITIONS))

        async def evaluated() -> bool:
            return b"k" in await shown(world) and right.is_ready()

        await sleep_until(evaluated, 30, "evaluated by a worker that is told right")


async def test_a_clock_set_back_over_midnight_meets_the_day_again(
    world: World, producer: AIOKafkaProducer, tmp_path: Path
) -> None:
    await configure(world, producer, hash="days", expires=True)
    clock = Clock()
    clock.now = midnight = datetime(2026, 4, 1, 23, tzinfo=UTC)
    async with running(world, tmp_path, clock) as engine:
        await until_ready(engine)
        clock.now = midnight - timedelta(minutes=10)
        await world.say(producer, 0, b"k", 0)

        async def judged_for(day: str) -> bool:
            read = (await shown(world)).get(b"k")
            return read is not None and read[0] is not None and read[0]["day"] == day

        await sleep_until(lambda: judged_for("2026-04-01"), 15, "evaluated for the day before")
        clock.now = midnight + timedelta(seconds=1)
        await sleep_until(lambda: judged_for("2026-04-02"), 15, "evaluated again when the day comes again")


async def test_pictures_that_the_log_lost_are_written_again(
    world: World, producer: AIOKafkaProducer, tmp_path: Path, parts: LocalParts
) -> None:
    """The output topic is made anew under a worker that believes its pictures are there."""
    for number in range(8):
        await world.say(producer, number % 4, b"key-%d" % number, 0)
    async with running(world, tmp_path, Clock()) as engine:

        async def all_shown() -> bool:
            return (await world.pictures()).last == world.expected()

        await sleep_until(all_shown, 30, "written")
        admin = AIOKafkaAdminClient(bootstrap_servers=parts.bootstrap_servers)
        await admin.start()
        try:
            await admin.delete_topics([world.topic(PICTURE)])
        finally:
            await admin.close()
        await world.create_topics()
        await sleep_until(all_shown, 40, "written again")
        await until_ready(engine)


async def test_a_worker_without_the_first_events_leaves_the_pictures_as_they_are(
    world: World, producer: AIOKafkaProducer, tmp_path: Path, parts: LocalParts
) -> None:
    for _ in range(3):
        await world.say(producer, 1, b"k", 0)
    async with running(world, tmp_path, Clock()) as engine:

        async def all_shown() -> bool:
            return (await world.pictures()).last == world.expected()

        await sleep_until(all_shown, 30, "written")
        await until_ready(engine)
    admin = AIOKafkaAdminClient(bootstrap_servers=parts.bootstrap_servers)
    await admin.start()
    try:
        tp = TopicPartition(world.topic(INPUT_TOPICS[0]), 1)
        await admin.delete_records({tp: RecordsToDelete(before_offset=2)})
    finally:
        await admin.close()
    before = world.expected()
    await world.say(producer, 1, b"k", 0)
    async with running(world, tmp_path, Clock()) as engine:
        await told_all_the_while(engine, "begins at offset 2")
        assert (await world.pictures()).last == before


@pytest.mark.parametrize("tail", [pictures.TAIL_RECORDS, 0])
async def test_a_late_record_that_comes_while_nobody_is_there_is_written_over(
    world: World, producer: AIOKafkaProducer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tail: int
) -> None:
    """It covers all that was written, so no position tells it from the owner's; only evaluating again does."""
    await world.say(producer, 1, b"k", 0)

    async def all_shown() -> bool:
        return (await world.pictures()).last == world.expected()

    async with running(world, tmp_path, Clock()):
        await sleep_until(all_shown, 30, "written")

        async def committed() -> bool:
            return sum((await world.committed()).values()) == 1

        await sleep_until(committed, 20, "committed")
    _, basis, _ = (await shown(world))[b"k"]
    # of an owner in between; with the same claims it would be told from the one before it
    late = {"key": b"k", "partition": 1, "headers": replace(basis, generation=basis.generation + 1).headers()}
    await producer.send_and_wait(world.topic(PICTURE), b'{"count":0,"last":0,"sum":0}', **late)
    assert not await all_shown()
    monkeypatch.setattr(pictures, "TAIL_RECORDS", tail)
    async with running(world, tmp_path, Clock()) as engine:
        if tail:
            await sleep_until(all_shown, 30, "written over")
        await until_ready(engine)
    assert await all_shown() == bool(tail)


async def test_a_worker_whose_status_cannot_be_written_goes_on(
    world: World, producer: AIOKafkaProducer, tmp_path: Path
) -> None:
    with Crew(tmp_path, world.environment) as crew:
        (tmp_path / "run" / "worker-1.json.part").mkdir(parents=True)  # where it writes before it replaces
        worker = crew.start()
        await world.say(producer, 1, b"key", 0)

        async def is_shown() -> bool:
            assert worker.alive, worker.log.read_text()[-2000:]
            return (await world.pictures()).last == world.expected()

        await sleep_until(is_shown, 60, "what was said is shown")
        assert worker.status() == {}
        assert worker.log.read_text().count("cannot be told") == 1
