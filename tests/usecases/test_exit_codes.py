"""What exit codes say, on real Kafka: of every command that promises 1, one such case, and one where all is well."""

import asyncio
import os
import re
from collections.abc import Awaitable, Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from typing import Final
from unittest.mock import patch
from uuid import UUID

import click
import orjson
import pytest

from hub.cli.main import WRONG_USE, hub, main
from hub.cli.running import FINDING
from hub.configuration.model import Configuration
from hub.events.topics import AUDIT, CONTRACT, QUARANTINE, REFUSAL
from hub.local.local_parts import LocalParts
from hub.log.audit import FIRST, AuditEntry
from hub.log.batch_writer import Outgoing
from hub.log.decode import RecordDecoder
from hub.log.position import Basis, Position
from hub.log.quarantine import quarantine_id, quarantine_record
from hub.log.records import InputRecord, Poison
from hub.log.schema_gate import Shelf
from hub.log.topics import TopicNames
from hub.reconcile.picture import picture_key
from tests.cli.test_reading_topics import FILE, write
from tests.log.test_decode import GOOD
from tests.support.documents import EVENT_ID, declared
from tests.support.records import NUMBER

pytestmark = pytest.mark.kafka

FINE: Final = 0
ROOT: Final = Path(__file__).parents[2]
NOBODY: Final = str(UUID(int=0x0193F000_0000_7000_8000_000000000000))
WRONG_FILE: Final = FILE.replace("role: council", "role: counsel")


@dataclass
class Instance:
    """Topics without an engine, and the command line as the console script starts it."""

    parts: LocalParts
    names: TopicNames
    folder: Path

    async def __call__(self, *arguments: str) -> int:
        environment = {
            "HUB_HOME": str(self.folder / "home"),
            "HUB_BOOTSTRAP_SERVERS": self.parts.bootstrap_servers,
            "HUB_REGISTRY_URL": self.parts.registry_url,
            "HUB_TOPIC_PREFIX": self.names.prefix,
        }

        def code() -> int:
            with patch.dict(os.environ, environment), pytest.raises(SystemExit) as ended:
                main([*arguments])
            return int(ended.value.code or 0)

        return await asyncio.to_thread(code)  # commands bring a loop of their own

    def file(self, name: str, content: str | bytes) -> str:
        path = self.folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return str(path)

    async def configured(self) -> None:
        assert await self("configuration", "publish", self.file("place.yaml", FILE)) == FINE

    async def said(self) -> None:
        await self.configured()
        assert await self("publish", self.file("events.jsonl", orjson.dumps(declared()))) == FINE

    async def write(self, topic: str, record: Outgoing) -> None:
        await write(self.parts, self.names.full(topic), 0, [record])

    async def quarantined(self) -> str:
        """As the engine keeps bytes that it cannot take. The id of what is kept."""
        record = InputRecord(self.names.full(CONTRACT), NUMBER, 7, 0, b"wandsworth", None, GOOD.headers)
        poison = RecordDecoder(4, self.names).decode(record)
        assert isinstance(poison, Poison)
        await self.write(QUARANTINE, quarantine_record(record, poison, "0.1.0"))
        return quarantine_id(record)


Case = Callable[[Instance], Awaitable[int]]


async def publishing(hub: Instance, stage: str = "contract") -> int:
    await hub.configured()
    return await hub("publish", hub.file("events.jsonl", orjson.dumps(declared(stage=stage))))


async def verifying(hub: Instance, body: bytes | None) -> int:
    basis = Basis(Position(), 1, date(2016, 1, 4), None, Configuration().hash)
    key = picture_key("wandsworth", "contract", "GB-LAE-WND/14-565")
    await write(hub.parts, hub.names.picture, NUMBER, [Outgoing(key, body, basis.headers())])
    return await hub("verify")


async def reporting(hub: Instance, group: str) -> int:
    await hub.said()
    return await hub("report", group, "--output", str(hub.folder / "report.html"))


async def explaining(hub: Instance, contract: str) -> int:
    await hub.said()
    return await hub("explain", "contract", contract)


async def tracing(hub: Instance, event: str) -> int:
    await hub.said()
    return await hub("trace", event)


async def redriving(hub: Instance, stage: str) -> int:
    await hub.configured()
    kept = await hub.quarantined()
    mended = hub.file("mended.json", orjson.dumps(declared(stage=stage)))
    return await hub("quarantine", "redrive", kept, "--file", mended, "--reason", "sent again", "--yes")


async def showing(hub: Instance, name: str) -> int:
    kept = await hub.quarantined()
    return await hub("quarantine", "show", name or kept)


async def discarding(hub: Instance, name: str) -> int:
    kept = await hub.quarantined()
    return await hub("quarantine", "discard", name or kept, "--reason", "a test", "--yes")


