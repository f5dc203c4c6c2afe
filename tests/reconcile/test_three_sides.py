"""A comparison of three words looks at all of them: two that agree do not hide the third, wherever it stands."""

from itertools import permutations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.events.configuration import Configuration
from hub.reconcile import rules
from hub.reconcile.matter_kinds import Kind, Severity
from hub.reconcile.rules import Compare
from hub.reconcile.sides import Finding

CODES = rules.set_of_codes(Kind.TERM, "codes")
BODIES = rules.set_of_bodies(Kind.SUPPLIER, "suppliers")


def money(amount: str, basis: str = "net", currency: str = "GBP") -> dict[str, str]:
    return {"amount": amount, "currency": currency, "basis": basis}


def bodies(*ids: str) -> list[dict[str, str]]:
    return [{"id": f"GB-LAE-{each}"} for each in ids]


CASES: list[tuple[Compare, list[Any], Severity, str]] = [
    (rules.dates, ["2015-01-01", "2015-01-02", "2015-06-01"], Severity.RED, "151 days apart"),
    (rules.dates, ["2015-01-01", "2015-01-01", "2015-01-02"], Severity.AMBER, "1 day apart"),
    (rules.money, [money("100"), money("100"), money("500000")], Severity.RED, "apart by £499,900"),
    (rules.money, [money("100"), money("100"), money("1000")], Severity.RED, "exactly 10 times"),
    (rules.money, [money("100"), money("100", "unknown"), money("120", "gross")], Severity.AMBER, "one is with VAT"),
    (rules.money, [money("100"), money("100"), money("100", currency="EUR")], Severity.RED, "different currencies"),
    (CODES, [["a", "b"], ["b", "a"], ["a"]], Severity.AMBER, "1 codes in common, 1 named by some only"),
    (BODIES, [bodies("A"), bodies("A"), bodies("A", "B")], Severity.AMBER, "1 suppliers in common, 1 named"),
    (rules.numbers(Kind.TARGET), ["95", "95.0", "96"], Severity.AMBER, "95 against 96"),
    (
        rules.codes(Kind.TERM, Severity.MINOR, rules.without_check_digit),
        ["85000000", "85000000-9", "85100000"],
        Severity.MINOR,
        "85000000 against 85100000",
    ),
    (
        rules.set_of_codes(Kind.TERM, "categories", Severity.MINOR, rules.without_check_digit),
        [["85000000-9", "85100000-0"], ["85000000", "85100000"], ["85000000"]],
        Severity.MINOR,
        "1 categories in common, 1 named by some only",
    ),
    (rules.durations, ["P36M", "P3Y", "P2Y"], Severity.AMBER, "P2Y against P36M"),
    (rules.durations, ["P1M", "P1M", "P30D"], Severity.AMBER, "P1M against P30D"),
    (rules.durations, ["three years", "three years", "P3Y"], Severity.AMBER, "P3Y against three years"),
    (rules.codes(Kind.STATUS), ["active", "active", "ended"], Severity.AMBER, "active against ended"),
]


@pytest.mark.parametrize(("compare", "values", "severity", "words"), CASES, ids=[each[3] for each in CASES])
def test_two_that_agree_do_not_hide_the_third(
    compare: Compare, values: list[Any], severity: Severity, words: str
) -> None:
    for said in permutations(values):
        found = compare(list(said), Configuration())
        assert (found.finding, found.severity) == (Finding.DIFFERS, severity)
        assert words in found.rule


@given(years=st.integers(0, 99), months=st.integers(0, 11), weeks=st.integers(0, 99), days=st.integers(0, 6))
def test_one_length_written_in_two_ways_is_no_difference(years: int, months: int, weeks: int, days: int) -> None:
    apart = f"P{years}Y{months}M{weeks}W{days}D"
    together = f"P{years * 12 + months}M{weeks * 7 + days}D"
    assert rules.durations([apart, together], Configuration()).finding is Finding.AGREED
    longer = f"P{years * 12 + months + 1}M{weeks * 7 + days}D"
    assert rules.durations([apart, longer], Configuration()).finding is Finding.DIFFERS
