"""The state of an instance, gathered from outside: processes, Kafka, the registry, lag, partners, quarantine, audit.

Promise: nothing is believed that can be asked: pids are looked up, brokers and the registry are called, lag is the
difference of what stands in the log and what the group committed. An instance that is down gives a status too, and
every status comes within ten seconds. What it means is said in hub.monitor.findings, how it moves in
hub.monitor.lag_rules.

Lag in seconds: how long the first record that is not committed has been waiting, from its own timestamp in the log to
now; 0 when nothing waits. So it grows while nothing moves, also when nothing more comes behind it.
"""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Any, Final

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from hub.configuration import configuration_log
from hub.configuration.model import ConfigurationUnreadable
from hub.events.topics import CONFIGURATION, INPUT_TOPICS
from hub.instance import topic_memory
from hub.instance.accepted_losses import open_losses
from hub.instance.connection import Cluster
from hub.instance.damaged import KnownOffsets, damaged
from hub.instance.kafka_state import Asker, TopicState
from hub.instance.lag import Lag
from hub.instance.log_reading import read_configuration
from hub.instance.reading_quarantine import QuarantineLog, quarantine_by
from hub.instance.schema_ids import Framed, framed_at_the_ends, wrong_in
from hub.instance.topic_ids import topic_ids
from hub.instance.topic_plan import planned
from hub.instance.unreadable_records import broken_of, open_of
from hub.log.failure_words import failure_words
from hub.log.registry import Registry, RegistryAway
from hub.monitor import findings as found_in
from hub.monitor import lag_history, process_table
from hub.monitor.corrupt import readable
from hub.monitor.disk import disk_of
from hub.monitor.lag_history import LagHistory, Partition
from hub.monitor.lag_rules import LagState, worst
from hub.monitor.process_table import GATEWAY, ProcessState, ProcessTable
from hub.monitor.publish_line import publish_line
from hub.monitor.quarantine_policy import QuarantinePolicy
from hub.monitor.recent_records import Newest, Recent, ages_of, newest_stamps, recent_refusals, unreadable_warnings
from hub.monitor.untrue_outputs import worth_telling
from hub.settings import Settings

KAFKA_SECONDS: Final = 5.5
REGISTRY_SECONDS: Final = 3.0
FRESH_SECONDS: Final = 5.0


async def status(settings: Settings, cluster: Cluster, now: datetime) -> dict[str, Any]:
    """The status document; its names are stable. now: aware, for ages."""
    table = await asyncio.to_thread(process_table.read, settings.home_folder)
    address = table.gateway if table is not None and _listens(table) else None
    document: dict[str, Any] = {
        "at": now.isoformat(timespec="seconds"),
        "home": str(settings.home_folder),
        "processes": _processes(table),
        "up_ended": table.fatal if table else None,
        "gateway": address,
        "publish": publish_line(address) if address else None,
        "kafka": {"address": cluster.bootstrap_servers, "answers": False, "brokers": [], "controller": None},
        "registry": {"address": cluster.registry_url, "answers": False, "wrong_ids": []},
        "groups": [],
        "topics": [],
        "damage": [],
        "replaced": [],
        "configuration": {"problem": None},
        "corrupt": [],
        "partners": [],
        "partners_cover": "nothing: Kafka did not answer",
        # not known until Kafka has told, which is not the same as none
        "refusals": None,
        "quarantine": None,
        "audit": None,
        "unreadable": [],
        "accepted_losses": [],
        "workers": workers(settings.home_folder, now),
        "disk": None,
    }
    disk = await asyncio.to_thread(disk_of, settings.home_folder)
    if disk is not None:
        document["disk"] = disk.to_json()
    registry = asyncio.ensure_future(_registry_answers(cluster))
    try:
        async with asyncio.timeout(KAFKA_SECONDS):
            document |= await _from_kafka(cluster, settings, now)
    except (KafkaError, OSError, TimeoutError) as away:
        document["kafka"]["problem"] = failure_words(away)
    document["registry"]["answers"] = await registry
    framed = document.pop("framed", set())
    if document["registry"]["answers"]:
        document["registry"]["wrong_ids"] = await _wrong_ids(cluster, framed)
    found = found_in.findings(document)
    document["findings"] = [each.to_json() for each in found]
    document["verdict"] = found_in.verdict(found)
    document["reasons"] = found_in.reasons(found)
    document["ok"] = not document["reasons"]
    return document


