"""Commands that read and write topics, on real Kafka: configuration, tail, quarantine, schemas."""

import asyncio
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from hub.cli.main import hub
from hub.events.catalogue import CATALOGUE
from hub.events.topics import CONTRACT
from hub.local.local_parts import LocalParts
from hub.log.batch_writer import BatchWriter, Outgoing, new_producer
from hub.log.decode import RecordDecoder
from hub.log.quarantine import Quarantine
from hub.log.reasons import PoisonReason
from hub.log.records import InputRecord, Poison
from hub.log.topics import TopicNames
from hub.serialization.schemas import every_frozen
from tests.log.test_decode import GOOD, VALUE
from tests.support.records import NUMBER

pytestmark = pytest.mark.kafka

FILE = """\
- document: partnership
  id: wandsworth
  name: Wandsworth
  members:
    - organisation: GB-LAE-WND
      role: council
- document: group
  id: integration-group
  name: Integration group
  partnerships: [wandsworth]
"""


class Command:
    """Runs `hub` against one namespace."""

    def __init__(self, parts: LocalParts, names: TopicNames, home: Path) -> None:
        self._environment = {
            "HUB_HOME": str(home),
            "HUB_BOOTSTRAP_SERVERS": parts.bootstrap_servers,
            "HUB_REGISTRY_URL": parts.registry_url,
            "HUB_TOPIC_PREFIX": names.prefix,
        }

    async def __call__(self, *arguments: str) -> Result:
        # commands bring a loop of their own
        return await asyncio.to_thread(CliRunner().invoke, hub, arguments, env=self._environment)

    async def json(self, *arguments: str) -> Any:
        return json.loads((await self(*arguments, "--json")).stdout)


@pytest.fixture
async def command(parts: LocalParts, namespace: TopicNames, tmp_path: Path) -> Command:
    return Command(parts, namespace, tmp_path)


async def write(parts: LocalParts, topic: str, partition: int, records: list[Outgoing]) -> None:
    writer = BatchWriter(lambda: new_producer(parts.bootstrap_servers))
    try:
        await writer.write(topic, partition, records)
    finally:
        await writer.stop()


