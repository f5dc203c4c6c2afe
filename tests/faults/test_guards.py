"""Each guard at the instant for which it was made, and what happens when it is taken away."""

from collections.abc import Callable
from pathlib import Path

import pytest
from aiokafka import AIOKafkaProducer, TopicPartition

from hub.engine.pictures import TAIL_RECORDS
from hub.events.topics import INPUT_TOPICS, PICTURE
from hub.log.position import Basis
from tests.faults.workers import Crew, Worker
from tests.faults.world import World, sleep_until

pytestmark = [pytest.mark.faults, pytest.mark.kafka]

KEY = b"wandsworth"
PARTITION = 1


async def condition(holds: Callable[[], bool], seconds: float, what: str) -> None:
    """Awaits a condition on processes or files."""

    async def ask() -> bool:
        return holds()

    try:
        await sleep_until(ask, seconds, what)
    except TimeoutError as late:
        raise AssertionError(f"not within {seconds} s: {what}") from late


async def last_records(world: World) -> list[tuple[bytes | None, int]]:
    """(body, sum of the position) of all records of KEY, in log order."""
    return [
        (record.value, sum(Basis.from_headers(record.headers).position.offsets))
        async for record in world.read(PICTURE)
        if record.key == KEY
    ]


async def until_shown(world: World, seconds: float, what: str) -> None:
    """Until the last record of every key is what was said."""

    async def shown() -> bool:
        seen, expected = (await world.pictures()).last, world.expected()
        return all(seen.get(key) == body for key, body in expected.items())

    try:
        await sleep_until(shown, seconds, what)
    except TimeoutError as late:
        raise AssertionError(f"not within {seconds} s: {what}: {await last_records(world)}") from late


async def frozen_and_overtaken(
    world: World, crew: Crew, producer: AIOKafkaProducer, tmp_path: Path, point: str, without: str, *, gone: bool
) -> tuple[Worker, int]:
    """A worker freezes at the point with one event in hand; another takes over and writes what was said since.

    Returns the frozen worker, and how many records of KEY are in the log.
    """
    armed = tmp_path / "armed"
    hooks = {"HUB_TEST_HOOKS": f"{point}=stop@{armed}", "HUB_TEST_WITHOUT": without}
    frozen = crew.start(**hooks)
    await condition(frozen.is_ready, 30, "first worker ready")
    await world.say(producer, PARTITION, KEY, 0)
    await until_shown(world, 10, "the first event is shown")
    armed.touch()
    await world.say(producer, PARTITION, KEY, 1)
    await condition(frozen.is_frozen, 10, "frozen at the hook")
    other = crew.start(HUB_TEST_HOOKS="", HUB_TEST_WITHOUT=without)
    await condition(lambda: other.is_ready() and len(other.partitions()) == 4, 40, "the other has taken over")
    await world.say(producer, PARTITION, KEY, 2, gone=gone)
    await until_shown(world, 10, "the other has written the newest")
    return frozen, len(await last_records(world))


@pytest.mark.parametrize("without", ["", "lease"])
async def test_frozen_before_the_check_past_its_lease_a_worker_writes_nothing(
    world: World, crew: Crew, producer: AIOKafkaProducer, tmp_path: Path, without: str
) -> None:
    guard = f"{without},heal" if without else "heal"  # heal would hide what the lease must prevent
    frozen, count = await frozen_and_overtaken(
        world, crew, producer, tmp_path, "before-ownership-check", guard, gone=False
    )
    frozen.thaw()
    await condition(lambda: frozen.is_ready() and len(frozen.partitions()) == 2, 40, "back in the group")
    await condition(lambda: all(each.is_ready() for each in crew.living()), 20, "both ready")
    records = await last_records(world)
    stale = [position for (_, position), (_, before) in zip(records[1:], records, strict=False) if position < before]
    assert bool(stale) == bool(without), f"records: {records}"
    assert (len(records) > count) == bool(without)