def workers(home: Path, now: datetime) -> list[dict[str, Any]]:
    """What each worker last said of itself."""
    found = []
    for file in sorted((home / "run").glob("worker-*.json")):
        try:
            said = json.loads(file.read_text())
            age = now.timestamp() - file.stat().st_mtime
        except (OSError, json.JSONDecodeError):
            continue  # replaced or removed just now
        shards = said.get("partitions", {})
        found.append(
            {
                "worker": said["worker"],
                "said_seconds_ago": max(0, round(age)),
                "ready": said["ready"] and age < FRESH_SECONDS,
                "reasons": said["reasons"],
                "partitions": sorted(int(number) for number in shards),
                **{
                    name: sum(each.get(name, 0) for each in shards.values())
                    for name in ("added", "duplicates", "quarantined", "heals", "pictures", "sweep_left")
                },
                "untrue": worth_telling((row for each in shards.values() for row in each.get("untrue", ())), now),
                "events_per_second": round(sum(each.get("events_per_second", 0.0) for each in shards.values()), 1),
            }
        )
    return found


def _listens(table: ProcessTable) -> bool:
    """Whether somebody may answer at the gateway's address: where its process has ended nobody does."""
    there = (ProcessState.STARTING, ProcessState.READY, ProcessState.NOT_READY)
    return any(row.name == GATEWAY and row.state in there for row in table.rows)


def _processes(table: ProcessTable | None) -> list[dict[str, Any]]:
    return [asdict(row) for row in (table.supervisor, *table.rows)] if table else []


async def _registry_answers(cluster: Cluster) -> bool:
    try:
        async with asyncio.timeout(REGISTRY_SECONDS), Registry(cluster.registry_url, Random(0)) as registry:
            await registry.subjects()
    except (RegistryAway, TimeoutError):
        return False
    return True


async def _wrong_ids(cluster: Cluster, framed: set[Framed]) -> list[str]:
    try:
        async with asyncio.timeout(REGISTRY_SECONDS), Registry(cluster.registry_url, Random(0)) as registry:
            return await wrong_in(registry, framed)
    except (RegistryAway, TimeoutError):
        return []  # it went away between two questions, which the next look tells


async def _from_kafka(cluster: Cluster, settings: Settings, now: datetime) -> dict[str, Any]:
    home = settings.home_folder
    history = lag_history.read(home, cluster.group)
    corrupt: list[str] = []
    async with Asker(cluster) as asker:
        brokers = await asker.brokers()
        known = KnownOffsets(await asker.committed(), await asker.reached())
        described = await asker.topics(planned(1))
        ends = await asker.ends(described)
        starts = await asker.starts(ends)
        lags = asker.lags_of(known.committed, starts, ends)
        topics = _topics(described, ends, cluster)
        behind = [each for each in lags if each.records]
        ages = await readable(ages_of(asker.reader, cluster.names, behind, now), {}, corrupt)
        group = _group(cluster.group, lags, ages, history, now)
        group["members"] = await asker.members()
        nothing = Newest(covers="nothing: records of an input topic cannot be read")
        newest = await readable(newest_stamps(asker.reader, cluster.names, lags), nothing, corrupt)
        inputs = {tp: end for tp, end in ends.items() if tp.topic in cluster.names.inputs}
        framed = await readable(framed_at_the_ends(asker.reader, starts, inputs), set[Framed](), corrupt)
        kept = await readable(quarantine_by(asker.reader, cluster), QuarantineLog(()), corrupt)
        refusals = await readable(recent_refusals(asker.reader, cluster.names, now), Recent(), corrupt)
        warned = await readable(unreadable_warnings(asker.reader, cluster.names), [], corrupt)
        asking = _configuration_problem(asker, cluster) if CONFIGURATION in described else None
        problem = await readable(asking, None, corrupt) if asking is not None else None
    entries = kept.audit.entries
    found = [*broken_of(cluster.names.audit, kept.audit), *kept.unreadable, *refusals.unreadable, *warned]
    not_accepted = open_of(found, entries)
    return {
        "kafka": {
            "address": cluster.bootstrap_servers,
            "answers": True,
            "brokers": [{"id": number, "address": address} for number, address in brokers.addresses.items()],
            "controller": brokers.controller,
        },
        "framed": framed,
        "topics": topics,
        "corrupt": corrupt,
        "damage": [
            {"topic": each.topic, "partition": each.partition, "problem": each.problem}
            for each in damaged(known, starts, ends, cluster.names, now)
        ],
        "replaced": await _replaced(cluster, home),
        "configuration": {"problem": problem},
        "groups": [group],
        "partners": _partners(newest, refusals.by_principal),
        "partners_cover": newest.covers,
        "refusals": {
            "records": refusals.records,
            "read": refusals.read,
            "events": refusals.events,
            "by_code": refusals.by_code,
        },
        "quarantine": _quarantine(kept, QuarantinePolicy(settings.quarantine_limit), now),
        "audit": {
            "entries": len(entries),
            "head": kept.audit.head,
            "broken": [each.to_json() for each in not_accepted if each.topic == cluster.names.audit],
        },
        "unreadable": [each.to_json() for each in not_accepted if each.topic != cluster.names.audit],
        "accepted_losses": [each.to_json(cluster.names) for each in open_losses(entries, cluster.names)],
    }


