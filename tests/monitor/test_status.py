"""The status document: true on a real log, and in time when nobody answers."""

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from rich.console import Console

from hub.cli import status as status_command
from hub.events.topics import CONTRACT, INPUT_TOPICS
from hub.instance.connection import Cluster
from hub.instance.kafka_state import Asker
from hub.instance.topic_plan import planned
from hub.local.local_parts import LocalParts
from hub.log.batch_writer import BatchWriter, new_producer
from hub.log.quarantine import Quarantine
from hub.log.records import InputRecord, Poison
from hub.log.topics import TopicNames
from hub.monitor import lag_history
from hub.monitor.lag_history import EVERY_SECONDS, LagHistory, LagLook
from hub.monitor.lag_rules import WINDOW
from hub.monitor.lag_watch import look, watch
from hub.monitor.metrics_text import render_metrics
from hub.monitor.process_table import ProcessRow, ProcessState, ProcessTable
from hub.monitor.status import status
from hub.settings import Settings
from hub.usecases.admitting import Door
from hub.usecases.configuring import standing
from hub.usecases.publishing import items_of, opened, publish
from tests.support.documents import COUNCIL, declared

ANSWERS_WITHIN_SECONDS = 10.0
TOP = [
    "at", "home", "processes", "up_ended", "gateway", "publish", "kafka", "registry", "groups", "topics", "damage",
    "replaced", "configuration", "corrupt", "partners", "partners_cover", "refusals", "quarantine", "audit",
    "unreadable", "accepted_losses", "workers", "disk", "findings", "verdict", "reasons", "ok",
]  # fmt: skip


def now() -> datetime:
    return datetime.now(UTC)


def cluster_in(parts: LocalParts, names: TopicNames) -> Cluster:
    return Cluster(parts.bootstrap_servers, parts.registry_url, names, names.engine_group)


@asynccontextmanager
async def silent() -> AsyncIterator[str]:
    """A server that takes connections and never says a word, as a frozen broker does."""
    held: list[asyncio.StreamWriter] = []
    server = await asyncio.start_server(lambda _, writer: held.append(writer), "127.0.0.1", 0)
    try:
        yield f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()
        for writer in held:
            writer.close()


async def in_time(home: Path, kafka: str, registry: str) -> dict[str, Any]:
    """The status of a cluster that is not there, within its time."""
    cluster = Cluster(kafka, registry, TopicNames(), "hub-engine-v1")
    begun = time.monotonic()
    document = await status(Settings(home=home), cluster, now())
    assert time.monotonic() - begun < ANSWERS_WITHIN_SECONDS
    assert list(document) == TOP
    assert render_metrics(document)
    return document


async def test_when_nobody_answers_it_comes_in_time_and_says_so(tmp_path: Path) -> None:
    document = await in_time(tmp_path, "127.0.0.1:9", "http://127.0.0.1:9")
    assert [each["kind"] for each in document["findings"]] == ["kafka-away", "registry-away"]
    assert document["kafka"]["problem"]
    assert [document[each] for each in ("quarantine", "refusals", "audit")] == [None] * 3, "not known, and not none"


async def test_what_is_not_known_is_not_shown_as_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status_command, "stdout", Console(file=sys.stdout, width=200))
    status_command._show(await in_time(tmp_path, "127.0.0.1:9", "http://127.0.0.1:9"))
    shown = capsys.readouterr().out
    assert "What is kept in quarantine, refusals and audit is not known while Kafka does not tell." in shown
    assert ": 0" not in shown


async def test_when_all_are_frozen_it_comes_in_time_and_says_so(tmp_path: Path) -> None:
    async with silent() as kafka, silent() as registry:
        document = await in_time(tmp_path, kafka, f"http://{registry}")
    assert [each["kind"] for each in document["findings"]] == ["kafka-away", "registry-away"]
    assert document["kafka"]["problem"] == "no answer came in time"


