"""Workers killed, frozen, stopped and added, and the broker restarted, at random moments under load; then the books.

The moments come from one seed, printed with a failure. What is fixed is the end: the compacted pictures equal a fold of
what was acknowledged, made by other code; and a reader that heeds `o` never saw a picture go back. An offset that runs
ahead of its picture shows too: a part of the events are the second and last of keys that had their first before the
faults, so nothing later mends their pictures; what a restart evaluates again in any case is full of other keys by then;
and half of the kills come while nothing can be written.
"""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from random import Random

import pytest
from aiokafka import AIOKafkaProducer

from hub.engine.pictures import TAIL_RECORDS
from hub.local.local_parts import LocalParts
from tests.faults.test_guards import condition
from tests.faults.workers import Crew, Worker
from tests.faults.world import PARTITIONS, World, differences, sleep_until

pytestmark = [pytest.mark.faults, pytest.mark.kafka, pytest.mark.timeout(400)]

SEED = 20261123
KEYS = 300
SAID_FOR_THE_LAST_TIME = 0.25
HELD = 0.5
EVENTS_PER_SECOND = 400
KILLS, FREEZES, STOPS, BROKER_RESTARTS = 10, 2, 3, 2
SESSION_SECONDS = 4.0


class Load:
    """Events at a steady rate from one seed, until stopped; only acknowledged ones count as said.

    said_once: partitions and keys of which each gets one more event.
    """

    def __init__(
        self, world: World, producer: AIOKafkaProducer, random: Random, said_once: list[tuple[int, bytes]]
    ) -> None:
        self._world, self._producer, self._random = world, producer, random
        self.stopping = asyncio.Event()
        self._waiting = said_once

    async def run(self) -> None:
        while not self.stopping.is_set():
            lot = [self._one() for _ in range(EVENTS_PER_SECOND // 20)]
            await asyncio.gather(*lot)
            await asyncio.sleep(0.05)

    def _one(self) -> Awaitable[int]:
        if self._waiting and self._random.random() < SAID_FOR_THE_LAST_TIME:
            partition, key = self._waiting.pop()
            return self._world.say(self._producer, partition, key, self._random.randrange(4))
        number = self._random.randrange(KEYS)
        gone = self._random.random() < 0.05
        return self._world.say(
            self._producer, number % PARTITIONS, b"key-%d" % number, self._random.randrange(4), gone=gone
        )


@pytest.mark.parametrize("seed", [SEED])
async def test_whatever_breaks_the_pictures_are_the_sum_of_what_was_said(
    world: World, crew: Crew, producer: AIOKafkaProducer, parts: LocalParts, seed: int
) -> None:
    random = Random(seed)
    crew.can_be_held()
    for _ in range(2):
        crew.start()
    await condition(lambda: crew.are_ready(2), 40, "two workers ready")
    said_once = [
        (partition, key)
        for partition in range(PARTITIONS)
        for key in await world.say_others(producer, partition, TAIL_RECORDS + 100)
    ]
    random.shuffle(said_once)
    said_before = len(said_once)
    load = Load(world, producer, random, said_once)
    running = asyncio.create_task(load.run())
    faults = ["kill"] * KILLS + ["freeze"] * FREEZES + ["stop"] * STOPS + ["broker"] * BROKER_RESTARTS
    random.shuffle(faults)
    does: dict[str, Callable[[], Awaitable[None]]] = {
        "kill": lambda: _kill(crew, random),
        "freeze": lambda: _freeze(crew, random),
        "stop": lambda: _stop_and_start(crew, random),
        "broker": lambda: _restart_broker(parts, random),
    }
    for fault in faults:
        await asyncio.sleep(random.uniform(0.3, 2.5))
        await does[fault]()
        assert not running.done(), "the load broke"
    load.stopping.set()
    await running
    try:
        await condition(lambda: staffed(crew), 60, "all ready after the faults")
    except AssertionError as late:
        raise AssertionError(f"seed {seed}: {late}: {crew.troubles()}") from late

    async def caught_up() -> bool:
        return (await world.pictures()).last == await _with_tombstones(world)

    try:
        await sleep_until(caught_up, 30, "caught up")
    except TimeoutError:
        wrong = "; ".join(differences(world.expected(), (await world.pictures()).last))
        raise AssertionError(f"seed {seed}: after {faults}: {wrong}") from None
    read = await world.pictures()
    assert read.heeding == read.last
    assert read.reader_steps_back == 0, f"seed {seed}"
    assert sum(len(said) for said in world.said.values()) > 4000 + said_before, "too little load"
    assert len(said_once) < said_before - 500, "too few keys were spoken of for the last time"


async def _with_tombstones(world: World) -> dict[bytes, bytes | None]:
    """What the last records must be: a key that is gone has a tombstone, or nothing if it never had a picture."""
    seen = (await world.pictures()).last
    return {key: body for key, body in world.expected().items() if body is not None or key in seen}


def staffed(crew: Crew) -> bool:
    """Whether two are ready; one that found no broker when it started is started again, as the supervisor does."""
    while len(crew.living()) < 2:
        crew.start()
    return crew.are_ready(2)


async def _at_work(crew: Crew, random: Random) -> Worker:
    """A worker that holds partitions: the death of one that is still starting would show nothing."""

    def some() -> list[Worker]:
        staffed(crew)
        return [worker for worker in crew.living() if worker.is_ready() and worker.partitions()]

    await condition(lambda: bool(some()), 40, "a worker is at work")
    return random.choice(some())


async def _kill(crew: Crew, random: Random) -> None:
    worker = await _at_work(crew, random)
    if random.random() < HELD:
        crew.hold()
        await asyncio.sleep(random.uniform(1.0, 3.0))  # offsets are committed once a second
    worker.kill()
    crew.let_go()
    crew.start()


async def _freeze(crew: Crew, random: Random) -> None:
    worker = await _at_work(crew, random)
    worker.freeze()
    await asyncio.sleep(SESSION_SECONDS * random.uniform(1.3, 2.0))  # the fault is a stretch of time
    worker.thaw()


async def _stop_and_start(crew: Crew, random: Random) -> None:
    crew.start()
    await asyncio.sleep(random.uniform(0.0, 2.0))
    worker = await _at_work(crew, random)
    await asyncio.to_thread(worker.stop)


async def _restart_broker(parts: LocalParts, random: Random) -> None:
    broker = parts.child("kafka")
    assert broker is not None
    broker.send(signal.SIGKILL if random.random() < 0.5 else signal.SIGTERM)
    await asyncio.to_thread(broker.wait, 30)
    await parts.start_one("kafka")
