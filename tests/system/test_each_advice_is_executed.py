"""Each finding of `hub status`: the state that raises it, the commands of its own advice, and the finding is gone.

One instance over the tests' Kafka and registry, so that an `up` starts a worker and a gateway alone. About 90 s.
"""

import os
import re
import shlex
import shutil
import signal
from collections.abc import Awaitable, Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import uuid4

import orjson
import pytest
from aiokafka import AIOKafkaProducer
from aiokafka.admin import AIOKafkaAdminClient

from hub.events.topics import AUDIT, CONTRACT, REFUSAL, WARNING
from hub.instance.topic_ids import topic_ids
from hub.local.local_parts import LocalParts
from hub.log.position import Basis, Position
from hub.log.topics import TopicNames
from hub.monitor.finding_kinds import FindingKind
from hub.reconcile.picture import picture_key
from hub.usecases.topics_admin import create_topics
from tests.faults.workers import wait_until
from tests.faults.world import sleep_until, started_producer
from tests.monitor.test_advice_is_typed import commands
from tests.support.documents import EVENT_ID, declared
from tests.support.freezing import freeze, thaw
from tests.system.instance import Instance

pytestmark = [pytest.mark.faults, pytest.mark.timeout(600)]

PARTITIONS = 4
SECONDS = 90
JUNK = "partnership/junk"
PLACE = """
- document: partnership
  id: wandsworth
  name: Wandsworth
  members: [{organisation: GB-LAE-WND, role: council}]
"""

ELSEWHERE = "tests/system/test_the_main_job.py::test_the_main_job"
TORN = "tests/system/test_torn_file.py::test_a_torn_file_is_gone_on_with_up_to_its_last_whole_record"
NOT_HERE: dict[FindingKind, str] = {
    FindingKind.KAFKA_AWAY: f"the supervisor starts it again: {ELSEWHERE}; a cluster's is brought back by its operator",
    FindingKind.REGISTRY_AWAY: f"the supervisor starts it again: {ELSEWHERE}",
    FindingKind.PROCESS_ENDED: f"the supervisor starts it again: {ELSEWHERE}",
    FindingKind.PROCESS_STARTING: f"one waits, and it is ready: every `up` of {ELSEWHERE}",
    FindingKind.LOSS_ACCEPTED: "partners publish again; it is closed in tests/instance/test_topic_memory.py",
    FindingKind.QUARANTINE_OVER: "its command lists what is to be mended, which is executed here for one record",
    FindingKind.LOG_DAMAGED: f"a copy is restored with the cluster's own tools; without one: {TORN}",
    FindingKind.CONFIGURATION_LOST: "its commands mend it in tests/system/test_lost_configuration.py",
    FindingKind.SCHEMA_IDS: "its store is put back from a copy in tests/system/test_lost_files.py",
    FindingKind.EVIDENCE_LOST: "its command mends it in tests/system/test_lost_configuration.py",
    FindingKind.LOG_CORRUPT: f"a copy is restored with the cluster's own tools; without one: {TORN}",
    FindingKind.DISK_FULL: "room is made by the machine's operator",
    FindingKind.DISK_FILLING: "room is made by the machine's operator",
    FindingKind.LEADERLESS: "a broker is brought back by the cluster's operator",
    FindingKind.THIN: "a broker is brought back by the cluster's operator",
    FindingKind.LAG_REWIND: "somebody is to be found; `hub verify` is executed here for another finding",
    FindingKind.LAG_STOP: "its commands, `hub down` and `hub up`, are executed here for other findings",
    FindingKind.LAG_STALL: "a log is read, and a process killed: tests/faults/test_crashes.py",
    FindingKind.LAG_WARN: "one looks again in a minute",
    FindingKind.ENGINE_BEHIND: "one looks again in a minute",
    FindingKind.LAG_UNKNOWN: "one looks again in a minute: the supervisor has just started",
    FindingKind.OUTPUT_UNTRUE: "a worker writes over it within a second: tests/system/test_forged_outputs.py",
}
"""Findings whose advice is no command that mends them here, each with what is done instead, and where."""


