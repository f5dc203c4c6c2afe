"""A deleted topic comes back from a copy of its segments, by the very lines of the runbook. About two minutes."""

import asyncio
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from aiokafka.admin import AIOKafkaAdminClient

from hub.cli.running import WRONG_USE
from hub.events.topics import CONTRACT
from tests.faults.workers import wait_until
from tests.system.instance import Instance
from tests.system.lost import SECONDS, folded, publish, started

pytestmark = pytest.mark.faults

RUNBOOK = Path(__file__).parents[2] / "docs" / "runbooks" / "topic-missing.md"


def lines_of_the_runbook(name: str, copy: Path) -> str:
    (block,) = re.findall(r"```sh\n(.*?)```", RUNBOOK.read_text(), re.DOTALL)
    block, named = re.subn(r"NAME=\S+", f"NAME={name}", block, count=1)
    block, placed = re.subn(r"COPY=\S+", f"COPY='{copy}'", block, count=1)
    assert (named, placed) == (1, 1)
    return block


async def delete(bootstrap_servers: str, topic: str) -> None:
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap_servers)
    await admin.start()
    try:
        await admin.delete_topics([topic])
    finally:
        await admin.close()


def test_a_deleted_topic_is_restored_from_a_copy(instance: Instance) -> None:
    started(instance)
    before = folded(instance)
    kafka = instance.home / "data" / "kafka"
    copy = instance.home.parent / "the copy"

    asyncio.run(delete(instance.status()["kafka"]["address"], CONTRACT))
    wait_until(lambda: any(kafka.glob("*-delete")), SECONDS, "Kafka has put it aside")
    instance.run("down")
    # there is no copy: for a minute of Kafka running there is what it put aside
    for each in kafka.glob(f"{CONTRACT}-*-delete"):
        shutil.copytree(each, copy / re.sub(r"\.[0-9a-z]{32}-delete$", "", each.name))
    assert instance.run("up", "--detach", "--http-port", "0").returncode == WRONG_USE
    (why,) = instance.status()["reasons"]
    assert f"its last `hub up` ended by itself: {CONTRACT} is not there any more" in why

    assert instance.run("up", "--detach", "--http-port", "0", "--accept-lost-topic", CONTRACT).returncode == 0
    instance.run("down")
    environment = {"HUB_HOME": str(instance.home), "PATH": "/usr/bin:/bin"}
    put = subprocess.run(
        ["sh", "-c", lines_of_the_runbook(CONTRACT, copy)], env=environment, capture_output=True, text=True, check=True
    )
    assert (put.stdout, put.stderr) == ("", "")
    instance.up()
    assert folded(instance) == before
    assert publish(instance, 1) == 1, "and it goes on from there"
    assert folded(instance) != before
