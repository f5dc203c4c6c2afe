"""From a figure back to the statements behind it: which stand, which were passed over, and why."""

from collections.abc import Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from hub.events.avro import day_of
from hub.events.configuration import Configuration
from hub.events.readable import instant_text
from hub.reconcile.claims import CLEARED, Claim
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.folds import claims_of
from hub.reconcile.said import Said
from hub.reports.sight import views_of


class Fate(StrEnum):
    """What became of a statement about a field."""

    STANDS = "stands"
    SUPERSEDED = "superseded"  # the same body said something later
    NOT_YET = "not yet true"  # it is true from a later day
    VOID = "void"  # its own organisation corrected or withdrew it


def explain(
    said: Mapping[str, Iterable[Said]],
    configuration: Configuration,
    subject: Subject,
    field: str | None,
    as_of: date,
) -> list[dict[str, Any]]:
    """Every statement about the subject (and field), newest first within each field and body; empty when there is none.

    A provider is explained by the statements that name it among a contract's suppliers.
    """
    found: list[dict[str, Any]] = []
    for views in views_of(said, configuration, None):
        subjects = [subject]
        if subject.kind == "provider":
            subjects = [Subject("contract", each) for each in views.events.contracts_of(subject)]
        for about in subjects:
            events = views.events.events_of(about)
            claims = [
                (each, claim, views.events.voided_by(each))
                for each in events
                for claim in claims_of(each, each.plain())
            ]
            if subject.kind == "provider":
                claims = [each for each in claims if each[1].field.text == "suppliers" and _names(each[1], subject.id)]
            found += _told(views.partnership, about, claims, configuration, field, Day.of(as_of))
    return found


def _names(claim: Claim, provider: str) -> bool:
    return any(each["id"] == provider for each in claim.value or ())


def _told(
    partnership: str,
    subject: Subject,
    claims: list[tuple[Said, Claim, list[str]]],
    configuration: Configuration,
    wanted: str | None,
    as_of: Day,
) -> list[dict[str, Any]]:
    claims = [each for each in claims if wanted is None or each[1].field.text == wanted or each[1].field.name == wanted]
    claims.sort(key=lambda each: each[1][:4], reverse=True)
    claims.sort(key=lambda each: (each[1].field, configuration.today_of(each[1].organisation, as_of.date)))
    told = []
    spoken: set[tuple[Any, ...]] = set()
    for said, claim, void in claims:
        side = (claim.field, configuration.today_of(claim.organisation, as_of.date))
        if void:
            fate = Fate.VOID
        elif claim.effective > as_of:
            fate = Fate.NOT_YET
        elif side in spoken:
            fate = Fate.SUPERSEDED
        else:
            fate = Fate.STANDS
            spoken.add(side)
        told.append(
            {
                "partnership": partnership,
                "subject": f"{subject.kind} {subject.id}",
                "field": claim.field.text,
                "organisation": claim.organisation,
                "name": configuration.name_of(claim.organisation),
                "value": claim.value,
                "says": "takes back what it said" if claim.value is CLEARED else "states it",
                "fate": fate,
                "true_from": day_of(claim.effective).isoformat(),
                "recorded_at": instant_text(claim.recorded),
                "admitted_at": instant_text(said.known),
                "event": claim.event_id,
                "type": said.type.ce_type,
                "document": claim.origin.document,
                "illustrative": claim.origin.illustrative,
                "voided_by": void,
            }
        )
    return told
