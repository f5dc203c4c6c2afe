"""The open matter about one event id that came with two contents: both are kept, ordered by hash.

Each is told by who said it, when, about what and of which type, and by the fields that differ; which is why a picture
that shows the matter is guarded as much as the most guarded of them.

Source: design section 4 (one id with two contents).
"""

from collections.abc import Iterable
from typing import Any, Final

from hub.configuration.model import Configuration
from hub.events.envelope import Meta
from hub.reconcile import differences
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.statement import Statement
from hub.serialization.readable import instant_text, to_json

MOST_NAMED: Final = 5
"""Of how many differing fields the words are shown; more would hide which they are."""

_SHOWN_ANYWAY: Final = frozenset({"event_id", "organisation", "subject", "occurred_at", "recorded_at"})
_OF_ITSELF: Final = [name for name in Meta.model_fields if name not in _SHOWN_ANYWAY]


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
        sides=[_side(statement, differs) for statement, differs in zip(contents, _differing(contents), strict=True)],
    )


def _senders(contents: list[Statement], configuration: Configuration) -> str:
    """Who sent them, and what is to be done about it."""
    bodies = sorted({each.organisation for each in contents})
    names = " and ".join(configuration.name_of(each) for each in bodies)
    if len(bodies) == 1:
        return f"from {names}, which must use a new id for each"
    anew = ", and a new one for each content" if len(bodies) < len(contents) else ""
    return f"from {names}; each of them must use ids of its own{anew}"


def _differing(contents: list[Statement]) -> list[dict[str, Any]]:
    """Of each content its words for the fields that are not the same in all of them, and how many more there are."""
    said = [_flat(each) for each in contents]

    def differ(names: Iterable[str]) -> list[str]:
        return [name for name in names if any(each.get(name) != said[0].get(name) for each in said)]

    of_subject = dict.fromkeys(name for each in contents for name in each.type.model.model_fields if name != "meta")
    # two sayings are seldom recorded at one moment: that alone tells little
    names = differ([*of_subject, *_OF_ITSELF]) or differ(["recorded_at"])
    more = {"more_differ": len(names) - MOST_NAMED} if len(names) > MOST_NAMED else {}
    return [
        {"differs": [{"field": name, "value": each.get(name)} for name in names[:MOST_NAMED]], **more} for each in said
    ]


def _flat(statement: Statement) -> dict[str, Any]:
    """What it says of its subject and of itself, by the name of the field."""
    said = to_json(statement.type, statement.plain())
    return {**said.pop("meta"), **said}


def _side(statement: Statement, differs: dict[str, Any]) -> dict[str, Any]:
    """Cited as the words of the statement are, so that who reads both sees that they are of one content."""
    meta = statement.plain()["meta"]
    shown: dict[str, Any] = {
        "organisation": statement.organisation,
        "value": {
            "type": statement.type.ce_type,
            "subject_kind": statement.type.about,
            "subject": statement.subject,
            **differs,
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
