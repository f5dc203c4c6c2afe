"""Two values of one release that tell of one thing and do not agree: one is used, and that they do not is told."""

from typing import Any

import pytest

from tests.connectors.releases import a_contract, a_release
from tests.connectors.test_one_fault import read


def told(**contract: Any) -> dict[str, list[str]]:
    (item,) = read(a_release(ocid="ocds-h6vhtk-0c0043", tag=["contract"], contracts=[a_contract(**contract)]))
    assert not item.refusals
    found: dict[str, list[str]] = {}
    for each in item.warnings:
        found.setdefault(each.field, []).append(each.problem)
    return found


@pytest.mark.parametrize(("gross", "is_told"), [(99, True), (99.99, True), (0, True), (100, False), (120, False)])
def test_an_amount_with_vat_that_is_less_than_without_is_told(gross: float, is_told: bool) -> None:
    found = told(value={"amount": 100, "amountGross": gross, "currency": "GBP"})
    problems = found["contracts[0].value.amountGross"] if is_told else []
    assert any("is less than amount, which is net of VAT" in each for each in problems) == is_told
    assert not any("is less than" in each for name, each in found.items() if name != "contracts[0].value.amountGross")


@pytest.mark.parametrize(("days", "is_told"), [(1096, False), (1065, False), (1127, False), (1128, True), (365, True)])
def test_a_length_in_days_that_is_another_than_that_in_months_is_told(days: int, is_told: bool) -> None:
    found = told(period={"durationInMonths": 36, "durationInDays": days}).get("contracts[0].period.durationInDays", [])
    assert any("is another time than durationInMonths, which is 36" in each for each in found) == is_told
