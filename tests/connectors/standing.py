"""From releases to what stands: through the connector, admission and the sum, as any publisher's releases go."""

import io
import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from connectors.ocds.connector import OcdsConnector
from connectors.protocol import Item
from hub.admission.admit import OPERATOR, Admitted, Context, admit
from hub.configuration.model import Configuration
from hub.reconcile.days import Day
from hub.reconcile.statement import Statement
from hub.reconcile.views import PartnershipViews
from hub.serialization import avro

NOW = datetime(2026, 11, 23, tzinfo=UTC)
TODAY = date(2026, 11, 23)
Pictures = dict[tuple[str, str], dict[str, Any]]


def items(source: bytes | Iterable[Any]) -> list[Item]:
    """What the connector makes of a file, or of releases."""
    text = source if isinstance(source, bytes) else b"\n".join(json.dumps(each).encode() for each in source)
    return list(OcdsConnector().items(io.BytesIO(text), "file", None))


def pictures_of(
    source: bytes | Iterable[Any], as_of: date = TODAY, configuration: Configuration | None = None
) -> Pictures:
    """(kind, id) to the picture's data on that day; everything must be let in. source: a file, or releases."""
    known = configuration or Configuration()
    views: dict[str, PartnershipViews] = {}
    for item in items(source):
        assert not item.refusals, item.refusals
        for document in item.documents:
            answer = admit(document, Context(known, NOW, OPERATOR, "test"))
            assert isinstance(answer, Admitted), (item.where, answer)
            kind = answer.event_type
            body = avro.encode(kind, answer.event)
            plain = avro.decode_plain(kind, (kind.major, kind.minor), body)
            for place in answer.event.meta.partnerships:
                held = views.setdefault(place, PartnershipViews(place, known))
                held.add(Statement.of(kind, (kind.major, kind.minor), body, plain, 0), plain)
    return {
        (picture.kind, picture.id): picture.body for held in views.values() for picture in held.pictures(Day.of(as_of))
    }


def stated(picture: dict[str, Any]) -> dict[str, Any]:
    """The one word on each field; a test of one speaker has no other."""
    found = {}
    for name, field in picture["fields"].items():
        (side,) = field["sides"]
        found[name] = side["value"]
    return found


def listed(items: list[dict[str, Any]], key: str) -> dict[str, dict[str, Any]]:
    """The one word on each field of each item of a list, by the item's id."""
    return {
        each[key]: {name: sides[0]["value"] for name, sides in each.items() if name != key and len(sides) == 1}
        for each in items
    }
