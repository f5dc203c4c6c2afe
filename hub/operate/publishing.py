"""Publishing: connector, admission, log; the one path of every door. Every item of a source is counted once: accepted,
refused or duplicate.

Promise: an item whose events are refused in part is refused as a whole and nothing of it is written; what is counted
as accepted has been acknowledged by Kafka, and so has the record of every refusal and of what was warned of. Source:
design section 7.
"""

import logging
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Final, assert_never

from connectors.json_source import first_readable
from connectors.protocol import Connector, Item, Origin
from connectors.registry import CONNECTORS
from hub.admission import contradictions
from hub.admission.admit import OPERATOR, Admitted, Context, Refused, admit
from hub.admission.doubt import Doubt
from hub.admission.faults import FOR_CONTENT, fault
from hub.admission.personal import may_be_kept
from hub.admission.references import Bodies, Known
from hub.admission.refusal import Code, Refusal
from hub.admission.strict_json import BadJson
from hub.events.avro import to_plain
from hub.events.configuration import Configuration
from hub.events.content import content_hash
from hub.events.ids import check_organisation_id
from hub.log.codec import Stamp
from hub.log.kept_warnings import KeptWarnings, Warned, keep_warnings, kept_warnings
from hub.log.publisher import ACK_SECONDS, EventPublisher, Position
from hub.log.refusals import KeptRefusal, item_text, keep_refusals, kept_refusals
from hub.log.registry import Registry
from hub.operate.connection import Cluster
from hub.operate.referring import NOT_CHECKED, Referring
from hub.operate.taking_back import EFFECTS_UNKNOWN, Speakers, TakingBack, Wanted
from hub.operate.warned import Warnings
from hub.operate.written_before import NOT_LOOKED_UP, named_in

log = logging.getLogger("hub.operate.publishing")

EVENTS_AT_ONCE: Final = 500
_EMPTY: Final = "the file is empty, so there is nothing to publish"
_PART_BYTES: Final = 1 << 16

_TWO_CONTENTS: Final = "stands for another content too; both are kept and shown as a difference"
_NEW_ID: Final = "use a new id; to replace the earlier event name it in meta.corrects, or take one of the two back"


class FormatUnknown(Exception):
    """No connector is named or recognises the file; the text says which there are."""


class SpeakerUnknown(Exception):
    """Whoever is to say it is not named by an organisation id."""


Identity = tuple[str, str]
"""(event id, content hash): what makes two sayings the same saying."""


Declared = Callable[[Iterable[str]], Awaitable[Known | None]]
"""Asks what is declared in partnerships; None where nobody answers in time."""


Spoken = Callable[[Wanted], Awaitable[Speakers | None]]
"""Asks who said events that the run names; None where nobody answers in time."""


Written = Callable[[Mapping[str, set[str]]], Awaitable[set[Identity] | None]]
"""Asks what the log holds of event ids, by topic; None where it could not be read."""


class Outcome(StrEnum):
    """What became of an item."""

    ADMITTED = "admitted"  # let in, to be written
    DUPLICATE = "duplicate"  # all of it was let in before, as far as the door can see
    REFUSED = "refused"  # admission says why


