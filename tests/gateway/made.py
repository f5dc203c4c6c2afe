"""A store filled by hand, and a gateway over it that follows no broker."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from functools import cache, partial
from pathlib import Path
from random import Random
from typing import Any, cast

from aiokafka import ConsumerRecord
from fastapi import FastAPI

from connectors.ocds.connector import OcdsConnector
from hub.admission.admit import OPERATOR, Admitted, Context, admit
from hub.configuration.model import Configuration, Group
from hub.events.catalogue import EventType
from hub.events.envelope import Event
from hub.events.topics import INPUT_TOPICS, REFUSAL, WARNING
from hub.gateway.api.door import HttpDoor
from hub.gateway.api.parts import Parts
from hub.gateway.api.shared_publisher import CannotPublish, SharedPublisher
from hub.gateway.app import create_app
from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.index.belief import Belief
from hub.gateway.index.event_reading import EventReading
from hub.gateway.index.everything import Everything
from hub.gateway.index.store import Store
from hub.log.codec import Headers, Stamp, frame, headers
from hub.log.decode import Decoded, RecordDecoder
from hub.log.freshness import FreshnessLook
from hub.log.location import RecordLocation
from hub.log.position import Basis, Position
from hub.log.raw_reader import RawRecord, input_record
from hub.log.records import InputRecord
from hub.log.topics import TopicNames, partition_of
from hub.log.untrue import NO_DAY
from hub.monitor.status_keeper import StatusKeeper
from hub.reconcile.days import Day
from hub.reconcile.picture import picture_key
from hub.reconcile.statement import Statement
from hub.reconcile.views import PartnershipViews
from hub.usecases.admitting import Door
from hub.usecases.demonstration import EXAMPLES, RELEASES
from tests.examples import test_wandsworth as wandsworth
from tests.reconcile.dense import history
from tests.reconcile.summary import FLAT, ready, whole
from tests.support.records import PARTITIONS, records

CASES = Path(__file__).parents[1] / "examples" / "cases_real_world"
TODAY = date(2016, 1, 1)
DEMONSTRATED = date(2016, 3, 1)
NOW = datetime(2016, 1, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 11, 23, 12, tzinfo=UTC)
GROUP = Group(id="integration-group", name="Integration <Group>", partnerships=("wandsworth",))


def record(
    topic: str,
    offset: int,
    key: bytes | None,
    value: bytes | None,
    headers: Iterable[tuple[str, bytes | None]] = (),
    partition: int = 0,
    timestamp: int = 1_451_649_600_000,
) -> RawRecord:
    """As aiokafka gives one."""
    return ConsumerRecord(
        topic=topic,
        partition=partition,
        offset=offset,
        timestamp=timestamp,
        timestamp_type=0,
        key=key,
        value=value,
        checksum=None,
        serialized_key_size=len(key or b""),
        serialized_value_size=len(value or b""),
        headers=tuple(headers),
    )


def basis_at(
    offset: int, generation: int = 1, day: date = TODAY, until: date | None = None, configuration: str = "c"
) -> Basis:
    return Basis(Position((offset, offset, -1, -1, 0)), generation, day, until, configuration)


def picture_record(
    offset: int, key: bytes, body: bytes | None, basis: Basis | None = None, partition: int = 0
) -> RawRecord:
    return record("commissioning.picture.v1", offset, key, body, (basis or basis_at(offset)).headers(), partition)


class Clock:
    """A clock that stands until a test moves it. now: seconds."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def look(store: Store, log: "LogInMemory", *, is_running: bool = True) -> None:
    """As the gateway looks at Kafka: all that the log holds is included; no more than before if the engine stands."""
    ends = {(each.topic, each.partition): each.offset + 1 for each in sorted(log.records)}
    if is_running:
        log.included = ends
    store.backlog.look(FreshnessLook(store.clock(), log.included, ends, frozenset(number for _, number in ends)))


