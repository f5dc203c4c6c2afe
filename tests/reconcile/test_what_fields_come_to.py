"""What the words on one field come to is the worst that any part of them comes to, and holds since all are true."""

from typing import Any

import pytest

from hub.configuration.model import Configuration
from hub.reconcile.claims import Claim, Field, Origin, Side
from hub.reconcile.differences import of_field
from hub.reconcile.sides import FieldFinding
from tests.reconcile.told import CCG, COUNCIL, contract

RESULT = Field("result", "m", "2015-09-30/2015-07-01")


def side(body: str, value: Any) -> Side:
    return Side(body, Claim(1, 1, f"event of {body}", "hash", body, RESULT, value, Origin("internal", None, False)))


CASES: list[tuple[dict[str, Any], dict[str, Any], FieldFinding, list[str]]] = [
    ({"value": "50"}, {"value": "50"}, FieldFinding.AGREED, []),
    ({"value": "50", "numerator": "5"}, {"value": "50"}, FieldFinding.AGREED, []),
    ({"value": "50", "numerator": "5"}, {"value": "50", "numerator": "50"}, FieldFinding.DIFFERS, ["/numerator"]),
    ({"value": "50", "numerator": "5"}, {"value": "51", "numerator": "5"}, FieldFinding.DIFFERS, [""]),
    ({"value": "50", "note": "late"}, {"value": "50", "note": "early"}, FieldFinding.DIFFERS, ["/note"]),
]


@pytest.mark.parametrize(("one", "other", "finding", "parts"), CASES)
def test_the_worst_part_counts(
    one: dict[str, Any], other: dict[str, Any], finding: FieldFinding, parts: list[str]
) -> None:
    for sides in ([side(COUNCIL, one), side(CCG, other)], [side(CCG, other), side(COUNCIL, one)]):
        came_to, found = of_field("wandsworth", ("contract", "c"), RESULT, sides, Configuration())
        assert (came_to, [each["field"] for each in found]) == (finding, [f"{RESULT.text}{part}" for part in parts])


def test_a_difference_is_there_since_both_words_are_true() -> None:
    said = [
        (body, "declared", {"stage": "contract", "period_end": day, "occurred_at": since})
        for body, day, since in ((COUNCIL, "2018-03-31", "2014-04-01"), (CCG, "2019-03-31", "2015-04-01"))
    ]
    for order in (said, said[::-1]):
        (found,) = contract(*order)["differences"]
        assert (found["field"], found["since"]) == ("period_end", "2015-04-01")
