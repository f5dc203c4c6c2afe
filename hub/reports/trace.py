"""From an event forward to the figures that stand on it."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from hub.events.configuration import Configuration
from hub.events.readable import instant_text, to_json
from hub.reconcile.days import Day
from hub.reconcile.said import Said
from hub.reports.sight import views_of


def trace(
    said: Mapping[str, Iterable[Said]], configuration: Configuration, event_id: str, as_of: date
) -> list[dict[str, Any]]:
    """One entry for each partnership and content under this event id; empty when it was never admitted."""
    found = []
    for views in views_of(said, configuration, None):
        contents = views.events.contents_of(event_id)
        if not contents:
            continue
        used = [
            {"kind": picture.kind, "id": picture.id, "where": where}
            for picture in views.pictures(Day.of(as_of))
            for where in sorted(set(uses(picture.body, event_id)))
        ]
        groups = sorted(g.id for g in configuration.groups.values() if views.partnership in g.partnerships)
        found += [
            {
                "event": event_id,
                "partnership": views.partnership,
                "type": each.type.ce_type,
                "content_hash": each.content_hash,
                "admitted_at": instant_text(each.known),
                "said": to_json(each.type, each.plain()),
                "voided_by": views.events.voided_by(each),
                "used_in": used,
                "reported_to": groups,
            }
            for each in contents
        ]
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
