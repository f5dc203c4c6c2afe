"""The HTTP door: events of one request through admission into the log, with an answer for each.

Promise: it is the door of `hub publish` (hub.usecases.publishing), so the same event gets the same answer; what is
told as admitted is acknowledged by Kafka, and every refusal is kept before it is told. An event that is in the log is
told as a duplicate as far as the gateway has read the log, and is not written again.
"""

import asyncio
from collections import OrderedDict, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from connectors.protocol import Item, Origin
from hub.admission.admit import Admitted
from hub.admission.extending import AgreedTerms, Contract
from hub.admission.references import Reference, declarations, missing, references, undeclared
from hub.admission.refusal import Refusal
from hub.admission.remembered import Remembered
from hub.admission.unknown_bodies import Bodies
from hub.admission.warning import AdmissionWarning
from hub.configuration.model import Configuration
from hub.events.ids import uuid_in
from hub.events.taking_back import Effect, Spoke, in_vain, namings_of
from hub.gateway.api import void_already
from hub.gateway.api.cloudevents_http import named
from hub.gateway.api.schema_ids import SchemaIds
from hub.gateway.api.shared_publisher import CannotPublish, NoSchemas, SharedPublisher, TruthLost
from hub.gateway.api.starting import kind_of
from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.index.declared import declared_for
from hub.gateway.index.event_reading import EventContent, EventReading
from hub.gateway.index.held_picture import PictureKey
from hub.gateway.index.store import Store
from hub.gateway.index.voids import Voids
from hub.serialization.encoded import Identity
from hub.usecases.admitting import Door, ItemAnswer, ItemOutcome

DOOR: Final = "http"
MOST_AT_ONCE: Final = 32
MOST_REMEMBERED: Final = 20_000
LOOK_SECONDS: Final = 4.0
WRITE_SECONDS: Final = 12.0
EVENTS_A_TURN: Final = 20
RETRY_SECONDS: Final = "5"
NOT_ANSWERED: Final = "does not answer as it must, and nothing was kept to be sent later"
CLOSED_SECONDS: Final = "300"

NOT_READ: Final = AdmissionWarning(
    "",
    "",
    "its references were not checked: the gateway has not read all pictures yet",
    "look at its receipt in a moment",
)


NOT_ALL_EVENTS: Final = AdmissionWarning(
    "",
    "",
    "what it takes back was not looked up: the gateway has not read all events yet",
    "look at its receipt in a moment",
)


class Stands(NamedTuple):
    """A record that says the event."""

    partnership: str
    topic: str
    partition: int
    offset: int