@pytest.mark.kafka
async def test_what_stands_in_the_log_is_told(parts: LocalParts, namespace: TopicNames, tmp_path: Path) -> None:
    cluster, file = cluster_in(parts, namespace), tmp_path / "events.jsonl"
    documents = [
        declared(attributes={"id": f"014e1b2c-3d00-7000-8000-{number:012d}"}, stage=stage)
        for number, stage in enumerate(["contract", "contract", "awarded"])
    ]
    file.write_bytes(b"\n".join(map(orjson.dumps, documents)))
    async with opened(cluster) as publisher:
        result = await publish(
            items_of([file], None, None), Door(await standing(cluster), COUNCIL, "test"), publisher, now
        )
    assert (result.accepted, result.refused) == (2, 1)
    writer = BatchWriter(lambda: new_producer(parts.bootstrap_servers))
    try:
        record = InputRecord(namespace.full(CONTRACT), 1, 7, 0, None, None, ())
        await Quarantine(writer, namespace.quarantine, "0").keep([(record, Poison("HUB-REC-001", "key", "none", "do"))])
    finally:
        await writer.stop()

    document = await status(Settings(home=tmp_path), cluster, now() + timedelta(seconds=100))
    assert list(document) == TOP
    assert len(document["kafka"]["brokers"]) == 1
    assert [each["topic"] for each in document["topics"]] == list(planned(1))
    (group,) = document["groups"]
    assert (group["lag_records"], group["members"], group["state"]) == (2, 0, "UNKNOWN")
    assert 100 <= group["lag_seconds"] < 160
    assert [each["topic"] for each in group["topics"]] == list(INPUT_TOPICS)
    assert {type(each["lag_seconds"]) for topic in group["topics"] for each in topic["partitions"]} == {int}
    (partner,) = document["partners"]
    assert (partner["principal"], partner["door"], partner["refused"]) == (COUNCIL, "test", 1)
    assert partner["last_refusal"]["event"] == "014e1b2c-3d00-7000-8000-000000000002"
    assert document["partners_cover"] == "every event"
    assert document["quarantine"]["by_code"] == {"HUB-REC-001": 1}
    kinds = [each["kind"] for each in document["findings"]]
    assert kinds == ["engine-absent", "engine-behind", "quarantine-open", "refusals", "lag-unknown"]
    assert not document["ok"]
    assert b'hub_dlq_depth{code="HUB-REC-001"} 1.0' in render_metrics(document)


@pytest.mark.kafka
async def test_topics_that_are_not_there_are_named(parts: LocalParts, tmp_path: Path) -> None:
    document = await status(Settings(home=tmp_path), cluster_in(parts, TopicNames("nobody-made-these.")), now())
    assert document["kafka"]["answers"]
    missing = [each["about"] for each in document["findings"] if each["kind"] == "topic-missing"]
    assert missing == list(planned(1))
    assert document["groups"][0]["lag_records"] == 0


@pytest.mark.kafka
async def test_a_history_tells_that_nobody_reads(parts: LocalParts, namespace: TopicNames, tmp_path: Path) -> None:
    cluster, file = cluster_in(parts, namespace), tmp_path / "events.jsonl"
    file.write_bytes(orjson.dumps(declared()))
    async with opened(cluster) as publisher:
        await publish(items_of([file], None, None), Door(await standing(cluster), COUNCIL, "test"), publisher, now)
    async with Asker(cluster) as asker:
        seen = await look(asker, now)
    history = LagHistory(cluster.group)
    for number in range(WINDOW):
        ago = timedelta(seconds=EVERY_SECONDS * (WINDOW - number))
        history.add(LagLook(seen.at - ago, seen.members, seen.standing))
    lag_history.write(tmp_path, history)
    document = await status(Settings(home=tmp_path), cluster, now())
    assert document["groups"][0]["state"] == "STOP"
    assert [each["kind"] for each in document["findings"]] == ["lag-stop"]


@pytest.mark.kafka
async def test_the_watch_keeps_looking_and_outlives_an_outage(
    parts: LocalParts, namespace: TopicNames, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hub.monitor.lag_watch.EVERY_SECONDS", 0.05)
    cluster = cluster_in(parts, namespace)

    async def until(looks: int) -> LagHistory:
        async with asyncio.timeout(20):
            while True:
                found = lag_history.read(tmp_path, cluster.group)
                if found is not None and len(found.looks) >= looks:
                    return found
                await asyncio.sleep(0.02)

    async def watched(servers: str, looks: int) -> LagHistory:
        away = Cluster(servers, cluster.registry_url, namespace, cluster.group)
        watching = asyncio.create_task(watch(away, tmp_path, now))
        try:
            return await until(looks)
        finally:
            watching.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await watching

    before = await watched(cluster.bootstrap_servers, 3)
    assert len(before.looks[-1].standing) == 4 * len(INPUT_TOPICS)
    # what was seen before stays, and it goes on from there
    assert (await watched("127.0.0.1:9", 3)).looks[:3] == before.looks[:3]
    again = await watched(cluster.bootstrap_servers, 6)
    assert again.looks[:3] == before.looks[:3]


@pytest.mark.parametrize(
    ("state", "listens"),
    [(each, each in (ProcessState.STARTING, ProcessState.READY, ProcessState.NOT_READY)) for each in ProcessState],
)
async def test_the_gateways_address_is_told_where_somebody_may_answer(
    state: ProcessState, listens: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As after its supervisor was killed, which takes it along."""
    rows = [ProcessRow(name, state, "2026-04-01T12:00:00Z") for name in ("kafka", "gateway")]
    supervisor = ProcessRow("supervisor", ProcessState.GONE, "2026-04-01T12:00:00Z")
    table = ProcessTable("2026-04-01T12:00:00Z", supervisor, rows, "http://127.0.0.1:8080")
    monkeypatch.setattr("hub.monitor.process_table.read", lambda home: table)
    document = await in_time(tmp_path, "127.0.0.1:9", "http://127.0.0.1:9")
    assert (document["gateway"], document["publish"] is not None) == (
        "http://127.0.0.1:8080" if listens else None,
        listens,
    )
