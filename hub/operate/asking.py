"""Answers that are read from the topics: a report, an explanation, a trace. They work without the gateway."""

from datetime import date, datetime
from random import Random
from typing import Any

from hub.log.raw_reader import RawReader
from hub.log.registry import Registry
from hub.operate.connection import Cluster
from hub.operate.log_reading import InputLog, Progress, read_inputs
from hub.reconcile.events import Subject
from hub.reports.explain import explain
from hub.reports.joint_programmes import joint_programmes
from hub.reports.sight import bodies
from hub.reports.trace import trace


class NotFound(Exception):
    """What was asked for is not there; the text says what there is."""


async def whole_log(cluster: Cluster, progress: Progress = lambda read, whole: None) -> InputLog:
    """Everything that was said. Raises LogUnusable, KafkaError, RegistryAway."""
    reader = RawReader(cluster.bootstrap_servers)
    await reader.start()
    try:
        async with Registry(cluster.registry_url, Random(0), tries=3) as registry:
            return await read_inputs(reader, cluster.names, registry.schema, progress)
    finally:
        await reader.stop()


def report_of(log: InputLog, group: str, as_of: date, known_at: datetime | None) -> dict[str, Any]:
    """The group's report as a document. Raises NotFound."""
    configuration = log.configuration()
    found = configuration.groups.get(group)
    if found is None:
        known = ", ".join(sorted(configuration.groups)) or "none: publish one with `hub configuration publish`"
        raise NotFound(f"there is no group {group!r}. Groups: {known}")
    milliseconds = None if known_at is None else round(known_at.timestamp() * 1000)
    pictures = bodies(log.by_partnership(), configuration, as_of, milliseconds)
    known_text = None if known_at is None else known_at.isoformat()
    return joint_programmes(found, pictures, configuration, as_of=as_of, known_at=known_text)


def _nothing_said(log: InputLog, kind: str, key: str, field: str | None, as_of: date) -> str:
    """What to write instead: the fields of the subject that were spoken of, if any were."""
    if field is not None:
        every = explain(log.by_partnership(), log.configuration(), Subject(kind, key), None, as_of)
        if fields := sorted({each["field"] for each in every}):
            return f"nothing was said about {field} of {kind} {key}. Its fields: {', '.join(fields)}"
    return f"nothing was said about {kind} {key}. `hub tail picture` shows the ids that there are"


def explanation(log: InputLog, kind: str, key: str, field: str | None, as_of: date) -> list[dict[str, Any]]:
    """Every statement about a subject. Raises NotFound."""
    found = explain(log.by_partnership(), log.configuration(), Subject(kind, key), field, as_of)
    if not found:
        raise NotFound(_nothing_said(log, kind, key, field, as_of))
    return found


def tracing(log: InputLog, event_id: str, as_of: date) -> list[dict[str, Any]]:
    """What an event changed. Raises NotFound."""
    found = trace(log.by_partnership(), log.configuration(), event_id, as_of)
    if not found:
        raise NotFound(
            f"event {event_id} was not admitted. If it was published, see `hub quarantine list` and the refusals "
            "that `hub publish` printed"
        )
    return found
