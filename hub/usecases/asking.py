"""Answers that are read from the topics: a report, an explanation, a trace. They work without the gateway."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from difflib import get_close_matches
from random import Random
from typing import Any, Final

from hub.instance.connection import Cluster
from hub.instance.damaged import check_truth
from hub.instance.log_reading import InputLog, Progress, read_inputs
from hub.log.raw_reader import RawReader
from hub.log.registry import Registry
from hub.reconcile.events import Subject
from hub.reconcile.kinds.registry import KIND_OF
from hub.reports.explain import explain, subjects, totals_in_words
from hub.reports.freshness_words import cut_words
from hub.reports.joint_programmes import joint_programmes
from hub.reports.partners import last_statements, with_partners
from hub.reports.pictures_on_day import bodies, known_by
from hub.reports.trace import trace
from hub.serialization.readable import instant_text

EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
SHOWN_AT_MOST: Final = 30
"""Names in one sentence: more than that nobody reads, and a place has thousands of contracts."""


class NotFound(Exception):
    """What was asked for is not there; the text says what there is."""


async def whole_log(cluster: Cluster, progress: Progress = lambda read, whole: None) -> InputLog:
    """Everything that was said. Raises LogUnusable, KafkaError, RegistryAway."""
    reader = RawReader(cluster.bootstrap_servers)
    await reader.start()
    try:
        async with Registry(cluster.registry_url, Random(0), tries=3) as registry:
            log = await read_inputs(reader, cluster.names, registry.schema, progress)
        # behind the reading: a topic that is cut meanwhile is found too
        await check_truth(cluster)
        return log
    finally:
        await reader.stop()


def report_of(log: InputLog, group: str, as_of: date, known_at: datetime | None) -> dict[str, Any]:
    """The group's report as a document. Raises NotFound."""
    configuration = log.configuration()
    found = configuration.groups.get(group)
    if found is None:
        known = ", ".join(sorted(configuration.groups)) or "none: publish one with `hub configuration publish`"
        raise NotFound(f"there is no group {group!r}. Groups: {known}")
    statements, stamp = log.by_partnership(), stamp_of(known_at)
    theirs = {each: statements.get(each, ()) for each in found.partnerships}
    pictures = bodies(theirs, configuration, as_of, stamp)
    known_text = None if known_at is None else known_at.isoformat()
    document = joint_programmes(found, pictures, configuration, as_of=as_of, known_at=known_text)
    ours = {each: known_by(events, stamp) for each, events in theirs.items()}
    return with_partners(document, found, configuration, last_statements(ours))


def stands_on(log: InputLog, group: str, known_at: datetime | None) -> str:
    """Up to what the group's report stands that is made of this log, in words."""
    stamp, statements = stamp_of(known_at), log.by_partnership()
    found = log.configuration().groups[group]
    admitted = [each.known for place in found.partnerships for each in known_by(statements.get(place, ()), None)]
    return cut_words(admitted, stamp)


def stamp_of(known_at: datetime | None) -> int | None:
    """The last stamp of admission, in milliseconds since 1970, that lies at or before a time."""
    # whole numbers: a rounded fraction would let in what was admitted in the rest of the millisecond
    return None if known_at is None else (known_at - EPOCH) // timedelta(milliseconds=1)


def explanation(
    log: InputLog, kind: str, key: str, field: str | None, as_of: date, known_at: datetime | None = None
) -> list[dict[str, Any]]:
    """Every statement about a subject. Raises NotFound."""
    found = explain(log.by_partnership(), log.configuration(), Subject(kind, key), field, as_of, stamp_of(known_at))
    if not found:
        raise NotFound(_nothing_said(log, Subject(kind, key), field, as_of, known_at))
    return found


def told_above(
    log: InputLog, kind: str, key: str, field: str | None, as_of: date, known_at: datetime | None = None
) -> list[str]:
    """What the statements of an explanation come to, in words, where it is a figure that is made of several."""
    if field not in KIND_OF[kind].citing:
        return []
    return totals_in_words(log.by_partnership(), log.configuration(), Subject(kind, key), as_of, stamp_of(known_at))


def _nothing_said(log: InputLog, subject: Subject, field: str | None, as_of: date, known_at: datetime | None) -> str:
    """What to write instead: the field or the subject that was meant, if one comes near, else those that there are."""
    by_partnership, configuration = log.by_partnership(), log.configuration()
    about = f"{subject.kind} {subject.id}"
    by_then = " by then" if known_at else ""
    every = explain(by_partnership, configuration, subject, None, as_of, stamp_of(known_at))
    if field is not None and every:
        fields = sorted({each["field"] for each in every} | set(KIND_OF[subject.kind].citing))
        return (
            f"nothing was said{by_then} about {field!r} of {about}.{meant(field, fields)} Its fields: {_some(fields)}"
        )
    there = subjects(by_partnership, configuration)
    if subject in there:
        return (
            f"nothing that counts was said{by_then} about {about}; `hub trace EVENT_ID` tells what became of an event"
        )
    others = sorted({each.kind for each in there if each.id == subject.id})
    if others:
        return f"nothing was said about a {subject.kind} {subject.id}; there is a {' and a '.join(others)} of that name"
    ids = [each.id for each in there if each.kind == subject.kind]
    known = f"There is: {_some(ids)}" if ids else f"Nothing was said about any {subject.kind} yet"
    return f"nothing was said about {about}.{meant(subject.id, ids)} {known}"


def meant(given: str, there: Sequence[str]) -> str:
    """A sentence that offers what was perhaps meant, or nothing where nothing comes near."""
    lower = {each.lower(): each for each in there}
    last = {each.rpartition("/")[2].rpartition(":")[2]: each for each in lower}
    wanted = given.lower()
    if wanted in lower:
        return f" Did you mean {lower[wanted]}?"
    near = [lower[each] for each in get_close_matches(wanted, lower, n=3)]
    near = near or [lower[last[each]] for each in get_close_matches(wanted, last, n=3)]
    return f" Did you mean {' or '.join(near)}?" if near else ""


def _some(names: Sequence[str]) -> str:
    more = len(names) - SHOWN_AT_MOST
    return ", ".join(names[:SHOWN_AT_MOST]) + (f" and {more} more" if more > 0 else "")


def tracing(log: InputLog, event_id: str, as_of: date, known_at: datetime | None = None) -> list[dict[str, Any]]:
    """What an event changed. Raises NotFound."""
    by_partnership = log.by_partnership()
    found = trace(by_partnership, log.configuration(), event_id, as_of, stamp_of(known_at))
    if found:
        return found
    everything = [each for statements in by_partnership.values() for each in statements]
    stamps = [each.known for each in everything if each.event_id == event_id]
    if stamps:
        raise NotFound(f"event {event_id} was not admitted by then; it was at {instant_text(stamps[0])}")
    begun = sorted({each.event_id for each in everything if event_id and each.event_id.startswith(event_id)})
    offered = f" Events that begin so: {_some(begun)}." if begun else ""
    raise NotFound(
        f"event {event_id} was not admitted.{offered} If it was published, see `hub quarantine list`; no refusal of "
        "this id is kept, and one without an id is found with `hub tail refusal`"
    )
