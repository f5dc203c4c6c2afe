"""The state of an instance, gathered from outside: processes, Kafka, the registry, lag, partners, quarantine.

Promise: nothing is believed that can be asked: pids are looked up, brokers and the registry are called, lag is the
difference of what stands in the log and what the group committed. An instance that is down gives a status too.
"""

import asyncio
import json
import time
from collections import Counter
from dataclasses import asdict
from random import Random
from typing import Any, Final

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from hub.events.topics import INPUT_TOPICS
from hub.log.codec import ADMITTED, Stamp
from hub.log.quarantined import Quarantined, QuarantineUnreadable
from hub.log.raw_reader import RawReader, RawRecord, Records, Stretch
from hub.log.registry import Registry, RegistryAway
from hub.operate import process_table
from hub.operate.connection import Cluster
from hub.operate.lag import Lag, lags
from hub.operate.process_table import ProcessTable, State
from hub.settings import Settings

TAIL_RECORDS: Final = 200
ASK_SECONDS: Final = 15.0


async def status(settings: Settings, cluster: Cluster, now: float) -> dict[str, Any]:
    """The status document. now: seconds since 1970, for ages."""
    table = await asyncio.to_thread(process_table.read, settings.home_folder)
    document: dict[str, Any] = {
        "home": str(settings.home_folder),
        "processes": _processes(table),
        "gateway": table.gateway if table else None,
        "kafka": {"address": cluster.bootstrap_servers, "answers": False},
        "registry": {"address": cluster.registry_url, "answers": await _registry_answers(cluster)},
        "groups": [],
        "topics": [],
        "damage": [],
        "partners": [],
        "quarantine": {"records": 0, "by_code": {}},
        "workers": _workers(settings),
    }
    try:
        async with asyncio.timeout(ASK_SECONDS):
            document |= await _from_kafka(cluster, now)
    except (KafkaError, OSError, TimeoutError) as away:
        document["kafka"]["problem"] = f"{type(away).__name__}: {away}"
    document["reasons"] = reasons(document)
    document["ok"] = not document["reasons"]
    return document


def reasons(document: dict[str, Any]) -> list[str]:
    """What is wrong and what to do, in words, worst first; empty when all is well. Pure."""
    rows = document["processes"]
    supervisor = next((row for row in rows if row["name"] == "supervisor"), None)
    if supervisor is not None and supervisor["state"] == State.GONE:
        # what else does not answer follows from this
        return ["The supervisor has ended, and its processes with it. Start it again: `hub up`."]
    if rows and all(row["state"] == State.STOPPED for row in rows):
        return ["The instance is stopped. Start it: `hub up`."]
    found = []
    for row in rows:
        why = "; ".join(row["reasons"])
        match State(row["state"]):
            case State.READY | State.STOPPED:
                continue
            case State.GONE | State.RESTARTING:
                found.append(f"{row['name']} has ended ({row['last_exit'] or why}); the supervisor starts it again.")
            case State.STARTING:
                found.append(f"{row['name']} is starting: {why or 'wait a moment'}.")
            case State.NOT_READY:
                found.append(f"{row['name']} is not ready: {why}.")
    if not document["kafka"]["answers"]:
        found.append(
            f"Kafka does not answer at {document['kafka']['address']}. Events are not taken until it does. "
            "See logs/kafka.log."
        )
    if not document["registry"]["answers"]:
        found.append(
            f"The schema registry does not answer at {document['registry']['address']}. Known events are still folded; "
            "publishing waits. See logs/registry.log."
        )
    found += document["damage"]
    found += [
        f"{group['group']} is {group['lag_records']} records and {group['lag_seconds']} s behind. "
        "If a worker is ready, it is catching up: look again in a minute. See docs/runbooks/engine-behind.md."
        for group in document["groups"]
        if group["lag_seconds"] > 60
    ]
    return found


def _processes(table: ProcessTable | None) -> list[dict[str, Any]]:
    return [asdict(row) for row in (table.supervisor, *table.rows)] if table else []


def _workers(settings: Settings) -> list[dict[str, Any]]:
    found = []
    for file in sorted((settings.home_folder / "run").glob("worker-*.json")):
        try:
            said = json.loads(file.read_text())
            age = time.time() - file.stat().st_mtime
        except (OSError, json.JSONDecodeError):
            continue  # replaced or removed just now
        partitions = said.get("partitions", {})
        found.append(
            {
                "worker": said["worker"],
                "said_seconds_ago": round(age),
                "ready": said["ready"] and age < 5,
                "reasons": said["reasons"],
                "partitions": sorted(int(number) for number in partitions),
                "quarantined": sum(each["quarantined"] for each in partitions.values()),
                "heals": sum(each["heals"] for each in partitions.values()),
                "sweep_left": sum(each["sweep_left"] for each in partitions.values()),
            }
        )
    return found


