"""A look at what is included: in which order it asks, and that it counts only when the gateway has read so far."""

import asyncio
from collections.abc import Iterable, Mapping
from typing import Any, cast

import pytest
from aiokafka import TopicPartition
from aiokafka.admin import AIOKafkaAdminClient
from aiokafka.errors import KafkaConnectionError
from aiokafka.structs import OffsetAndMetadata

from hub.gateway.index import inclusion_watch
from hub.gateway.index.inclusion_watch import InclusionWatch
from hub.log.freshness import AdmittedStatement, Backlog, FreshnessState
from hub.log.raw_reader import RawReader
from hub.log.topics import TopicNames
from tests.gateway.made import Clock

INPUT, PICTURES = TopicPartition("commissioning.contract.v1", 0), TopicPartition("commissioning.picture.v1", 0)
PAIR = ("wandsworth", "GB-LAE-WND")


class World:
    """Kafka with one input partition of two records; what was asked of it, in order."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, committed: int | None = 2) -> None:
        self.asked: list[str] = []
        self.whole = {0: 7}
        self.read_after = 0  # looks at the gateway's own reading, until it has read the pictures
        self.was_read_once = True
        self.clock, self.backlog = Clock(), Backlog()
        for offset in range(2):
            self.backlog.take(INPUT, offset, PAIR, AdmittedStatement(0, str(offset), offset))
        self.watch = InclusionWatch(
            "127.0.0.1:9",
            TopicNames(),
            self.backlog,
            self.clock,
            has_read=self.has_read,
            was_read_once=lambda: self.was_read_once,
            tell=lambda: self.asked.append("told"),
        )

        async def offsets_of(admin: object, group: str) -> Mapping[TopicPartition, OffsetAndMetadata]:
            self.asked.append(f"committed of {group}")
            return {} if committed is None else {INPUT: OffsetAndMetadata(committed, "")}

        async def whole_partitions(admin: object, names: TopicNames) -> Mapping[int, int]:
            self.asked.append(f"whole by {names.whole_group}")
            return self.whole

        monkeypatch.setattr(inclusion_watch, "offsets_of", offsets_of)
        monkeypatch.setattr(inclusion_watch, "whole_partitions", whole_partitions)
        monkeypatch.setattr(inclusion_watch, "READ_PAUSE_SECONDS", 0)

    def has_read(self, ends: Mapping[TopicPartition, int]) -> bool:
        assert ends == {PICTURES: 7}
        self.asked.append("read?")
        self.clock.now += 0.5
        self.read_after -= 1
        return self.read_after < 0

    async def ends(self, tps: Iterable[TopicPartition]) -> dict[TopicPartition, int]:
        (tp,) = tps
        self.asked.append(f"end of {tp.topic}")
        return {tp: 7 if tp == PICTURES else 2}

    async def look(self) -> None:
        reader = cast(RawReader, self)
        await self.watch._look(cast(AIOKafkaAdminClient, None), reader, [INPUT], [PICTURES])

    def state(self) -> FreshnessState:
        return self.backlog.account(self.clock()).state


async def test_what_is_committed_is_asked_first_and_counts_when_the_gateway_has_read_so_far(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World(monkeypatch)
    world.read_after = 2
    await world.look()
    assert world.asked == [
        "committed of hub-engine-v1",
        "whole by hub-whole-v1",
        f"end of {PICTURES.topic}",
        f"end of {INPUT.topic}",
        *["read?"] * 3,
    ]
    assert world.state() is FreshnessState.CURRENT


@pytest.mark.parametrize(
    ("whole", "state"),
    [({}, FreshnessState.UNKNOWN), ({0: 8}, FreshnessState.UNKNOWN), ({0: 6}, FreshnessState.CURRENT)],
)
async def test_pictures_that_were_not_told_whole_or_are_fewer_since_are_not_current(
    monkeypatch: pytest.MonkeyPatch, whole: dict[int, int], state: FreshnessState
) -> None:
    world = World(monkeypatch)
    world.whole = whole
    await world.look()
    assert world.state() is state


async def test_it_gives_up_a_look_whose_pictures_it_does_not_get(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch)
    world.read_after = 1000
    await world.look()
    account = world.backlog.account(world.clock())
    assert (account.state, account.waiting) == (FreshnessState.UNKNOWN, 0), "no look ever knew of any"
    assert account.why == "the gateway is still reading what was written"


@pytest.mark.parametrize("committed", [None, -1, 0, 1])
async def test_what_is_not_committed_waits(monkeypatch: pytest.MonkeyPatch, committed: int | None) -> None:
    world = World(monkeypatch, committed)
    await world.look()
    account = world.backlog.account(world.clock())
    assert (account.state, account.waiting) == (FreshnessState.BEHIND, 2 - max(committed or 0, 0))


async def test_before_the_pictures_are_read_nothing_is_known_and_nothing_is_hoarded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World(monkeypatch)
    world.was_read_once = False
    await world.look()
    account = world.backlog.account(world.clock())
    assert (account.state, account.waiting) == (FreshnessState.UNKNOWN, 0)


async def test_the_age_of_a_look_is_counted_from_its_beginning(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch)
    world.read_after = 8  # four seconds
    await world.look()
    assert world.state() is FreshnessState.CURRENT
    world.clock.now += 2
    assert world.state() is FreshnessState.UNKNOWN


async def test_when_kafka_does_not_answer_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World(monkeypatch)

    async def away(*_: Any) -> None:
        raise KafkaConnectionError("nobody there")

    monkeypatch.setattr(world.watch, "_follow", away)
    following = asyncio.create_task(world.watch.follow())
    async with asyncio.timeout(10):
        while "told" not in world.asked:
            await asyncio.sleep(0)
    following.cancel()
    assert world.backlog.account(0).why == "Kafka does not answer"


async def test_an_answer_that_is_owed_longer_than_it_ever_takes_is_told_before_the_look_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    world = World(monkeypatch)
    await world.look()
    owed: list[str | None] = []

    async def frozen(admin: object, names: TopicNames) -> Mapping[int, int]:
        owed.append(world.watch.late)
        world.clock.now += 2
        owed.append(world.watch.late)
        raise TimeoutError

    monkeypatch.setattr(inclusion_watch, "whole_partitions", frozen)
    with pytest.raises(TimeoutError):
        await world.look()
    before, after = owed
    assert before is None
    assert str(after).startswith("Kafka does not answer since ")
    assert world.watch.silent is None