@dataclass(frozen=True, slots=True)
class DoorAnswer:
    """What became of one event. event: its id, None where it has none that could be told."""

    event: str | None
    outcome: ItemOutcome
    records: tuple[Stands, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    warnings: tuple[AdmissionWarning, ...] = ()


class HttpDoor:
    """One for a gateway. now: the time, aware, UTC. schemas: their ids; None where whoever publishes asks for them."""

    def __init__(
        self,
        store: Store,
        reading: EventReading,
        publisher: SharedPublisher,
        now: Callable[[], datetime],
        schemas: SchemaIds | None = None,
    ) -> None:
        self._schemas = schemas
        self._store = store
        self._reading = reading
        self._publisher = publisher
        self._now = now
        self._bodies = Bodies(store.configuration)
        self._under_way = 0
        # a picture follows the event that declares it, a moment later
        self._declared = Remembered(MOST_REMEMBERED)
        self._spoken: OrderedDict[str, frozenset[Spoke]] = (
            OrderedDict()
        )  # by event id; the index follows a moment later
        self._voids = Voids()  # as what was spoken
        self._written: OrderedDict[UUID, dict[Identity, tuple[Stands, ...]]] = OrderedDict()  # by event id

    @contextmanager
    def slot(self) -> Iterator[None]:
        """One of MOST_AT_ONCE, taken before the body is read: no more bodies are held. Raises Problem TOO_MANY."""
        if self._under_way >= MOST_AT_ONCE:
            detail = f"the gateway takes {MOST_AT_ONCE} requests at once; send it again in a second"
            raise Problem(ProblemKind.TOO_MANY, detail, headers={"Retry-After": "1"})
        self._under_way += 1
        try:
            yield
        finally:
            self._under_way -= 1

    async def take(self, items: Sequence[Item], principal: str) -> list[DoorAnswer]:
        """An answer for each item, in order. Raises Problem AWAY, NOT_READ, CLOSED: publishing again is harmless."""
        if self._store.closed is not None:
            raise closed(self._store.closed)
        if not self._store.can_admit:
            raise away("the gateway has not read yet who may speak", kind_of(self._store))
        return await self._take(items, principal)

    @property
    def problem(self) -> str | None:
        """Why it has let nothing in since the start, in words; None once it can."""
        return None if self._schemas is None else self._schemas.problem

    async def begin(self) -> None:
        """Takes what it needs for its life; returns when it has it."""
        if self._schemas is not None:
            await self._schemas.follow()

    async def stop(self) -> None:
        """Closes the connections."""
        await self._publisher.stop()

    async def _take(self, items: Sequence[Item], principal: str) -> list[DoorAnswer]:
        if self._bodies.configuration is not self._store.configuration:
            self._bodies = Bodies(self._store.configuration)
        door = Door(self._store.configuration, principal, DOOR, self._bodies)
        door.terms = AgreedTerms(self._contract)
        ids = [_event_id(item) for item in items]
        known = await self._known({each for each in ids if each is not None})
        door.remember(known)
        now, answers = self._now(), []
        for number, item in enumerate(items):
            answers.append(door.admit(item, now))
            if number % EVENTS_A_TURN == EVENTS_A_TURN - 1:
                await asyncio.sleep(0)  # others have their turn
        void = self._void_already(answers)
        for identity, records in (await self._write(answers, door)).items():
            known[identity] = records
        return [
            DoorAnswer(
                event=str(event) if event is not None else None,
                outcome=each.outcome,
                records=tuple(record for identity in each.identities for record in known.get(identity, ())),
                refusals=each.refusals,
                warnings=(*each.warnings, *unknown, *vain, *_beside(vain, again)),
            )
            for event, each, unknown, vain, again in zip(
                ids, answers, self._undeclared(answers), self._in_vain(answers), void, strict=True
            )
        ]

    def _contract(self, contract: Contract) -> Any:
        held = self._store.pictures.get(PictureKey(contract[0], "contract", contract[1]))
        return None if held is None else held.picture()

    def _undeclared(self, answers: Sequence[ItemAnswer]) -> list[tuple[AdmissionWarning, ...]]:
        """Of each: what it refers to and neither a picture, nor this request, nor an earlier one declares."""
        configuration = self._store.configuration
        fresh = [each.admitted for one in answers for each in one.fresh]
        self._declared.add(name for each in fresh for name in declarations(each.event_type, each.event, configuration))
        named = [list(_references(each, configuration)) for each in answers]
        wanted = {each.name for found in named for each, _ in found}
        if all(each in self._declared for each in wanted):
            return [()] * len(answers)
        pictures = self._store.pictures
        known = declared_for(wanted, pictures, self._declared)
        open_ = [missing((each._replace(field=origin(each.field)) for each, origin in found), known) for found in named]
        if not pictures.whole:
            return [(NOT_READ,) if found else () for found in open_]
        return [tuple(undeclared(each, known, "") for each in found) for found in open_]

    def _void_already(self, answers: Sequence[ItemAnswer]) -> list[tuple[AdmissionWarning, ...]]:
        """Of each: what of it was taken back before, by the log, by an earlier request or earlier in this one."""
        # asked before the write: afterwards the index may hold what comes behind it
        here, told = Voids(), []
        before = (self._store.events.voids, self._voids)
        for one in answers:
            # whoever sends an event beside its own withdrawal knows of it
            known = before if one.fresh else (*before, here)
            again = [warning for each in one.admitted for warning in void_already.sent_again(each, known)]
            fresh = [each.admitted for each in one.fresh]
            named = [warning for each in fresh for warning in void_already.named_again(each, (*before, here))]
            told.append((*again, *named))
            for each in fresh:
                void_already.note(each, here)
        return told

    def _in_vain(self, answers: Sequence[ItemAnswer]) -> list[tuple[AdmissionWarning, ...]]:
        """Of each: what it names to be taken back and does not take back, by the log and by this request."""
        for one in answers:
            for each, *_ in one.fresh:
                meta, withdraws = each.event.meta, each.event_type.withdraws
                speakers = frozenset(Spoke(place, meta.organisation, withdraws) for place in meta.partnerships)
                event_id, _ = each.identity
                self._spoken[event_id] = self._spoken.get(event_id, frozenset()) | speakers
                void_already.note(each, self._voids)
        while len(self._spoken) > MOST_REMEMBERED:
            self._spoken.popitem(last=False)
        self._voids.keep(MOST_REMEMBERED)
        return [
            tuple(warning for each in one.fresh for warning in self._named_in_vain(each.admitted)) for one in answers
        ]

    def _named_in_vain(self, admitted: Admitted) -> Iterator[AdmissionWarning]:
        meta = admitted.event.meta
        for naming in namings_of(admitted.event):
            spoke = self._store.events.speakers(naming.event) | self._spoken.get(naming.event, frozenset())
            found = in_vain(naming, meta.partnerships, meta.organisation, spoke)
            if found is None:
                continue
            if found.effect is Effect.UNKNOWN and not self._store.events_are_read:
                yield NOT_ALL_EVENTS
            else:
                yield AdmissionWarning("", naming.field, found.problem, found.fix)

    async def _write(self, answers: Sequence[ItemAnswer], door: Door) -> Mapping[Identity, tuple[Stands, ...]]:
        fresh = [each for one in answers for each in one.fresh]
        try:
            async with asyncio.timeout(WRITE_SECONDS):
                positions = iter(await self._publisher.write([each.admitted for each in fresh], door))
        except TruthLost as lost:
            raise closed(str(lost)) from lost
        except NoSchemas as failed:
            raise away(f"the schema registry {NOT_ANSWERED}") from failed
        except (CannotPublish, TimeoutError) as failed:
            raise away(f"{'Kafka' if self.problem is None else 'the schema registry'} {NOT_ANSWERED}") from failed
        written = {}
        for admitted, *_ in fresh:
            named = admitted.event.meta.partnerships
            written[admitted.identity] = tuple(Stands(partnership, *next(positions)) for partnership in named)
            self._written.setdefault(admitted.event.meta.event_id, {})[admitted.identity] = written[admitted.identity]
        while len(self._written) > MOST_REMEMBERED:
            self._written.popitem(last=False)
        return written

    async def _known(self, ids: set[UUID]) -> dict[Identity, tuple[Stands, ...]]:
        """What the log holds of these ids, each in all of its partnerships, as far as it could be read in time."""
        # the index follows the log and is behind it for a moment
        found = {identity: records for each in ids for identity, records in self._written.get(each, {}).items()}
        unread = [each for each in ids if each not in self._written and self._store.events.locations(each)]
        if unread:
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    for reading in await asyncio.gather(*(self._reading.read_event(each) for each in unread)):
                        found.update(_whole(reading.statements))
            except (TimeoutError, Problem):
                return found  # an event that is written once more says nothing new
        return found


def away(what: str, kind: ProblemKind = ProblemKind.AWAY) -> Problem:
    detail = (
        f"{what}; publish again in {RETRY_SECONDS} seconds, which is harmless for what may be in the log. If it stays "
        "so for minutes, tell the operator, who finds in `hub status` what to do"
    )
    return Problem(kind, detail, headers={"Retry-After": RETRY_SECONDS})


def closed(why: str) -> Problem:
    """Nothing is let in before somebody has mended what the words name."""
    return Problem(ProblemKind.CLOSED, why, headers={"Retry-After": CLOSED_SECONDS})


def _event_id(item: Item) -> UUID | None:
    return uuid_in(named(item))


def _references(answer: ItemAnswer, configuration: Configuration) -> Iterator[tuple[Reference, Origin]]:
    """With the way to where its sender wrote the field."""
    for each, origin, _ in answer.fresh:
        for reference in references(each.event_type, each.event, configuration):
            yield reference, origin


def _beside(vain: Iterable[AdmissionWarning], again: Iterable[AdmissionWarning]) -> Iterator[AdmissionWarning]:
    """What is void already, where the naming of it was not told to take nothing back."""
    fields = {each.field for each in vain}
    return (each for each in again if each.field not in fields)


def _whole(statements: Iterable[EventContent]) -> dict[Identity, tuple[Stands, ...]]:
    """The contents that stand in every partnership that they name; one that was cut short is to be written again."""
    found: defaultdict[Identity, dict[str, EventContent]] = defaultdict(dict)
    for each in statements:
        found[str(each.event_id), each.content_hash][each.partnership] = each
    return {
        identity: tuple(Stands(name, *by_partnership[name].locations[0]) for name in sorted(by_partnership))
        for identity, by_partnership in found.items()
        if all(by_partnership.keys() >= set(each.plain["meta"]["partnerships"]) for each in by_partnership.values())
    }
