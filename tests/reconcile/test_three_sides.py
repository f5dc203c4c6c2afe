"""A comparison of three words looks at all of them: two that agree do not hide the third, wherever it stands."""

from itertools import permutations
from typing import Any

import pytest

from hub.events.configuration import Configuration
from hub.reconcile import rules
from hub.reconcile.kinds import Kind, Severity
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
    (rules.durations, ["P3Y", "P36M", "P24M"], Severity.AMBER, "P24M against P36M"),
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
