"""`hub verify` and `hub status` on a log that is not as it should be: told in words, until it is mended."""

import asyncio
import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, TopicPartition
from aiokafka.admin import AIOKafkaAdminClient, RecordsToDelete
from click.testing import CliRunner, Result

from hub.cli.main import hub
from hub.configuration.model import Configuration
from hub.engine.verify import VerifyFinding
from hub.events.topics import CONTRACT
from hub.instance.connection import Cluster
from hub.instance.damaged import LogDamaged
from hub.instance.log_reading import read_inputs
from hub.instance.topic_memory import Lost
from hub.local.local_parts import LocalParts
from hub.log.batch_writer import BatchWriter, Outgoing, new_producer
from hub.log.decode import RecordDecoder
from hub.log.position import Basis, Position
from hub.log.quarantine import quarantine_record
from hub.log.records import InputRecord, Poison
from hub.log.topics import TopicNames
from hub.monitor.status import status
from hub.reconcile.picture import picture_key
from hub.settings import Settings
from hub.usecases import asking
from hub.usecases.accepting import new_entries
from hub.usecases.accepting import record as record_entries
from hub.usecases.verifying import Verification, verify
from tests.log.test_decode import GOOD, VALUE
from tests.support.records import NUMBER

pytestmark = pytest.mark.kafka

TODAY = date(2016, 1, 4)
KEY = picture_key("wandsworth", "contract", "GB-LAE-WND/14-565")
NOTHING_SAID = Basis(Position(), 1, TODAY, None, Configuration().hash).headers()

FILE = """\
- document: partnership
  id: wandsworth
  name: Wandsworth
  members:
    - organisation: GB-LAE-WND
      role: council
"""


class Instance:
    """One namespace without an engine: what it would have written is written by hand."""

    def __init__(self, parts: LocalParts, names: TopicNames, home: Path) -> None:
        self.names = names
        self.cluster = Cluster(parts.bootstrap_servers, parts.registry_url, names, names.engine_group)
        self.settings = Settings(home=home)
        self._environment = {
            "HUB_HOME": str(home),
            "HUB_BOOTSTRAP_SERVERS": parts.bootstrap_servers,
            "HUB_REGISTRY_URL": parts.registry_url,
            "HUB_TOPIC_PREFIX": names.prefix,
        }

    async def command(self, *arguments: str) -> Result:
        return await asyncio.to_thread(CliRunner().invoke, hub, arguments, env=self._environment)

    async def write(self, topic: str, partition: int, *records: Outgoing) -> None:
        writer = BatchWriter(lambda: new_producer(self.cluster.bootstrap_servers))
        try:
            await writer.write(topic, partition, records)
        finally:
            await writer.stop()

    async def say(self, count: int) -> TopicPartition:
        topic = self.names.full(CONTRACT)
        await self.write(topic, NUMBER, *[Outgoing(b"wandsworth", VALUE, list(GOOD.headers))] * count)
        return TopicPartition(topic, NUMBER)

    async def verify(self) -> Verification:
        return await verify(self.cluster, TODAY)

    async def status(self) -> dict[str, Any]:
        return await status(self.settings, self.cluster, datetime(2026, 1, 5, tzinfo=UTC))

    async def problems(self, wrong: VerifyFinding) -> list[tuple[str, str]]:
        """What `verify` finds: the id and the words of each, all of which are wrong in that way."""
        verification = await self.verify()
        found = verification.mismatches
        assert {each.wrong for each in found} <= {wrong}
        assert verification.ok is (found == []), "it says of itself whether all is right"
        return [(each.id, each.problem) for each in found]

    async def commit(self, tp: TopicPartition, offset: int) -> None:
        """As the engine does with what it has taken in."""
        consumer: AIOKafkaConsumer = AIOKafkaConsumer(
            bootstrap_servers=self.cluster.bootstrap_servers, group_id=self.cluster.group, enable_auto_commit=False
        )
        await consumer.start()
        try:
            consumer.assign([tp])
            await consumer.commit({tp: offset})
        finally:
            await consumer.stop()


@pytest.fixture
async def instance(parts: LocalParts, namespace: TopicNames, tmp_path: Path) -> Instance:
    return Instance(parts, namespace, tmp_path)


async def test_an_unreadable_output_is_told_until_it_is_written_over(instance: Instance) -> None:
    await instance.write(instance.names.picture, NUMBER, Outgoing(KEY, b"{}", [("o", b"what?")]))
    ((_, problem),) = await instance.problems(VerifyFinding.UNTRUE)
    assert "has not the headers" in problem
    await instance.write(instance.names.picture, NUMBER, Outgoing(KEY, None, NOTHING_SAID))
    assert await instance.problems(VerifyFinding.UNTRUE) == [], "the tombstone is what every reader now keeps"