async def _replaced(cluster: Cluster, home: Path) -> list[str]:
    """Topics that hold what was said and are others than the instance in that folder knew."""
    known = {each: topic_id for each, topic_id in topic_memory.read(home).items() if each in _ours(cluster)}
    now = await topic_ids(cluster.bootstrap_servers, known) if known else {}
    return [cluster.names.short(each) for each in topic_memory.lost(known, now).replaced]


def _ours(cluster: Cluster) -> set[str]:
    return {cluster.names.full(topic) for topic in planned(1)}


async def _configuration_problem(asker: Asker, cluster: Cluster) -> str | None:
    """Why the configuration cannot be used, in words; None when it can."""
    try:
        configuration_log.read(await read_configuration(asker.reader, cluster.names))
    except ConfigurationUnreadable as broken:
        return str(broken)
    return None


def _topics(
    described: Mapping[str, TopicState], ends: Mapping[TopicPartition, int], cluster: Cluster
) -> list[dict[str, Any]]:
    """Every topic of the hub; one that is not there has no partitions."""
    by_topic: dict[str, dict[str, int]] = {topic: {} for topic in planned(1)}
    for tp, end in ends.items():
        by_topic[cluster.names.short(tp.topic)][str(tp.partition)] = end
    return [
        {
            "topic": topic,
            "partitions": len(found),
            "records": sum(found.values()),
            "under_replicated": described[topic].thin if topic in described else 0,
            "leaderless": described[topic].leaderless if topic in described else 0,
            "ends": found,
        }
        for topic, found in by_topic.items()
    ]


def _group(
    name: str, lags: list[Lag], ages: dict[Partition, int], history: LagHistory | None, now: datetime
) -> dict[str, Any]:
    trouble = (
        "there is no history of its commits here; the supervisor of `hub up` keeps one"
        if history is None
        else history.trouble(now)
    )
    states = history.states(now) if history is not None and trouble is None else {}
    topics = [
        {
            "topic": topic,
            "lag_records": sum(each.records for each in lags if each.topic == topic),
            "lag_seconds": max((age for (named, _), age in ages.items() if named == topic), default=0),
            "partitions": [
                {
                    "partition": each.partition,
                    "end": each.end,
                    "committed": each.committed,
                    "lag_records": each.records,
                    "lag_seconds": ages.get((topic, each.partition), 0),
                    "state": _state(each, states).value,
                }
                for each in lags
                if each.topic == topic
            ],
        }
        for topic in INPUT_TOPICS
    ]
    return {
        "group": name,
        "state": worst([_state(each, states) for each in lags]).value,
        "lag_records": sum(each.records for each in lags),
        "lag_seconds": max(ages.values(), default=0),
        "history": trouble,
        "topics": topics,
    }


def _state(lag: Lag, states: dict[Partition, LagState]) -> LagState:
    """What the history says; of one that is level now nothing worse than a rewind can be true."""
    state = states.get((lag.topic, lag.partition), LagState.UNKNOWN)
    return LagState.OK if not lag.records and state is not LagState.REWIND else state


def _partners(newest: Newest, refused: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    nothing = {
        "refused": 0,
        "refused_by_code": {},
        "refused_events_last_hour": 0,
        "refused_last_hour": {},
        "last_refusal": None,
    }
    return [
        {
            "principal": name,
            "last_event_at": stamp.time.astimezone(UTC).isoformat(timespec="milliseconds") if stamp else None,
            "door": stamp.door if stamp else None,
            **refused.get(name, nothing),
        }
        for name in sorted({*newest.stamps, *refused})
        for stamp in (newest.stamps.get(name),)
    ]


def _quarantine(kept: QuarantineLog, policy: QuarantinePolicy, now: datetime) -> dict[str, Any]:
    by_code: dict[str, int] = {}
    for each in kept.open:
        by_code[each.code] = by_code.get(each.code, 0) + 1
    states = [kept.state(each.id) for each in kept.records]
    oldest = min((each.timestamp_ms for each in kept.open), default=None)
    return {
        "records": len(kept.open),
        "by_code": dict(sorted(by_code.items())),
        "over": policy.over(kept.open),
        "redriven": states.count("redriven"),
        "discarded": states.count("discarded"),
        "oldest_seconds": 0 if oldest is None else max(0, round(now.timestamp() - oldest / 1000)),
    }
