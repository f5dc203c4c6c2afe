"""A file of an input topic that lost its end while the hub was down, or a byte of which changed: told, gone on with as
advised, and what stands before that record is still there. One hub, about 80 s."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from hub.events.topics import CONTRACT
from hub.monitor.finding_kinds import FindingKind
from tests.faults.workers import wait_until
from tests.system.conftest import instance
from tests.system.instance import Instance
from tests.system.lost import PARTITIONS, SECONDS, as_advised, folded, folder_of, publish, started, told
from tests.system.test_the_main_job import verified

__all__ = ["instance"]

pytestmark = [pytest.mark.faults, pytest.mark.kafka, pytest.mark.timeout(300)]


def with_records(instance: Instance) -> Path:
    """The log of the one partition in which something was said."""
    logs = [next(folder_of(instance, CONTRACT, number).glob("*.log")) for number in range(PARTITIONS)]
    (found,) = [each for each in logs if each.stat().st_size]
    return found


@contextmanager
def begun(instance: Instance) -> Iterator[None]:
    """Started by somebody who does not wait until it is ready; whoever is inside ends it."""
    command = [sys.executable, "-m", "hub.cli", "up", "--http-port=0"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, env=instance.environment, stdout=quiet, stderr=quiet):
        yield


def gone_on_with(instance: Instance, kind: FindingKind) -> str:
    """The digest of what is left, when the advice was done."""
    wait_until(lambda: told(instance, kind) is not None, SECONDS, f"{kind.title} is told")
    finding = told(instance, kind)
    assert finding is not None
    as_advised(instance, finding)
    digest = folded(instance)
    assert verified(instance)["inputs"] == 1, "what was said before that record"
    return digest


def test_a_torn_file_is_gone_on_with_up_to_its_last_whole_record(instance: Instance) -> None:
    started(instance)
    folded(instance)
    log = with_records(instance)
    whole = log.stat().st_size
    assert publish(instance, 1) == 1
    both = folded(instance)
    instance.run("down")
    with log.open("r+b") as file:
        file.truncate(log.stat().st_size - 7)
    with begun(instance):  # it is never ready as a whole, and how long that is waited for is nobody's affair here
        once = gone_on_with(instance, FindingKind.LOG_DAMAGED)
    assert log.stat().st_size == whole, "nothing that no reader comes over stands in the file"
    assert publish(instance, 1) == 1
    assert folded(instance) == both != once, "and what is said again can be read"

    with log.open("r+b") as file:
        file.seek(-7, os.SEEK_END)
        (last,) = file.read(1)
        file.seek(-7, os.SEEK_END)
        file.write(bytes([last ^ 1]))
    assert gone_on_with(instance, FindingKind.LOG_CORRUPT) == once
