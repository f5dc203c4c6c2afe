"""`hub quarantine redrive|discard` and `hub audit`, on real Kafka, as an operator types them."""

from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from hub.events.topics import CONTRACT
from hub.local.local_parts import LocalParts
from hub.log.batch_writer import BatchWriter, new_producer
from hub.log.decode import RecordDecoder
from hub.log.quarantine import Quarantine
from hub.log.records import InputRecord, Poison
from hub.log.topics import TopicNames
from tests.cli.test_reading_topics import FILE, Command
from tests.log.test_decode import GOOD, VALUE
from tests.support.documents import declared
from tests.support.records import NUMBER

pytestmark = pytest.mark.kafka

EVENT = "0198c2b4-7a53-7c55-9f0e-1d2c3b4a5f60"


@pytest.fixture
async def command(parts: LocalParts, namespace: TopicNames, tmp_path: Path) -> Command:
    """An instance with three records in quarantine: one without its stamp, one without its bytes, one cut short."""
    made = Command(parts, namespace, tmp_path)
    file = tmp_path / "place.yaml"
    file.write_text(FILE)
    await made.json("configuration", "publish", str(file))
    topic = namespace.full(CONTRACT)
    bad = [
        replace(GOOD, topic=topic, offset=1, headers=GOOD.headers[:-1]),
        InputRecord(topic, NUMBER, 2, 0, b"wandsworth", None, GOOD.headers),
        replace(GOOD, topic=topic, offset=3, value=VALUE[:-2]),
    ]
    writer = BatchWriter(lambda: new_producer(parts.bootstrap_servers))
    try:
        for record in bad:
            poison = RecordDecoder(4, namespace).decode(record)
            assert isinstance(poison, Poison)
            await Quarantine(writer, namespace.quarantine, "0.1.0").keep([(record, poison)])
    finally:
        await writer.stop()
    return made


def name(names: TopicNames, offset: int) -> str:
    return f"{names.full(CONTRACT)}-{NUMBER}-{offset}"


async def offsets(command: Command, *more: str) -> list[int]:
    return [each["offset"] for each in (await command.json("quarantine", "list", *more))["records"]]


async def test_without_yes_nothing_is_done(command: Command) -> None:
    answer = await command("quarantine", "redrive", "--all", "--reason", "upgraded", "--json")
    told = orjson.loads(answer.stdout)
    assert (answer.exit_code, told["done"], told["chosen"]) == (1, False, 3)
    assert told["counts"] == {"redriven": 1, "discarded": 0, "already": 0, "refused": 0, "unreadable": 2}
    words = await command("quarantine", "discard", "--all", "--reason", "x")
    assert words.stdout.count("would be discarded") == 3
    assert (await command.json("tail", "contract"))["records"] == []
    assert (await command.json("audit", "list"))["entries"] == []
    assert await offsets(command) == [1, 2, 3]


async def test_a_redrive_is_admitted_as_a_new_record_and_twice_is_once(command: Command, namespace: TopicNames) -> None:
    for counted in ("redriven", "already"):
        answer = await command("quarantine", "redrive", name(namespace, 1), "--reason", "stamp", "--yes", "--json")
        told = orjson.loads(answer.stdout)
        assert (answer.exit_code, told["counts"][counted], told["chosen"]) == (0, 1, 1)
    (record,) = (await command.json("tail", "contract"))["records"]
    assert record["event"]["meta"]["event_id"] == EVENT
    assert record["admitted"]["door"] == "hub quarantine redrive"
    assert await offsets(command) == [2, 3]
    assert await offsets(command, "--all") == [1, 2, 3]
    shown = (await command.json("quarantine", "show", name(namespace, 1)))["record"]
    assert (shown["state"], shown["why"]) == ("redriven", "stamp")
    entries = (await command.json("audit", "list"))["entries"]
    assert [each["action"] for each in entries] == ["quarantine.redrive-started", "quarantine.redriven"]


async def test_a_mended_event_stands_for_the_bytes(command: Command, namespace: TopicNames, tmp_path: Path) -> None:
    mended = tmp_path / "mended.json"
    mended.write_bytes(orjson.dumps(declared(stage="awarded")))
    arguments = ("quarantine", "redrive", name(namespace, 2), "--file", str(mended), "--reason", "sent again", "--yes")
    refused = await command(*arguments)
    assert (refused.exit_code, "HUB-ADM-070" in refused.stdout) == (1, True)
    kept = (await command.json("tail", "refusal"))["records"]
    assert [each["value"]["code"] for each in kept] == ["HUB-ADM-070"]
    assert await offsets(command) == [1, 2, 3]
    mended.write_bytes(orjson.dumps(declared(title="Mended")))
    assert (await command(*arguments)).exit_code == 0
    (record,) = (await command.json("tail", "contract"))["records"]
    assert record["event"]["title"] == "Mended"
    assert await offsets(command) == [1, 3]


async def test_a_discard_by_cause_closes_and_is_audited(command: Command) -> None:
    answer = await command.json(
        "quarantine", "discard", "--cause", "HUB-REC-002", "--reason", "a test", "--by", "jo", "--yes"
    )
    assert (answer["done"], answer["counts"]["discarded"], answer["chosen"]) == (True, 1, 1)
    assert await offsets(command) == [1, 3]
    (entry,) = (await command.json("audit", "list"))["entries"]
    assert (entry["who"], entry["why"], entry["after"]) == ("operator:jo", "a test", {"state": "discarded"})
    checked = await command.json("audit", "check")
    assert (checked["ok"], checked["entries"], checked["broken"]) == (True, 1, [])


async def test_an_unknown_id_stops_all_of_it(command: Command, namespace: TopicNames) -> None:
    answer = await command(
        "quarantine", "discard", name(namespace, 1), "x-0-0", "--reason", "a test", "--yes", "--json"
    )
    told = orjson.loads(answer.stdout)
    assert (answer.exit_code, told["done"], told["unknown"]) == (1, False, ["x-0-0"])
    assert await offsets(command) == [1, 2, 3]


@pytest.mark.parametrize(
    "arguments",
    [["--reason", "x"], ["--all", "--cause", "A", "--reason", "x"], ["--all", "--reason", " "], ["--all"]],
    ids=["no record named", "cause and all", "an empty reason", "no reason"],
)
async def test_wrong_use_is_told(command: Command, arguments: list[str]) -> None:
    answer = await command("quarantine", "discard", *arguments)
    assert answer.exit_code == 2 or "Missing option '--reason'" in str(answer.exception or answer.output)


async def test_a_mended_event_is_for_one_record(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "mended.json"
    file.write_text("{")
    assert (await command("quarantine", "redrive", "--all", "--file", str(file), "--reason", "x")).exit_code == 2
    assert (await command("quarantine", "redrive", "x-0-0", "--file", str(file), "--reason", "x")).exit_code == 2
