"""An instance whose files were lost while it was down: what can be made anew is, and what cannot is told by all."""

import shutil
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from uuid import UUID

import orjson
import pytest

from hub.cli.running import FINDING, WRONG_USE
from hub.cli.up import UP
from hub.engine.verify import Wrong
from hub.events.topics import CONFIGURATION, CONTRACT, REFUSAL
from hub.log.topics import partition_of
from hub.operate.finding_kinds import Kind
from tests.faults.workers import wait_until
from tests.operate.test_advice_is_typed import commands
from tests.support.documents import declared
from tests.system.instance import Instance, page
from tests.system.test_each_advice_is_executed import PLACE
from tests.system.test_the_main_job import verified

pytestmark = pytest.mark.faults

PARTITIONS = 4
HERE = partition_of(b"wandsworth", PARTITIONS)
SECONDS = 60
DECLARED = "commissioning.contract.v1-uk.jch.contract.Declared"


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    with Instance(tmp_path / "hub") as made:
        made.environment["HUB_PARTITIONS"] = str(PARTITIONS)
        yield made


def publish(instance: Instance, number: int) -> int:
    """An event of its own; how many were taken."""
    file = instance.home.parent / f"events-{number}.jsonl"
    event = str(UUID(int=0x014E1B2C_3D00_7000_8000_000000000000 + number))
    file.write_bytes(orjson.dumps(declared(attributes={"id": event}, title=f"Title {number}")))
    answer = instance.run("publish", str(file), "--json")
    assert answer.returncode == 0, answer.stdout
    return int(orjson.loads(answer.stdout)["accepted"])


def schema_ids(instance: Instance) -> dict[str, int]:
    """The registry's id of the newest schema of each subject."""
    found: dict[str, int] = orjson.loads(instance.run("schemas", "register", "--json").stdout)["subjects"]
    return found


