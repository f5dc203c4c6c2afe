"""What the gateway knows: pictures, configuration and where every event stands, in memory as Kafka gives them.

No database: what is here can be thrown away at any time and is read again from the topics.
"""

import asyncio
import time
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from aiokafka import TopicPartition

from hub.configuration.configuration_log import ConfigurationLog
from hub.configuration.model import Configuration, ConfigurationUnreadable
from hub.engine.memory import settle
from hub.engine.picture_shape import picture_shape
from hub.events.moments import start_of_day
from hub.events.topics import CONFIGURATION
from hub.gateway.index.belief import Belief
from hub.gateway.index.bounds import Bounds
from hub.gateway.index.damage_watch import DamageWatch
from hub.gateway.index.event_index import EventIndex
from hub.gateway.index.feed_readers import Readers
from hub.gateway.index.following import Follower
from hub.gateway.index.inclusion_watch import InclusionWatch
from hub.gateway.index.kept_shares import KeptShares
from hub.gateway.index.last_made import LastMade
from hub.gateway.index.location_index import LocationIndex, of_key
from hub.gateway.index.pictures import HeldPictures
from hub.gateway.index.typed_pictures import is_picture
from hub.instance.connection import Cluster
from hub.instance.damaged import Damaged, closed_words, lost_words
from hub.log.freshness import Account, AdmittedStatement, Backlog, FreshnessState, Inclusion, Pair
from hub.log.kept_warnings import events_named
from hub.log.location import RecordLocation
from hub.log.raw_reader import RawRecord
from hub.log.topics import TopicNames
from hub.log.untrue import NO_DAY, OutputRecord, Untrue
from hub.monitor.untrue_outputs import row, standing_words
from hub.reports.shares import Key, PictureShare


