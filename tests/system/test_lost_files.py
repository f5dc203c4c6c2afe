"""An instance whose files were lost while it was down: what can be made anew is, and what cannot is told by all."""

import shutil

import orjson
import pytest

from hub.cli.running import FINDING, WRONG_USE
from hub.cli.up import UP
from hub.engine.verify import VerifyFinding
from hub.events.topics import CONTRACT
from hub.log.topics import partition_of
from hub.monitor.finding_kinds import FindingKind
from tests.faults.workers import wait_until
from tests.system.instance import Instance, page
from tests.system.lost import PARTITIONS, SECONDS, folded, posted, publish, started, told
from tests.system.test_the_main_job import verified

pytestmark = pytest.mark.faults

HERE = partition_of(b"wandsworth", PARTITIONS)
DECLARED = "commissioning.contract.v1-uk.jch.contract.Declared"


def schema_ids(instance: Instance) -> dict[str, int]:
    """The registry's id of the newest schema of each subject."""
    found: dict[str, int] = orjson.loads(instance.run("schemas", "register", "--json").stdout)["subjects"]
    return found


def test_lost_files_are_made_anew_or_told(instance: Instance) -> None:
    started(instance)
    before = folded(instance)

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
    assert (told(instance, FindingKind.SCHEMA_IDS) is None) == is_same
    instance.run("down")
    shutil.rmtree(instance.home / "data" / "registry")
    shutil.move(aside, instance.home / "data" / "registry")
    instance.up()
    assert told(instance, FindingKind.SCHEMA_IDS) is None
    assert publish(instance, 1) == 1
    wait_until(lambda: not verified(instance)["behind"], SECONDS, "it is folded")

    # a partition of what was said: nobody evaluates it, what stands stays, all else goes on, and everything says so
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
    finding = next(each for each in document["findings"] if each["kind"] == FindingKind.LOG_DAMAGED.title)
    assert words in finding["what"]
    verified_now = instance.run("verify", "--json")
    assert verified_now.returncode == FINDING
    # what was lost first: that outputs differ follows from it
    assert orjson.loads(verified_now.stdout)["mismatches"][0]["wrong"] == VerifyFinding.DAMAGED

    # nothing is let in where it would be passed over, and no figure is made of what is left
    refused = instance.run("publish", str(instance.home.parent / "events-0.jsonl"))
    assert (refused.returncode, words in refused.stderr) == (WRONG_USE, True)
    assert posted(address) == 503
    report = instance.run("report", "integration-group")
    assert (report.returncode, words in report.stderr) == (WRONG_USE, True)
    contract = page(f"{address}/v1/contracts/wandsworth/GB-LAE-WND/14-565")
    assert '"Title 1"' in contract, "the picture says no less than before"
    assert orjson.loads(page(f"{address}/v1/freshness"))["state"] == "unknown"