def posted(address: str) -> int:
    headers = {"Content-Type": "application/cloudevents+json"}
    request = urllib.request.Request(f"{address}/v1/events", orjson.dumps(declared()), headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


def test_lost_files_are_made_anew_or_told(instance: Instance) -> None:
    instance.up()
    place = instance.home.parent / "place.yaml"
    place.write_text(PLACE)
    assert instance.run("configuration", "publish", str(place)).returncode == 0
    assert publish(instance, 0) == 1
    wait_until(lambda: verified(instance)["keys"] > 0 and instance.status()["ok"], SECONDS, "it is folded")
    before = verified(instance)["digest"]

    # the registry's store: it comes back from its copy, with the ids that the records name
    ids = schema_ids(instance)
    instance.run("down")
    shutil.rmtree(instance.home / "data" / "registry")
    instance.up()
    assert schema_ids(instance) == ids
    assert verified(instance)["digest"] == before

    # its copy too: the log is read without it, and other readers' ids are told until the store is put back
    instance.run("down")
    aside = shutil.move(instance.home / "data" / "registry", instance.home.parent / "registry")
    (instance.home / "data" / "schemas.zip").unlink()
    instance.up()
    assert verified(instance)["digest"] == before
    is_same = schema_ids(instance)[DECLARED] == ids[DECLARED]  # by one chance in twenty
    assert (told(instance, Kind.SCHEMA_IDS) is None) == is_same
    instance.run("down")
    shutil.rmtree(instance.home / "data" / "registry")
    shutil.move(aside, instance.home / "data" / "registry")
    instance.up()
    assert told(instance, Kind.SCHEMA_IDS) is None
    assert publish(instance, 1) == 1
    wait_until(lambda: not verified(instance)["behind"], SECONDS, "it is folded")

    # a partition of what was said: nobody judges it, what stands stays, all else goes on, and everything says so
    instance.run("down")
    shutil.rmtree(instance.home / "data" / "kafka" / f"{CONTRACT}-{HERE}")
    instance.environment["HUB_READY_SECONDS"] = "15"
    answer = instance.run("up", "--detach", "--http-port", "0")
    words = f"{CONTRACT}[{HERE}] ends at offset 0, and 2 is committed"
    assert answer.returncode == FINDING, answer.stderr
    address = answer.stdout.partition(f"{UP}: ")[2].split()[0]
    assert words in answer.stdout
    again = instance.run("up", "--detach", "--http-port", "0")
    assert (again.returncode, words in again.stdout) == (FINDING, True)
    document = instance.status()
    assert not document["ok"]
    finding = next(each for each in document["findings"] if each["kind"] == Kind.LOG_DAMAGED.title)
    assert words in finding["what"]
    verified_now = instance.run("verify", "--json")
    assert verified_now.returncode == FINDING
    # what was lost first: that outputs differ follows from it
    assert orjson.loads(verified_now.stdout)["mismatches"][0]["wrong"] == Wrong.DAMAGED

    # nothing is let in where it would be passed over, and no figure is made of what is left
    refused = instance.run("publish", str(instance.home.parent / "events-0.jsonl"))
    assert (refused.returncode, words in refused.stderr) == (WRONG_USE, True)
    assert posted(address) == 503
    report = instance.run("report", "integration-group")
    assert (report.returncode, words in report.stderr) == (WRONG_USE, True)
    contract = page(f"{address}/v1/contracts/wandsworth/GB-LAE-WND/14-565")
    assert '"Title 1"' in contract, "the picture says no less than before"
    assert orjson.loads(page(f"{address}/v1/freshness"))["state"] == "unknown"


def folder_of(instance: Instance, topic: str, partition: int) -> Path:
    return instance.home / "data" / "kafka" / f"{topic}-{partition}"


def told(instance: Instance, kind: Kind) -> dict[str, Any] | None:
    findings: list[dict[str, Any]] = instance.status()["findings"]
    return next((each for each in findings if each["kind"] == kind.title), None)


def as_advised(instance: Instance, finding: dict[str, Any], **meant: str) -> None:
    """Types the commands of a finding's advice, in their order."""
    for command in commands(f"{finding['what']} {finding['do']}"):
        words = [meant.get(each, each) for each in command.split()[1:]]
        answer = instance.run(*words, *(["--detach", "--http-port=0"] if words[0] == "up" else []))
        assert answer.returncode in (0, FINDING), (command, answer.stdout, answer.stderr)


def test_a_lost_configuration_closes_the_doors_and_lost_evidence_is_told(instance: Instance) -> None:
    instance.up()
    place = instance.home.parent / "place.yaml"
    place.write_text(PLACE)
    assert instance.run("configuration", "publish", str(place)).returncode == 0
    assert publish(instance, 0) == 1
    refused = instance.home.parent / "refused.jsonl"
    refused.write_bytes(orjson.dumps(declared(stage="awarded")))
    assert instance.run("publish", str(refused)).returncode == FINDING
    wait_until(lambda: verified(instance)["keys"] > 0 and instance.status()["ok"], SECONDS, "it is folded")
    before = verified(instance)["digest"]

    # what was refused: evidence, told with a date, also after as much was written again, until it is acknowledged
    instance.run("down")
    (lost,) = (
        each
        for each in range(PARTITIONS)
        if any(folder_of(instance, REFUSAL, each).glob("*[1-9a-z].log"))
        or (folder_of(instance, REFUSAL, each) / "00000000000000000000.log").stat().st_size
    )
    shutil.rmtree(folder_of(instance, REFUSAL, lost))
    instance.up()
    assert instance.run("publish", str(refused)).returncode == FINDING
    finding = told(instance, Kind.EVIDENCE_LOST)
    assert finding is not None
    assert finding["about"] == f"{REFUSAL}[{lost}]"
    assert "refusals that were kept before" in finding["what"]
    as_advised(instance, finding)
    assert told(instance, Kind.EVIDENCE_LOST) is None
    assert verified(instance)["digest"] == before, "nothing that was said is touched"

    # who may speak: whoever speaks would be judged by nothing
    instance.run("down")
    aside = shutil.move(folder_of(instance, CONFIGURATION, 0), instance.home.parent / "aside")
    instance.environment["HUB_READY_SECONDS"] = "15"
    answer = instance.run("up", "--detach", "--http-port", "0")
    words = f"{CONFIGURATION}[0] ends at offset 0, and had reached 1"
    assert answer.returncode == FINDING, answer.stderr
    assert words in answer.stdout, "the worker tells what it waits for"
    address = answer.stdout.partition(f"{UP}: ")[2].split()[0]
    finding = told(instance, Kind.CONFIGURATION_LOST)
    assert finding is not None
    assert words in finding["what"]
    assert posted(address) == 503
    for command in (
        ("publish", str(instance.home.parent / "events-0.jsonl")),
        ("publish", "--dry-run", str(instance.home.parent / "events-0.jsonl")),
        ("report", "integration-group"),
        ("configuration", "publish", str(place)),
        ("configuration", "withdraw", "partnership/wandsworth", "--reason", "tried"),
    ):
        said = instance.run(*command)
        assert (said.returncode, words in said.stderr) == (WRONG_USE, True), (command, said.stderr)
    damaged = instance.run("verify", "--json")
    assert orjson.loads(damaged.stdout)["mismatches"][0]["wrong"] == Wrong.DAMAGED
    shown = page(f"{address}/v1/freshness")
    assert (orjson.loads(shown)["state"], "1970" in shown) == ("unknown", False)
    assert "1970" not in page(f"{address}/contracts")

    # it is back from its copy: all is as before
    instance.run("down")
    shutil.rmtree(folder_of(instance, CONFIGURATION, 0))
    shutil.move(aside, folder_of(instance, CONFIGURATION, 0))
    instance.up()
    assert verified(instance)["digest"] == before
    assert told(instance, Kind.CONFIGURATION_LOST) is None

    # there is no copy: as the finding advises
    instance.run("down")
    shutil.rmtree(folder_of(instance, CONFIGURATION, 0))
    assert instance.run("up", "--detach", "--http-port", "0").returncode == FINDING
    finding = told(instance, Kind.CONFIGURATION_LOST)
    assert finding is not None
    as_advised(instance, finding, FILE=str(place))
    wait_until(lambda: instance.status()["ok"], SECONDS, "all is well")
    assert verified(instance)["digest"] == before
    assert publish(instance, 1) == 1
