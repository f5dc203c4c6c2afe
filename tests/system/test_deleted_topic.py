"""A topic that somebody deletes is told as that by everybody who needs it, and never as a Kafka that does not answer.

One hub; its topics are deleted one after the other. About 40 s.
"""

import asyncio
from pathlib import Path
from random import Random

import orjson
import pytest
from aiokafka.admin import AIOKafkaAdminClient

from hub.events.topics import CONFIGURATION, CONTRACT
from hub.gateway.index.store import Store
from hub.instance.damaged import LogDamaged
from hub.instance.topic_ids import topic_ids
from hub.local.local_parts import LocalParts
from hub.serialization.encoded import EncodedEvent
from hub.usecases.publishing import opened
from tests.cli.test_reading_topics import FILE, Command
from tests.faults.workers import Worker
from tests.faults.world import sleep_until
from tests.reconcile.dense import history
from tests.support.documents import declared
from tests.support.records import STAMP
from tests.system.conftest import Hub, MakeHub, new_hub

__all__ = ["new_hub"]

pytestmark = [pytest.mark.kafka, pytest.mark.timeout(300)]

SECONDS = 60
WRONG = ("does not answer", "has not answered", "Timeout", "timed out")
NEEDS = {
    CONTRACT: (
        ("verify",),
        ("report", "integration-group", "--format", "json"),
        ("explain", "contract", "GB-LAE-WND/1"),
        ("trace", "014e1b2c-3d00-7000-8000-000000000001"),
        ("tail", "contract"),
        ("publish", "FILE"),
    ),
    CONFIGURATION: (
        ("verify",),
        ("publish", "FILE"),
        ("configuration", "show"),
        ("configuration", "publish", "PLACE"),
        ("configuration", "withdraw", "partnership/wandsworth", "--reason", "tried"),
        ("tail", "configuration"),
    ),
}
"""By topic the commands that cannot do without it."""


async def delete(hub: Hub, topic: str) -> None:
    full = hub.cluster.names.full(topic)
    admin = AIOKafkaAdminClient(bootstrap_servers=hub.cluster.bootstrap_servers)
    await admin.start()
    try:
        await admin.delete_topics([full])
    finally:
        await admin.close()

    async def gone() -> bool:
        return not await topic_ids(hub.cluster.bootstrap_servers, [full])

    await sleep_until(gone, SECONDS, "deleted")


async def told(worker: Worker, store: Store, full: str) -> None:
    async def by_the_worker() -> bool:
        return any(full in each and "not there" in each for each in worker.status().get("reasons", []))

    async def by_the_gateway() -> bool:
        return any(full in each and "not there" in each for each in store.problems)

    await sleep_until(by_the_worker, SECONDS, f"the worker says that {full} is not there")
    await sleep_until(by_the_gateway, SECONDS, f"the gateway says that {full} is not there")


async def test_a_deleted_topic_is_told_as_that(new_hub: MakeHub, parts: LocalParts, tmp_path: Path) -> None:
    places = {"FILE": tmp_path / "events.jsonl", "PLACE": tmp_path / "place.yaml"}
    places["FILE"].write_bytes(orjson.dumps(declared()))
    places["PLACE"].write_text(FILE)
    async with new_hub() as hub:
        command = Command(parts, hub.cluster.names, tmp_path)
        assert (await command.json("configuration", "publish", str(places["PLACE"])))["ok"]
        worker = hub.crew.start()
        async with opened(hub.cluster) as publisher:
            await publisher.publish([EncodedEvent(*each) for each in history(Random(4), 40)], STAMP)
        await hub.until_folded()
        store = Store(hub.cluster.bootstrap_servers, hub.cluster.names, Random(1))
        following = asyncio.create_task(store.follow())

        async def has_read() -> bool:
            return not store.problems

        await sleep_until(has_read, SECONDS, "the gateway has read")
        try:
            for topic, commands in NEEDS.items():
                full = hub.cluster.names.full(topic)
                await delete(hub, topic)
                await told(worker, store, full)
                for words in commands:
                    answer = await command(*(str(places.get(each, each)) for each in words))
                    said = answer.stdout + answer.stderr
                    assert answer.exit_code != 0, words
                    assert full in said and "not there" in said, (words, said)
                    assert not any(each in said for each in WRONG), (words, said)
                with pytest.raises(LogDamaged, match="is not there any more: somebody deleted it"):
                    async with opened(hub.cluster):
                        pytest.fail("a door opened though what was said is gone")
                missing = [each for each in (await command.json("status"))["findings"] if each["about"] == topic]
                assert [each["kind"] for each in missing] == ["topic-missing"]
        finally:
            following.cancel()
