"""What an event claims, about which part of its subject."""

from collections.abc import Iterable
from typing import Any, Final

from hub.events import measures
from hub.events.catalogue import EventType
from hub.events.plain import Plain
from hub.reconcile.claims import Claim, Field, Origin
from hub.reconcile.days import financial_year
from hub.reconcile.kinds.tables import FOLDS
from hub.reconcile.statement import Statement
from hub.reconcile.tenses import Waits, waiting
from hub.serialization.avro import day_of

CORE: Final = "core"


def part_of(event_type: EventType, plain: Plain) -> str:
    """Which part of its subject an event belongs to: results by measure and financial year, all else core."""
    if event_type.model is measures.Observed:
        return f"{plain['measure']}/{financial_year(day_of(plain['period_end']))}"
    return CORE


def claims_of(statement: Statement, plain: Plain, *, of_several: bool = False) -> list[Claim]:
    """What an event claims, ready to be ordered among the claims of others. of_several: as `Origin`."""
    meta = plain["meta"]
    waits = waiting(statement.type, plain, statement.effective)
    origin = Origin(meta["classification"], meta["source_document"], meta["illustrative"], of_several)
    return [
        _waiting(statement, field, value, origin, waits)
        if waits
        else Claim(
            statement.effective,
            statement.recorded,
            statement.event_id,
            statement.content_hash,
            statement.organisation,
            field,
            value,
            origin,
        )
        for field, value in FOLDS[statement.type.model](statement.type, plain)
    ]


def _waiting(statement: Statement, field: Field, value: Any, origin: Origin, waits: Iterable[Waits]) -> Claim:
    """A claim of an event some of whose claims count from a later day."""
    # of two days before which it cannot be true, the later one
    found = max((each for each in waits if each.covers(field)), key=lambda each: each.day, default=None)
    day = statement.effective if found is None else found.day
    ahead = 0 if found is None or found.is_agreed else day - statement.effective
    return Claim(
        day,
        statement.recorded,
        statement.event_id,
        statement.content_hash,
        statement.organisation,
        field,
        value,
        origin,
        ahead,
    )
