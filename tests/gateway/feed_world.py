"""A log of pictures as Kafka keeps one, gateways that read it, and a reader who obeys what docs/following.md says."""

from dataclasses import dataclass, field
from datetime import date
from random import Random

import orjson

from hub.gateway.feeds.cursor import Begin, Cursor, Gap, ToldChange, Why
from hub.gateway.feeds.position import FeedPosition
from hub.gateway.feeds.resuming import Arrival
from hub.gateway.feeds.scope import FeedKind, Scope
from hub.gateway.index.held_picture import PictureKey
from hub.gateway.index.pictures import HeldPictures
from hub.log.position import Basis, Position
from hub.log.raw_reader import RawRecord
from hub.log.topics import partition_of
from hub.reconcile.picture import picture_key
from tests.gateway.made import picture_record

PARTITIONS = 3
PLACES = ("wandsworth", "richmond", "leeds", "sutton")
PROGRAMMES = ("carers", "mental-health")
GROUP = Scope(FeedKind.GROUP, "integration-group", PLACES[:3])
PROGRAMME = Scope.of(FeedKind.PROGRAMME, PLACES[0], PROGRAMMES[0])
PROCUREMENT = Scope.of(FeedKind.PROCUREMENT, PLACES[0], "ocds-h6vhtk-1")
PROVIDER = Scope.of(FeedKind.PROVIDER, PLACES[0], "GB-COH-1")
SCOPES = (GROUP, PROGRAMME, PROCUREMENT, PROVIDER)


class Log:
    """The picture topic: what a worker writes, what a frozen one appends late, rewrites, tombstones, compaction."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._kept: dict[int, list[RawRecord]] = {each: [] for each in range(PARTITIONS)}
        self._last: dict[bytes, bytes | None] = {}
        self.ends = dict.fromkeys(range(PARTITIONS), 0)

    def append(self) -> list[RawRecord]:
        """One more record of any kind; a stale one and what its partition's owner writes over it."""
        random = self._random
        place = random.choice(PLACES)
        partition = partition_of(place.encode(), PARTITIONS)
        subjects = [("contract", "c1"), ("contract", "c2"), ("programme", "carers"), ("procurement", "ocds-h6vhtk-1")]
        kind, name = random.choice(subjects)
        key, chance = picture_key(place, kind, name), random.random()
        body = self._body(kind, f"{self.ends[partition]}")
        if chance < 0.15:  # a frozen worker appends what was overtaken: its position is behind, its generation lower
            stale = self._write(partition, key, body, seen=self.ends[partition] - random.randrange(1, 6), generation=1)
            return [stale, self._write(partition, key, self._last.get(key), seen=self.ends[partition], generation=2)]
        if chance < 0.3 and key in self._last:
            self._last[key] = self._last[key]  # written again at a newer position
        elif chance < 0.45 and self._last.get(key) is not None:
            self._last[key] = None
        else:
            self._last[key] = body
        return [self._write(partition, key, self._last[key], seen=self.ends[partition], generation=2)]

    def _write(self, partition: int, key: bytes, body: bytes | None, *, seen: int, generation: int) -> RawRecord:
        position = Position((max(seen, -1), max(seen, -1), -1, -1, 0))
        basis = Basis(position, generation, date(2016, 1, 1), None, "c")
        record = picture_record(self.ends[partition], key, body, basis, partition)
        self._kept[partition].append(record)
        self.ends[partition] += 1
        return record

    def _body(self, kind: str, title: str) -> bytes:
        programmes = self._random.sample(PROGRAMMES, self._random.randrange(3)) if kind == "contract" else []
        sides = [{"organisation": "GB-LAE-WND", "value": [{"id": "GB-COH-1"}] if self._random.random() < 0.5 else []}]
        came_of = [{"value": each} for each in ("ocds-h6vhtk-1", "ocds-h6vhtk-2") if self._random.random() < 0.5]
        fields = {"suppliers": {"sides": sides}, "procurement": {"sides": came_of if kind == "contract" else []}}
        awards = [{"award": "1", "suppliers": sides}] if kind == "procurement" else []
        body = {"title": title, "fields": fields, "differences": [], "awards": awards}
        return orjson.dumps(body | {"programmes": [{"programme": each} for each in programmes]})

    def compact(self) -> None:
        """As Kafka: of what lies before a point the last record of each key stays, and a tombstone for a while only."""
        for partition, records in self._kept.items():
            point = self._random.randrange(self.ends[partition] + 1)
            forget = self._random.randrange(point + 1)
            last = {each.key: each.offset for each in records if each.offset < point}
            self._kept[partition] = [
                each
                for each in records
                if each.offset >= point
                or (last[each.key] == each.offset and (each.value is not None or each.offset >= forget))
            ]

    def records(self) -> list[RawRecord]:
        """What it holds now, partition by partition."""
        return [record for records in self._kept.values() for record in records]


def read_whole(log: Log, pictures: HeldPictures) -> None:
    """As a follower does at its start and after an outage."""
    pictures.read_again(log.ends)
    for record in log.records():
        pictures.take(record)
    pictures.forget_unseen()
    pictures.ends_are(log.ends)


@dataclass
class Reader:
    """What somebody knows who was told. seen: ids, since the last gap that voided everything."""

    scope: Scope
    position: str | None = None
    state: dict[PictureKey, bytes] = field(default_factory=dict)
    seen: list[str] = field(default_factory=list)
    gaps: list[Why] = field(default_factory=list)

    def hear(self, told: ToldChange) -> None:
        self.position = told.position
        if isinstance(told.what, Gap):
            self.gaps.append(told.what.why)
            still = set(told.what.still)
            assert still <= self.state.keys(), "told to keep what was never sent"
            self.state = {key: body for key, body in self.state.items() if key in still}
            if told.what.why is not Why.DROPPED:
                self.seen.clear()
            return
        item = told.what
        assert item.id not in self.seen, f"{item.id} twice"
        self.seen.append(item.id)
        if item.gone:
            self.state.pop(item.held.key, None)
        else:
            self.state[item.held.key] = item.held.body

    def come(self, pictures: HeldPictures, begin: Begin = Begin.START) -> tuple[Cursor, list[ToldChange]] | None:
        """Connects, with the position that was heard last."""
        given = None if self.position is None else FeedPosition.read(self.position)
        arrival = Arrival(given, begin, pictures.asked)
        arrival.check(self.scope, pictures)
        opened = arrival.start(self.scope, pictures)
        if self.position is None and opened is not None:
            self.position = opened[0].position  # as the event `ready` says
        return opened


def all_of(cursor: Cursor, pictures: HeldPictures) -> list[ToldChange]:
    """Everything that there is to tell now."""
    told: list[ToldChange] = []
    while not cursor.at_end(pictures):
        told += cursor.next(pictures)
    return told


def standing(pictures: HeldPictures, scope: Scope) -> dict[PictureKey, bytes]:
    return {each.key: each.body for each in pictures.all() if scope.takes(each)}
