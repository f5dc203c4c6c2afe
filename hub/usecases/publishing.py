"""Publishing: connector, admission, log; the one path of every door. Every item of a source is counted once: accepted,
refused or duplicate.

Promise: an item whose events are refused in part is refused as a whole and nothing of it is written; what is counted
as accepted has been acknowledged by Kafka, and so has the record of every refusal and of what was warned of. Source:
design section 7.
"""

import asyncio
from codecs import BOM_UTF8
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from pathlib import Path
from random import Random
from typing import Any, Final, assert_never

from aiokafka.errors import KafkaError

from connectors.json_source import first_readable
from connectors.protocol import Connector, Item
from connectors.registry import CONNECTORS
from hub.admission.admit import OPERATOR, Admitted
from hub.admission.extending import AgreedTerms
from hub.admission.references import Known
from hub.admission.refusal import Refusal
from hub.admission.strict_json import BadJson
from hub.admission.warning import AdmissionWarning
from hub.events.catalogue import EventType
from hub.events.ids import check_organisation_id
from hub.instance.connection import Cluster
from hub.instance.damaged import check_truth
from hub.log.codec import Stamp
from hub.log.kept_warnings import keep_warnings
from hub.log.location import RecordLocation
from hub.log.publisher import ACK_SECONDS, EventPublisher, nobody_answers
from hub.log.refusals import keep_refusals
from hub.log.registry import Registry
from hub.serialization.encoded import Identity
from hub.usecases.admitting import Door, ItemAnswer, ItemOutcome
from hub.usecases.no_json import NoJson
from hub.usecases.placing import placed
from hub.usecases.referring import NOT_CHECKED, Referring
from hub.usecases.taking_back import EFFECTS_UNKNOWN, Speakers, TakingBack, Wanted
from hub.usecases.warned import Warnings
from hub.usecases.written_before import NOT_LOOKED_UP, extended_in, named_in

EVENTS_AT_ONCE: Final = 500
_EMPTY: Final = "the file is empty, so there is nothing to publish"
_NO_ITEM: Final = "the list in it is empty, so there is nothing to publish"
_PART_BYTES: Final = 1 << 16


class FormatUnknown(Exception):
    """No connector is named or recognises the file; the text says which there are."""


class SpeakerUnknown(Exception):
    """Whoever is to say it is not named by an organisation id."""


Declared = Callable[[Iterable[str]], Awaitable[Known | None]]
"""Asks what is declared in partnerships; None where nobody answers in time."""


Spoken = Callable[[Wanted], Awaitable[Speakers | None]]
"""Asks who said events that the run names; None where nobody answers in time."""


Written = Callable[[Mapping[str, set[str]]], Awaitable[set[Identity] | None]]
"""Asks what the log holds of event ids, by topic; None where it could not be read."""


Agreed = Callable[[set[str]], Awaitable[Mapping[tuple[str, str], Any] | None]]
"""Asks for the pictures of contracts of these ids, by partnership and id; None where they could not be read."""

TERMS_UNKNOWN: Final = AdmissionWarning(
    "all files",
    "data.period_end",
    "the terms that are extended were not looked up: Kafka did not answer in time",
    "run `hub status`, and look at the contract's page",
)


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

    def count(self, answer: ItemAnswer) -> None:
        match answer.outcome:
            case ItemOutcome.ADMITTED:
                self.accepted += 1
                self.events += len(answer.fresh)
                self.warnings.add(answer.warnings)
            case ItemOutcome.DUPLICATE:
                self.duplicates += 1
            case ItemOutcome.REFUSED:
                self.refused += 1
                self.refusals += answer.refusals
            case _:
                assert_never(answer.outcome)

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
    """The connector of that name, or the one that recognises the file's beginning; of a file in which nothing is JSON
    one that refuses it, whatever was named. Raises FormatUnknown, OSError."""
    known = ", ".join(CONNECTORS)
    if name is not None and name not in CONNECTORS:
        raise FormatUnknown(f"there is no format {name!r}; formats: {known}")
    if _is_blank(file):
        raise FormatUnknown(f"{file.name}: {_EMPTY}")
    with file.open("rb") as stream:
        first = first_readable(stream)
    if first == []:
        raise FormatUnknown(f"{file.name}: {_NO_ITEM}")
    if isinstance(first, BadJson):
        return NoJson(first)
    if name is not None:
        return CONNECTORS[name]
    found = [each for each in CONNECTORS.values() if each.recognises(first)]
    if len(found) != 1:
        raise FormatUnknown(f"{file.name}: its beginning is of no known format; name it with --format ({known})")
    return found[0]