def filled_store(seed: int = 9, events: int = 150, today: date = NO_DAY) -> Store:
    """Every picture of a dense history of one partnership, and a group that is told of it; of that seed there are
    pictures of all kinds, and a measure with a trend."""
    store = Store("127.0.0.1:9", TopicNames(), Random(0), Clock(), today=lambda: today)
    store.configuration = Configuration(3, {**FLAT.documents, "group/integration-group": GROUP})
    store.set_by_hand(None)
    pictures = whole(ready(history(Random(seed), events)), Day.of(TODAY))
    for offset, ((kind, name), picture) in enumerate(pictures.items()):
        basis = basis_at(offset, configuration=store.configuration.hash)
        store.pictures.take(picture_record(offset, picture_key("wandsworth", kind, name), picture.json(), basis))
    return store


def of_any_body(store: Store) -> Store:
    """The store, taking every body that it can list for a picture: tests of lists and feeds write little ones."""
    store.pictures.belief = Belief()
    return store


class LogInMemory:
    """Records by place, instead of Kafka's. included: what the engine has taken in. away: as if nothing answered."""

    def __init__(self) -> None:
        self.records: dict[RecordLocation, RawRecord] = {}
        self.included: dict[tuple[str, int], int] = {}
        self.away = False

    async def partitions(self) -> int:
        self._answer()
        return PARTITIONS

    async def record(self, location: RecordLocation) -> InputRecord | None:
        self._answer()
        found = self.records.get(location)
        return None if found is None else input_record(found)

    async def schema(self, schema_id: int) -> str | None:
        self._answer()
        return None

    async def stop(self) -> None:
        """Nothing is open."""

    def _answer(self) -> None:
        if self.away:
            raise Problem(ProblemKind.AWAY, "Kafka does not answer")


def write(store: Store, log: LogInMemory, events: Iterable[tuple[EventType, Event]]) -> None:
    """Puts events into the log and the store's index, as the follower would."""
    for each in records(events):
        raw = record(each.topic, each.offset, each.key, each.value, each.headers, each.partition)
        log.records[RecordLocation(each.topic, each.partition, each.offset)] = raw
        store.take_event(raw)


async def _status() -> dict[str, Any]:
    """An instance of which one worker has ended, as hub.monitor.status tells it."""
    worker = {"name": "worker-1", "state": "GONE", "since": "2016-01-01T11:59:00Z", "pid": None, "restarts": 2}
    place = {"partition": 0, "end": 40, "committed": 37, "lag_records": 3, "lag_seconds": 7, "state": "STALL"}
    topic = {"topic": "commissioning.contract.v1", "lag_records": 3, "lag_seconds": 7, "partitions": [place]}
    sound = {"under_replicated": 0, "leaderless": 0, "ends": {"0": 40}}
    ended = {
        "kind": "process-ended",
        "severity": "error",
        "about": "worker-1",
        "what": "worker-1 <has> ended.",
        "do": "The supervisor starts it again.",
        "runbook": "docs/runbooks/process-ended.md",
    }
    return {
        "ok": False,
        "verdict": "1 thing needs attention at once.",
        "findings": [ended],
        "reasons": ["worker-1 has ended."],
        "processes": [{**worker, "last_exit": "signal 9", "reasons": []}],
        "workers": [],
        "kafka": {"address": "127.0.0.1:9", "answers": True, "brokers": [{"id": 1, "address": "127.0.0.1:9"}]},
        "registry": {"address": "http://127.0.0.1:9", "answers": False},
        "groups": [
            {"group": "hub-engine-v1", "state": "STALL", "lag_records": 3, "lag_seconds": 7, "members": 0}
            | {"topics": [topic]}
        ],
        "topics": [{"topic": "commissioning.contract.v1", "partitions": 12, "records": 40} | sound],
        "partners": [
            {"principal": "operator", "last_event_at": "2016-01-01T11:00:00.000+00:00", "refused": 2}
            | {"refused_by_code": {"HUB-ADM-012": 2, "HUB-ADM-070": 3}}
            | {"refused_last_hour": {"HUB-ADM-012": 2}, "refused_events_last_hour": 1}
        ],
        "quarantine": {"records": 1, "by_code": {"HUB-REC-005": 1}, "redriven": 0, "discarded": 0, "oldest_seconds": 9},
        "refusals": {"records": 2},
        "audit": {"entries": 0, "broken": []},
    }


