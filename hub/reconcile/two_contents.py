"""The open matter about one event id that came with two contents: both are kept, ordered by hash.

Source: design section 4 (one id with two contents).
"""

from typing import Any

from hub.events.readable import instant_text
from hub.reconcile import differences
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.said import Said


def opens_on(subject: Subject, contents: list[Said]) -> Day:
    """The day from which one of those about the subject is true: before it nothing of them stands there."""
    return Day(min(said.effective for said in contents if (said.type.about, said.subject) == subject))


def two_contents(partnership: str, subject: Subject, event_id: str, day: Day, contents: list[Said]) -> dict[str, Any]:
    """day: since when it is open. contents: those that count, one of them at least about the subject."""
    return differences.difference(
        partnership,
        MatterKind.IDENTITY,
        subject,
        f"event:{event_id}",
        severity=MatterSeverity.RED,
        text=f"event id {event_id} came with {len(contents)} different contents; its sender must use a new id for each",
        since=day.text,
        sides=[
            {
                "organisation": said.organisation,
                "value": said.content_hash,
                "since": Day(said.effective).text,
                "recorded_at": instant_text(said.recorded),
                "event": said.event_id,
            }
            for said in contents
        ],
    )
