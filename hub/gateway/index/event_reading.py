"""What one event said, read from the log when somebody asks, and which pictures stand on it.

Promise: an answer holds each distinct content of the event once per partnership, with the record that counts, the one
of the lowest offset, first. Nothing is kept but a few connections and the schemas that were learned.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from random import Random
from typing import Any, Final, Protocol
from uuid import UUID

from aiokafka import TopicPartition
from aiokafka.errors import KafkaError

from hub.events.catalogue import EventType
from hub.events.plain import Plain
from hub.events.taking_back import Effect, InVainNaming, Naming, Spoke, effect, in_vain, namings
from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.index.event_index import EventIndex
from hub.gateway.index.held_picture import HeldPicture, PictureKey
from hub.log.codec import Stamp
from hub.log.decode import Decoded, RecordDecoder
from hub.log.location import RecordLocation
from hub.log.raw_reader import RawReader, ReaderPool, Stretch, input_record
from hub.log.reasons import unknown_schema
from hub.log.records import InputRecord, Poison, SchemaNeeded
from hub.log.registry import Registry, RegistryAway
from hub.log.topics import TopicNames
from hub.reports.trace import uses
from hub.serialization.readable import to_json

SECONDS: Final = 5.0
MOST_LOCATIONS: Final = 50
"""How many records of one event are read: an event that was published again a thousand times says nothing new."""


class RecordSource(Protocol):
    """Where records and schemas come from. Each raises Problem AWAY when nothing answers."""

    async def partitions(self) -> int:
        """How many each input topic has."""

    async def record(self, location: RecordLocation) -> InputRecord | None:
        """The record at a location; None where the log holds it no more."""

    async def schema(self, schema_id: int) -> str | None:
        """The registry's schema of an id; None when it has none."""

    async def stop(self) -> None:
        """Closes what is open; what is asked afterwards opens it again."""


@dataclass(frozen=True, slots=True)
class EventContent:
    """One content of an event in one partnership. locations: its records', the first counts; stamp: of that one.

    names: the events that it corrects or withdraws. takes_back: those of them that are void by it. in_vain: what is to
    be told of the others. voided_by: the events of the same organisation that take it back.
    """

    event_id: UUID
    type: EventType
    version: tuple[int, int]
    partnership: str
    content_hash: str
    plain: Plain
    stamp: Stamp
    locations: tuple[RecordLocation, ...]
    names: tuple[Naming, ...]
    takes_back: tuple[UUID, ...] = ()
    in_vain: tuple[InVainNaming, ...] = ()
    voided_by: tuple[UUID, ...] = ()

    @property
    def organisation(self) -> str:
        return str(self.plain["meta"]["organisation"])

    @property
    def subject(self) -> PictureKey:
        """What it is about; of a kind "event" where it withdraws one."""
        return PictureKey(self.partnership, self.type.about, str(self.plain["meta"]["subject"]))

    def said(self) -> dict[str, Any]:
        """All of it as JSON data."""
        return to_json(self.type, self.plain)


@dataclass(frozen=True, slots=True)
class QuarantinedCopy:
    """A record under the event's id that the engine put into quarantine, and why."""

    location: RecordLocation
    poison: Poison


@dataclass(frozen=True, slots=True)
class Reading:
    """What the log holds under an event's id; statements by partnership and content hash. more: records left unread."""

    statements: tuple[EventContent, ...]
    refusals: tuple[QuarantinedCopy, ...]
    more: int = 0

    @property
    def is_known(self) -> bool:
        return bool(self.statements or self.refusals)


@dataclass(frozen=True, slots=True)
class Change:
    """A picture that cites the event. where: paths inside it without list positions, such as fields/value/sides."""

    held: HeldPicture
    where: tuple[str, ...]


