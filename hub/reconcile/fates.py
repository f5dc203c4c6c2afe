"""What became of each statement on a day: whose word it is, or which later event took its place.

Promise: a statement that stands for a body is a side of the picture, and the other way round; both ask `deciding`.
Source: design sections 2 (every number can be explained) and 4 (which saying counts).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from hub.events.configuration import Configuration
from hub.reconcile.claims import CLEARED, Claim, Field, deciding
from hub.reconcile.days import Day
from hub.reconcile.events import EventSet, Subject
from hub.reconcile.folds import claims_of
from hub.reconcile.said import Said


class Fate(StrEnum):
    """What became of a statement about a field, for one of the bodies that stand in its organisation's place."""

    STANDS = "stands"  # it is the body's word
    SUPERSEDED = "superseded"  # something later said for the same body is its word
    CLEARED = "cleared"  # something later said for the same body takes its word back
    CLEARS = "clears"  # it takes the body's word back: nothing is said any more
    NOT_YET = "not yet true"  # it is true from a later day
    VOID = "void"  # its own organisation corrected or withdrew it


@dataclass(frozen=True, slots=True)
class Told:
    """One claim and its fate for one body. by: the events that decided it; none where it decides itself or waits."""

    said: Said
    claim: Claim
    body: str
    fate: Fate
    by: tuple[str, ...]


def fates(events: EventSet, subject: Subject, as_of: Day, configuration: Configuration) -> list[Told]:
    """Every claim about the subject, once for each body it is for; the newest first within each field and body."""
    decides: dict[tuple[Field, str], Claim] = {}
    for part in events.parts(subject):
        decides.update(deciding(events.claims(subject, part).standing(as_of), as_of, configuration))
    told = [
        each for said in events.events_of(subject) for each in _of_event(said, events, decides, as_of, configuration)
    ]
    told.sort(key=lambda each: each.claim[:4], reverse=True)
    told.sort(key=lambda each: (each.claim.field, each.body))
    return told


def fates_naming(events: EventSet, subject: Subject, as_of: Day, configuration: Configuration) -> list[Told]:
    """The same of claims about contracts that name the subject: as their programme, or among their suppliers."""
    return [
        each
        for contract in events.contracts_of(subject)
        for each in fates(events, Subject("contract", contract), as_of, configuration)
        if names(each.claim, subject)
    ]


def names(claim: Claim, subject: Subject) -> bool:
    """Whether a claim about something else says that it belongs to the subject."""
    if claim.field.item:
        return (claim.field.item, claim.field.key) == subject
    return (
        (claim.field.name, subject.kind) == ("suppliers", "provider")
        and claim.value is not CLEARED
        and any(each["id"] == subject.id for each in claim.value)
    )


def _of_event(
    said: Said,
    events: EventSet,
    decides: Mapping[tuple[Field, str], Claim],
    as_of: Day,
    configuration: Configuration,
) -> Iterator[Told]:
    void = tuple(events.voided_by(said))
    bodies = configuration.today_of(said.organisation, as_of.date)
    spoken: set[Field] = set()
    for claim in claims_of(said, said.plain()):
        if claim.field in spoken:
            continue  # an event that states a field and clears it states it; the history counts it so too
        spoken.add(claim.field)
        for body in bodies:
            fate, by = _fate(claim, void, decides.get((claim.field, body)), as_of)
            yield Told(said, claim, body, fate, by)


def _fate(claim: Claim, void: tuple[str, ...], decides: Claim | None, as_of: Day) -> tuple[Fate, tuple[str, ...]]:
    if void:
        return Fate.VOID, void
    if claim.effective > as_of:
        return Fate.NOT_YET, ()
    assert decides is not None  # the claim itself counts on the day, so one of the body's claims decides
    if decides[:4] == claim[:4]:
        return (Fate.CLEARS if claim.value is CLEARED else Fate.STANDS), ()
    return (Fate.CLEARED if decides.value is CLEARED else Fate.SUPERSEDED), (decides.event_id,)
