"""From an event forward to the figures that stand on it.

What an event changed is what would differ without it: the core is asked twice, with the event and without. So what
an event does silently counts too: taking another back, clearing a field, naming who should have spoken. Of an id that
came with several contents each is judged by itself: only it is left out, and what stands on another is not its doing.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import orjson

from hub.configuration.model import Configuration
from hub.events.taking_back import Spoke, in_vain, namings
from hub.reconcile.days import Day
from hub.reconcile.events import Subject
from hub.reconcile.picture import Picture
from hub.reconcile.statement import Statement
from hub.reconcile.told import told_of
from hub.reconcile.views import PartnershipViews
from hub.reports.changes import changes
from hub.reports.explain import worded
from hub.reports.joint_programmes import joint_programmes
from hub.reports.pictures_on_day import known_by, views_from
from hub.serialization.readable import instant_text, to_json

Speakers = Mapping[str, Collection[Spoke]]
Pictures = Mapping[tuple[str, str], Picture]


def trace(
    statements: Mapping[str, Iterable[Statement]],
    configuration: Configuration,
    event_id: str,
    as_of: date,
    known_at: int | None = None,
) -> list[dict[str, Any]]:
    """One entry for each partnership and content under this event id; empty when it was never admitted.

    used_in: where pictures name it. changes: every picture that would differ without it, and what in it; each that
    names it is among them. of_contents: how many came under the id in that partnership. takes_back: events of its
    organisation that are void by it. takes_back_nothing: what it names beside those, with why and what to do.
    reported_to: the groups whose report would differ without it.
    """
    found = []
    everybody = {partnership: known_by(events, known_at) for partnership, events in sorted(statements.items())}
    for partnership, known in everybody.items():
        if all(each.event_id != event_id for each in known):
            continue
        views = views_from(partnership, known, configuration)
        contents = views.events.contents_of(event_id)
        spoke, after = _speakers(everybody, contents), _pictures(views, as_of, contents)
        for each in contents:
            others = (other for other in known if other.identity != each.identity)
            before = _pictures(views_from(partnership, others, configuration), as_of, contents, each)
            found.append(
                _content(views, each, configuration, as_of, spoke)
                | {
                    "of_contents": len(contents),
                    "used_in": [
                        {"kind": picture.kind, "id": picture.id, "where": where}
                        for picture in after.values()
                        for where in sorted(set(uses(picture.body, _id_of(each, contents))))
                    ],
                    "changes": list(_changes(before, after)),
                    "reported_to": _reported(before, after, configuration, as_of),
                }
            )
    return found


def _in_vain(partnership: str, statement: Statement, spoke: Speakers) -> Iterator[dict[str, Any]]:
    for naming in namings(statement.type, statement.plain()):
        told = in_vain(naming, (partnership,), statement.organisation, spoke[naming.event])
        if told is not None:
            yield {
                "event": naming.event,
                "field": naming.field,
                "effect": told.effect,
                "problem": told.problem,
                "fix": told.fix,
            }


def _speakers(everybody: Mapping[str, Iterable[Statement]], contents: Iterable[Statement]) -> Speakers:
    """Who said what these name to be taken back, in any partnership."""
    named = {naming.event for each in contents for naming in namings(each.type, each.plain())}
    found: dict[str, set[Spoke]] = {each: set() for each in named}
    for partnership, known in everybody.items() if named else ():
        for each in known:
            if each.event_id in named:
                found[each.event_id].add(Spoke(partnership, each.organisation, each.type.withdraws))
    return found


def uses(data: Any, event_id: str, path: str = "") -> Iterator[str]:
    """Where JSON data names the event: paths without list positions, such as fields/value or differences/sides."""
    if isinstance(data, dict):
        if data.get("event") == event_id:
            yield path
        for name, value in data.items():
            yield from uses(value, event_id, f"{path}/{name}" if path else name)
    elif isinstance(data, list):
        for value in data:
            yield from uses(value, event_id, path)


def _content(
    views: PartnershipViews, statement: Statement, configuration: Configuration, as_of: date, spoke: Speakers
) -> dict[str, Any]:
    told = told_of(views, Subject(statement.type.about, statement.subject), Day.of(as_of))
    return {
        "event": statement.event_id,
        "partnership": views.partnership,
        "type": statement.type.ce_type,
        "organisation": statement.organisation,
        "content_hash": statement.content_hash,
        "admitted_at": instant_text(statement.known),
        "said": to_json(statement.type, statement.plain()),
        "voided_by": views.events.voided_by(statement),
        "takes_back": views.events.taken_back_by(statement),
        "takes_back_nothing": list(_in_vain(views.partnership, statement, spoke)),
        "fates": [worded(views.partnership, each, configuration) for each in told if each.statement is statement],
    }


def _pictures(
    views: PartnershipViews, as_of: date, contents: Sequence[Statement], without: Statement | None = None
) -> Pictures:
    """contents: of the id that is traced. without: the one that the views do without."""
    found = {(each.kind, each.id): each for each in views.pictures(Day.of(as_of))}
    if len(contents) == 1:
        return found
    ids = {each.content_hash: _id_of(each, contents) for each in contents if each is not without}
    return {
        key: replace(picture, body=_apart(picture.body, contents[0].event_id, ids)) for key, picture in found.items()
    }


def _id_of(content: Statement, contents: Sequence[Statement]) -> str:
    """What names the content, and no other one of the id, in the pictures that are compared."""
    return content.event_id if len(contents) == 1 else f"{content.event_id} {content.content_hash}"


def _apart(data: Any, event_id: str, ids: Mapping[str, str]) -> Any:
    """The data as if each content of the event had an id of its own. ids: by content hash; of one that is alone in its
    pictures, sides do not tell which it is."""
    if isinstance(data, dict):
        made = {name: _apart(value, event_id, ids) for name, value in data.items()}
        if data.get("event") == event_id:
            (only, *_) = ids
            made["event"] = ids[made.pop("content_hash", only)]
        return made
    return [_apart(each, event_id, ids) for each in data] if isinstance(data, list) else data


def _changes(before: Pictures, after: Pictures) -> Iterator[dict[str, Any]]:
    for kind, key in sorted(before.keys() | after.keys()):
        old, new = before.get((kind, key)), after.get((kind, key))
        if old is None or new is None:
            yield {"kind": kind, "id": key, "what": "is there because of it" if new else "is gone because of it"}
        elif what := changes(old.body, new.body):
            yield from ({"kind": kind, "id": key, "what": each} for each in what)


def _reported(before: Pictures, after: Pictures, configuration: Configuration, as_of: date) -> list[dict[str, Any]]:
    """Each group whose report of the partnership would differ without the event, and which figures of its summary."""
    if before == after:
        return []  # a report is made of pictures alone
    then, now = _bodies(before.values()), _bodies(after.values())
    found = []
    for _, group in sorted(configuration.groups.items()):
        old, new = (joint_programmes(group, each, configuration, as_of=as_of, known_at=None) for each in (then, now))
        if old != new:
            told = {each["label"]: each for each in old["summary"]}
            figures = [each["label"] for each in new["summary"] if told.pop(each["label"], None) != each]
            found.append({"group": group.id, "figures": [*figures, *told]})
    return found


def _bodies(pictures: Iterable[Picture]) -> dict[tuple[str, str, str], dict[str, Any]]:
    return {(each.partnership, each.kind, each.id): orjson.loads(each.json()) for each in pictures}
