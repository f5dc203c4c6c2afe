"""A part that is frozen: what goes on does, as its finding says, and whoever needs it is told in time and in words."""

import os
import signal
import time
from urllib.error import HTTPError

import orjson
import pytest

from hub.cli.running import FINDING, WRONG_USE
from hub.monitor.finding_kinds import FindingKind
from tests.faults.workers import wait_until
from tests.support.documents import declared
from tests.support.freezing import frozen
from tests.system.instance import Instance, page
from tests.system.lost import posted, told
from tests.system.test_each_advice_is_executed import PLACE

pytestmark = pytest.mark.faults

SECONDS = 60
UNHEARD_OF = "0191f7a0-0000-7000-8000-00000000dead"
ANSWERS = 25
"""Twice what is promised, for a busy machine; what is asked without a limit comes after forty."""


def refused_words(address: str) -> str:
    """Of a page that is refused."""
    with pytest.raises(HTTPError) as refused:
        page(address)
    assert refused.value.code == 503
    return refused.value.read().decode()


def _starts_with(instance: Instance, cure: str) -> bool:
    """Whether that is what a process that starts is said to need."""
    finding = told(instance, FindingKind.PROCESS_STARTING)
    return finding is not None and cure in finding["do"] and "Wait a moment" not in finding["do"]


def _status_of(address: str) -> int | None:
    """None where it listens no more, or not yet."""
    try:
        page(address)
    except HTTPError as refused:
        return refused.code
    except OSError:
        return None
    return 200


def test_what_is_frozen_is_told_in_time_and_the_rest_goes_on(instance: Instance) -> None:
    address = instance.up()
    place, events = instance.home.parent / "place.yaml", instance.home.parent / "events.jsonl"
    place.write_text(PLACE)
    events.write_bytes(orjson.dumps(declared()))
    assert instance.run("configuration", "publish", str(place)).returncode == 0
    wait_until(lambda: posted(address) == 202, SECONDS, "the gateway knows the configuration, and has published")

    # one that has let nothing in yet is ready when it needs the registry no more; it never denies what it has not read
    contract = f"{address}/v1/contracts/wandsworth/GB-LAE-WND/14-565"
    wait_until(lambda: _status_of(contract) == 200, SECONDS, "the contract has its picture")
    os.kill(instance.process("gateway")["pid"], signal.SIGKILL)
    told_of_it: set[int | None] = set()
    end = time.monotonic() + SECONDS
    while not (instance.told_of_the_death_of("gateway") and instance.process("gateway")["state"] == "ready"):
        assert time.monotonic() < end, "ready again"
        told_of_it.update(_status_of(contract) for _ in range(20))
    assert told_of_it <= {None, 200, 503}
    assert _status_of(contract) == 200

    with frozen(instance.process("registry")["pid"]):
        wait_until(lambda: told(instance, FindingKind.REGISTRY_AWAY) is not None, SECONDS, "told")
        finding = told(instance, FindingKind.REGISTRY_AWAY)
        assert finding is not None
        assert "a gateway that is ready goes on" in finding["what"]
        assert posted(address) == 202, "as the finding says"
        answer = instance.run("publish", str(events))
        assert (answer.returncode, "does not answer" in answer.stderr) == (WRONG_USE, True), "as the finding says"
        waking = told(instance, FindingKind.PROCESS_NOT_READY)
        assert waking is not None
        cure = f"`kill -CONT {instance.process('registry')['pid']}`"
        assert cure in waking["do"]

        # one that starts meanwhile shows its pages, lets nothing in, and is not to be waited for
        os.kill(instance.process("gateway")["pid"], signal.SIGKILL)
        wait_until(lambda: _starts_with(instance, cure), SECONDS, "it is told what it waits for")
        assert posted(address) == 503
        wait_until(lambda: _status_of(f"{address}/groups") == 200, SECONDS, "its pages are shown")
    wait_until(lambda: bool(instance.status()["ok"]), SECONDS, "awake, all is well")

    with frozen(instance.process("kafka")["pid"]):
        for command in (("verify",), ("publish", str(events)), ("report", "nobody"), ("configuration", "show")):
            answer = instance.run(*command, within=ANSWERS)
            assert answer.returncode == WRONG_USE, command
            words = answer.stderr
            assert "127.0.0.1" in words and "UTC and has not answered" in words, (command, words)
        assert instance.run("status", within=ANSWERS).returncode == FINDING
        assert "is not known: Kafka does not answer since" in refused_words(f"{address}/v1/receipts/{UNHEARD_OF}")
        wait_until(lambda: "Kafka does not answer since" in page(f"{address}/"), SECONDS, "the pages say since when")
        assert "Kafka does not answer since" in refused_words(f"{address}/?as_of=2015-10-01")
        assert "Kafka does not answer since" in page(f"{address}/status?as_of=2015-10-01")
    wait_until(lambda: bool(instance.status()["ok"]), SECONDS, "awake, all is well")

    with frozen(instance.process("supervisor")["pid"]):
        for how in ((), ("--detach",)):
            answer = instance.run("up", *how, within=ANSWERS)  # its supervisor will never be ready by itself
            assert (answer.returncode, "supervisor is not ready: frozen" in answer.stdout) == (FINDING, True), answer
    assert "it was up already" in instance.run("up", "--detach").stdout