class OnSharedKafka(Instance):
    """An instance whose Kafka and registry are the tests'."""

    def __init__(self, home: Path, parts: LocalParts) -> None:
        super().__init__(home)
        self.parts = parts
        self.names = TopicNames(f"a{uuid4().hex[:8]}.")
        self.environment |= {
            "HUB_BOOTSTRAP_SERVERS": parts.bootstrap_servers,
            "HUB_REGISTRY_URL": parts.registry_url,
            "HUB_TOPIC_PREFIX": self.names.prefix,
            "HUB_PARTITIONS": str(PARTITIONS),
        }

    def found(self, kind: FindingKind) -> dict[str, Any] | None:
        findings: list[dict[str, Any]] = self.status()["findings"]
        return next((each for each in findings if each["kind"] == kind.title), None)

    def follow(self, command: str, **meant: str) -> str:
        """Types a command of an advice, with what its placeholders mean here."""
        words = [meant.get(each, each) for each in shlex.split(command)[1:]]
        if words[0] == "up":
            words += ["--detach", "--http-port=0"] if "--detach" not in words else ["--http-port=0"]
        answer = self.run(*words)
        assert answer.returncode in (0, 1), (command, answer.stderr)
        return answer.stdout

    async def write(self, topic: str, key: bytes | None, value: bytes | None, partition: int = 0, **more: Any) -> int:
        producer: AIOKafkaProducer = await started_producer(self.parts.bootstrap_servers)
        try:
            done = await producer.send_and_wait(self.names.full(topic), value, key=key, partition=partition, **more)
        finally:
            await producer.stop()
        return int(done.offset)

    async def delete(self, topic: str) -> None:
        admin = AIOKafkaAdminClient(bootstrap_servers=self.parts.bootstrap_servers)
        await admin.start()
        try:
            await admin.delete_topics([self.names.full(topic)])
        finally:
            await admin.close()

        async def gone() -> bool:
            return not await topic_ids(self.parts.bootstrap_servers, [self.names.full(topic)])

        await sleep_until(gone, 30, "deleted")


@pytest.fixture(scope="module")
def instance(parts: LocalParts, tmp_path_factory: pytest.TempPathFactory) -> Iterator[OnSharedKafka]:
    """One for all: each test leaves it up and well."""
    folder = tmp_path_factory.mktemp("advised")
    made = OnSharedKafka(folder / "hub", parts)
    file = folder / "place.yaml"
    file.write_text(PLACE)
    made.up()
    assert made.run("configuration", "publish", str(file)).returncode == 0
    yield made
    made.run("down")
    assert made.processes() == []


async def stopped(instance: OnSharedKafka) -> dict[str, str]:
    instance.run("down")
    return {}


async def nobody_there(instance: OnSharedKafka) -> dict[str, str]:
    """As on a machine that has only been told where Kafka is."""
    instance.run("down")
    shutil.rmtree(instance.home / "run")
    return {}


async def supervisor_killed(instance: OnSharedKafka) -> dict[str, str]:
    os.kill(instance.process("supervisor")["pid"], signal.SIGKILL)
    wait_until(lambda: not instance.processes(), 30, "no child outlives its supervisor")
    return {}


async def topic_deleted(instance: OnSharedKafka) -> dict[str, str]:
    await instance.delete(WARNING)
    return {}


async def input_made_anew(instance: OnSharedKafka) -> dict[str, str]:
    await instance.delete(CONTRACT)
    await create_topics(instance.parts.bootstrap_servers, instance.names, PARTITIONS)
    return {}


async def junk_configuration(instance: OnSharedKafka) -> dict[str, str]:
    """Two that have nothing to do with each other, one of them without a key: each has its command."""
    await instance.write("commissioning.configuration.v1", JUNK.encode(), b"junk")
    await instance.write("commissioning.configuration.v1", None, b"\xff\x00junk")
    return {"WHY": "tried"}


async def poison(instance: OnSharedKafka) -> dict[str, str]:
    offset = await instance.write(CONTRACT, b"wandsworth", None)
    wait_until(lambda: instance.found(FindingKind.QUARANTINE_OPEN) is not None, SECONDS, "in quarantine")
    return {"ID": f"{instance.names.full(CONTRACT)}-0-{offset}", "WHY": "tried"}


async def foreign_picture(instance: OnSharedKafka) -> dict[str, str]:
    basis = Basis(Position(), 1, date(2999, 1, 1), None, "c")
    key = picture_key("wandsworth", "contract", "forged")
    await instance.write("commissioning.picture.v1", key, b"{}", headers=basis.headers())
    return {}


async def refused(instance: OnSharedKafka) -> dict[str, str]:
    file = instance.home.parent / "refused.jsonl"
    file.write_bytes(orjson.dumps(declared(stage="awarded")))
    assert instance.run("publish", str(file)).returncode == 1
    return {"ID": EVENT_ID}


async def frozen_worker(instance: OnSharedKafka) -> dict[str, str]:
    freeze(instance.process("worker-1")["pid"])
    wait_until(lambda: instance.found(FindingKind.PROCESS_NOT_READY) is not None, SECONDS, "told as not ready")
    return {}


