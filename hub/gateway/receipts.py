"""A receipt: what became of an event id, from the log's records, the kept refusals and the pictures that stand."""

from collections.abc import Callable, Iterable
from typing import Literal
from uuid import UUID

from hub.events.readable import instant_text
from hub.gateway import models
from hub.gateway.answers import href_of
from hub.gateway.event_index import Place
from hub.gateway.event_reading import Change, EventReading, Reading, Source, changed
from hub.gateway.problems import Kind, Problem
from hub.gateway.refusal_index import RefusalIndex
from hub.gateway.shown import Shown
from hub.log.freshness import Inclusion
from hub.log.refusals import KeptRefusal, RefusalUnreadable


async def read_refusals(event_id: UUID, index: RefusalIndex, source: Source) -> list[KeptRefusal]:
    """Why events of this id were refused, oldest first. Raises Problem AWAY."""
    found = []
    for place in index.places(event_id):
        record = await source.record(place)
        try:
            found.append(KeptRefusal.read(None if record is None else record.value))
        except RefusalUnreadable:
            continue  # a newer release's, or nobody's: there is nothing in it that could be told
    return found


Included = Callable[[Iterable[Place]], Inclusion]
"""Whether the pictures include the records at all these places."""


async def receipt_of(
    event_id: UUID,
    reading: EventReading,
    refusals: RefusalIndex,
    source: Source,
    pictures: Iterable[Shown],
    included: Included,
) -> models.Receipt:
    """Raises Problem NOT_FOUND when nothing is known of it, AWAY."""
    found = await reading.read_event(event_id)
    refused = await read_refusals(event_id, refusals, source)
    if not found.is_known and not refused:
        raise unknown()
    return models.Receipt(
        event=str(event_id),
        state=_state(found),
        pictures=included(counting(found)) if found.statements else None,
        admitted=[
            models.Admission(
                partnership=each.partnership,
                type=each.type.ce_type,
                organisation=each.organisation,
                content_hash=each.content_hash,
                admitted_at=instant_text(each.stamp.milliseconds),
                principal=each.stamp.principal,
                door=each.stamp.door,
                records=[_record(each.partnership, place) for place in each.places],
                takes_back=[str(other) for other in each.voids],
                taken_back_by=[str(other) for other in each.voided_by],
            )
            for each in found.statements
        ],
        refused=[
            models.Refused(
                at=each.at,
                principal=each.principal,
                door=each.door,
                where=each.where,
                code=each.code,
                field=each.field,
                problem=each.problem,
                fix=each.fix,
            )
            for each in refused
        ],
        quarantined=[
            models.QuarantinedRecord(
                id=f"{each.place.topic}-{each.place.partition}-{each.place.offset}",
                code=each.poison.code,
                field=each.poison.field,
                problem=each.poison.problem,
                fix=each.poison.fix,
            )
            for each in found.refusals
        ],
        changed=changes(changed(event_id, pictures)),
        unread=found.more,
    )


async def event_shown(event_id: UUID, reading: EventReading, pictures: Iterable[Shown]) -> models.EventShown:
    """Raises Problem NOT_FOUND when the log says nothing under the id, AWAY."""
    found = await reading.read_event(event_id)
    if not found.statements:
        raise unknown()
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
        changed=changes(changed(event_id, pictures)),
        receipt=f"/v1/receipts/{event_id}",
    )


def changes(found: Iterable[Change]) -> list[models.Changed]:
    return [
        models.Changed(
            kind=each.shown.key.kind,
            partnership=each.shown.key.partnership,
            id=each.shown.key.id,
            title=each.shown.title,
            href=href_of(each.shown.key),
            where=list(each.where),
        )
        for each in found
    ]


def counting(found: Reading) -> list[Place]:
    """The record of each statement that counts; later ones say the same again."""
    return [each.places[0] for each in found.statements]


def unknown() -> Problem:
    detail = (
        "no event of that id was let in or refused, as far as the gateway has read the log; check the id, and if it "
        "was just published, ask again in a second"
    )
    return Problem(Kind.NOT_FOUND, detail)


def _record(partnership: str, place: Place) -> models.Record:
    return models.Record(partnership=partnership, topic=place.topic, partition=place.partition, offset=place.offset)


def _state(found: Reading) -> Literal["admitted", "taken_back", "quarantined", "refused"]:
    if found.statements:
        return "taken_back" if all(each.voided_by for each in found.statements) else "admitted"
    return "quarantined" if found.refusals else "refused"
