"""The open matter about one event id that came with two contents: both are kept, ordered by hash.

Source: design section 4 (one id with two contents).
"""

from typing import Any

from hub.events.readable import instant_text
from hub.reconcile import differences
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.statement import Statement


def opens_on(subject: Subject, contents: list[Statement]) -> Day:
    """The day from which one of those about the subject is true: before it nothing of them stands there."""
    return Day(
        min(statement.effective for statement in contents if (statement.type.about, statement.subject) == subject)
    )


def two_contents(
    partnership: str, subject: Subject, event_id: str, day: Day, contents: list[Statement]
) -> dict[str, Any]:
    """day: since when it is open. contents: those that count, one of them at least about the subject."""
    return differences.difference(
        partnership,
        MatterKind.IDENTITY,
        subject,
        f"event:{event_id}",
        severity=MatterSeverity.RED,
        text=f"event id {event_id} came with {len(contents)} different contents; its sender must use a new id for each",
        since=day.text,
        sides=[_side(statement) for statement in contents],
    )


def _side(statement: Statement) -> dict[str, Any]:
    """Cited as the words of the statement are, so that who reads both sees that they are of one content."""
    meta = statement.plain()["meta"]
    shown: dict[str, Any] = {
        "organisation": statement.organisation,
        "value": statement.content_hash,
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