async def test_only_documents_that_changed_are_published(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "place.yaml"
    file.write_text(FILE)
    first = await command.json("configuration", "publish", str(file))
    assert first["changed"] == ["partnership/wandsworth", "group/integration-group"]
    assert (await command.json("configuration", "publish", str(file)))["changed"] == []
    file.write_text(FILE.replace("name: Wandsworth", "name: Wandsworth borough"))
    changed = await command.json("configuration", "publish", str(file))
    assert (changed["changed"], changed["unchanged"]) == (["partnership/wandsworth"], ["group/integration-group"])
    shown = await command.json("configuration", "show")
    assert shown["offset"] == 2
    assert [each["name"] for each in shown["documents"]] == ["Integration group", "Wandsworth borough"]
    assert [each["key"] for each in (await command.json("tail", "configuration", "--from", "0"))["records"]] == [
        "partnership/wandsworth",
        "group/integration-group",
        "partnership/wandsworth",
    ]


async def test_nothing_is_published_of_a_file_with_a_fault(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "place.yaml"
    file.write_text(FILE.replace("role: council", "role: councillor"))
    refused = await command("configuration", "publish", str(file))
    assert refused.exit_code == 1
    assert refused.stdout.startswith(f"{file}:6: members[0].role: ")
    assert (await command.json("configuration", "show"))["documents"] == []


async def test_a_group_of_a_partnership_that_nobody_described_is_refused(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "place.yaml"
    file.write_text(FILE[FILE.index("- document: group") :])
    refused = await command("configuration", "publish", str(file), "--json")
    assert refused.exit_code == 2
    assert "'wandsworth'" in json.loads(refused.stdout)["error"]
    assert (await command.json("configuration", "show"))["offset"] == -1


async def test_tail_shows_events_and_what_is_wrong_with_others(
    command: Command, parts: LocalParts, namespace: TopicNames
) -> None:
    good = Outgoing(b"wandsworth", VALUE, list(GOOD.headers))
    bad = Outgoing(b"wandsworth", VALUE + b"\x00", list(GOOD.headers))
    await write(parts, namespace.full(CONTRACT), NUMBER, [good, bad, good])
    lines = (await command("tail", "contract")).stdout.splitlines()
    taken, refused, again = map(json.loads, lines)
    assert taken["event"]["title"] == "Carers Contract"
    assert (taken["partition"], taken["offset"], again["offset"]) == (NUMBER, 0, 2)
    assert refused["refused"]["code"] == PoisonReason.BODY_UNREADABLE
    limited = await command.json("tail", CONTRACT, "--from", "1", "--max", "1")
    assert [each["offset"] for each in limited["records"]] == [1]


async def test_tail_shows_the_record_that_a_partition_and_an_offset_name(
    command: Command, parts: LocalParts, namespace: TopicNames
) -> None:
    """An offset alone names one record of every partition, and the first of them is another one."""
    here, elsewhere = namespace.full(CONTRACT), (NUMBER + 1) % 4
    records = [Outgoing(b"wandsworth", VALUE, list(GOOD.headers))] * 2
    await write(parts, here, elsewhere, records)
    await write(parts, here, NUMBER, records)
    asked = ("tail", "contract", "--from", "1", "--max", "1")
    assert [each["partition"] for each in (await command.json(*asked))["records"]] == [elsewhere]
    named = await command.json(*asked, "--partition", str(NUMBER))
    assert [(each["partition"], each["offset"]) for each in named["records"]] == [(NUMBER, 1)]
    refused = await command("tail", "contract", "--partition", "99", "--json")
    assert refused.exit_code == 2
    assert "contract.v1 has no partition 99: it has 4 partitions" in json.loads(refused.stdout)["error"]


async def test_quarantine_shows_every_byte_and_the_cure(
    command: Command, parts: LocalParts, namespace: TopicNames
) -> None:
    bad = replace(GOOD, topic=namespace.full(CONTRACT), value=VALUE + b"\xff", offset=41)
    poison = RecordDecoder(4, namespace).decode(bad)
    assert isinstance(poison, Poison)
    empty = InputRecord(namespace.full(CONTRACT), 1, 7, 0, None, None, (("bare", None),))
    writer = BatchWriter(lambda: new_producer(parts.bootstrap_servers))
    quarantine = Quarantine(writer, namespace.quarantine, "0.1.0")
    try:
        # a worker that was killed before its offset moved keeps the record again
        for kept in ((bad, poison), (bad, poison), (empty, Poison("HUB-REC-001", "key", "none", "publish it"))):
            await quarantine.keep([kept])
    finally:
        await writer.stop()
    listed = await command.json("quarantine", "list")
    assert [(each["offset"], each["code"]) for each in listed["records"]] == [(7, "HUB-REC-001"), (41, poison.code)]
    record_id = f"{namespace.full(CONTRACT)}-{NUMBER}-41"
    shown = (await command.json("quarantine", "show", record_id))["record"]
    assert shown["value"]["bytes"] == len(VALUE) + 1
    assert [each["name"] for each in shown["headers"]] == [name for name, _ in GOOD.headers]
    bare = (await command.json("quarantine", "show", f"{namespace.full(CONTRACT)}-1-7"))["record"]
    assert (bare["key"], bare["value"], bare["headers"]) == (None, None, [{"name": "bare"}])
    words = (await command("quarantine", "show", record_id)).stdout
    assert poison.fix in words
    assert "00000000  00 00 00 00 01" in words
    missing = await command("quarantine", "show", "x-0-0", "--json")
    assert (missing.exit_code, json.loads(missing.stdout)["ok"]) == (1, False)


async def test_schemas_are_registered_and_the_registry_agrees(command: Command) -> None:
    registered = await command.json("schemas", "register")
    assert len(registered["subjects"]) == len(CATALOGUE)
    assert await command.json("schemas", "register") == registered
    assert await command.json("schemas", "check", "--registry") == {
        "ok": True,
        "checked": len(list(every_frozen())),
        "findings": [],
    }
