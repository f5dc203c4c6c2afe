"""The engine on a real broker, with the counting fold: configuration, days, several workers, the registry away."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import orjson
import pytest
from aiokafka import AIOKafkaProducer

from hub.engine.engine import Engine
from hub.engine.ports import Core, SchemaAnswer, SchemasAway
from hub.engine.settings import EngineSettings
from hub.engine.status import not_ready_because, status_of
from hub.events.topics import CONFIGURATION, PICTURE
from hub.log.position import Basis
from hub.log.records import InputRecord, SchemaNeeded
from hub.settings import Settings
from tests.engine import counting_fold
from tests.engine.counting_fold import CountingFold
from tests.faults.workers import Crew
from tests.faults.world import PARTITIONS, World, sleep_until

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(90)]

NOON = datetime(2026, 4, 1, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.now = NOON

    def __call__(self) -> datetime:
        return self.now


def settings_of(world: World, home: Path) -> EngineSettings:
    settings = Settings(
        home=home,
        bootstrap_servers=world.bootstrap_servers,
        registry_url="http://127.0.0.1:1",
        topic_prefix=world.prefix,
        partitions=PARTITIONS,
        session_timeout_seconds=6,
        heartbeat_seconds=1,
    )
    return EngineSettings.of(settings, "1")


@asynccontextmanager
async def running(world: World, home: Path, clock: Clock, core: Core | None = None) -> AsyncIterator[Engine]:
    """An engine in this loop, ready or on its way."""
    engine = Engine(settings_of(world, home), core or counting_fold.create(Settings()), clock, Random(1))
    until = asyncio.Event()
    task = asyncio.create_task(engine.run(until, lambda _: None))
    try:
        yield engine
    finally:
        until.set()
        await task


async def until_ready(engine: Engine) -> None:
    async def ready() -> bool:
        return not not_ready_because(engine)

    try:
        await sleep_until(ready, 30, "ready")
    except TimeoutError:
        raise AssertionError(f"not ready: {not_ready_because(engine)}") from None


async def configure(world: World, producer: AIOKafkaProducer, **said: Any) -> None:
    await producer.send_and_wait(world.topic(CONFIGURATION), orjson.dumps(said), key=b"all")


async def shown(world: World) -> dict[bytes, tuple[dict[str, Any] | None, Basis, int]]:
    """Per key the last body, its basis, and how many records it has."""
    read: dict[bytes, tuple[dict[str, Any] | None, Basis, int]] = {}
    async for record in world.read(PICTURE):
        body = None if record.value is None else orjson.loads(record.value)
        count = read[record.key][2] + 1 if record.key in read else 1
        read[record.key] = (body, Basis.from_headers(record.headers), count)
    return read


async def test_a_new_configuration_evaluates_every_picture_again(
    world: World, producer: AIOKafkaProducer, tmp_path: Path
) -> None:
    await configure(world, producer, hash="one", factor=1)
    for number in range(40):
        await world.say(producer, number % 4, b"key-%d" % number, number % 3, gone=number % 10 == 9)
    async with running(world, tmp_path, Clock()) as engine:
        await until_ready(engine)

        async def under(name: str, factor: int) -> bool:
            read = {key: each for key, each in (await shown(world)).items() if each[0] is not None}
            return len(read) == 36 and all(
                basis.configuration == name and body is not None and body["sum"] == int(key[4:]) * factor
                for key, (body, basis, _) in read.items()
            )

        await sleep_until(lambda: under("one", 1), 15, "evaluated under the first")
        await configure(world, producer, hash="two", factor=2)
        await sleep_until(lambda: under("two", 2), 15, "evaluated under the second")
        swept = status_of(engine, NOON, 1.0, {})["partitions"]
        assert sum(each["swept"] for each in swept.values()) == 36
        assert {each["o"]["configuration"] for each in swept.values()} == {1}
        await configure(world, producer, hash="two", factor=2)

        async def followed() -> bool:
            return all(shard.state.position.offset("configuration") == 2 for shard in engine.shards.values())

        await sleep_until(followed, 15, "the same content at a later offset")
    counts = [count for _, _, count in (await shown(world)).values()]
    assert max(counts) == 2, "a configuration of the same hash writes nothing"
    await configure(world, producer, hash="three", factor=3)  # while nobody runs: the heads say what is to be done
    async with running(world, tmp_path, Clock()) as engine:
        await sleep_until(lambda: under("three", 3), 30, "evaluated under the third after a restart")


async def test_code_older_than_the_published_views_stops_evaluating_and_says_so(
    world: World, producer: AIOKafkaProducer, tmp_path: Path
) -> None:
    await configure(world, producer, hash="newer", views=2)
    await world.say(producer, 0, b"k", 0)
    async with running(world, tmp_path, Clock()) as engine:

        async def refused() -> bool:
            return any("update this worker" in reason for reason in not_ready_because(engine))

        await sleep_until(refused, 30, "refused in words")

        async def read() -> bool:
            return bool(engine.shards) and engine.shards[0].state.position.offset("contract") == 0

        await sleep_until(read, 15, "the event has been read")
        assert await shown(world) == {}
        await configure(world, producer, hash="older", views=1)
        await until_ready(engine)

        async def evaluated() -> bool:
            return b"k" in await shown(world)

        await sleep_until(evaluated, 15, "evaluated when the views are ours again")


async def test_at_midnight_in_london_what_the_day_touches_is_evaluated_again(
    world: World, producer: AIOKafkaProducer, tmp_path: Path
) -> None:
    await configure(world, producer, hash="days", expires=True)
    for number in range(8):
        await world.say(producer, number % 4, b"key-%d" % number, 0)
    clock = Clock()

    async def all_of(day: str) -> bool:
        read = await shown(world)
        return len(read) == 8 and all(body is not None and body["day"] == day for body, _, _ in read.values())

    async with running(world, tmp_path, clock) as engine:
        await sleep_until(lambda: all_of("2026-04-01"), 30, "evaluated on the day")
        clock.now = datetime(2026, 4, 1, 22, 59, 59, tzinfo=UTC)  # summer time: midnight is at 23:00 UTC
        await world.say(producer, 0, b"key-0", 1)

        async def second_event_shown() -> bool:
            return (await shown(world))[b"key-0"][2] == 2

        await sleep_until(second_event_shown, 15, "live")
        assert await all_of("2026-04-01")
        clock.now += timedelta(seconds=2)
        await sleep_until(lambda: all_of("2026-04-02"), 15, "evaluated again for the next day")
        assert not_ready_because(engine) == []
    assert {count for _, _, count in (await shown(world)).values()} == {2, 3}


async def test_workers_share_whole_partition_numbers_and_write_each_change_once(
    world: World, producer: AIOKafkaProducer, tmp_path: Path
) -> None:
    with Crew(tmp_path, world.environment) as crew:
        for _ in range(3):
            crew.start()

        async def shared() -> bool:
            parts = [worker.partitions() for worker in crew.workers]
            # Faust gives a worker up to ceil(4 / 3) numbers, so one of the three may stand by with none
            return (
                all(worker.is_ready() for worker in crew.workers)
                and sum(map(bool, parts)) >= 2
                and sorted(number for part in parts for number in part) == [0, 1, 2, 3]
            )

        await sleep_until(shared, 40, "three workers share four numbers")
        for number in range(60):
            await world.say(producer, number % 4, b"key-%d" % (number % 12), number % 4)

        async def all_shown() -> bool:
            return (await world.pictures()).last == world.expected()

        await sleep_until(all_shown, 15, "all shown")
        for worker in crew.workers:
            assert worker.stop() == 0
        committed = await world.committed()
        assert sum(committed.values()) == 60, "a clean stop leaves nothing to do again"


class OtherSchemaFold(CountingFold):
    """Knows a record's schema only after it was fetched; the id stands in the value."""

    known: set[int]

    def add(self, record: InputRecord, *, mark: bool = True) -> Any:
        wanted = orjson.loads(record.value or b"{}").get("schema")
        if wanted is not None and wanted not in self.known:
            raise SchemaNeeded(wanted)
        return super().add(record, mark=mark)