async def junk_audit(instance: OnSharedKafka) -> dict[str, str]:
    await instance.write(AUDIT, b"x", b"junk")
    return {"WHY": "tried"}


async def junk_refusals(instance: OnSharedKafka) -> dict[str, str]:
    """In two topics, so that all of them are accepted at once."""
    for topic in (REFUSAL, WARNING):
        await instance.write(topic, b"x", b"junk")
    wait_until(lambda: len(instance.status()["unreadable"]) == 2, SECONDS, "both are told")
    return {"WHY": "tried"}


Raise = Callable[[OnSharedKafka], Awaitable[dict[str, str]]]
GONE: dict[FindingKind, Raise] = {
    FindingKind.QUARANTINE_OPEN: poison,
    FindingKind.CONFIGURATION_UNREADABLE: junk_configuration,
    FindingKind.TOPIC_MISSING: topic_deleted,
    FindingKind.TOPIC_REPLACED: input_made_anew,
    FindingKind.INSTANCE_STOPPED: stopped,
    FindingKind.ENGINE_ABSENT: nobody_there,
    FindingKind.SUPERVISOR_ENDED: supervisor_killed,
    FindingKind.AUDIT_BROKEN: junk_audit,
    FindingKind.UNREADABLE: junk_refusals,
}
"""After the commands of the advice the finding is gone."""

PROMISED: dict[FindingKind, tuple[Raise, str]] = {
    FindingKind.REFUSALS: (refused, "HUB-ADM-"),
    FindingKind.OUTPUT_WRITTEN_OVER: (foreign_picture, "Everything agrees."),
}
"""Each command of the advice tells what it promises; somebody has to act on it."""

FILES: dict[FindingKind, Raise] = {FindingKind.PROCESS_NOT_READY: frozen_worker}
"""The advice names a log, which is there."""


def test_every_finding_has_its_advice_executed_or_a_reason() -> None:
    tables = (GONE, PROMISED, FILES, NOT_HERE)
    named = [kind for table in tables for kind in table]
    assert len(named) == len(set(named))
    assert set(named) == set(FindingKind)
    root = Path(__file__).parents[2]
    for reason in NOT_HERE.values():
        for file in re.findall(r"tests/\w+/\w+\.py", reason):
            assert (root / file).is_file(), file


def only_one_way(kind: FindingKind, advised: list[str]) -> list[str]:
    """Where an advice offers several ways, the one that mends this state."""
    if kind is FindingKind.QUARANTINE_OPEN:
        return [each for each in advised if "redrive" not in each]
    if kind is FindingKind.CONFIGURATION_UNREADABLE:
        return [each for each in advised if "withdraw" in each]
    return [each for each in advised if each != "hub up --detach"] if kind is FindingKind.TOPIC_REPLACED else advised


def told(instance: OnSharedKafka, kind: FindingKind) -> dict[str, Any]:
    wait_until(lambda: instance.found(kind) is not None, SECONDS, kind.title)
    finding = instance.found(kind)
    assert finding is not None
    return finding


@pytest.mark.parametrize("kind", GONE, ids=lambda kind: kind.title)
async def test_after_what_is_advised_the_finding_is_gone(instance: OnSharedKafka, kind: FindingKind) -> None:
    meant = await GONE[kind](instance)
    finding = told(instance, kind)
    advised = only_one_way(kind, commands(f"{finding['what']} {finding['do']}"))
    assert advised, finding
    for command in advised:
        instance.follow(command, **meant)
    wait_until(lambda: instance.found(kind) is None, SECONDS, f"{kind.title} is gone")


@pytest.mark.parametrize("kind", FILES, ids=lambda kind: kind.title)
async def test_the_log_that_is_advised_is_there_and_its_runbook_mends(
    instance: OnSharedKafka, kind: FindingKind
) -> None:
    await FILES[kind](instance)
    (file,) = re.findall(r"logs/[\w.-]+\.log", told(instance, kind)["do"])
    assert (instance.home / file).is_file()
    thaw(instance.process("worker-1")["pid"])
    wait_until(lambda: instance.found(kind) is None, SECONDS, f"{kind.title} is gone")


@pytest.mark.parametrize("kind", PROMISED, ids=lambda kind: kind.title)
async def test_what_is_advised_tells_what_it_promises(instance: OnSharedKafka, kind: FindingKind) -> None:
    raise_it, promised = PROMISED[kind]
    meant = await raise_it(instance)
    advised = commands(told(instance, kind)["do"])
    assert advised
    for command in advised:
        assert promised in instance.follow(command, **meant), command