class Changes:
    """Wakes whoever waits for something new to be shown. Nobody who waits holds up another."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def tell(self) -> None:
        self._next.set()
        self._next = asyncio.Event()

    async def wait(self, seconds: float) -> bool:
        """Whether something came within that time.

        Nothing is missed between a look at the store and this call, as long as nothing is awaited between them.
        """
        coming = self._next
        try:
            async with asyncio.timeout(seconds):
                await coming.wait()
        except TimeoutError:
            return False
        return True


class Store:
    """Follows the output, configuration, input, refusal and warning topics of an instance.

    configured: the whole configuration has been read once. readers: who holds a feed open. backlog: what was admitted
    and is not included yet. clock: seconds that only go forward. today: London's day, after which no picture can have
    been evaluated.
    """

    def __init__(
        self,
        bootstrap_servers: str,
        names: TopicNames,
        random: Random,
        clock: Callable[[], float] = time.monotonic,
        today: Callable[[], date] = lambda: NO_DAY,
    ) -> None:
        self.names = names
        self.clock = clock
        self._today = today
        self.backlog = Backlog()
        self.account: Callable[..., Account] = self._account
        """How fresh the pictures of some partnerships are now, or all, where none are named."""
        self.last_statements: Callable[[Collection[str]], Mapping[Pair, AdmittedStatement]] = self.backlog.last
        bounds = Bounds(bootstrap_servers, names, today)
        self.pictures = HeldPictures(belief=Belief(bounds.known, self._shape_of, is_picture))
        self._shares = KeptShares()
        self.pages_of_groups = LastMade[str]()
        self.reports = LastMade[bytes]()
        self.events = EventIndex()
        self.configuration = Configuration()
        self.changes = Changes()
        self.readers = Readers()
        self.refusals = LocationIndex(of_key)
        self.warnings = LocationIndex(lambda record: events_named(record.value))
        self._kept = {names.refusal: self.refusals, names.warning: self.warnings}
        self._configuration_log = ConfigurationLog()
        self._new_configuration: int | None = None  # when the last record was written that nothing goes by yet
        self._configured_at: int | None = None
        self._refused: str | None = None
        self.configured = False
        self._of_events = Follower(
            "the events", bootstrap_servers, names.inputs, random, take=self.take_event, start_over=self._events_again
        )
        self._of_kept = Follower(
            "the refusals and warnings",
            bootstrap_servers,
            list(self._kept),
            random,
            take=lambda record: self._kept[record.topic].take(record),
            start_over=self._kept_again,
        )
        self._followers = (
            Follower(
                "the configuration",
                bootstrap_servers,
                [names.configuration],
                random,
                take=self._take_configuration,
                start_over=self._configuration_again,
                caught_up=self._configuration_is_read,
                rest=self.changes.tell,
            ),
            Follower(
                "the pictures",
                bootstrap_servers,
                [names.picture],
                random,
                take=self._take_picture,
                start_over=self._pictures_again,
                caught_up=self._pictures_are_read,
                ends_are=self._ends_are,
                before=bounds.cover,
                rest=self.changes.tell,
            ),
            self._of_events,
            self._of_kept,
        )
        self._shown = self._followers[:2]
        self._damage = DamageWatch(Cluster(bootstrap_servers, "", names, names.engine_group), self.changes.tell)
        self._inclusion = InclusionWatch(
            bootstrap_servers,
            names,
            self.backlog,
            clock,
            has_read=self._has_pictures_to,
            was_read_once=lambda: self.pictures.whole,
            tell=self.changes.tell,
        )

    @property
    def problems(self) -> list[str]:
        """Why what is shown may be old or not whole; empty when it is neither."""
        found = [each.problem for each in self._followers if each.problem]
        return [*dict.fromkeys(found), *([self._refused] if self._refused else []), *standing_words(self.untrue)]

    @property
    def untrue(self) -> list[dict[str, Any]]:
        """Records of the pictures that are not shown, as hub.monitor.untrue_outputs tells of them."""
        return [row(each.key, each.partition, each.offset, each.why.value) for each in self.pictures.untrue.values()]

    @property
    def can_admit(self) -> bool:
        """Whether it is known who may speak: half a configuration would let in the wrong organisations."""
        return self.configured and self._refused is None

    @property
    def closed(self) -> str | None:
        """Why nothing may be let in until somebody mends it, in words; None where nothing is to be mended.

        What the truth has lost is no problem of what is shown: whoever reads goes on seeing it, and is told that its
        freshness is not known.
        """
        return self.lost or self._unusable

    @property
    def _unusable(self) -> str | None:
        return None if self._refused is None else f"the configuration cannot be used: {self._refused}"

    @property
    def lost(self) -> str | None:
        """What the truth has lost, and what is closed until it is mended, in words; None where it holds all."""
        return next(map(closed_words, self._damage.lost), None)

    def has_lost(self, found: Sequence[Damaged]) -> None:
        """What the truth has lost, as it was seen now."""
        self._damage.take(found)

    @property
    def silent(self) -> str | None:
        """That Kafka does not answer, and since when, in words; None while it does."""
        return self._inclusion.silent

    @property
    def events_are_read(self) -> bool:
        """Whether `events` holds all that stood in the log when it was asked last."""
        return self._of_events.problem is None

    @property
    def unread(self) -> str | None:
        """Why the log may hold an event or a refusal that is not known here, in words; None where all of it was read.

        What came within the last moment is not counted.
        """
        return self.silent or self._inclusion.late or self._of_events.problem or self._of_kept.problem

    @property
    def starting(self) -> str | None:
        """Why configuration and pictures were not read to the ends that they had at the start, and how far they are, in
        words; None once they were, whatever becomes of Kafka then.

        Until then nobody may be told that there is no such thing, or how many there are.
        """
        return "; ".join(each.unread for each in self._shown if each.unread) or None

    @property
    def events_starting(self) -> str | None:
        """As `starting`, of the events, refusals and warnings: until they were read nobody may be told what became of
        an event, for what took it back may come behind it, or that there is none."""
        return "; ".join(each.unread for each in (self._of_events, self._of_kept) if each.unread) or None

    @property
    def hears_kafka(self) -> bool:
        """Whether Kafka answers, as far as that is known."""
        return self.silent is None and self._inclusion.late is None and all(each.answers for each in self._followers)

    @property
    def has_begun(self) -> bool:
        """Whether it is known which groups there are and how many partitions the pictures have."""
        return self.configured and (self.pictures.asked > 0 or self.pictures.whole)

    def end_feeds(self) -> None:
        """Their readers come again, here or elsewhere, and go on."""
        self.readers.ending = True
        self.changes.tell()

    async def follow(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            for each in (*self._followers, self._inclusion, self._damage):
                group.create_task(each.follow())

    def set_by_hand(self, problem: str | None) -> None:
        """Where nothing is followed, whoever fills the store says what is wrong with it."""
        for each in self._followers:
            each.problem = problem
            each.unread = each.unread and problem
        self.configured = self.pictures.whole = problem is None

    def shares(self, partnerships: Iterable[str]) -> Mapping[Key, PictureShare]:
        """What the pictures of some partnerships give to a report."""
        return self._shares.of(self.pictures.of_places(partnerships))

    def _shape_of(self, record: OutputRecord) -> Untrue | None:
        return picture_shape(self.pictures.partitions, tombstones=True)(record)

    def _account(self, partnerships: Collection[str] | None = None) -> Account:
        account = self.backlog.account(self.clock(), partnerships)
        why = lost_words(self._damage.lost) or self._unusable
        if why:
            account = replace(account, state=FreshnessState.UNKNOWN, why=why)
        if self.starting or any(each.topic == CONFIGURATION for each in self._damage.lost):
            return account  # by which rules pictures should be evaluated is not known, so none is called outdated
        found = self.pictures.outdated(self._today(), self.configuration.hash, partnerships)
        days = [] if found.day is None else [start_of_day(found.day)]
        configured = [self._configured_at] if found.by_configuration and self._configured_at is not None else []
        return account.beside(found.pictures, min([*days, *configured], default=None))

    def inclusion(self, locations: Iterable[RecordLocation]) -> Inclusion:
        """Whether the pictures include the records at all these locations."""
        asked = (((each.topic, each.partition), each.offset) for each in locations)
        found = self.backlog.inclusion(self.clock(), asked)
        return Inclusion.UNKNOWN if self._damage.lost and found is Inclusion.WAITING else found

    def take_event(self, record: RawRecord) -> None:
        """One record of an input topic."""
        heard = self.events.take(record)
        pair = (record.key or b"").decode(errors="replace"), heard.organisation if heard else ""
        statement = heard.statement if heard else AdmittedStatement(record.timestamp, "", record.timestamp)
        self.backlog.take((record.topic, record.partition), record.offset, pair, statement)

    def _events_again(self, ends: Mapping[TopicPartition, int]) -> None:
        if any(end < self.backlog.read(tp) for tp, end in ends.items()):
            self.backlog.start_over()  # a topic was cut or made anew
            self.events.start_over()

    def _has_pictures_to(self, ends: Mapping[TopicPartition, int]) -> bool:
        return all(self.pictures.position(tp.partition) >= end - 1 for tp, end in ends.items())

    def _pictures_again(self, ends: Mapping[TopicPartition, int]) -> None:
        self.pictures.read_again({tp.partition: end for tp, end in ends.items()})

    def _pictures_are_read(self) -> None:
        self.pictures.forget_unseen()
        settle()  # what was read lasts: to look through it for cycles takes a second of every reader's, and finds none
        self.changes.tell()

    def _ends_are(self, ends: Mapping[TopicPartition, int]) -> None:
        self.pictures.ends_are({tp.partition: end for tp, end in ends.items()})
        self.changes.tell()

    def _kept_again(self, ends: Mapping[TopicPartition, int]) -> None:
        for topic, index in self._kept.items():
            index.read_again({tp: end for tp, end in ends.items() if tp.topic == topic})

    def _take_picture(self, record: RawRecord) -> None:
        self.pictures.take(record)

    def _configuration_again(self, ends: Mapping[TopicPartition, int]) -> None:
        if max(ends.values(), default=0) <= self._configuration_log.offset:
            self._configuration_log = ConfigurationLog()  # the topic was made anew
            self.configured = False
            self._new_configuration = None

    def _configuration_is_read(self) -> None:
        self.configured = True
        self._configure()
        self.changes.tell()

    def _take_configuration(self, record: RawRecord) -> None:
        if record.offset <= self._configuration_log.offset:
            return  # read again after an outage: what is known stands meanwhile
        self._configuration_log.take(record.offset, record.key or b"", record.value)
        self._new_configuration = record.timestamp
        if self.configured:  # else once all is read: of a thousand documents each would go through those before it
            self._configure()

    def _configure(self) -> None:
        """Goes by what the topic's records say, if any of them is new."""
        said, self._new_configuration = self._new_configuration, None
        if said is None:
            return
        try:
            self.configuration = self._configuration_log.configuration()
            self._refused, self._configured_at = None, said
        except ConfigurationUnreadable as newer:
            self._refused = str(newer)