async def test_a_registry_that_is_away_holds_the_shard_and_an_unknown_id_is_quarantined(
    world: World, producer: AIOKafkaProducer, tmp_path: Path
) -> None:
    known: set[int] = set()
    away = True

    async def fetch(schema_id: int) -> SchemaAnswer:
        if away:
            raise SchemasAway("the registry at http://registry does not answer")
        if schema_id == 404:
            return SchemaAnswer.NO_SUCH_ID
        known.add(schema_id)
        return SchemaAnswer.KNOWN

    def new_fold(partition: int, configuration: Any, /) -> OtherSchemaFold:
        fold = OtherSchemaFold(configuration)
        fold.known = known
        return fold

    core = Core(new_fold, counting_fold.build_configuration, fetch, views=1, code_version="test")
    async with running(world, tmp_path, Clock(), core) as engine:
        await until_ready(engine)
        await world.say(producer, 1, b"other", 0)
        await world.say(producer, 0, b"k", 0, schema=7)
        await world.say(producer, 0, b"k", 0, schema=404)
        await world.say(producer, 0, b"k", 0)

        async def held() -> bool:
            return any("partition 0" in each and "does not answer" in each for each in not_ready_because(engine))

        await sleep_until(held, 15, "held, in words")

        async def other_shown() -> bool:
            return b"other" in await shown(world)

        await sleep_until(other_shown, 15, "the other shards go on")
        assert b"k" not in await shown(world)
        assert [r async for r in world.read("commissioning.quarantine.v1")] == []
        away = False

        async def done() -> bool:
            read = await shown(world)
            return b"k" in read and read[b"k"][0] == {"count": 2, "last": 3, "sum": 4}

        await sleep_until(done, 20, "all but the unknown one")
        kept = [r async for r in world.read("commissioning.quarantine.v1")]
        assert [record.key for record in kept] == [f"{engine.settings.inputs[0]}-0-1".encode()]
        assert orjson.loads(dict(kept[0].headers)["hub-quarantine"])["code"] == "HUB-REC-008"
        await until_ready(engine)
