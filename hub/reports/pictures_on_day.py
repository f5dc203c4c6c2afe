"""All pictures of an instance on one day, from everything that was said up to a time. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import orjson

from hub.configuration.model import Configuration
from hub.reconcile.days import Day
from hub.reconcile.statement import Statement
from hub.reconcile.views import PartnershipViews


def known_by(statements: Iterable[Statement], known_at: int | None) -> list[Statement]:
    """What the hub had admitted at that time (milliseconds since 1970); all of it for None.

    An event that was admitted again keeps the time of its first record, which comes first in `statements`.
    """
    found: dict[tuple[str, str], Statement] = {}
    for each in statements:
        found.setdefault(each.identity, each)
    return [each for each in found.values() if known_at is None or each.known <= known_at]


def views_of(
    statements: Mapping[str, Iterable[Statement]], configuration: Configuration, known_at: int | None
) -> Iterator[PartnershipViews]:
    """The views of each partnership, in order."""
    for partnership, events in sorted(statements.items()):
        yield views_from(partnership, known_by(events, known_at), configuration)


def views_from(partnership: str, events: Iterable[Statement], configuration: Configuration) -> PartnershipViews:
    """The views of one partnership in which exactly these events were said."""
    return PartnershipViews.of(partnership, events, configuration)


def bodies(
    statements: Mapping[str, Iterable[Statement]], configuration: Configuration, as_of: date, known_at: int | None
) -> dict[tuple[str, str, str], dict[str, Any]]:
    """JSON data of every picture by (partnership, kind, id), as whoever reads the output topic has it.

    In the order of its names too, which decides how a report numbers its sources.
    """
    return {
        (picture.partnership, picture.kind, picture.id): orjson.loads(picture.json())
        for views in views_of(statements, configuration, known_at)
        for picture in views.pictures(Day.of(as_of))
    }
