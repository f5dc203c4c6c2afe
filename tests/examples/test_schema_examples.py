"""Every type of the catalogue has an example beside its schema, and the example is let in."""

import json
from datetime import UTC, datetime

import pytest

from hub.admission.admit import OPERATOR, Admitted, Context, admit
from hub.events.catalogue import CATALOGUE, EventType
from hub.serialization.schemas import folder
from tests.examples.test_wandsworth import configuration

EXAMPLES = pytest.mark.parametrize("event_type", CATALOGUE, ids=lambda each: each.ce_type)


def example(event_type: EventType) -> Admitted:
    document = json.loads((folder(event_type) / "example.json").read_text(encoding="utf-8"))
    answer = admit(document, Context(configuration(), datetime(2026, 11, 23, tzinfo=UTC), OPERATOR, "test"))
    assert isinstance(answer, Admitted), answer
    return answer


@EXAMPLES
def test_the_example_is_let_in_as_its_type(event_type: EventType) -> None:
    assert example(event_type).event_type is event_type


@EXAMPLES
def test_the_example_shows_every_field(event_type: EventType) -> None:
    said = example(event_type).event
    shown = {name for name, value in said if value not in (None, ())}
    assert shown >= event_type.model.model_fields.keys() - {"clears"} - _VARIED_TERMS.get(event_type.name, set())


# a variation shares its terms with the declaration, whose example shows them
_VARIED_TERMS = {
    "varied": {
        "title", "description", "status", "suppliers", "period_start", "period_end",
        "review_on", "category", "theme", "lead_commissioner",
    },
}  # fmt: skip
