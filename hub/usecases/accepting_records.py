"""`hub audit accept`: which unreadable records are meant, and what is to be kept of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hub.instance.connection import Cluster
from hub.instance.reading_quarantine import quarantine_by
from hub.instance.unreadable_records import UnreadableRecord, broken_of, location_in, new_entries, open_of
from hub.log.location import RecordLocation
from hub.log.raw_reader import RawReader
from hub.log.topics import NoSuchTopic, TopicNames
from hub.monitor.recent_records import unreadable_refusals, unreadable_warnings
from hub.usecases.accepting import record


@dataclass(frozen=True, slots=True)
class Acceptance:
    """open: what is to be accepted. before: what is meant and was accepted before. unknown: a sentence each."""

    open: tuple[UnreadableRecord, ...]
    before: tuple[UnreadableRecord, ...]
    unknown: tuple[str, ...]


def plan(
    found: Iterable[UnreadableRecord],
    still_open: Iterable[UnreadableRecord],
    locations: Sequence[str],
    names: TopicNames,
) -> Acceptance:
    """found: all that there are; still_open: those that nobody accepted. locations: as given; none means all. Pure."""
    found, still_open = list(found), set(still_open)
    if not locations:
        return Acceptance(tuple(each for each in found if each in still_open), (), ())
    meant: set[RecordLocation] = set()
    unknown = []
    there = {each.at for each in found}
    for text in locations:
        try:
            location = location_in(text, names)
        except NoSuchTopic as strange:
            unknown.append(f"{text}: {strange}")
            continue
        if location is None:
            unknown.append(f"{text}: not a location; write TOPIC[PARTITION]@OFFSET, such as refusal[0]@17")
        elif location not in there:
            unknown.append(f"{text}: no record that cannot be read stands there; `hub status` names those that do")
        else:
            meant.add(location)
    chosen = [each for each in found if each.at in meant]
    return Acceptance(
        tuple(each for each in chosen if each in still_open),
        tuple(each for each in chosen if each not in still_open),
        tuple(unknown),
    )


async def planned(cluster: Cluster, locations: Sequence[str]) -> Acceptance:
    """As `plan`, from the topics, as far back as the status looks. Raises KafkaError."""
    reader = RawReader(cluster.bootstrap_servers)
    await reader.start()
    try:
        quarantine = await quarantine_by(reader, cluster)
        found = [
            *broken_of(cluster.names.audit, quarantine.audit),
            *quarantine.unreadable,
            *await unreadable_refusals(reader, cluster.names),
            *await unreadable_warnings(reader, cluster.names),
        ]
    finally:
        await reader.stop()
    return plan(found, open_of(found, quarantine.audit.entries), locations, cluster.names)


async def carry_out(cluster: Cluster, acceptance: Acceptance, who: str, why: str) -> None:
    """The entries stand in the audit log when this returns. Raises WriteFailed, AuditCrowded, KafkaError."""
    await record(cluster, new_entries(acceptance.open, who, why))