class EventReading:
    """Reads events of the locations that the index knows."""

    def __init__(self, index: EventIndex, names: TopicNames, source: RecordSource) -> None:
        self._index = index
        self._names = names
        self._source = source
        self._decoder: RecordDecoder | None = None

    async def read_event(self, event_id: UUID) -> Reading:
        """What was said under the id, with what took it back. Raises Problem AWAY when Kafka or the registry is."""
        statements, refusals, more = await self._alone(event_id)
        taken_back: dict[tuple[str, str], set[UUID]] = defaultdict(set)
        if statements:
            for other in self._index.naming(event_id)[:MOST_LOCATIONS]:
                for each in (await self._alone(other))[0]:
                    if any(naming.event == str(event_id) for naming in each.names):
                        # an organisation takes back what it said itself, and nothing else
                        taken_back[each.partnership, each.organisation].add(other)
        return Reading(
            tuple(
                [
                    replace(
                        await self._with_effects(each),
                        voided_by=tuple(sorted(taken_back[each.partnership, each.organisation])),
                    )
                    for each in statements
                ]
            ),
            tuple(refusals),
            more,
        )

    async def _with_effects(self, statement: EventContent) -> EventContent:
        """With what comes of what it names, by what the log holds now."""
        takes_back, told = [], []
        for naming in statement.names:
            statements, _, more = await self._alone(UUID(naming.event))
            spoke = {Spoke(each.partnership, each.organisation, each.type.withdraws) for each in statements}
            # where not all of its records are read, the index knows who wrote them
            spoke |= self._index.speakers(naming.event) if more else set()
            if effect(statement.partnership, statement.organisation, spoke) is Effect.TAKES_BACK:
                takes_back.append(UUID(naming.event))
            # of its own partnership alone: in others it may take back something
            found = in_vain(naming, (statement.partnership,), statement.organisation, spoke)
            told += [found] if found is not None else []
        return replace(statement, takes_back=tuple(dict.fromkeys(takes_back)), in_vain=tuple(told))

    async def _alone(self, event_id: UUID) -> tuple[list[EventContent], list[QuarantinedCopy], int]:
        locations = self._index.locations(event_id)
        found: dict[tuple[str, str], list[tuple[Decoded, RecordLocation]]] = defaultdict(list)
        refusals = []
        for location in locations[:MOST_LOCATIONS]:
            record = await self._source.record(location)
            if record is None:
                continue
            decoded = await self._decode(record)
            if isinstance(decoded, Poison):
                refusals.append(QuarantinedCopy(location, decoded))
            else:
                found[decoded.partnership, decoded.content_hash].append((decoded, location))
        statements = [_statement(event_id, found[key]) for key in sorted(found)]
        return statements, refusals, max(0, len(locations) - MOST_LOCATIONS)

    async def _decode(self, record: InputRecord) -> Decoded | Poison:
        if self._decoder is None:
            self._decoder = RecordDecoder(await self._source.partitions(), self._names)
        try:
            return self._decoder.decode(record)
        except SchemaNeeded as needed:
            schema_id = needed.schema_id
        schema = await self._source.schema(schema_id)
        if schema is None:
            return unknown_schema(schema_id)
        self._decoder.learn(schema_id, schema)
        return self._decoder.decode(record)

    async def stop(self) -> None:
        """Closes the connections."""
        await self._source.stop()


def _statement(event_id: UUID, records: list[tuple[Decoded, RecordLocation]]) -> EventContent:
    decoded = records[0][0]
    return EventContent(
        event_id=event_id,
        type=decoded.type,
        version=decoded.version,
        partnership=decoded.partnership,
        content_hash=decoded.content_hash,
        plain=decoded.plain,
        stamp=decoded.stamp,
        locations=tuple(location for _, location in records),
        names=tuple(namings(decoded.type, decoded.plain)),
    )


def changed(event_id: UUID, pictures: Iterable[HeldPicture]) -> list[Change]:
    """The pictures among these that cite the event, in order of partnership, kind and id. Pure."""
    name = str(event_id)
    sought = f'"{name}"'.encode()
    citing = [each for each in pictures if sought in each.body]
    found = [Change(each, tuple(sorted(set(uses(each.picture(), name))))) for each in citing]
    return sorted((each for each in found if each.where), key=lambda each: each.held.key)


class FromKafka:
    """Reads single records of the log, over a few connections that stay open, and schemas of the registry."""

    def __init__(self, bootstrap_servers: str, registry_url: str, names: TopicNames, random: Random) -> None:
        self._names = names
        self._pool = ReaderPool(bootstrap_servers)
        self._registry_url = registry_url
        self._random = random

    async def partitions(self) -> int:
        async with self._reader() as reader:
            return len(await reader.partitions(self._names.inputs[0]))

    async def record(self, location: RecordLocation) -> InputRecord | None:
        tp = TopicPartition(location.topic, location.partition)
        found = None
        async with self._reader() as reader:
            async for _, records in reader.read({tp: Stretch(location.offset, location.offset + 1)}):
                found = input_record(records[0])
        return found

    async def schema(self, schema_id: int) -> str | None:
        try:
            async with Registry(self._registry_url, self._random) as registry:
                return await registry.schema(schema_id)
        except RegistryAway as away:
            detail = "a newer release wrote this event, and the registry, which knows its schema, does not answer"
            raise Problem(ProblemKind.AWAY, detail) from away

    async def stop(self) -> None:
        await self._pool.stop()

    @asynccontextmanager
    async def _reader(self) -> AsyncIterator[RawReader]:
        try:
            async with asyncio.timeout(SECONDS), self._pool.take() as reader:
                yield reader
        except (KafkaError, OSError, TimeoutError) as away:
            raise Problem(
                ProblemKind.AWAY, "Kafka does not answer, and what events say is read from it; try again"
            ) from away
