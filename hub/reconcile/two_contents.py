"""The open matter about one event id that came with two contents: both are kept, ordered by hash.

Each is told by who said it, when, about what and of which type; which is why a picture that shows the matter is
guarded as much as the most guarded of them.

Source: design section 4 (one id with two contents).
"""

from typing import Any

from hub.configuration.model import Configuration
from hub.reconcile import differences
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.statement import Statement
from hub.serialization.readable import instant_text


def opens_on(subject: Subject, contents: list[Statement]) -> Day:
    """The day from which one of those about the subject is true: before it nothing of them stands there."""
    return Day(
        min(statement.effective for statement in contents if (statement.type.about, statement.subject) == subject)
    )


def two_contents(
    partnership: str,
    subject: Subject,
    event_id: str,
    day: Day,
    contents: list[Statement],
    configuration: Configuration,
) -> dict[str, Any]:
    """day: since when it is open. contents: those that count, one of them at least about the subject."""
    return differences.difference(
        partnership,
        MatterKind.IDENTITY,
        subject,
        f"event:{event_id}",
        severity=MatterSeverity.RED,
        text=f"event id {event_id} came with {len(contents)} different contents {_senders(contents, configuration)}",
        since=day.text,
        sides=[_side(statement) for statement in contents],
    )


def _senders(contents: list[Statement], configuration: Configuration) -> str:
    """Who sent them, and what is to be done about it."""
    bodies = sorted({each.organisation for each in contents})
    names = " and ".join(configuration.name_of(each) for each in bodies)
    if len(bodies) == 1:
        return f"from {names}, which must use a new id for each"
    anew = ", and a new one for each content" if len(bodies) < len(contents) else ""
    return f"from {names}; each of them must use ids of its own{anew}"


def _side(statement: Statement) -> dict[str, Any]:
    """Cited as the words of the statement are, so that who reads both sees that they are of one content."""
    meta = statement.plain()["meta"]
    shown: dict[str, Any] = {
        "organisation": statement.organisation,
        "value": {
            "type": statement.type.ce_type,
            "subject_kind": statement.type.about,
            "subject": statement.subject,
        },
        "since": Day(statement.effective).text,
        "recorded_at": instant_text(statement.recorded),
        "event": statement.event_id,
        "content_hash": statement.content_hash,
    }
    if meta["source_document"] is not None:
        shown["document"] = meta["source_document"]
    if meta["illustrative"]:
        shown["illustrative"] = True
    return shown
