"""Guards of an instance that were seen on real Kafka alone, or not at all."""

import json
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click
import pytest
from aiokafka import TopicPartition

from hub.cli import main as command
from hub.events.topics import CONFIGURATION, INPUT_TOPICS, PICTURE
from hub.instance.connection import Cluster
from hub.instance.damaged import LogDamaged
from hub.instance.topic_plan import planned
from hub.local import log_folders
from hub.local.child import Child
from hub.local.kafka_process import PORTS, SHARED_SETTINGS, server_settings
from hub.local.local_parts import InstanceTaken, owned
from hub.local.log_folders import DataElsewhere, require_log_in
from hub.local.registry_process import STORE, RegistryProcess, datasource
from hub.log.topics import TopicNames
from hub.monitor import status
from hub.usecases import asking, publishing, written_before

CLUSTER = Cluster("127.0.0.1:9", "http://127.0.0.1:9", TopicNames(), "hub-engine-v1")
DAY_MS = 24 * 3600 * 1000


def test_kafka_and_the_registry_listen_on_this_machine_alone(tmp_path: Path) -> None:
    told = server_settings({name: 9000 + number for number, name in enumerate(PORTS)})
    for name in ("listeners", "advertised.listeners"):
        addresses = [each.rpartition("://")[2] for each in told[name].split(",")]
        assert [each.partition(":")[0] for each in addresses] == ["127.0.0.1"] * 2, name
    ports = {"registry": 1, "registry_management": 2}
    registry = RegistryProcess(tmp_path, Path(), Path(), ports).environment()
    hosts = {name: value for name, value in registry.items() if name.startswith("QUARKUS_") and name.endswith("_HOST")}
    assert hosts == {"QUARKUS_HTTP_HOST": "127.0.0.1", "QUARKUS_MANAGEMENT_HOST": "127.0.0.1"}


def test_nothing_that_was_said_and_no_place_in_it_is_ever_forgotten() -> None:
    assert SHARED_SETTINGS["log.retention.ms"] == "-1"
    assert int(SHARED_SETTINGS["offsets.retention.minutes"]) > 100 * 366 * 24 * 60, "a group may be away for years"
    assert SHARED_SETTINGS["auto.create.topics.enable"] == "false", "a topic that is gone is never silently made anew"
    assert datasource(STORE).endswith(";WRITE_DELAY=0"), "a registry that is killed forgets nothing"
    plan = planned(4)
    for topic, (_, told) in plan.items():
        if topic != PICTURE:
            assert (told["cleanup.policy"], told["retention.ms"]) == ("delete", "-1"), topic
    assert {*INPUT_TOPICS, CONFIGURATION} <= plan.keys()
    pictures = plan[PICTURE][1]
    assert pictures["cleanup.policy"] == "compact"
    assert int(pictures["min.compaction.lag.ms"]) >= DAY_MS, "a stale record stands beside the newer one that heals it"


async def test_an_instance_has_one_owner(tmp_path: Path) -> None:
    async with owned(tmp_path):
        with pytest.raises(InstanceTaken, match="hub status"):
            async with owned(tmp_path):
                pass
    async with owned(tmp_path):
        pass


@pytest.mark.parametrize("found", [["/elsewhere"], ["{data}", "/elsewhere"], []])
async def test_a_log_that_stands_elsewhere_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: list[str]
) -> None:
    async def folders(_: str) -> list[str]:
        return [each.format(data=tmp_path) for each in found]

    monkeypatch.setattr(log_folders, "log_folders", folders)
    with pytest.raises(DataElsewhere, match="nothing was published to it"):
        await require_log_in(tmp_path, "127.0.0.1:9")


async def test_a_log_that_stands_where_it_should_is_fine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def folders(_: str) -> list[str]:
        return [f"{tmp_path}/./"]

    monkeypatch.setattr(log_folders, "log_folders", folders)
    await require_log_in(tmp_path, "127.0.0.1:9")


