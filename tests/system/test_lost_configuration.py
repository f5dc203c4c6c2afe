"""An instance that lost its configuration, or what it had refused, while it was down: nobody is judged by nothing."""

import shutil

import orjson
import pytest

from hub.cli.running import FINDING, WRONG_USE
from hub.cli.up import UP
from hub.engine.verify import VerifyFinding
from hub.events.topics import CONFIGURATION, REFUSAL
from hub.monitor.finding_kinds import FindingKind
from tests.faults.workers import wait_until
from tests.support.documents import declared
from tests.system.instance import Instance, page
from tests.system.lost import PARTITIONS, SECONDS, as_advised, folded, folder_of, posted, publish, started, told
from tests.system.test_the_main_job import verified

pytestmark = pytest.mark.faults


def test_a_lost_configuration_closes_the_doors_and_lost_evidence_is_told(instance: Instance) -> None:
    place = started(instance)
    refused = instance.home.parent / "refused.jsonl"
    refused.write_bytes(orjson.dumps(declared(stage="awarded")))
    assert instance.run("publish", str(refused)).returncode == FINDING
    before = folded(instance)

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
    finding = told(instance, FindingKind.EVIDENCE_LOST)
    assert finding is not None
    assert finding["about"] == f"{REFUSAL}[{lost}]"
    assert "refusals that were kept before" in finding["what"]
    as_advised(instance, finding)
    assert told(instance, FindingKind.EVIDENCE_LOST) is None
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
    finding = told(instance, FindingKind.CONFIGURATION_LOST)
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
    assert orjson.loads(damaged.stdout)["mismatches"][0]["wrong"] == VerifyFinding.DAMAGED
    shown = page(f"{address}/v1/freshness")
    assert (orjson.loads(shown)["state"], "1970" in shown) == ("unknown", False)
    assert "1970" not in page(f"{address}/contracts")

    # it is back from its copy: all is as before
    instance.run("down")
    shutil.rmtree(folder_of(instance, CONFIGURATION, 0))
    shutil.move(aside, folder_of(instance, CONFIGURATION, 0))
    instance.up()
    assert verified(instance)["digest"] == before
    assert told(instance, FindingKind.CONFIGURATION_LOST) is None

    # there is no copy: as the finding advises
    instance.run("down")
    shutil.rmtree(folder_of(instance, CONFIGURATION, 0))
    assert instance.run("up", "--detach", "--http-port", "0").returncode == FINDING
    finding = told(instance, FindingKind.CONFIGURATION_LOST)
    assert finding is not None
    as_advised(instance, finding, FILE=str(place))
    wait_until(lambda: instance.status()["ok"], SECONDS, "all is well")
    assert verified(instance)["digest"] == before
    assert publish(instance, 1) == 1