async def test_a_document_that_cannot_be_read_is_told_and_can_be_published_anew(
    instance: Instance, tmp_path: Path
) -> None:
    broken = Outgoing(b"partnership/wandsworth", b'{"document":"partnership","id":"wandsworth"}', [])
    await instance.write(instance.names.configuration, 0, broken)
    event = "014e1b2c-3d00-7000-8000-000000000001"
    for command in ("verify --json", "report integration-group --format json", f"trace {event} --json"):
        answer = await instance.command(*command.split())
        assert (answer.exit_code, answer.exception.__class__) == (2, SystemExit), command
        assert "partnership/wandsworth" in json.loads(answer.stdout)["error"], command
    file = tmp_path / "place.yaml"
    file.write_text(FILE)
    mended = await instance.command("configuration", "publish", str(file), "--json")
    assert json.loads(mended.stdout)["changed"] == ["partnership/wandsworth"]
    assert (await instance.command("verify", "--json")).exit_code == 0


async def test_first_events_that_were_deleted_are_told(instance: Instance) -> None:
    tp = await instance.say(3)
    assert await instance.problems(VerifyFinding.DAMAGED) == []
    admin = AIOKafkaAdminClient(bootstrap_servers=instance.cluster.bootstrap_servers)
    await admin.start()
    try:
        await admin.delete_records({tp: RecordsToDelete(before_offset=2)})
    finally:
        await admin.close()
    words = "begins at offset 2"
    ((where, problem),) = await instance.problems(VerifyFinding.DAMAGED)
    assert where == f"{tp.topic}[{tp.partition}]"
    assert words in problem
    assert any(words in each for each in (await instance.status())["reasons"])


async def test_a_log_that_ends_before_what_is_committed_is_told(instance: Instance) -> None:
    tp = await instance.say(3)
    await instance.commit(tp, 7)
    words = "ends at offset 3, and 7 is committed"
    verification = await instance.verify()
    assert not verification.ok
    found = [each for each in verification.mismatches if each.wrong is VerifyFinding.DAMAGED]
    assert [(each.id, words in each.problem) for each in found] == [(f"{tp.topic}[{tp.partition}]", True)]
    assert any(words in each for each in (await instance.status())["reasons"])


async def test_what_the_engine_takes_in_while_the_log_is_read_is_no_damage(
    instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    tp = await instance.say(3)

    async def busy(*given: Any) -> Any:
        log = await read_inputs(*given)
        await instance.say(2)
        await instance.commit(tp, 5)
        return log

    monkeypatch.setattr("hub.usecases.asking.read_inputs", busy)
    log = await asking.whole_log(instance.cluster)
    assert [each.ends[CONTRACT] for each in log.partitions][NUMBER] == 3
    monkeypatch.undo()
    await instance.commit(tp, 7)
    with pytest.raises(LogDamaged, match="ends at offset 5, and 7 is committed"):
        await asking.whole_log(instance.cluster)


async def test_what_was_refused_and_committed_and_is_not_kept_is_told(instance: Instance) -> None:
    topic = instance.names.full(CONTRACT)
    await instance.write(topic, NUMBER, Outgoing(b"wandsworth", b"no event", list(GOOD.headers)))
    assert await instance.problems(VerifyFinding.NOT_KEPT) == [], "the engine has not come to it"
    await instance.commit(TopicPartition(topic, NUMBER), 1)
    ((where, problem),) = await instance.problems(VerifyFinding.NOT_KEPT)
    assert (where, problem.endswith("and is not kept")) == (f"{topic}-{NUMBER}-0", True)
    record = InputRecord(topic, NUMBER, 0, 0, b"wandsworth", b"no event", GOOD.headers)
    poison = RecordDecoder(4, instance.names).decode(record)
    assert isinstance(poison, Poison)
    await instance.write(instance.names.quarantine, NUMBER, quarantine_record(record, poison, "0.1.0"))
    assert await instance.problems(VerifyFinding.NOT_KEPT) == []


async def test_what_stood_in_a_quarantine_whose_loss_was_accepted_is_counted_and_no_mismatch(
    instance: Instance,
) -> None:
    topic, lost = instance.names.full(CONTRACT), instance.names.quarantine
    refused = Outgoing(b"wandsworth", b"no event", list(GOOD.headers))
    await instance.write(topic, NUMBER, refused)
    await instance.commit(TopicPartition(topic, NUMBER), 1)
    for name, told in ((instance.names.full(CONTRACT), 1), (lost, 0)):
        gone = Lost(missing=(name,), replaced=())
        await record_entries(instance.cluster, new_entries("operator:ada", gone, [], {name}))
        assert len(await instance.problems(VerifyFinding.NOT_KEPT)) == told, "another topic's loss excuses nothing"
    shown = await instance.command("verify")
    assert "Of those in quarantine 1 was lost with it, which was accepted" in shown.output
    await instance.write(topic, NUMBER, refused)
    await instance.commit(TopicPartition(topic, NUMBER), 2)
    ((where, _),) = await instance.problems(VerifyFinding.NOT_KEPT)
    assert where == f"{topic}-{NUMBER}-1", "what was refused since is kept or told"


async def test_a_foreign_record_in_quarantine_does_not_hide_the_rest(instance: Instance) -> None:
    await instance.write(
        instance.names.quarantine, 0, Outgoing(b"x", b"y", []), Outgoing(b"z", b"y", [("hub-quarantine", b"7")])
    )
    document = await instance.status()
    assert document["kafka"]["answers"]
    assert document["quarantine"]["records"] == 0
    assert len(document["unreadable"]) == 2
    assert "unreadable-records" in [each["kind"] for each in document["findings"]]