@dataclass(frozen=True, slots=True)
class Judged:
    """What a door says of one item. fresh: its events to be written. identities: of all its events; none if refused.

    origins: of each of `fresh`, from a field of the event to what its sender wrote there.
    """

    outcome: Outcome
    fresh: tuple[Admitted, ...] = ()
    identities: tuple[Identity, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    origins: tuple[Origin, ...] = ()


@dataclass(slots=True)
class Result:
    """Counts of items of the sources; `events` counts what the accepted ones became.

    knows_log: the duplicates are those of earlier runs too, and not of this run alone.
    """

    accepted: int = 0
    refused: int = 0
    duplicates: int = 0
    events: int = 0
    refusals: list[Refusal] = field(default_factory=list)
    warnings: Warnings = field(default_factory=Warnings)
    knows_log: bool = False

    def count(self, judged: Judged) -> None:
        match judged.outcome:
            case Outcome.ADMITTED:
                self.accepted += 1
                self.events += len(judged.fresh)
                self.warnings.add(judged.doubts)
            case Outcome.DUPLICATE:
                self.duplicates += 1
            case Outcome.REFUSED:
                self.refused += 1
                self.refusals += judged.refusals
            case _:
                assert_never(judged.outcome)

    def document(self) -> dict[str, Any]:
        return {
            "accepted": self.accepted,
            "refused": self.refused,
            "duplicates": self.duplicates,
            "events": self.events,
            "refusals": [each.to_json() for each in self.refusals],
            "warnings": [each.document() for each in self.warnings.groups],
        }


def connector_for(file: Path, name: str | None) -> Connector:
    """The connector of that name, or the one that recognises the file's beginning. Raises FormatUnknown, OSError."""
    known = ", ".join(CONNECTORS)
    if name is not None:
        if name not in CONNECTORS:
            raise FormatUnknown(f"there is no format {name!r}; formats: {known}")
        if _is_blank(file):
            raise FormatUnknown(f"{file.name}: {_EMPTY}")
        return CONNECTORS[name]
    with file.open("rb") as stream:
        first = first_readable(stream)
    if first is None:
        raise FormatUnknown(f"{file.name}: {_EMPTY}")
    if isinstance(first, BadJson):
        fix = first.cure or "write one JSON object a line, in UTF-8"
        raise FormatUnknown(
            f"{file.name}: nothing in it is JSON ({first.problem}). To mend it: {fix}; "
            f"with --format ({known}) each line is told by itself"
        )
    found = [each for each in CONNECTORS.values() if each.recognises(first)]
    if len(found) != 1:
        raise FormatUnknown(f"{file.name}: its beginning is of no known format; name it with --format ({known})")
    return found[0]


def _is_blank(file: Path) -> bool:
    """Whether there is nothing in it that could be said to somebody: no byte, or blank ones alone."""
    with file.open("rb") as stream:
        return all(not part.removeprefix(BOM_UTF8).strip() for part in iter(partial(stream.read, _PART_BYTES), b""))


def items_of(files: Iterable[Path], format_name: str | None, speaker: str | None) -> Iterator[Item]:
    """Every item of every file, in order. Raises FormatUnknown, OSError."""
    for file in files:
        connector = connector_for(file, format_name)
        with file.open("rb") as stream:
            # a name that is no UTF-8 is told with its marks, or the refusal itself could not be told
            yield from connector.items(stream, file.name.encode("utf-8", "replace").decode(), speaker)


class Door:
    """Judges items one by one, and remembers what it has seen, to tell duplicates within its run.

    Whoever judges also writes what `take_refused` and `take_warned` give, before events and answer.
    """

    def __init__(self, configuration: Configuration, principal: str, name: str) -> None:
        self._configuration = configuration
        self._bodies = Bodies(configuration)
        self._principal = principal
        self._name = name
        self._seen: set[tuple[str, str]] = set()
        self._just_seen: list[Identity] = []
        self._refused: list[KeptRefusal] = []
        self._warned: list[KeptWarnings] = []
        self._contents: defaultdict[str, set[str]] = defaultdict(set)

    def judge(self, item: Item, now: datetime) -> Judged:
        """Whether the item is let in; an event of it that was seen before is not to be written again.

        Total: where the hub itself fails at an item, that is a refusal of the item, and the operator's log says why.
        """
        self._just_seen = []
        try:
            return self._judge(item, now)
        except FOR_CONTENT as failure:
            extra = {"code": Code.ADMISSION_FAILED.value, "door": self._name, "principal": self._principal}
            log.error("item not judged", extra=extra, exc_info=failure)
            self._forget(self._just_seen)  # nothing of it is written, so the same again is no duplicate
            document = next(iter(item.documents), None)
            refused = (fault(Code.ADMISSION_FAILED, "judged", item.where),)
            return self._refuse(item, [(document, refused)], now)

    def _judge(self, item: Item, now: datetime) -> Judged:
        if item.refusals:
            return self._refuse(item, [(item.event, item.refusals)], now)
        context = Context(self._configuration, now, self._principal, self._name)
        answers = [admit(document, context) for document in item.documents]
        refused = [
            (document, [replace(each, field=item.origin(number, each.field)) for each in answer.refusals])
            for number, (document, answer) in enumerate(zip(item.documents, answers, strict=True))
            if isinstance(answer, Refused)
        ]
        if refused:
            return self._refuse(item, refused, now)
        admitted = [(each, _identity(each)) for each in answers if isinstance(each, Admitted)]
        identities = tuple(identity for _, identity in admitted)
        doubts = [*item.doubts, *self._taken_ids(identities, item.where)]
        fresh = [(number, each) for number, (each, identity) in enumerate(admitted) if self._is_fresh(identity)]
        outcome = Outcome.ADMITTED if fresh else Outcome.DUPLICATE
        for number, each in fresh:
            found = [
                *contradictions.doubts(each.event, item.where),
                *self._bodies.unknown(each.event_type, each.event, item.where),
            ]
            doubts += [replace(doubt, field=item.origin(number, doubt.field)) for doubt in found]
        if fresh:
            self._warn(identities, doubts, now)
        return Judged(
            outcome,
            tuple(each for _, each in fresh),
            identities,
            doubts=tuple(doubts),
            origins=tuple(partial(item.origin, number) for number, _ in fresh),
        )

    @property
    def waiting_refusals(self) -> int:
        return len(self._refused)

    def take_refused(self) -> list[KeptRefusal]:
        """The records of what was refused since the last call; they are to be written."""
        taken, self._refused = self._refused, []
        return taken

    def take_warned(self) -> list[KeptWarnings]:
        """The records of what was warned of since the last call; they are to be written."""
        taken, self._warned = self._warned, []
        return taken

    def _warn(self, identities: Iterable[Identity], doubts: Iterable[Doubt], now: datetime) -> None:
        events = list(dict.fromkeys(event_id for event_id, _ in identities))
        warned = [
            Warned(
                where=each.doubt.where,
                field=each.doubt.field,
                problem=each.doubt.problem,
                fix=each.doubt.fix,
                count=each.count,
            )
            for each in Warnings(doubts).groups
        ]
        self._warned += kept_warnings(events, warned, Stamp(now, self._principal, self._name))

    def _refuse(self, item: Item, refused: Sequence[tuple[Any, Sequence[Refusal]]], now: datetime) -> Judged:
        text = item_text(item.source if item.source is not None else list(item.documents))
        codes = [each.code for _, refusals in refused for each in refusals]
        keep = may_be_kept(text.decode(errors="replace"), codes)
        told: list[Refusal] = []
        for document, refusals in refused:
            placed = [each.at(item.where) for each in refusals]
            told += placed
            stamp = Stamp(now, self._principal, self._name)
            self._refused += kept_refusals([each.to_json() for each in placed], stamp, document, text, with_text=keep)
        # several events of one item may be refused for one value of it
        return Judged(Outcome.REFUSED, refusals=tuple(dict.fromkeys(told)))

    def _taken_ids(self, identities: Iterable[Identity], where: str) -> Iterator[Doubt]:
        for event_id, content in identities:
            if self._contents[event_id] - {content}:
                yield Doubt(where, "id", _TWO_CONTENTS, _NEW_ID)
            self._contents[event_id].add(content)

    def remember(self, identities: Iterable[Identity]) -> None:
        """These are in the log: they count as duplicates and are not written again."""
        for event_id, content in identities:
            self._seen.add((event_id, content))
            self._contents[event_id].add(content)

    def _is_fresh(self, identity: Identity) -> bool:
        if identity in self._seen:
            return False
        self._seen.add(identity)
        self._just_seen.append(identity)
        return True

    def _forget(self, identities: Iterable[Identity]) -> None:
        for event_id, content in identities:
            self._seen.discard((event_id, content))
            self._contents[event_id].discard(content)


def _identity(admitted: Admitted) -> Identity:
    plain = to_plain(admitted.event_type, admitted.event)
    return str(admitted.event.meta.event_id), content_hash(admitted.event_type, plain)


async def publish(
    items: Iterable[Item],
    door: Door,
    publisher: EventPublisher | None,
    clock: Callable[[], datetime],
    progress: Callable[[Result], None] = lambda result: None,
    declared: Declared | None = None,
    written: Written | None = None,
    spoken: Spoken | None = None,
) -> Result:
    """Judge every item, write what is admitted. publisher: None for a dry run. Raises BrokerAway.

    declared: asked once, at the end, if something is referred to that the run does not declare itself; without it no
    reference is checked.
    written: asked once, at the beginning, for which all items are held; without it, or where it does not know,
    duplicates are those within the run.
    spoken: asked once, at the end, if the run names events to be taken back that it does not say.
    What is counted when this raises may not all be written; publishing the same files again is harmless.
    """
    result, referring, taking_back = Result(), Referring(), TakingBack()
    waiting: list[Admitted] = []
    if written is not None:
        items = list(items)
        before = await written(named_in(items))
        result.knows_log = before is not None
        if before is None:
            result.warnings.add([NOT_LOOKED_UP])
        door.remember(before or ())
    for item in items:
        judged = door.judge(item, clock())
        result.count(judged)
        referring.take(judged.fresh, item.where, judged.origins)
        taking_back.take(judged.fresh, item.where, judged.origins)
        waiting += judged.fresh
        if len(waiting) >= EVENTS_AT_ONCE or door.waiting_refusals >= EVENTS_AT_ONCE:
            await write(waiting, door, publisher)
            waiting = []
            progress(result)
    await write(waiting, door, publisher)
    if declared is not None and referring.open:
        known = await declared(referring.open)
        if known is None:
            result.warnings.add([NOT_CHECKED])
        else:
            result.warnings.include(referring.groups(known))
    if spoken is not None:
        speakers = await spoken(taking_back.open) if taking_back.open else {}
        if speakers is None:
            result.warnings.add([EFFECTS_UNKNOWN])
        else:
            result.warnings.include(taking_back.groups(speakers))
    progress(result)
    return result


async def write(admitted: Sequence[Admitted], door: Door, publisher: EventPublisher | None) -> list[Position]:
    """Write what the door let in at one time and what it refused, acknowledged. Raises BrokerAway.

    The records' positions: for each event in order, for each of its partnerships in order. None for a dry run.
    """
    refused, warned = door.take_refused(), door.take_warned()
    if publisher is None:
        return []
    await keep_refusals(publisher, refused)
    await keep_warnings(publisher, warned)
    if not admitted:
        return []
    first = admitted[0]
    stamp = Stamp(first.time, first.principal, first.door)
    return await publisher.publish([(each.event_type, each.event) for each in admitted], stamp)


@asynccontextmanager
async def opened(cluster: Cluster, ack_seconds: float = ACK_SECONDS) -> AsyncIterator[EventPublisher]:
    """A publisher for the cluster. Raises BrokerAway, RegistryAway, Incompatible."""
    async with (
        Registry(cluster.registry_url, Random(), tries=4) as registry,
        EventPublisher(cluster.bootstrap_servers, cluster.names, registry, ack_seconds) as publisher,
    ):
        yield publisher


def principal_of(speaker: str | None) -> str:
    """Who publishes: the organisation that was named, else the operator of the instance. Raises SpeakerUnknown."""
    if speaker is None:
        return OPERATOR
    try:
        return check_organisation_id(speaker)
    except ValueError as wrong:
        raise SpeakerUnknown(f"--as: {wrong}") from wrong
