"""What became of each statement on a day: whose word it is, or which later event took its place.

Promise: what decides is what decides in the picture; both ask `deciding`. Which words a picture then shows is told by
hub.reconcile.told.
Source: design sections 2 (every number can be explained) and 4 (which saying counts).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from hub.configuration.model import Configuration
from hub.reconcile.claims import (
    CLEARED,
    DEPARTED,
    LEFT_ALL,
    SUPPLIER,
    Claim,
    Field,
    Side,
    deciding,
    taken_back_by,
    under_canonical_ids,
)
from hub.reconcile.days import Day
from hub.reconcile.events import EventSet, Subject
from hub.reconcile.folds import claims_of, part_of
from hub.reconcile.kinds.procurement.departing import departure
from hub.reconcile.statement import Statement


class Fate(StrEnum):
    """What became of a statement about a field, for one of the bodies that stand in its organisation's place."""

    STANDS = "stands"  # it is the body's word
    SUPERSEDED = "superseded"  # something later said for the same body is its word
    CLEARED = "cleared"  # something later said for the same body takes its word back
    CLEARS = "clears"  # it takes the body's word back: nothing is said any more
    NOT_YET = "not yet true"  # it is true from a later day
    EARLIER = "earlier result"  # it is the body's word on its period, and the picture shows the last period's results
    CHARTED = "in the trend"  # it is the body's word on its period, and the picture shows it in the measure's trend
    JUDGES = "judges"  # something later counts today, and the last result of a measure is assessed by it
    PASSED = "passed"  # the body's words on contracts and awards go further than the stage that it states
    LEFT = "left"  # the body names a supplier of an award, and says that it has left
    RETURNED = "returned"  # the body says that a supplier has left an award, and has named it there again since
    LAPSED = "does not hold"  # it answers a matter for other words than those that the matter stands on
    VOID = "void"  # its own organisation corrected or withdrew it


@dataclass(frozen=True, slots=True)
class Told:
    """One claim and its fate for one body. by: the events that decided it; none where it decides itself or waits.

    lapse: of an answer that does not hold, what the picture tells of why.
    claim: with every organisation under its configured id. content: the hash of what decided it, where the id of that
    event came with several contents; it may be the claim's own id.
    """

    statement: Statement
    claim: Claim
    body: str
    fate: Fate
    by: tuple[str, ...]
    content: str | None = None
    lapse: Mapping[str, Any] | None = None


def passed_to(told: Told, fate: Fate, sides: Iterable[Side]) -> Told:
    """The same with another fate, which the events decided whose words these are."""
    claims = [claim for side in sides for claim in side.sources]
    events = tuple(sorted({claim.event_id for claim in claims}))
    contents = {claim.content_hash for claim in claims if claim.origin.of_several}
    content = contents.pop() if len(contents) == len(events) == 1 else None
    return replace(told, fate=fate, by=events, content=content)


def fates(events: EventSet, subject: Subject, as_of: Day, configuration: Configuration) -> list[Told]:
    """Every claim about the subject, once for each body it is for; the newest first within each field and body."""
    decides: dict[tuple[Field, str], Claim] = {}
    for part in events.parts(subject):
        decides.update(deciding(events.claims(subject, part).standing(as_of), as_of, configuration))
    told = [
        each
        for statement in events.events_of(subject)
        for each in _of_event(statement, events, decides, as_of, configuration)
    ]
    told.sort(key=lambda each: each.claim[:4], reverse=True)
    told.sort(key=lambda each: (each.claim.field, each.body))
    return told


def _of_event(
    statement: Statement,
    events: EventSet,
    decides: Mapping[tuple[Field, str], Claim],
    as_of: Day,
    configuration: Configuration,
) -> Iterator[Told]:
    void = tuple(events.voided_by(statement))
    bodies = configuration.today_of(statement.organisation, as_of.date)
    spoken: set[Field] = set()
    for spoken_claim in claims_of(statement, statement.plain()):
        if spoken_claim.field in spoken:
            continue  # an event that states a field and clears it states it; the history counts it so too
        spoken.add(spoken_claim.field)
        claim = under_canonical_ids(spoken_claim, configuration)
        outsaid = _outsaid_by(events, statement, spoken_claim, as_of)
        for body in bodies:
            decided = decides.get((claim.field, body))
            if decided is not None and decided.order() < claim.order():
                # only what takes it back together with others lets an earlier word count in its place
                decided = taken_back_by(claim.field, body, decides) or decided
            fate, by = _fate(claim, void, outsaid, decided, as_of)
            if fate is Fate.STANDS and (left := _said_to_have_left(claim, body, decides)):
                fate, by = Fate.LEFT, left
            elif fate is Fate.STANDS and (named := _named_again(claim, body, decides)):
                fate, by = Fate.RETURNED, named
            if isinstance(by, Claim):
                content = by.content_hash if by.origin.of_several else None
                yield Told(statement, claim, body, fate, (by.event_id,), content)
            else:
                yield Told(statement, claim, body, fate, by)


def _fate(
    claim: Claim, void: tuple[str, ...], outsaid: Claim | None, decides: Claim | None, as_of: Day
) -> tuple[Fate, Claim | tuple[str, ...]]:
    """outsaid: what its organisation said in between on a fact that was told ahead, so that it never comes to count."""
    if void:
        return Fate.VOID, void
    if outsaid is not None:
        return _passed_over(outsaid)
    if claim.effective > as_of:
        return Fate.NOT_YET, ()
    assert decides is not None  # the claim itself counts on the day, so one of the body's claims decides
    if decides[:4] == claim[:4]:
        return (Fate.CLEARS if claim.value is CLEARED else Fate.STANDS), ()
    return _passed_over(decides)


def _passed_over(by: Claim) -> tuple[Fate, Claim]:
    return (Fate.CLEARED if by.value is CLEARED else Fate.SUPERSEDED), by


def _outsaid_by(events: EventSet, statement: Statement, claim: Claim, as_of: Day) -> Claim | None:
    if not claim.ahead:
        return None
    part = part_of(statement.type, statement.plain())
    return events.claims(Subject(statement.type.about, statement.subject), part).outsaid_by(claim, as_of)


def _named_again(left: Claim, body: str, decides: Mapping[tuple[Field, str], Claim]) -> Claim | None:
    """Of a supplier that the body says has left an award: the body's later word that names it there, if any."""
    item, award, name = left.field
    if item != "award" or not name.startswith(DEPARTED):
        return None
    named = decides.get((Field("award", award, f"{SUPPLIER}{name.removeprefix(DEPARTED)}"), body))
    if named is None or named.value is CLEARED or _said_to_have_left(named, body, decides):
        return None
    return named


def _said_to_have_left(named: Claim, body: str, decides: Mapping[tuple[Field, str], Claim]) -> Claim | None:
    """Of a supplier that the body names in an award: the body's word by which it has left, if it has."""
    item, award, name = named.field
    if item != "award" or not name.startswith(SUPPLIER):
        return None
    supplier = name.removeprefix(SUPPLIER)
    fields = Field("award", award, f"{DEPARTED}{supplier}"), Field("party", supplier, LEFT_ALL)
    left = (decides.get((field, body)) for field in fields)
    return departure(named, (each for each in left if each is not None and each.value is not CLEARED))