@pytest.mark.parametrize("gone", [False, True], ids=["picture", "tombstone"])
@pytest.mark.parametrize("without", ["", "heal"])
async def test_frozen_between_check_and_send_the_stale_record_is_written_over(
    world: World, crew: Crew, producer: AIOKafkaProducer, tmp_path: Path, without: str, gone: bool
) -> None:
    # the look for vanished keys at a restart would mend it too, later
    guards = f"{without},tombstones" if without else ""
    frozen, count = await frozen_and_overtaken(
        world, crew, producer, tmp_path, "between-check-and-send", guards, gone=gone
    )

    async def committed() -> bool:
        # what is not committed yet would be evaluated again by whoever comes next, which mends it by another way
        return sum((await world.committed()).values()) >= world.next_seq

    await sleep_until(committed, 20, "the other worker has committed all")
    frozen.thaw()

    async def arrived() -> bool:
        return len(await last_records(world)) > count

    await sleep_until(arrived, 20, "the stale record arrives")
    stale = (await last_records(world))[count]
    assert stale[1] < (await last_records(world))[count - 1][1], "the record was not stale: the test shows nothing"
    if without:
        # looked at before it rejoins: a later rebalance may evaluate the key again and so mend it by another way
        assert stale[0] != world.expected()[KEY]
        return
    await until_shown(world, 2.5, "the stale record is written over")  # 2 s, and the time to look
    assert (await world.pictures()).heeding == world.expected()


@pytest.mark.parametrize("without", ["", "chain"])
async def test_an_agent_that_raises_never_moves_the_committed_offset(
    world: World, crew: Crew, producer: AIOKafkaProducer, tmp_path: Path, without: str
) -> None:
    armed = tmp_path / "armed"
    worker = crew.start(HUB_TEST_HOOKS=f"hand-over=raise-while@{armed}", HUB_TEST_WITHOUT=without)
    await condition(worker.is_ready, 30, "worker ready")
    armed.touch()
    tp = TopicPartition(world.topic(INPUT_TOPICS[0]), PARTITION)
    await world.say(producer, PARTITION, KEY, 0)

    def raised(times: int) -> bool:
        return worker.log.read_text().count("HookRaised('hand-over')\"") >= times

    await condition(lambda: raised(1 if without else 2), 20, "the agent raised, and again when the batch came again")
    assert (await world.committed()).get(tp, 0) == 0
    assert KEY not in (await world.pictures()).last
    armed.unlink()
    await world.say(producer, PARTITION, KEY, 0)

    async def committed() -> bool:
        return (await world.committed()).get(tp, 0) == 2

    await sleep_until(committed, 20, "committed")
    shown = (await world.pictures()).last[KEY]
    if without:
        assert shown == b'{"count":1,"last":1,"sum":1}', "the offset moved over what was never folded"
    else:
        assert shown == world.expected()[KEY]