async def _registry_answers(cluster: Cluster) -> bool:
    try:
        async with Registry(cluster.registry_url, Random(0)) as registry:
            await registry.subjects()
    except RegistryAway:
        return False
    return True


async def _from_kafka(cluster: Cluster, now: float) -> dict[str, Any]:
    found = await lags(cluster)
    reader = RawReader(cluster.bootstrap_servers)
    await reader.start()
    try:
        ages = await _ages(reader, cluster, [each for each in found if each.records], now)
        quarantined, codes = await _quarantine(reader, cluster)
        partners = await _partners(reader, cluster, found)
    finally:
        await reader.stop()
    return {
        "kafka": {"address": cluster.bootstrap_servers, "answers": True},
        "topics": [
            {
                "topic": topic,
                "partitions": sum(1 for each in found if each.topic == topic),
                "records": sum(each.end for each in found if each.topic == topic),
            }
            for topic in INPUT_TOPICS
        ],
        "damage": [f"{each.topic}[{each.partition}] {each.damage}." for each in found if each.damage],
        "groups": [
            {
                "group": cluster.group,
                "lag_records": sum(each.records for each in found),
                "lag_seconds": max(ages.values(), default=0),
                "topics": [
                    {
                        "topic": topic,
                        "lag_records": sum(each.records for each in found if each.topic == topic),
                        "lag_seconds": max((age for (name, _), age in ages.items() if name == topic), default=0),
                        "partitions": [
                            {
                                "partition": each.partition,
                                "end": each.end,
                                "committed": each.committed,
                                "lag_records": each.records,
                                "lag_seconds": ages.get((topic, each.partition), 0),
                            }
                            for each in found
                            if each.topic == topic
                        ],
                    }
                    for topic in INPUT_TOPICS
                ],
            }
        ],
        "quarantine": {"records": quarantined, "by_code": codes},
        "partners": partners,
    }


async def _ages(reader: RawReader, cluster: Cluster, behind: list[Lag], now: float) -> dict[tuple[str, int], int]:
    """Seconds since the first record that is not folded was written, by the log's own timestamps."""
    stretches = {
        TopicPartition(cluster.names.full(each.topic), each.partition): Stretch(each.committed, each.committed + 1)
        for each in behind
    }
    return {
        (cluster.names.short(tp.topic), tp.partition): max(0, round(now - records[0].timestamp / 1000))
        async for tp, records in reader.read(stretches)
    }


async def _quarantine(reader: RawReader, cluster: Cluster) -> tuple[int, dict[str, int]]:
    tps = await reader.partitions(cluster.names.quarantine)
    ends = await reader.ends(tps)
    seen: dict[bytes, str] = {}
    async for _, records in reader.read({tp: Stretch(0, end) for tp, end in ends.items()}):
        for record in records:
            # a record that was kept twice, around a crash, counts once
            seen[record.key or b""] = _code(record)
    return len(seen), dict(sorted(Counter(seen.values()).items()))


def _code(record: RawRecord) -> str:
    try:
        return Quarantined.read(record.key, record.value, record.headers).code
    except QuarantineUnreadable:
        return "unreadable"


async def _partners(reader: RawReader, cluster: Cluster, found: list[Lag]) -> list[dict[str, Any]]:
    """Who was let in last, and when, among the last records of each partition."""
    last: dict[str, Stamp] = {}
    stretches = {
        TopicPartition(cluster.names.full(each.topic), each.partition): Stretch(
            max(0, each.end - TAIL_RECORDS), each.end
        )
        for each in found
    }
    async for _, records in reader.read(stretches):
        for stamp in _stamps(records):
            held = last.get(stamp.principal)
            if held is None or held.time < stamp.time:
                last[stamp.principal] = stamp
    return [
        {"principal": name, "last_event_at": stamp.time.isoformat(), "door": stamp.door}
        for name, stamp in sorted(last.items())
    ]


def _stamps(records: Records) -> list[Stamp]:
    found = []
    for record in records:
        try:
            found.append(Stamp.decode(dict(record.headers)[ADMITTED]))
        except (KeyError, ValueError):
            continue  # such a record is in quarantine, with its reason
    return found