@cache
def released(*files: Path) -> tuple[Admitted, ...]:
    """What files of releases say, as the demonstration's operator lets it in; nothing of them may be refused."""
    context = Context(wandsworth.configuration(), LATER, OPERATOR, "test")
    found = []
    for file in files:
        with file.open("rb") as stream:
            for item in OcdsConnector().items(stream, file.name, None):
                for answer in (admit(document, context) for document in item.documents):
                    assert isinstance(answer, Admitted), (item.where, answer)
                    found.append(answer)
    return tuple(found)


def told(
    said: Iterable[Admitted],
    days: Mapping[str, date],
    today: Callable[[], date] = lambda: NO_DAY,
    configuration: Configuration | None = None,
) -> tuple[Store, LogInMemory]:
    """A store and a log in which all that stands, without a broker. days: partnership to its day, else LATER's.
    configuration: None is Wandsworth's."""
    configuration = configuration or wandsworth.configuration()
    store, log = Store("127.0.0.1:9", TopicNames(), Random(0), Clock(), today=today), LogInMemory()
    store.configuration = configuration
    store.set_by_hand(None)
    _KNOWN[configuration.hash] = configuration
    events, pictures = _in_the_log(tuple(said), tuple(sorted(days.items())), configuration.hash)
    for raw in events:
        log.records[RecordLocation(raw.topic, raw.partition, raw.offset)] = raw
        store.take_event(raw)
    for raw in pictures:
        store.pictures.take(raw)
    return store, log


_KNOWN: dict[str, Configuration] = {}


@cache  # the demonstration is made for hundreds of tests, and by most files as they are imported
def _in_the_log(
    said: tuple[Admitted, ...], days: tuple[tuple[str, date], ...], configured: str
) -> tuple[tuple[RawRecord, ...], tuple[RawRecord, ...]]:
    """The records of these events, and of the pictures that they add up to. configured: the hash of what is known."""
    configuration, day_of = _KNOWN[configured], dict(days)
    ends: Counter[tuple[str, int]] = Counter()
    views: dict[str, PartnershipViews] = {}
    events = []
    for each in said:
        for topic, key, value, beside in _written(each):
            partition = partition_of(key, PARTITIONS)
            events.append(record(topic, ends[topic, partition], key, value, beside, partition))
            ends[topic, partition] += 1
        ((_, _, as_said, plain),) = ready([(each.event_type, each.event)])
        for partnership in each.event.meta.partnerships:
            views.setdefault(partnership, PartnershipViews(partnership, configuration)).add(as_said, plain)
    pictures = [each for place, view in views.items() for each in view.pictures(_day(day_of.get(place)))]
    return tuple(events), tuple(
        picture_record(
            offset,
            picture_key(each.partnership, each.kind, each.id),
            each.json(),
            basis_at(offset, configuration=configuration.hash),
        )
        for offset, each in enumerate(pictures)
    )


def _day(day: date | None) -> Day:
    return Day.of(day or LATER.date())


def demonstration(today: Callable[[], date] = lambda: NO_DAY) -> tuple[Store, LogInMemory]:
    """Wandsworth's story evaluated for DEMONSTRATED, and the real releases for LATER."""
    said = (*wandsworth.story(), *released(*(EXAMPLES / name for name in RELEASES)))
    return told(said, {"wandsworth": DEMONSTRATED}, today)


