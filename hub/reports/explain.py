"""From a figure back to the statements behind it: which stand, which were passed over, and what decided it.

Which statement counts is the core's rule (hub.reconcile.fates), the one that pictures are made by; here it is worded.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from hub.configuration.model import Configuration
from hub.events.counting import count_words
from hub.reconcile.claims import CLEARED, Field
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.explained import Explained
from hub.reconcile.explaining import explained
from hub.reconcile.fates import Fate, Told
from hub.reconcile.kinds.procurement.explained import TOTALS
from hub.reconcile.kinds.registry import KIND_OF
from hub.reconcile.statement import Statement
from hub.reconcile.views import PartnershipViews
from hub.reports.answer_words import lapse_words
from hub.reports.pictures_on_day import views_of
from hub.reports.words import Words, total_words
from hub.serialization.avro import day_of
from hub.serialization.readable import instant_text


def explain(
    statements: Mapping[str, Iterable[Statement]],
    configuration: Configuration,
    subject: Subject,
    field: str | None,
    as_of: date,
    known_at: int | None = None,
) -> list[dict[str, Any]]:
    """Every statement about the subject (and field), newest first within each field and body; empty when there is none.

    A statement appears once for each body whose word it is or was. Statements about something else that the subject's
    picture stands on are among them: about a contract's award and procurement, about a contract or award that names
    the subject. A field of a provider is that field of the contracts that it supplies and of its awards. cited_in:
    the words of pictures that cite the statement, such as field `value` of a contract. A member of the picture that
    holds several things (`totals`, `awards`, `measures`) is all that is shown in it.
    """
    day = Day.of(as_of)
    return [
        worded(views.partnership, each.told, configuration)
        | {"cited_in": [{"subject": f"{about.kind} {about.id}", "field": word.text} for about, word in each.cited_in]}
        for views in views_of(statements, configuration, known_at)
        for each in _asked_for(views, subject, field, day)
    ]


def totals_in_words(
    statements: Mapping[str, Iterable[Statement]],
    configuration: Configuration,
    procurement: Subject,
    as_of: date,
    known_at: int | None = None,
) -> list[str]:
    """What the contracts of a procurement come to by each body's words, or why there is no total, as its page says.

    Where it is known in several partnerships each line says in which: nothing is added up across them.
    """
    words = Words(configuration.name_of)
    found = [views.picture(procurement, Day.of(as_of)) for views in views_of(statements, configuration, known_at)]
    told = [(picture.body["partnership"], total) for picture in found if picture for total in picture.body[TOTALS]]
    is_in_several = len({place for place, _ in told}) > 1
    return [
        f"{words.says(total)}{f' in {place}' if is_in_several else ''}: "
        f"{count_words(total['contracts'], 'contract')}, {total_words(total)}"
        for place, total in told
    ]


def _asked_for(views: PartnershipViews, subject: Subject, field: str | None, day: Day) -> list[Explained]:
    if subject.kind == "provider":
        # a provider has its picture under its configured id, by whatever id it is asked for
        subject = subject._replace(id=views.configuration.canonical(subject.id))
    told = explained(views, subject, day)
    if field is None:
        return told
    kind = KIND_OF[subject.kind]
    if field in kind.citing:
        return list(kind.citing[field](views, subject, day))
    there = {each.key for each in told}
    told += [each for each in kind.further(views, subject, day) if each.key not in there]
    shows = kind.members.get(field, _nothing)
    return [
        each
        for each in told
        if shows(each)
        or any(is_asked_for(about, field) for about in (each.told.claim.field, *(word for _, word in each.words)))
    ]


def _nothing(each: Explained) -> bool:
    return False


def is_asked_for(field: Field, wanted: str) -> bool:
    """Whether a person who asks for this means the field: its text, its name, or the thing that it is a field of."""
    thing = f"{field.item}:{field.key}" if field.item else field.name
    return wanted in (field.text, field.name, thing, field.key)


def worded(partnership: str, told: Told, configuration: Configuration) -> dict[str, Any]:
    """A statement and its fate as JSON data."""
    statement, claim = told.statement, told.claim
    return {
        "partnership": partnership,
        "subject": f"{statement.type.about} {statement.subject}",
        "field": claim.field.text,
        "organisation": claim.organisation,
        "name": configuration.name_of(claim.organisation),
        "body": told.body,
        "body_name": configuration.name_of(told.body),
        "value": claim.value,
        "says": "takes back what it said" if claim.value is CLEARED else "states it",
        "fate": told.fate,
        "true_from": day_of(claim.effective).isoformat(),
        "recorded_at": instant_text(claim.recorded),
        "admitted_at": instant_text(statement.known),
        "event": claim.event_id,
        "content_hash": claim.content_hash,
        "type": statement.type.ce_type,
        "document": claim.origin.document,
        "illustrative": claim.origin.illustrative,
        "superseded_by": next(iter(told.by), None)
        if told.fate in (Fate.SUPERSEDED, Fate.CLEARED, Fate.JUDGES)
        else None,
        "by_content": told.content,
        "passed_by": list(told.by) if told.fate in (Fate.PASSED, Fate.EARLIER) else [],
        "left_by": next(iter(told.by), None) if told.fate is Fate.LEFT else None,
        "returned_by": next(iter(told.by), None) if told.fate is Fate.RETURNED else None,
        "voided_by": list(told.by) if told.fate is Fate.VOID else [],
        "lapsed": lapse_words(told.lapse, configuration.name_of) if told.lapse is not None else None,
        "lapsed_by": list(told.by) if told.fate is Fate.LAPSED else [],
    }


def subjects(statements: Mapping[str, Iterable[Statement]], configuration: Configuration) -> list[Subject]:
    """Everything that something was said about, in order: what may be asked for."""
    return sorted({each for views in views_of(statements, configuration, None) for each in views.events.subjects()})
