"""`hub up --demo` as a newcomer types it: ready, Wandsworth's story on the page, killed, told, healed, stopped."""

import os
import re
import shutil
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import orjson
import psutil
import pytest

from tests.faults.workers import wait_until

pytestmark = pytest.mark.faults

GROUP = "health-and-social-care-integration-group"


class Instance:
    """A hub in a folder of its own, spoken to through its command alone."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.environment = {
            **os.environ,
            "HUB_HOME": str(home),
            "HUB_SESSION_TIMEOUT_SECONDS": "6",
            "HUB_HEARTBEAT_SECONDS": "1",
        }

    def run(self, *arguments: str, within: float = 150) -> "subprocess.CompletedProcess[str]":
        """Raises TimeoutExpired for a command that takes longer, in seconds."""
        command = [sys.executable, "-m", "hub.cli", *arguments]
        return subprocess.run(
            command, env=self.environment, capture_output=True, text=True, timeout=within, check=False
        )

    def up(self, *more: str) -> str:
        """Starts it in the background; the gateway's address."""
        answer = self.run("up", "--detach", "--http-port", "0", *more)
        assert answer.returncode == 0, answer.stderr
        found = re.search(r"http://127\.0\.0\.1:\d+", answer.stdout)
        assert found, answer.stdout
        return found.group()

    def status(self) -> dict[str, Any]:
        document: dict[str, Any] = orjson.loads(self.run("status", "--json").stdout)
        return document

    def process(self, name: str) -> dict[str, Any]:
        """What the status says of one process."""
        rows: list[dict[str, Any]] = self.status()["processes"]
        return next(row for row in rows if row["name"] == name)

    def told_of_the_death_of(self, name: str) -> bool:
        row = self.process(name)
        return row["restarts"] == 1 and "SIGKILL" in row["last_exit"]

    def processes(self) -> list[psutil.Process]:
        """Everything that has this instance's folder on its command line."""
        mark = str(self.home)
        return [
            process
            for process in psutil.process_iter(["cmdline", "status"])
            if any(mark in word for word in process.info["cmdline"] or ()) and process.info["status"] != "zombie"
        ]

    def doors(self) -> set[str]:
        """The addresses at which its processes listen; those of an IPv4 socket of a dual stack as IPv4."""
        listening = {
            each.laddr.ip
            for process in self.processes()
            for each in process.net_connections(kind="tcp")
            if each.status == psutil.CONN_LISTEN
        }
        return {each.removeprefix("::ffff:") for each in listening}


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[Instance]:
    # a name that Java, Kafka, the registry, log4j and a shell would each take apart in their way
    made = Instance(tmp_path / "Bürger #1, a;b=c {d}")
    yield made
    made.run("down")
    assert made.processes() == []


def page(address: str) -> str:
    with urllib.request.urlopen(address, timeout=10) as answer:
        text: str = answer.read().decode()
        return text


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
        "Public contracts",
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
        "The supervisor has ended, and its processes with it. Start it again: `hub up`."
    ]
    assert instance.run("verify", "--json").returncode == 2

    # a data folder that lost its identity is told, and never emptied or formatted; with it back all goes on
    identity = instance.home / "data" / "kafka" / "meta.properties"
    aside = identity.rename(instance.home / "identity")
    damaged = instance.run("up", "--detach", "--http-port", "0")
    assert damaged.returncode == 2
    assert "meta.properties is not, or cannot be read. Put that file back" in damaged.stderr
    aside.rename(identity)
    # and the registry's store is gone: every schema is registered again, what was said is read all the same
    shutil.rmtree(instance.home / "data" / "registry")
    again = instance.up("--demo")
    second = verified(instance)
    assert (second["events"], second["duplicates"], second["digest"]) == (first["events"], 0, first["digest"])
    assert "Carers Contract" in page(f"{again}/groups/{GROUP}/report")

    assert instance.run("down").returncode == 0
    assert instance.processes() == []
    assert instance.status()["reasons"] == ["The instance is stopped. Start it: `hub up`."]
