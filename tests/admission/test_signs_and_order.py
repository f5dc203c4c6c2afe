"""Which numbers may be below zero, and which two days of an event have their order."""

from typing import Any

import pytest

from hub.admission.admit import Refused, admit
from hub.admission.refusal import Code
from tests.admission.test_codes import OBSERVED, other
from tests.support.documents import context


def codes(document: Any, field: str) -> list[Code]:
    answer = admit(document, context())
    return [each.code for each in answer.refusals if each.field == field] if isinstance(answer, Refused) else []


@pytest.mark.parametrize(
    ("name", "field", "may"),
    [
        ("performance.observed", "value", True),
        ("performance.observed", "numerator", True),
        ("performance.observed", "denominator", False),
        ("contract.varied", "percent", True),
        ("contract.measure-agreed", "target", True),
    ],
)
def test_a_change_may_be_a_fall_and_a_count_may_not(name: str, field: str, may: bool) -> None:
    said = {**(OBSERVED if name.endswith("observed") else {}), field: "-5"}
    assert codes(other(name, **said), f"data.{field}") == ([] if may else [Code.NEGATIVE])


def test_the_next_check_is_not_due_before_the_last_one_was_made() -> None:
    for due, expected in (("2015-05-01", []), ("2015-04-30", [Code.DATES_REVERSED])):
        document = other("contract.clause-checked", clause="dbs", checked_on="2015-05-01", next_check_by=due)
        assert codes(document, "data.next_check_by") == expected
