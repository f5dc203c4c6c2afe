"""A receipt: what became of an event id, from the log's records, what the doors kept and the pictures that stand."""

from collections.abc import Iterable
from typing import Final, Literal
from uuid import UUID

from hub.admission.references import missing, references, undeclared
from hub.admission.unknown_bodies import Bodies
from hub.admission.warning import AdmissionWarning
from hub.configuration.model import Configuration
from hub.gateway.api import models
from hub.gateway.api.answers import href_of
from hub.gateway.api.starting import kind_of
from hub.gateway.http.problems import Problem, ProblemKind
from hub.gateway.index.declared import declared_for
from hub.gateway.index.event_reading import Change, EventContent, EventReading, Reading, RecordSource, changed
from hub.gateway.index.pictures import HeldPictures
from hub.gateway.index.store import Store
from hub.log.kept_warnings import KeptWarnings, WarningsUnreadable
from hub.log.location import RecordLocation
from hub.log.refusals import KeptRefusal, RefusalUnreadable
from hub.serialization.readable import instant_text

ASK_AGAIN_SECONDS: Final = "5"


async def read_refusals(event_id: UUID, store: Store, source: RecordSource) -> list[KeptRefusal]:
    """Why events of this id were refused, oldest first. Raises Problem AWAY."""
    found = []
    for location in store.refusals.locations(event_id):
        record = await source.record(location)
        try:
            found.append(KeptRefusal.read(None if record is None else record.value))
        except RefusalUnreadable:
            continue  # a newer release's, or nobody's: there is nothing in it that could be told
    return found


async def read_warnings(event_id: UUID, store: Store, source: RecordSource) -> list[KeptWarnings]:
    """What publishers of this id were warned of, oldest first, each wording of one once. Raises Problem AWAY."""
    found: dict[tuple[str, str, object], KeptWarnings] = {}
    for location in store.warnings.locations(event_id):
        record = await source.record(location)
        try:
            kept = KeptWarnings.read(None if record is None else record.value)
        except WarningsUnreadable:
            continue  # as a refusal's
        # published again after an outage, it is said again
        found.setdefault((kept.principal, kept.door, kept.warnings), kept)
    return sorted(found.values(), key=lambda each: each.at)


def unknown_references(
    statements: Iterable[EventContent], pictures: HeldPictures, configuration: Configuration
) -> list[models.UnknownReference] | None:
    """What these refer to and no picture tells to be declared, and bodies that no configuration knows; of what was
    taken back none. None: not all is read."""
    standing = [each for each in statements if not each.voided_by]
    bodies = Bodies(configuration)
    unknown = [
        _unknown_reference(each.partnership, warning)
        for each in standing
        for warning in bodies.unknown(each.type, each.plain, "")
    ]
    found = [name for each in standing for name in references(each.type, each.plain, configuration)]
    if not found:
        return unknown
    if not pictures.whole:
        return None
    known = declared_for({each.name for each in found}, pictures)
    lost = missing(found, known)
    return [*(_unknown_reference(each.name.partnership, undeclared(each, known, "")) for each in lost), *unknown]


def _unknown_reference(partnership: str, warning: AdmissionWarning) -> models.UnknownReference:
    return models.UnknownReference(
        partnership=partnership, field=warning.field, problem=warning.problem, fix=warning.fix
    )


async def receipt_of(event_id: UUID, reading: EventReading, store: Store, source: RecordSource) -> models.Receipt:
    """Raises Problem NOT_FOUND when nothing is known of it; AWAY, NOT_READ, where the log may hold it unread."""
    check_read(store)
    found = await reading.read_event(event_id)
    refused = await read_refusals(event_id, store, source)
    if not found.is_known and not refused:
        raise unknown(store)
    # the door keeps what it warned of before it writes the event, which may not have followed
    warned = await read_warnings(event_id, store, source) if found.statements else []
    return models.Receipt(
        event=str(event_id),
        state=_state(found),
        pictures=store.inclusion(counting(found)) if found.statements else None,
        admitted=[
            models.Admission(
                partnership=each.partnership,
                type=each.type.ce_type,
                organisation=each.organisation,
                content_hash=each.content_hash,
                admitted_at=instant_text(each.stamp.milliseconds),
                principal=each.stamp.principal,
                door=each.stamp.door,
                records=[_record(each.partnership, location) for location in each.locations],
                takes_back=[str(other) for other in each.takes_back],
                takes_back_nothing=[
                    models.InVain(
                        event=told.naming.event,
                        field=told.naming.field,
                        effect=told.effect,
                        problem=told.problem,
                        fix=told.fix,
                    )
                    for told in each.in_vain
                ],
                taken_back_by=[str(other) for other in each.voided_by],
            )
            for each in found.statements
        ],
        refused=[
            models.Refused(
                at=each.at,
                principal=each.principal,
                door=each.door,
                where=reason.where,
                code=reason.code,
                field=reason.field,
                problem=reason.problem,
                fix=reason.fix,
            )
            for each in refused
            for reason in each.reasons
        ],
        warnings=[
            models.WarnedAtDoor(
                at=instant_text(kept.stamp.milliseconds),
                principal=kept.principal,
                door=kept.door,
                where=each.where,
                field=each.field,
                problem=each.problem,
                fix=each.fix,
                count=each.count,
            )
            for kept in warned
            for each in kept.warnings
        ],
        more_warnings=sum(each.left_out for each in warned),
        unknown_references=unknown_references(found.statements, store.pictures, store.configuration),
        quarantined=[
            models.QuarantinedRecord(
                id=f"{each.location.topic}-{each.location.partition}-{each.location.offset}",
                code=each.poison.code,
                field=each.poison.field,
                problem=each.poison.problem,
                fix=each.poison.fix,
            )
            for each in found.refusals
        ],
        changed=changes(citing(event_id, found, store)),
        unread=found.more,
    )


