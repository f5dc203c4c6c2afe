"""`hub publish` that ends before its end says how much is in the log, whatever ended it."""

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import orjson
import pytest
from aiokafka.errors import KafkaConnectionError
from click.testing import CliRunner

from hub.cli.cut_off import NOTHING_SENT
from hub.cli.main import hub
from hub.cli.running import WRONG_USE
from hub.instance.connection import Cluster
from hub.instance.damaged import LogDamaged
from hub.log.codec import Stamp
from hub.log.publisher import BrokerAway, EventPublisher
from hub.log.topics_there import TopicsMissing
from hub.serialization.encoded import EncodedEvent
from hub.usecases.admitting import Door
from hub.usecases.publishing import EVENTS_AT_ONCE
from tests.support.documents import wandsworth
from tests.usecases.publishing_in_memory import Written, an_event, file_of

WHOLE_BATCHES = 2


class CutAfter(Written):
    """Acknowledges some batches; at the next one something happens."""

    def __init__(self, happens: Callable[[], None]) -> None:
        super().__init__()
        self._happens = happens

    async def publish(self, events: Sequence[EncodedEvent], stamp: Stamp) -> list[Any]:
        if len(self.batches) == WHOLE_BATCHES:
            self._happens()
            await asyncio.wait_for(asyncio.Event().wait(), 30)  # for what ends it
        return await super().publish(events, stamp)


def raising(failure: Exception) -> Callable[[], None]:
    def happen() -> None:
        raise failure

    return happen


def sending(number: signal.Signals) -> Callable[[], None]:
    return lambda: os.kill(os.getpid(), number)


ENDS: dict[str, tuple[Callable[[], None], int, str]] = {
    "Ctrl-C": (sending(signal.SIGINT), 130, "cut off by SIGINT"),
    "SIGTERM": (sending(signal.SIGTERM), 143, "cut off by SIGTERM"),
    "Kafka does not acknowledge": (raising(BrokerAway("no broker answers")), 2, "no broker answers"),
    "Kafka is away": (raising(KafkaConnectionError("gone")), 2, "Kafka cannot be read"),
}


@pytest.fixture(autouse=True)
def in_the_foreground() -> Iterator[None]:
    """What is started in the background of a script ignores Ctrl-C; these tests may be."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.fixture
def lines(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    async def configured(cluster: Cluster) -> Any:
        return wandsworth()

    async def nothing(cluster: Cluster, wanted: Any) -> set[Any]:
        return set()

    monkeypatch.setattr("hub.cli.publish.standing", configured)
    monkeypatch.setattr("hub.cli.publish.read_written", nothing)
    monkeypatch.setattr("hub.cli.running.cluster_of", lambda settings: None)
    events = [an_event(number) for number in range(1, 3 * EVENTS_AT_ONCE)]
    return file_of(tmp_path, an_event(1, stage="awarded"), *events)


def publishing_into(publisher: Written, monkeypatch: pytest.MonkeyPatch) -> None:
    @asynccontextmanager
    async def opened(cluster: Cluster) -> AsyncIterator[EventPublisher]:
        yield cast(EventPublisher, publisher)

    monkeypatch.setattr("hub.cli.publish.opened", opened)


@pytest.mark.parametrize("end", ENDS)
def test_what_was_acknowledged_is_told(end: str, lines: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    happens, code, words = ENDS[end]
    before = signal.getsignal(signal.SIGTERM)
    for arguments in (["--json"], []):
        publisher = CutAfter(happens)
        publishing_into(publisher, monkeypatch)
        answer = CliRunner().invoke(hub, ["publish", str(lines), *arguments])
        assert answer.exit_code == code, answer.output
        acknowledged = sum(publisher.batches)
        assert acknowledged == WHOLE_BATCHES * EVENTS_AT_ONCE
        if arguments:
            document = orjson.loads(answer.stdout)
            assert words in document["error"]
            counts = {"accepted": acknowledged, "refused": 1, "duplicates": 0, "events": acknowledged}
            assert (document["ok"], document["acknowledged"]) == (False, counts)
            assert document["acknowledged"]["refused"] == len(publisher.kept)
        else:
            assert words in answer.stderr
            assert f"{acknowledged} accepted (events: {acknowledged}), 1 refused, 0 duplicates" in answer.stderr
            assert f"up to {EVENTS_AT_ONCE} events, nothing is known" in answer.stderr
            assert "publish the same again, which is harmless" in answer.stderr
    assert signal.getsignal(signal.SIGTERM) is before


@pytest.mark.parametrize("failure", [LogDamaged("the log is cut"), BrokerAway("nobody answers")])
def test_at_a_door_that_does_not_open_nothing_was_sent(
    failure: Exception, lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def none() -> EventPublisher:
        raise failure

    @asynccontextmanager
    async def opened(cluster: Cluster) -> AsyncIterator[EventPublisher]:
        yield await none()

    monkeypatch.setattr("hub.cli.publish.opened", opened)
    answer = CliRunner().invoke(hub, ["publish", str(lines)])
    assert answer.exit_code == WRONG_USE
    assert str(failure) in answer.stderr
    assert NOTHING_SENT in answer.stderr
    assert not any(each in answer.stderr for each in ("nothing is known", "accepted", str(EVENTS_AT_ONCE)))


def test_in_the_background_of_a_script_it_is_ended_by_sigterm_all_the_same(
    lines: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    publishing_into(CutAfter(sending(signal.SIGTERM)), monkeypatch)
    answer = CliRunner().invoke(hub, ["publish", str(lines)])
    assert (answer.exit_code, "cut off by SIGTERM" in answer.stderr) == (143, True)


def test_a_dry_run_can_be_cut_off_too(lines: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines.write_bytes(b"\n".join(an_event(number) for number in range(8 * EVENTS_AT_ONCE)))
    admitted = 0
    admit = Door.admit

    def counted(door: Door, item: Any, now: Any) -> Any:
        nonlocal admitted
        admitted += 1
        if admitted == EVENTS_AT_ONCE:
            os.kill(os.getpid(), signal.SIGTERM)
        return admit(door, item, now)

    monkeypatch.setattr(Door, "admit", counted)
    answer = CliRunner().invoke(hub, ["publish", str(lines), "--dry-run"])
    assert answer.exit_code == 143, answer.output
    assert "nothing written" in answer.stderr
    assert "nothing is known" not in answer.stderr
    assert admitted < 8 * EVENTS_AT_ONCE


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_a_topic_that_is_not_there_is_told_as_by_every_other_command(
    lines: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]
) -> None:
    missing = TopicsMissing(["commissioning.contract.v1"])

    publishing_into(CutAfter(raising(missing)), monkeypatch)
    answer = CliRunner().invoke(hub, ["publish", str(lines), *arguments])
    told = orjson.loads(answer.stdout)["error"] if arguments else answer.stderr
    assert answer.exit_code == 2
    assert str(missing) in told
    assert "Kafka cannot be read" not in told