@pytest.mark.parametrize("without", ["", "chain", "finish"])
async def test_an_offset_never_runs_ahead_of_the_picture(
    world: World, crew: Crew, producer: AIOKafkaProducer, tmp_path: Path, without: str
) -> None:
    armed = tmp_path / "armed"
    worker = crew.start(HUB_TEST_HOOKS=f"before-ownership-check=raise-while@{armed}", HUB_TEST_WITHOUT=without)
    await condition(worker.is_ready, 30, "worker ready")
    tp = TopicPartition(world.topic(INPUT_TOPICS[0]), PARTITION)
    await world.say(producer, PARTITION, KEY, 0)
    # a restart evaluates the last records of the output again, whatever the offsets say: these hide KEY from it
    await world.say_others(producer, PARTITION, TAIL_RECORDS + 400)
    await until_shown(world, 60, "the first events are shown")

    async def committed() -> bool:
        return (await world.committed()).get(tp, 0) == world.next_seq

    await sleep_until(committed, 30, "all is committed")
    armed.touch()  # from now on nothing is written
    await world.say(producer, PARTITION, KEY, 0)

    def tried(times: int) -> bool:
        # the words of an exception that is none of the hub's own are not logged
        return worker.log.read_text().count('"HookRaised"]') >= times

    # the offset moves once a second; three tries take longer than two seconds
    await condition(lambda: tried(4), 60, "the shard has tried to write again and again")
    if without:
        await sleep_until(committed, 30, "the offset has run ahead")
    else:
        assert not await committed()
    worker.kill()
    again = crew.start(HUB_TEST_HOOKS="", HUB_TEST_WITHOUT=without)
    await condition(lambda: again.is_ready() and len(again.partitions()) == 4, 40, "ready again")
    if not without:
        await until_shown(world, 20, "the second event is shown")
        return
    await world.say(producer, PARTITION, b"later", 0)

    async def later() -> bool:
        return b"later" in (await world.pictures()).last

    await sleep_until(later, 30, "what is said afterwards is shown")
    assert (await world.pictures()).last[KEY] == b'{"count":1,"last":0,"sum":0}', "the event is lost for this picture"


@pytest.mark.parametrize("without", ["", "tombstones"])
async def test_a_picture_whose_key_vanished_is_tombstoned_after_a_restart(
    world: World, crew: Crew, producer: AIOKafkaProducer, without: str
) -> None:
    worker = crew.start()
    await condition(worker.is_ready, 30, "worker ready")
    await world.say(producer, PARTITION, KEY, 0)
    await until_shown(world, 10, "shown")
    assert worker.stop() == 0
    written = [record async for record in world.read(PICTURE)]
    vanished = Basis.from_headers(written[0].headers)
    await producer.send_and_wait(
        world.topic(PICTURE), b'{"count":0}', key=b"never said", partition=PARTITION, headers=vanished.headers()
    )
    # heal evaluates again what stands at the end of the log, and would mend it too
    again = crew.start(HUB_TEST_HOOKS="", HUB_TEST_WITHOUT=f"{without},heal")
    await condition(again.is_ready, 30, "ready again")

    async def tombstoned() -> bool:
        return (await world.pictures()).last.get(b"never said", b"") is None

    if without:
        await condition(lambda: again.status()["partitions"][str(PARTITION)]["sweep_left"] == 0, 10, "swept")
        assert not await tombstoned()
        return
    await sleep_until(tombstoned, 10, "tombstoned")


async def test_poison_is_quarantined_before_its_offset_moves(
    world: World, crew: Crew, producer: AIOKafkaProducer, tmp_path: Path
) -> None:
    armed = tmp_path / "armed"
    armed.touch()
    first = crew.start(HUB_TEST_HOOKS=f"quarantined-before-finish=exit@{armed}")
    await condition(first.is_ready, 30, "worker ready")
    topic = world.topic(INPUT_TOPICS[2])
    await producer.send_and_wait(topic, b"\xff not json", key=KEY, partition=PARTITION, headers=[("ce_id", b"7")])
    await condition(lambda: not first.alive, 10, "the worker dies between quarantine and finish")
    kept = [record async for record in world.read("commissioning.quarantine.v1")]
    assert [(r.key, r.value, r.headers[0]) for r in kept] == [
        (f"{topic}-{PARTITION}-0".encode(), b"\xff not json", ("was-ce_id", b"7"))
    ]
    assert (await world.committed()).get(TopicPartition(topic, PARTITION), 0) == 0
    second = crew.start(HUB_TEST_HOOKS="")
    await condition(second.is_ready, 30, "ready again")

    async def finished() -> bool:
        return (await world.committed()).get(TopicPartition(topic, PARTITION)) == 1

    await sleep_until(finished, 10, "the offset moves")
    again = [record.key async for record in world.read("commissioning.quarantine.v1")]
    assert set(again) == {kept[0].key}, "the id is the same however often it is written"