async def event_shown(event_id: UUID, reading: EventReading, store: Store) -> models.EventShown:
    """Raises Problem NOT_FOUND when the log says nothing under the id, AWAY, NOT_READ."""
    check_read(store)
    found = await reading.read_event(event_id)
    if not found.statements:
        raise unsaid(event_id) if found.refusals or store.refusals.locations(event_id) else unknown(store)
    return models.EventShown(
        event=str(event_id),
        statements=[
            models.Statement(
                partnership=each.partnership,
                type=each.type.ce_type,
                content_hash=each.content_hash,
                admitted_at=instant_text(each.stamp.milliseconds),
                taken_back_by=[str(other) for other in each.voided_by],
                said=each.said(),
            )
            for each in found.statements
        ],
        changed=changes(citing(event_id, found, store)),
        receipt=f"/v1/receipts/{event_id}",
    )


def citing(event_id: UUID, found: Reading, store: Store) -> list[Change]:
    """The pictures that cite the event, of the places in which it was said: no other picture can."""
    # where it cannot be read now, or a newer release wrote it, one of the two still knows
    places = {each.partnership for each in found.statements}
    places |= {each.partnership for each in store.events.speakers(str(event_id))}
    return changed(event_id, store.pictures.of_places(places))


def changes(found: Iterable[Change]) -> list[models.Changed]:
    return [
        models.Changed(
            kind=each.held.key.kind,
            partnership=each.held.key.partnership,
            id=each.held.key.id,
            title=each.held.title,
            href=href_of(each.held.key),
            where=list(each.where),
        )
        for each in found
    ]


def counting(found: Reading) -> list[RecordLocation]:
    """The record of each statement that counts; later ones say the same again."""
    return [each.locations[0] for each in found.statements]


def check_read(store: Store) -> None:
    """Raises Problem NOT_READ, AWAY, where the log was not read to its end since the start."""
    if store.events_starting is not None:
        raise _not_known("what became of an event of that id", store.events_starting, store)


def _not_known(what: str, why: str, store: Store) -> Problem:
    detail = (
        f"{what} is not known: {why}; ask again in {ASK_AGAIN_SECONDS} seconds. To publish it again then is harmless, "
        "also where the log holds it"
    )
    return Problem(kind_of(store), detail, headers={"Retry-After": ASK_AGAIN_SECONDS})


def unknown(store: Store) -> Problem:
    """Of an event that the gateway has not read: that there is none, or that the log may hold it and is not read."""
    if store.unread is not None:
        return _not_known("whether an event of that id was let in or refused", store.unread, store)
    detail = (
        "no event of that id was let in or refused, as far as the gateway has read the log; check the id, and if it "
        "was just published, ask again in a second"
    )
    return Problem(ProblemKind.NOT_FOUND, detail)


def unsaid(event_id: UUID) -> Problem:
    """Of an event that was refused or quarantined: there is something to be told of it, and nothing that it says."""
    detail = (
        f"no event of that id says anything: it was refused at a door, or cannot be taken; /v1/receipts/{event_id} "
        "tells why and what mends it"
    )
    return Problem(ProblemKind.NOT_FOUND, detail)


def _record(partnership: str, location: RecordLocation) -> models.Record:
    return models.Record(
        partnership=partnership, topic=location.topic, partition=location.partition, offset=location.offset
    )


def _state(found: Reading) -> Literal["admitted", "taken_back", "quarantined", "refused"]:
    if found.statements:
        return "taken_back" if all(each.voided_by for each in found.statements) else "admitted"
    return "quarantined" if found.refusals else "refused"
