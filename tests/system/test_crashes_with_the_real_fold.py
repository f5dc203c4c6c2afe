"""Workers are killed, frozen and joined by others, broker and registry killed, while partners publish; every figure is

checked again in the middle of it and at the end.
"""

import asyncio
import signal
from datetime import UTC, datetime
from random import Random

import pytest

from hub.engine.calendar import london_day
from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.local.local_parts import LocalParts
from hub.serialization.avro import encode
from hub.serialization.encoded import EncodedEvent
from hub.usecases.publishing import opened
from hub.usecases.verifying import Verification, verify
from tests.faults.workers import Worker
from tests.reconcile.dense import history
from tests.support.records import STAMP
from tests.system.conftest import PARTITIONS, Hub, MakeHub

pytestmark = pytest.mark.faults

PLACES = ("wandsworth", "richmond", "leeds", "bolton", "sutton", "wiltshire")
ROUNDS = 8
EVENTS_A_ROUND = 120
REGISTRY_DIES, BROKER_DIES = 3, 6


def in_places(made: list[tuple[EventType, Event]], random: Random) -> list[tuple[EventType, Event]]:
    """The same events, each in one of six partnerships."""
    return [
        (
            kind,
            event.model_copy(update={"meta": event.meta.model_copy(update={"partnerships": (random.choice(PLACES),)})}),
        )
        for kind, event in made
    ]


async def until_they_hold_all(others: list[Worker]) -> None:
    """Until the others hold every partition number: the frozen one lost its own in its sleep."""
    async with asyncio.timeout(30):
        while set().union(*(each.partitions() for each in others)) != set(range(PARTITIONS)):
            await asyncio.sleep(0.05)


async def verified(hub: Hub) -> Verification:
    return await verify(hub.cluster, london_day(datetime.now(UTC)))


async def kill(parts: LocalParts, name: str) -> None:
    child = parts.child(name)
    assert child is not None
    child.send(signal.SIGKILL)
    assert await asyncio.to_thread(child.wait, 30) is not None


async def test_every_figure_is_right_after_kills_and_freezes(new_hub: MakeHub, parts: LocalParts) -> None:
    random = Random(20261123)
    said = in_places(history(random, ROUNDS * EVENTS_A_ROUND), random)
    async with new_hub() as hub:
        hub.crew.start()
        hub.crew.start()
        async with opened(hub.cluster) as publisher:
            for number in range(ROUNDS):
                lot = said[number * EVENTS_A_ROUND : (number + 1) * EVENTS_A_ROUND]
                await publisher.publish([EncodedEvent(*each) for each in lot], STAMP)
                # right under load, also of a worker that dies: what it has written stands on what it had read
                looking = None if number in (REGISTRY_DIES, BROKER_DIES) else asyncio.create_task(verified(hub))
                await asyncio.sleep(random.random())  # the moment of the blow is the point: no condition to await
                if number == REGISTRY_DIES:  # it stays away for a round: known events need no registry
                    await kill(parts, "registry")
                if number == REGISTRY_DIES + 1:
                    await parts.start_one("registry")
                if number == BROKER_DIES:
                    await kill(parts, "kafka")
                    await parts.start_one("kafka")
                victim = random.choice(hub.crew.living())
                if number % 3 == 2:
                    victim.freeze()
                    others = [each for each in hub.crew.living() if each is not victim]
                    await until_they_hold_all(others)
                    victim.thaw()
                else:
                    victim.kill()
                    hub.crew.start()
                if looking is not None:
                    during = await looking
                    assert during.ok, (number, during.mismatches[:5])
        await hub.until_folded()
        answer = await verified(hub)
    distinct = {(event.meta.partnerships, str(event.meta.event_id), encode(kind, event)) for kind, event in said}
    assert answer.ok, answer.mismatches[:5]
    assert (answer.inputs, answer.events, answer.quarantined) == (len(said), len(distinct), 0)
    assert answer.behind == []
