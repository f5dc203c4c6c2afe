"""What a receipt says became of an event: taken back only where every content of it is, in every partnership."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from hub.admission.refusal import Code, Refusal
from hub.events.catalogue import CATALOGUE
from hub.gateway.api.receipts import _state
from hub.gateway.index.event_reading import EventContent, Reading
from hub.log.codec import Stamp

STAMP = Stamp(datetime(2015, 4, 1, tzinfo=UTC), "operator", "file")


def statement(*voided_by: int) -> EventContent:
    by = tuple(UUID(int=each) for each in voided_by)
    return EventContent(UUID(int=1), CATALOGUE[0], (1, 0), "wandsworth", "hash", {}, STAMP, (), (), voided_by=by)


POISON: Any = Refusal(Code.NOT_JSON, "", "is not JSON", "send JSON")


@pytest.mark.parametrize(
    ("statements", "refusals", "state"),
    [
        ((statement(),), (), "admitted"),
        ((statement(2),), (), "taken_back"),
        ((statement(2), statement(2, 3)), (), "taken_back"),
        ((statement(2), statement()), (), "admitted"),
        ((statement(2),), (POISON,), "taken_back"),
        ((), (POISON,), "quarantined"),
        ((), (), "refused"),
    ],
)
def test_the_state_of_a_receipt(statements: tuple[EventContent, ...], refusals: Any, state: str) -> None:
    assert _state(Reading(statements, refusals)) == state
