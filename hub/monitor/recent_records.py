"""The newest records of topics, as far as a status needs them: bounded reads, which say what they cover."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, Generic, TypeVar

from aiokafka import TopicPartition

from hub.events.counting import count_words
from hub.instance.lag import Lag
from hub.instance.unreadable_records import UnreadableRecord, unreadable
from hub.log.codec import ADMITTED, Stamp
from hub.log.kept_warnings import KeptWarnings
from hub.log.raw_reader import RawReader, Records, Stretch
from hub.log.refusals import KeptRefusal, RefusedByPrincipal, refused_so_far
from hub.log.topics import TopicNames
from hub.monitor.lag_history import Partition

STAMPS_EACH: Final = 200
KEPT_EACH: Final = 2000
"""Of the refusals and warnings of each partition."""

Kept = TypeVar("Kept")


@dataclass(slots=True)
class Newest:
    """Who was let in last, by principal. covers: which records were looked at, in words."""

    stamps: dict[str, Stamp] = field(default_factory=dict)
    covers: str = ""


@dataclass(slots=True)
class Recent:
    """records: how many refusals are kept, one for each refused event (in older logs one for each reason).

    read: how many of them, the newest, the rest is made from. events: of how many refused events those are.
    by_code: their reasons.
    """

    records: int = 0
    read: int = 0
    events: int = 0
    by_code: dict[str, int] = field(default_factory=dict)
    by_principal: dict[str, dict[str, Any]] = field(default_factory=dict)
    unreadable: list[UnreadableRecord] = field(default_factory=list)


async def ages_of(reader: RawReader, names: TopicNames, behind: list[Lag], now: datetime) -> dict[Partition, int]:
    """Seconds since the first record that is not committed was written, by the log's own timestamps."""
    stretches = {
        TopicPartition(names.full(each.topic), each.partition): Stretch(each.committed, each.committed + 1)
        for each in behind
    }
    return {
        (names.short(tp.topic), tp.partition): max(0, round(now.timestamp() - records[0].timestamp / 1000))
        async for tp, records in reader.read(stretches)
    }


async def newest_stamps(reader: RawReader, names: TopicNames, lags: list[Lag]) -> Newest:
    """Among the last STAMPS_EACH records of each partition of the input topics."""
    found = Newest(covers=f"the newest {STAMPS_EACH} records of each of {count_words(len(lags), 'partition')}")
    if all(each.end <= STAMPS_EACH for each in lags):
        found.covers = "every event"
    stretches = {
        TopicPartition(names.full(each.topic), each.partition): Stretch(max(0, each.end - STAMPS_EACH), each.end)
        for each in lags
    }
    async for _, records in reader.read(stretches):
        for stamp in _stamps(records):
            held = found.stamps.get(stamp.principal)
            if held is None or held.time < stamp.time:
                found.stamps[stamp.principal] = stamp
    return found


def _stamps(records: Records) -> list[Stamp]:
    found = []
    for record in records:
        try:
            found.append(Stamp.decode(dict(record.headers)[ADMITTED] or b""))
        except (KeyError, ValueError):
            continue  # such a record is in quarantine, with its reason
    return found


async def recent_refusals(reader: RawReader, names: TopicNames, now: datetime) -> Recent:
    """Among the newest records of each partition of the refusal topic."""
    newest = await _newest(reader, names.refusal, KeptRefusal.read)
    kept = newest.kept
    found = Recent(records=newest.records, read=len(kept), unreadable=newest.unreadable)
    by_principal = refused_so_far(kept, now)
    found.events = sum(each.count for each in by_principal.values())
    found.by_code = dict(sorted(Counter(reason.code for each in kept for reason in each.reasons).items()))
    found.by_principal = {name: _told(each) for name, each in by_principal.items()}
    return found


async def unreadable_refusals(reader: RawReader, names: TopicNames) -> list[UnreadableRecord]:
    """As those of `recent_refusals`."""
    return (await _newest(reader, names.refusal, KeptRefusal.read)).unreadable


async def unreadable_warnings(reader: RawReader, names: TopicNames) -> list[UnreadableRecord]:
    """Among the newest records of each partition of the warning topic."""
    return (await _newest(reader, names.warning, KeptWarnings.read)).unreadable


@dataclass(slots=True)
class _LastRecords(Generic[Kept]):
    """records: how many the topic holds in all."""

    records: int
    kept: list[Kept] = field(default_factory=list)
    unreadable: list[UnreadableRecord] = field(default_factory=list)


async def _newest(reader: RawReader, topic: str, read: Callable[[bytes | None], Kept]) -> _LastRecords[Kept]:
    """Among the last KEPT_EACH records of each partition. read raises ValueError for what no door wrote."""
    ends = await reader.ends(await reader.partitions(topic))
    found: _LastRecords[Kept] = _LastRecords(sum(ends.values()))
    stretches = {tp: Stretch(max(0, end - KEPT_EACH), end) for tp, end in ends.items()}
    async for tp, records in reader.read(stretches):
        for record in records:
            try:
                found.kept.append(read(record.value))
            except ValueError as failure:
                found.unreadable.append(unreadable(tp.topic, tp.partition, record.offset, record.value, failure))
    return found


def _told(refused: RefusedByPrincipal) -> dict[str, Any]:
    last = refused.last
    return {
        "refused": refused.count,
        "refused_by_code": dict(sorted(refused.by_code.items())),
        "refused_events_last_hour": refused.recent_count,
        "refused_last_hour": dict(sorted(refused.recent.items())),
        "last_refusal": None
        if last is None
        else {"at": last.at, "where": last.where, "event": last.event, "code": last.code, "fix": last.fix},
    }