async def auditing(hub: Instance, previous: str) -> int:
    entry = AuditEntry(NOBODY, "2026-11-26T00:00:00.000Z", "jo", "test", "x", "a test", None, None, previous)
    await hub.write(AUDIT, Outgoing(b"x", entry.encode(), []))
    return await hub("audit", "check")


async def accepting(hub: Instance, location: str) -> int:
    await hub.write(REFUSAL, Outgoing(b"x", b"junk", []))
    return await hub("audit", "accept", location, "--reason", "a test", "--yes")


async def documents(hub: Instance, verb: str, content: str) -> int:
    return await hub("configuration", verb, hub.file("place.yaml", content))


def plain(*command: str) -> Case:
    async def case(hub: Instance) -> int:
        return await hub(*command)

    return case


def without_schemas(*command: str) -> Case:
    async def case(hub: Instance) -> int:
        with patch.object(Shelf, "shipped", classmethod(lambda cls: Shelf({}))):
            return await hub(*command)

    return case


CASES: Final[Mapping[str, Mapping[int, Case]]] = {
    "publish": {FINE: publishing, FINDING: partial(publishing, stage="awarded")},
    "status": {FINDING: plain("status")},
    "verify": {FINE: partial(verifying, body=None), FINDING: partial(verifying, body=b"{}")},
    "report": {FINE: partial(reporting, group="integration-group"), FINDING: partial(reporting, group="integration")},
    "explain": {
        FINE: partial(explaining, contract="GB-LAE-WND/14-565"),
        FINDING: partial(explaining, contract="GB-LAE-WND/14-566"),
    },
    "trace": {FINE: partial(tracing, event=EVENT_ID), FINDING: partial(tracing, event=NOBODY)},
    "quarantine show": {FINE: partial(showing, name=""), FINDING: partial(showing, name="contract-0-1")},
    "quarantine redrive": {FINE: partial(redriving, stage="contract"), FINDING: partial(redriving, stage="awarded")},
    "quarantine discard": {FINE: partial(discarding, name=""), FINDING: partial(discarding, name="contract-0-1")},
    "audit check": {FINE: partial(auditing, previous=FIRST), FINDING: partial(auditing, previous="f" * 64)},
    "audit accept": {
        FINE: partial(accepting, location="refusal[0]@0"),
        FINDING: partial(accepting, location="refusal[0]@1"),
    },
    "schemas check": {FINE: plain("schemas", "check"), FINDING: without_schemas("schemas", "check")},
    "schemas register": {FINE: plain("schemas", "register"), FINDING: without_schemas("schemas", "register")},
    "configuration check": {
        FINE: partial(documents, verb="check", content=FILE),
        FINDING: partial(documents, verb="check", content=WRONG_FILE),
    },
    "configuration publish": {
        FINE: partial(documents, verb="publish", content=FILE),
        FINDING: partial(documents, verb="publish", content=WRONG_FILE),
    },
}
ELSEWHERE: Final = {
    ("status", FINE): "tests/system/test_the_main_job.py, where all processes of an instance run",
    ("audit close", FINE): "tests/cli/test_audit_close.py",
    ("audit close", FINDING): "tests/cli/test_audit_close.py, where no loss is open",
    ("up", FINE): "tests/system/test_the_main_job.py",
    ("up", FINDING): "tests/system/test_lost_files.py, with a partition that nobody can evaluate",
}


def leaves(group: click.Group = hub, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    for name in group.list_commands(click.Context(group)):
        command = group.get_command(click.Context(group), name)
        if isinstance(command, click.Group):
            yield from leaves(command, (*path, name))
        elif command is not None:
            yield " ".join((*path, name)), command


COMMANDS: Final = dict(leaves())


def test_every_promise_of_exit_code_1_has_its_cases() -> None:
    told = {name: " ".join((command.help or "").lower().split()) for name, command in COMMANDS.items()}
    promising = {name for name, words in told.items() if re.search("exit code (is then )?1", words)}
    there = {(name, code) for name, cases in CASES.items() for code in cases} | set(ELSEWHERE)
    assert there == {(name, code) for name in promising for code in (FINE, FINDING)}
    for reason in ELSEWHERE.values():
        assert (ROOT / reason.partition(",")[0]).is_file()


@pytest.mark.parametrize(("name", "code"), [(name, code) for name, cases in CASES.items() for code in cases])
async def test_the_exit_code_of_a_case(
    name: str, code: int, parts: LocalParts, namespace: TopicNames, tmp_path: Path
) -> None:
    assert await CASES[name][code](Instance(parts, namespace, tmp_path)) == code


@pytest.mark.parametrize("name", COMMANDS)
def test_wrong_use_is_2_for_every_command(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*name.split(), "--no-such-option"])
    assert ended.value.code == WRONG_USE
    assert "--no-such-option" in capsys.readouterr().err
