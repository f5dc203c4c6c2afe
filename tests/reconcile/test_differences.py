"""How two words on one field are compared: named cases for every rule. Tolerances: domain handbook, section 8."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pytest

from hub.events.configuration import Tolerances
from hub.reconcile.differences import COMPARE, Kind, Severity, difference_id
from hub.reconcile.measures import Performance, judge
from hub.reconcile.sides import Finding


def pounds(amount: str, basis: str = "net", currency: str = "GBP") -> dict[str, str]:
    return {"amount": amount, "basis": basis, "currency": currency}


def bodies(*ids: str) -> list[dict[str, str]]:
    return [{"id": each} for each in ids]


@dataclass(frozen=True)
class Case:
    name: str
    field: str
    values: list[Any]
    finding: Finding
    kind: Kind
    severity: Severity


DIFFERS, AGREED = Finding.DIFFERS, Finding.AGREED
CASES = [
    Case("equal pounds", "value", [pounds("10.00"), pounds("10.00")], AGREED, Kind.AMOUNT, Severity.MINOR),
    Case(
        "a pound is rounding",
        "value",
        [pounds("10.00"), pounds("11.00")],
        Finding.ROUNDING,
        Kind.AMOUNT,
        Severity.MINOR,
    ),
    Case("a penny over", "value", [pounds("10000.00"), pounds("10001.01")], DIFFERS, Kind.AMOUNT, Severity.MINOR),
    Case("£500 is not yet amber", "value", [pounds("20000"), pounds("20500")], DIFFERS, Kind.AMOUNT, Severity.MINOR),
    Case("over £500 is amber", "value", [pounds("20000"), pounds("20501")], DIFFERS, Kind.AMOUNT, Severity.AMBER),
    Case("1 % of a large value", "value", [pounds("990000"), pounds("1000000")], DIFFERS, Kind.AMOUNT, Severity.MINOR),
    Case("over 1 % of it", "value", [pounds("989000"), pounds("1000000")], DIFFERS, Kind.AMOUNT, Severity.AMBER),
    Case("over 5 %", "value", [pounds("900"), pounds("2000")], DIFFERS, Kind.AMOUNT, Severity.RED),
    Case("over £50,000", "value", [pounds("5000000"), pounds("5050001")], DIFFERS, Kind.AMOUNT, Severity.RED),
    Case("with and without VAT", "value", [pounds("100"), pounds("120", "gross")], DIFFERS, Kind.VAT, Severity.AMBER),
    Case("a factor of 100", "value", [pounds("109320"), pounds("10932000")], DIFFERS, Kind.CODING, Severity.RED),
    Case("two currencies", "value", [pounds("5"), pounds("5", currency="EUR")], DIFFERS, Kind.CODING, Severity.RED),
    Case("one of three", "value", [pounds("1"), pounds("1"), pounds("900")], DIFFERS, Kind.AMOUNT, Severity.RED),
    Case("the same day", "period_end", ["2016-03-31", "2016-03-31"], AGREED, Kind.DATE, Severity.MINOR),
    Case("a month apart", "period_end", ["2016-03-31", "2016-05-01"], DIFFERS, Kind.DATE, Severity.AMBER),
    Case("over a month apart", "period_end", ["2016-03-31", "2016-05-02"], DIFFERS, Kind.DATE, Severity.RED),
    Case("two stages", "stage", ["award", "contract"], DIFFERS, Kind.STATUS, Severity.AMBER),
    Case(
        "suppliers in another order",
        "suppliers",
        [bodies("a", "b"), bodies("b", "a")],
        AGREED,
        Kind.SUPPLIER,
        Severity.MINOR,
    ),
    Case("one supplier more", "suppliers", [bodies("a"), bodies("a", "b")], DIFFERS, Kind.SUPPLIER, Severity.RED),
    Case("two leads", "lead", [{"id": "a"}, {"id": "b"}], DIFFERS, Kind.STATUS, Severity.AMBER),
    Case(
        "due by the latest day",
        "due",
        [{"latest": "2012-07-31"}, {"latest": "2012-07-31"}],
        AGREED,
        Kind.DATE,
        Severity.MINOR,
    ),
    Case(
        "met on two days",
        "met",
        [{"met_on": "2012-07-01"}, {"met_on": "2012-07-02"}],
        DIFFERS,
        Kind.DATE,
        Severity.AMBER,
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_words_are_compared(case: Case) -> None:
    for values in (case.values, case.values[::-1]):
        found = COMPARE[case.field](values, Tolerances())
        assert (found.finding, found.kind, found.severity) == (case.finding, case.kind, case.severity), found.rule


def test_every_compared_field_has_a_case() -> None:
    alike = {
        "period_start": "period_end",
        "ended_on": "period_end",
        "status": "stage",
        "mode": "stage",
        "arrangement": "stage",
    }
    assert {alike.get(name, name) for name in COMPARE} == {case.field for case in CASES}


def test_tolerances_are_configuration() -> None:
    lenient = Tolerances(rounding=Decimal("500.00"))
    assert COMPARE["value"]([pounds("100"), pounds("600")], lenient).finding is Finding.ROUNDING


def test_a_difference_keeps_its_id_while_its_sides_change() -> None:
    assert difference_id("wandsworth", Kind.AMOUNT, "contract", "c", "value") == difference_id(
        "wandsworth", Kind.AMOUNT, "contract", "c", "value"
    )
    assert difference_id("wandsworth", Kind.AMOUNT, "contract", "c", "value") != difference_id(
        "wandsworth", Kind.AMOUNT, "contract", "d", "value"
    )


@pytest.mark.parametrize(
    ("result", "target", "tolerance", "direction", "expected"),
    [
        ("95", "95", "0", "higher", Performance.MET),
        ("96", "95", "0", "higher", Performance.MET),
        ("94", "95", "1", "higher", Performance.WITHIN_TOLERANCE),
        ("93.9", "95", "1", "higher", Performance.MISSED),
        ("4", "5", "0", "lower", Performance.MET),
        ("6", "5", "1", "lower", Performance.WITHIN_TOLERANCE),
        ("6.1", "5", "1", "lower", Performance.MISSED),
    ],
)
def test_results_are_judged(result: str, target: str, tolerance: str, direction: str, expected: Performance) -> None:
    assert judge(Decimal(result), Decimal(target), Decimal(tolerance), direction) is expected