async def test_nothing_is_published_over_a_truth_that_lost_records(monkeypatch: pytest.MonkeyPatch) -> None:
    async def damaged(_: Cluster) -> None:
        raise LogDamaged("the log is cut")

    monkeypatch.setattr(publishing, "check_truth", damaged)
    # if it were not asked, the registry would be, which nobody is
    monkeypatch.setattr(publishing, "Registry", lambda *_, **__: pytest.fail("a door was opened"))
    with pytest.raises(LogDamaged):
        async with publishing.opened(CLUSTER):
            pass


@pytest.mark.parametrize(("age", "ready"), [(0, True), (600, False)])
def test_a_worker_that_has_said_nothing_for_long_is_not_called_ready(tmp_path: Path, age: int, ready: bool) -> None:
    file = tmp_path / "run" / "worker-1.json"
    file.parent.mkdir()
    file.write_text(json.dumps({"worker": "1", "pid": os.getpid(), "ready": True, "reasons": [], "partitions": {}}))
    now = datetime.fromtimestamp(file.stat().st_mtime + age, UTC)
    (told,) = status.workers(tmp_path, now)
    assert (told["ready"], told["said_seconds_ago"]) == (ready, age)


def test_what_a_child_makes_is_closed_to_others(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        code = "open('made', 'w').close(); import os; os.mkdir('folder')"
        child = Child("one", [sys.executable, "-c", code], dict(os.environ), tmp_path / "logs" / "one.log", tmp_path)
        assert child.wait(30) == 0
    finally:
        os.umask(before)
    assert [(tmp_path / name).stat().st_mode & 0o077 for name in ("made", "folder")] == [0, 0]


async def test_a_report_of_a_log_that_is_cut_while_it_is_read_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    class Reader:
        def __init__(self, servers: str) -> None: ...
        async def start(self) -> None: ...
        async def stop(self) -> None: ...

    async def inputs(*_: Any) -> str:
        return "all that is left"

    async def damaged(_: Cluster) -> None:
        raise LogDamaged("the log is cut")

    monkeypatch.setattr(asking, "RawReader", Reader)
    monkeypatch.setattr(asking, "read_inputs", inputs)
    monkeypatch.setattr(asking, "check_truth", damaged)
    with pytest.raises(LogDamaged):
        await asking.whole_log(CLUSTER)


@pytest.mark.parametrize(("ends", "known"), [(5, True), (6, False)])
async def test_a_log_of_more_records_than_are_read_tells_nothing_of_earlier_runs(
    monkeypatch: pytest.MonkeyPatch, ends: int, known: bool
) -> None:
    class Reader:
        def __init__(self, servers: str) -> None: ...
        async def start(self) -> None: ...
        async def stop(self) -> None: ...

        async def partitions(self, *topics: str) -> list[TopicPartition]:
            return [TopicPartition(topic, 0) for topic in topics]

        async def ends(self, tps: list[TopicPartition]) -> dict[TopicPartition, int]:
            return dict.fromkeys(tps, ends + 3)

        async def starts(self, tps: list[TopicPartition]) -> dict[TopicPartition, int]:
            return dict.fromkeys(tps, 3)

        async def read(self, stretches: Any) -> Any:
            return
            yield

    monkeypatch.setattr(written_before, "RawReader", Reader)
    monkeypatch.setattr(written_before, "MOST_RECORDS", 5)
    found = await written_before.read_written(CLUSTER, {"contract": {"014e1b2c-3d00-7000-8000-000000000001"}})
    assert (found == set()) is known
    assert (found is None) is not known


def test_who_cuts_a_command_off_is_told_so_by_its_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    def aborted(*_: Any, **__: Any) -> None:
        raise click.Abort

    monkeypatch.setattr(command.hub, "main", aborted)
    with pytest.raises(SystemExit) as ended:
        command.main(["status"])
    assert ended.value.code == command.INTERRUPTED == 130
