"""`hub up --demo` as a newcomer types it: ready, Wandsworth's story on the page, killed, told, healed, stopped."""

import os
import shutil
import signal
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import pytest

from tests.faults.workers import wait_until
from tests.system.instance import Instance, page

pytestmark = pytest.mark.faults

GROUP = "health-and-social-care-integration-group"


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    # a name that Java, Kafka, the registry, log4j and a shell would each take apart in their way
    with Instance(tmp_path / "Bürger #1, a;b=c {d}") as made:
        yield made


def verified(instance: Instance) -> dict[str, Any]:
    answer = instance.run("verify", "--json")
    assert answer.returncode == 0, answer.stdout
    document: dict[str, Any] = orjson.loads(answer.stdout)
    assert document["ok"]
    assert document["inputs"] == document["events"] + document["duplicates"] + document["quarantined"]
    return document


def test_the_main_job(instance: Instance) -> None:
    address = instance.up("--demo")
    assert "This is a demonstration" in page(address), "it opens at a day of its own, and says so"
    shown = page(f"{address}/groups/{GROUP}/report?as_of=today")
    for words in (
        "Carers Contract",
        "Joint Commissioning Plan for Mental Health",
        "Not treated alike",
    ):
        assert words in shown
    first = verified(instance)
    assert first["events"] > 200
    assert instance.status()["ok"]
    assert instance.doors() == {"127.0.0.1"}, "nothing of it is to be reached from another machine"

    # the same inputs and date give the same bytes
    reports = [instance.run("report", GROUP, "--as-of", "2015-10-01", "--format", "json").stdout for _ in range(2)]
    assert reports[0] == reports[1]
    assert orjson.loads(reports[0])["as_of"] == "2015-10-01"

    # any one process dies: told, and healed by itself, and every figure is right again
    for name in ("worker-1", "gateway", "registry", "kafka"):
        os.kill(instance.process(name)["pid"], signal.SIGKILL)
        wait_until(partial(instance.told_of_the_death_of, name), 20, f"the status tells of the dead {name}")
        wait_until(lambda: bool(instance.status()["ok"]), 90, f"{name} is back")
    assert verified(instance)["digest"] == first["digest"]

    # the supervisor dies, and all with it: told, and mended by `hub up`
    os.kill(instance.process("supervisor")["pid"], signal.SIGKILL)
    wait_until(lambda: not instance.processes(), 20, "no child outlives its supervisor")
    assert instance.status()["reasons"] == [
        "The supervisor has ended, and its processes with it. Start it again: `hub up --detach`."
    ]
    assert instance.run("verify", "--json").returncode == 2

    # a data folder that lost its identity is told, and never emptied or formatted; with it back all goes on
    identity = instance.home / "data" / "kafka" / "meta.properties"
    aside = identity.rename(instance.home / "identity")
    damaged = instance.run("up", "--detach", "--http-port", "0")
    assert damaged.returncode == 2
    assert "meta.properties is not, or cannot be read. Put that file back" in damaged.stderr
    (why,) = instance.status()["reasons"]
    assert why.startswith("The instance is stopped: its last `hub up` ended by itself: ")
    assert "meta.properties is not, or cannot be read. Put that file back" in why
    aside.rename(identity)
    # and the registry's store is gone: every schema is registered again, what was said is read all the same
    shutil.rmtree(instance.home / "data" / "registry")
    again = instance.up("--demo")
    second = verified(instance)
    assert (second["events"], second["duplicates"], second["digest"]) == (first["events"], 0, first["digest"])
    assert "Carers Contract" in page(f"{again}/groups/{GROUP}/report")

    # a cure starts it without --demo: what is made up does not stand as ordinary for that
    assert instance.run("down").returncode == 0
    assert "This is a demonstration" in page(instance.up())
    assert instance.run("down").returncode == 0
    assert instance.processes() == []
    assert instance.status()["reasons"] == ["The instance is stopped. Start it: `hub up --detach`."]