class InMemory:
    """Stands for SharedPublisher: writes into a LogInMemory, and the store's index sees it at once, or later.

    away: as if nothing answered. held: what a writing waits for.
    """

    def __init__(self, store: Store, log: LogInMemory) -> None:
        self._store, self._log = store, log
        self._ends: Counter[tuple[str, int]] = Counter(
            {(location.topic, location.partition): location.offset + 1 for location in sorted(log.records)}
        )
        self._unseen: list[RawRecord] = []
        self.away = False
        self.waiting = 0
        self.is_behind = False
        self.held = asyncio.Event()
        self.held.set()

    async def write(self, admitted: Sequence[Admitted], door: Door) -> list[RecordLocation]:
        refused, warned = door.take_refused(), door.take_warned()
        self.waiting += 1
        await self.held.wait()
        self.waiting -= 1
        if self.away:
            raise CannotPublish("there is no Kafka here")
        for refusal in refused:
            self._append(REFUSAL, refusal.key, refusal.outgoing().value, ())
        for warning in warned:
            self._append(WARNING, warning.key, warning.outgoing().value, ())
        locations = [self._append(*written) for each in admitted for written in _written(each)]
        if not self.is_behind:
            self.catch_up()
        return locations

    def catch_up(self) -> None:
        """The gateway's followers have read to the end."""
        for raw in self._unseen:
            takes = {REFUSAL: self._store.refusals.take, WARNING: self._store.warnings.take}
            takes.get(raw.topic, self._store.take_event)(raw)
        self._unseen.clear()

    def _append(
        self, topic: str, key: bytes, value: bytes | None, beside: Iterable[tuple[str, bytes]]
    ) -> RecordLocation:
        partition = partition_of(key, PARTITIONS)
        location = RecordLocation(topic, partition, self._ends[topic, partition])
        self._ends[topic, partition] += 1
        raw = record(topic, location.offset, key, value, beside, partition)
        self._log.records[location] = raw
        self._unseen.append(raw)
        return location

    async def stop(self) -> None:
        """Nothing is open."""


def _written(each: Admitted) -> Iterator[tuple[str, bytes, bytes, Headers]]:
    """Topic, key, value and headers of each of an event's records."""
    value = frame(1, each.body)
    beside = headers(each.event_type, each.event, Stamp(each.time, each.principal, each.door))
    for partnership in each.event.meta.partnerships:
        yield each.event_type.topic, partnership.encode(), value, beside


def parts_over(
    store: Store, log: LogInMemory | None = None, publisher: SharedPublisher | None = None, now: datetime = NOW
) -> Parts:
    source = log or LogInMemory()
    publisher = publisher or cast(SharedPublisher, InMemory(store, source))
    reading = EventReading(store.events, store.names, source)
    door = HttpDoor(store, reading, publisher, lambda: now)
    return Parts(
        store=store,
        reading=reading,
        source=source,
        status=StatusKeeper(_status, lambda: 0.0),
        door=door,
        today=lambda: TODAY,
        now=lambda: now,
        read_everything=partial(everything_in, store, source),
    )


async def everything_in(
    store: Store, log: LogInMemory, most: int, move: Callable[[], None] = lambda: None
) -> Everything:
    """As hub.gateway.index.everything.from_kafka, of a log in memory."""
    if log.away or len(log.records) > most:
        raise Problem(ProblemKind.AWAY, "the log in memory is away, or too long")
    decoder, statements = RecordDecoder(PARTITIONS, store.names), defaultdict[str, list[Statement]](list)
    for location, raw in sorted(log.records.items()):
        if location.topic in INPUT_TOPICS:
            decoded = decoder.decode(input_record(raw))
            assert isinstance(decoded, Decoded)
            stamp = decoded.stamp.milliseconds
            statements[decoded.partnership].append(
                Statement.of(decoded.type, decoded.version, decoded.body, decoded.plain, stamp, decoded.content_hash)
            )
    return Everything(statements, store.configuration)


def app_over(store: Store, log: LogInMemory | None = None) -> FastAPI:
    return create_app(parts_over(store, log))
