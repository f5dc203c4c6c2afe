"""What is done to an instance whose files are lost, and what is asked of it then."""

import urllib.request
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError
from uuid import UUID

import orjson

from hub.cli.running import FINDING
from hub.monitor.finding_kinds import FindingKind
from tests.faults.workers import wait_until
from tests.monitor.test_advice_is_typed import commands
from tests.support.documents import declared
from tests.system.instance import Instance
from tests.system.test_each_advice_is_executed import PLACE
from tests.system.test_the_main_job import verified

PARTITIONS: Final = 4
SECONDS: Final = 60


def started(instance: Instance) -> Path:
    """Up, configured, with one event said. The file of its configuration."""
    instance.environment["HUB_PARTITIONS"] = str(PARTITIONS)
    instance.up()
    place = instance.home.parent / "place.yaml"
    place.write_text(PLACE)
    assert instance.run("configuration", "publish", str(place)).returncode == 0
    assert publish(instance, 0) == 1
    return place


def other_kinds(instance: Instance) -> set[str]:
    """What needs somebody beside a loss that was accepted."""
    needing = {each["kind"] for each in instance.status()["findings"] if each["severity"] != "note"}
    return needing - {FindingKind.LOSS_ACCEPTED.title}


def folded(instance: Instance) -> str:
    """The digest of what was said, once it is folded; of a loss that was accepted is warned all the while."""
    wait_until(lambda: verified(instance)["keys"] > 0 and not other_kinds(instance), SECONDS, "it is folded")
    return str(verified(instance)["digest"])


def publish(instance: Instance, number: int) -> int:
    """An event of its own; how many were taken."""
    file = instance.home.parent / f"events-{number}.jsonl"
    event = str(UUID(int=0x014E1B2C_3D00_7000_8000_000000000000 + number))
    file.write_bytes(orjson.dumps(declared(attributes={"id": event}, title=f"Title {number}")))
    answer = instance.run("publish", str(file), "--json")
    assert answer.returncode == 0, answer.stdout
    return int(orjson.loads(answer.stdout)["accepted"])


def posted(address: str) -> int:
    headers = {"Content-Type": "application/cloudevents+json"}
    request = urllib.request.Request(f"{address}/v1/events", orjson.dumps(declared()), headers)
    try:
        with urllib.request.urlopen(request, timeout=60) as answer:
            return int(answer.status)
    except HTTPError as refused:
        return refused.code


def folder_of(instance: Instance, topic: str, partition: int) -> Path:
    return instance.home / "data" / "kafka" / f"{topic}-{partition}"


def told(instance: Instance, kind: FindingKind) -> dict[str, Any] | None:
    findings: list[dict[str, Any]] = instance.status()["findings"]
    return next((each for each in findings if each["kind"] == kind.title), None)


def as_advised(instance: Instance, finding: dict[str, Any], **meant: str) -> None:
    """Types the commands of a finding's advice, in their order."""
    for command in commands(f"{finding['what']} {finding['do']}"):
        words = [meant.get(each, each) for each in command.split()[1:]]
        answer = instance.run(*words, *(["--detach", "--http-port=0"] if words[0] == "up" else []))
        assert answer.returncode in (0, FINDING), (command, answer.stdout, answer.stderr)