def _is_blank(file: Path) -> bool:
    """Whether there is nothing in it that could be said to somebody: no byte, or blank ones alone."""
    with file.open("rb") as stream:
        return all(not part.removeprefix(BOM_UTF8).strip() for part in iter(partial(stream.read, _PART_BYTES), b""))


def items_of(
    files: Iterable[Path], format_name: str | None, speaker: str | None, partnerships: Sequence[str] = ()
) -> Iterator[Item]:
    """Every item of every file, in order. partnerships: in which events are said that name none. Raises FormatUnknown,
    OSError."""
    for file in files:
        connector = connector_for(file, format_name)
        with file.open("rb") as stream:
            # a name that is no UTF-8 is told with its marks, or the refusal itself could not be told
            for item in connector.items(stream, file.name.encode("utf-8", "replace").decode(), speaker):
                yield placed(item, partnerships)


async def publish(
    items: Iterable[Item],
    door: Door,
    publisher: EventPublisher | None,
    clock: Callable[[], datetime],
    progress: Callable[[Result], None] = lambda result: None,
    declared: Declared | None = None,
    written: Written | None = None,
    spoken: Spoken | None = None,
    agreed: Agreed | None = None,
) -> Result:
    """Put every item through admission, write what is admitted. publisher: None for a dry run. Raises BrokerAway.

    declared: asked once, at the end, if something is referred to that the run does not declare itself; without it no
    reference is checked.
    written: asked once, at the beginning, for which all items are held; without it, or where it does not know,
    duplicates are those within the run.
    agreed: asked once, at the beginning, for the contracts that the run extends, where all items are held.
    spoken: asked once, at the end, if the run names events to be taken back that it does not say.
    What is counted when this raises may not all be written; publishing the same files again is harmless.
    """
    result, referring, taking_back = Result(), Referring(door.configuration), TakingBack()
    waiting: list[Admitted] = []
    if written is not None:
        items = list(items)
        before = await written(named_in(items))
        result.knows_log = before is not None
        if before is None:
            result.warnings.add([NOT_LOOKED_UP])
        door.remember(before or ())
        extended = extended_in(items) if agreed is not None else set()
        if agreed is not None and extended:
            pictures = await agreed(extended)
            if pictures is None:
                result.warnings.add([TERMS_UNKNOWN])
            door.terms = AgreedTerms((pictures or {}).get)
    for item in items:
        answer = door.admit(item, clock())
        result.count(answer)
        referring.take(answer.fresh, item.where)
        taking_back.take(answer.fresh, item.where)
        waiting += (each.admitted for each in answer.fresh)
        if len(waiting) >= EVENTS_AT_ONCE or door.waiting_refusals >= EVENTS_AT_ONCE:
            await write(waiting, door, publisher)
            waiting = []
            progress(result)
            await asyncio.sleep(0)  # where nothing is written, whoever wants to end it has its turn here
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


async def write(admitted: Sequence[Admitted], door: Door, publisher: EventPublisher | None) -> list[RecordLocation]:
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
    return await publisher.publish(admitted, stamp)


@asynccontextmanager
async def opened(
    cluster: Cluster,
    ack_seconds: float = ACK_SECONDS,
    schema_ids: Callable[[], Awaitable[Mapping[EventType, int]]] | None = None,
) -> AsyncIterator[EventPublisher]:
    """A publisher for the cluster. Raises BrokerAway, RegistryAway, Incompatible, LogDamaged.

    schema_ids: gives those of the schemas where somebody keeps them; else the registry is asked.
    """
    try:
        await check_truth(cluster)
    except (KafkaError, OSError) as away:
        raise nobody_answers(cluster.bootstrap_servers, away) from away
    taken = None if schema_ids is None else await schema_ids()
    async with (
        Registry(cluster.registry_url, Random(), tries=4) as registry,
        EventPublisher(cluster.bootstrap_servers, cluster.names, registry, ack_seconds, taken) as publisher,
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
