"""Records that somebody else writes to the output topic, one for each claim: no reader shows one, a worker writes over

each, `hub status` and `hub verify` name it, and a gateway that starts later is not fooled either. About 25 s.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

import orjson
import pytest
from aiokafka import AIOKafkaProducer

from hub.engine.calendar import london_day
from hub.gateway.index.held_picture import PictureKey
from hub.gateway.index.store import Store
from hub.log.position import Basis, Position
from hub.log.untrue import Untrue
from hub.monitor.status import status
from hub.reconcile.picture import picture_key
from hub.serialization.encoded import EncodedEvent
from hub.settings import Settings
from hub.usecases.publishing import opened
from hub.usecases.verifying import verify
from tests.faults.world import sleep_until, started_producer
from tests.reconcile.dense import history
from tests.support.records import STAMP
from tests.system.conftest import Hub, MakeHub, new_hub

__all__ = ["new_hub"]

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(180)]

FORGED = "FORGED-TITLE"
SECONDS = 60


def today() -> date:
    return london_day(datetime.now(UTC))


def forged_bases(standing: Basis) -> dict[Untrue, Basis]:
    """By reason a claim that outranks what stands under the same key.

    Of the same key, for another one's may stand at a position that this one's covers: a generation beyond all others
    would lose there by itself, fool nobody, and rightly not be named.
    """
    far = Position(tuple(each + 1000 for each in standing.position.offsets))
    return {
        Untrue.DAY: replace(standing, judged_for=today() + timedelta(300)),
        Untrue.POSITION: replace(standing, position=far),
        Untrue.GENERATION: replace(standing, generation=standing.generation + 1000),
        Untrue.OVER: replace(standing, over=1 << 40),
        Untrue.BODY: standing,
        Untrue.AGAIN: standing,
    }


FORGERIES = (Untrue.DAY, Untrue.POSITION, Untrue.GENERATION, Untrue.OVER, Untrue.BODY, Untrue.AGAIN)


@asynccontextmanager
async def shown_by(hub: Hub) -> AsyncIterator[Store]:
    store = Store(hub.cluster.bootstrap_servers, hub.cluster.names, Random(1), today=today)
    following = asyncio.create_task(store.follow())
    try:
        await sleep_until(lambda: _is(not store.problems), SECONDS, "the gateway has read")
        yield store
    finally:
        following.cancel()


async def _is(condition: bool) -> bool:
    return condition


def titles(store: Store) -> set[str]:
    return {each.title for each in store.pictures.all()}


async def forge(hub: Hub, producer: AIOKafkaProducer, store: Store) -> dict[PictureKey, tuple[str, Untrue]]:
    """One record for each claim, each of another picture, one body that is none, and one with true claims and another
    body. The keys' true titles, and why."""
    titled = sorted(each.key for each in store.pictures.all() if each.key.kind != "provider")
    forged = {}
    for key, why in zip(titled, FORGERIES, strict=False):
        held = store.pictures.get(key)
        assert held is not None
        body = held.picture() | {"title": FORGED}
        standing = store.pictures._standing[picture_key(*held.key)].basis
        if why is Untrue.BODY:
            body = {"title": FORGED}
        await producer.send_and_wait(
            hub.cluster.names.picture,
            orjson.dumps(body, option=orjson.OPT_SORT_KEYS),
            key=picture_key(*held.key),
            partition=held.partition,
            headers=forged_bases(standing)[why].headers(),
        )
        forged[held.key] = held.title, why
    assert len(forged) == len(FORGERIES)
    return forged


async def test_no_reader_is_fooled_and_a_worker_writes_over(new_hub: MakeHub, tmp_path: Path) -> None:
    async with new_hub() as hub:
        worker = hub.crew.start()
        async with opened(hub.cluster) as publisher:
            await publisher.publish([EncodedEvent(*each) for each in history(Random(4), 120)], STAMP)
        await hub.until_folded()
        producer = await started_producer(hub.cluster.bootstrap_servers)
        try:
            async with shown_by(hub) as store:
                worker.stop()
                # nobody writes over them: the day, the end of the log, the body tell all but a generation by themselves
                forged = await forge(hub, producer, store)
                told = {key: why for key, (_, why) in forged.items() if why is not Untrue.GENERATION}
                await sleep_until(lambda: _is(len(store.untrue) == len(told)), SECONDS, "left out")
                for key in told:
                    held = store.pictures.get(key)
                    assert held is not None and held.title == forged[key][0]
                answer = await verify(hub.cluster, today())
                named = {(each.partnership, each.kind, each.id) for each in answer.mismatches}
                assert {tuple(key) for key in forged} <= named
                hub.crew.start()
                await sleep_until(
                    lambda: _is(not store.untrue and FORGED not in titles(store)), SECONDS, "written over"
                )
                # and with the worker at work
                live = await forge(hub, producer, store)
                await sleep_until(lambda: _verified(hub), SECONDS, "written over again")
                assert FORGED not in titles(store)
            settings, count = Settings(home=tmp_path / hub.cluster.names.prefix), f"{len(told) + len(live)} records"
            # a worker tells of what it wrote over once a second
            await sleep_until(lambda: _tells(settings, hub, count), SECONDS, f"told: {count}")
            document = await status(settings, hub.cluster, datetime.now(UTC))
            whys = {each["why"] for row in document["workers"] for each in row["untrue"]}
            assert whys == {why.value for _, why in live.values()}
            async with shown_by(hub) as later:
                assert FORGED not in titles(later)
        finally:
            await producer.stop()


async def _tells(settings: Settings, hub: Hub, count: str) -> bool:
    document = await status(settings, hub.cluster, datetime.now(UTC))
    return any(count in each["what"] for each in document["findings"] if each["kind"] == "output-written-over")


async def _verified(hub: Hub) -> bool:
    return (await verify(hub.cluster, today())).ok
