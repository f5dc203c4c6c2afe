"""A comparison of three words looks at all of them: two that agree do not hide the third, wherever it stands."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.configuration.model import Configuration
from hub.reconcile import rules
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.rules import Compare
from hub.reconcile.sides import FieldFinding

CODES = rules.set_of_codes(MatterKind.TERM, "codes")
BODIES = rules.set_of_bodies(MatterKind.SUPPLIER, "suppliers")


def money(amount: str, basis: str = "net", currency: str = "GBP") -> dict[str, str]:
    return {"amount": amount, "currency": currency, "basis": basis}


def bodies(*ids: str) -> list[dict[str, str]]:
    return [{"id": f"GB-LAE-{each}"} for each in ids]


CASES: list[tuple[Compare, list[Any], MatterSeverity, str]] = [
    (rules.dates, ["2015-01-01", "2015-01-02", "2015-06-01"], MatterSeverity.RED, "151 days apart"),
    (rules.dates, ["2015-01-01", "2015-01-01", "2015-01-02"], MatterSeverity.AMBER, "1 day apart"),
    (rules.money, [money("100"), money("100"), money("500000")], MatterSeverity.RED, "apart by £499,900"),
    (rules.money, [money("100"), money("100"), money("1000")], MatterSeverity.RED, "exactly 10 times"),
    (
        rules.money,
        [money("100"), money("100", "unknown"), money("120", "gross")],
        MatterSeverity.AMBER,
        "one is with VAT",
    ),
    (
        rules.money,
        [money("100"), money("100"), money("100", currency="EUR")],
        MatterSeverity.RED,
        "different currencies",
    ),
    (CODES, [["a", "b"], ["b", "a"], ["a"]], MatterSeverity.AMBER, "1 codes in common, 1 named by some only"),
    (BODIES, [bodies("A"), bodies("A"), bodies("A", "B")], MatterSeverity.AMBER, "1 suppliers in common, 1 named"),
    (rules.numbers(MatterKind.TARGET), ["95", "95.0", "96"], MatterSeverity.AMBER, "95 against 96"),
    (
        rules.codes(MatterKind.TERM, MatterSeverity.MINOR, rules.without_check_digit),
        ["85000000", "85000000-9", "85100000"],
        MatterSeverity.MINOR,
        "85000000 against 85100000",
    ),
    (
        rules.set_of_codes(MatterKind.TERM, "categories", MatterSeverity.MINOR, rules.without_check_digit),
        [["85000000-9", "85100000-0"], ["85000000", "85100000"], ["85000000"]],
        MatterSeverity.MINOR,
        "1 categories in common, 1 named by some only",
    ),
    (rules.durations, ["P36M", "P3Y", "P2Y"], MatterSeverity.AMBER, "P2Y against P36M"),
    (rules.durations, ["P1M", "P1M", "P30D"], MatterSeverity.AMBER, "P1M against P30D"),
    (rules.durations, ["three years", "three years", "P3Y"], MatterSeverity.AMBER, "P3Y against three years"),
    (rules.codes(MatterKind.STATUS), ["active", "active", "ended"], MatterSeverity.AMBER, "active against ended"),
]


@pytest.mark.parametrize(("compare", "values", "severity", "words"), CASES, ids=[each[3] for each in CASES])
def test_two_that_agree_do_not_hide_the_third(
    compare: Compare, values: list[Any], severity: MatterSeverity, words: str
) -> None:
    for said in permutations(values):
        found = compare(list(said), Configuration())
        assert (found.finding, found.severity) == (FieldFinding.DIFFERS, severity)
        assert words in found.rule


@given(years=st.integers(0, 99), months=st.integers(0, 11), weeks=st.integers(0, 99), days=st.integers(0, 6))
def test_one_length_written_in_two_ways_is_no_difference(years: int, months: int, weeks: int, days: int) -> None:
    apart = f"P{years}Y{months}M{weeks}W{days}D"
    together = f"P{years * 12 + months}M{weeks * 7 + days}D"
    assert rules.durations([apart, together], Configuration()).finding is FieldFinding.AGREED
    longer = f"P{years * 12 + months + 1}M{weeks * 7 + days}D"
    assert rules.durations([apart, longer], Configuration()).finding is FieldFinding.DIFFERS
