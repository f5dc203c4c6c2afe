"""How two words on one field are compared: named cases for every rule, at its limits. Tolerances: domain handbook 8."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import permutations
from typing import Any

import pytest

from hub.configuration.model import Body, Configuration, Tolerances, key_of
from hub.reconcile.comparing import Compared, Line
from hub.reconcile.kinds.tables import LINES
from hub.reconcile.matter_kinds import MatterKind, MatterSeverity
from hub.reconcile.measures.assessing import Performance, assess
from hub.reconcile.sides import FieldFinding
from tests.reconcile.told import CCG, COUNCIL, Said, contract


def pounds(amount: str, basis: str = "net", currency: str = "GBP") -> dict[str, str]:
    return {"amount": amount, "basis": basis, "currency": currency}


def bodies(*ids: str) -> list[dict[str, str]]:
    return [{"id": each} for each in ids]


@dataclass(frozen=True)
class Case:
    """field: a field of the subject itself, or "<sort of item>/<field>", or that with a part of the value behind it."""

    name: str
    field: str
    values: list[Any]
    finding: FieldFinding
    kind: MatterKind
    severity: MatterSeverity


DIFFERS, AGREED = FieldFinding.DIFFERS, FieldFinding.AGREED
MINOR, AMBER, RED = MatterSeverity
CASES = [
    Case("equal pounds", "value", [pounds("10.00"), pounds("10.00")], AGREED, MatterKind.AMOUNT, MINOR),
    Case(
        "a pound is rounding",
        "value",
        [pounds("10.00"), pounds("11.00")],
        FieldFinding.ROUNDING,
        MatterKind.AMOUNT,
        MINOR,
    ),
    Case("a penny over", "value", [pounds("10000.00"), pounds("10001.01")], DIFFERS, MatterKind.AMOUNT, MINOR),
    Case("£500 is not yet amber", "value", [pounds("20000"), pounds("20500")], DIFFERS, MatterKind.AMOUNT, MINOR),
    Case("over £500 is amber", "value", [pounds("20000"), pounds("20501")], DIFFERS, MatterKind.AMOUNT, AMBER),
    Case("1 % of a large value", "value", [pounds("990000"), pounds("1000000")], DIFFERS, MatterKind.AMOUNT, MINOR),
    Case("over 1 % of it", "value", [pounds("989000"), pounds("1000000")], DIFFERS, MatterKind.AMOUNT, AMBER),
    Case("over 5 %", "value", [pounds("900"), pounds("2000")], DIFFERS, MatterKind.AMOUNT, RED),
    Case("over £50,000", "value", [pounds("5000000"), pounds("5050001")], DIFFERS, MatterKind.AMOUNT, RED),
    Case("with and without VAT", "value", [pounds("100"), pounds("120", "gross")], DIFFERS, MatterKind.VAT, AMBER),
    Case("VAT also at one amount", "value", [pounds("100"), pounds("100", "gross")], DIFFERS, MatterKind.VAT, AMBER),
    Case(
        "an unknown basis is no VAT",
        "value",
        [pounds("9"), pounds("9", "unknown")],
        AGREED,
        MatterKind.AMOUNT,
        MINOR,
    ),
    Case("exactly 5 % is amber", "value", [pounds("9500"), pounds("10000")], DIFFERS, MatterKind.AMOUNT, MINOR),
    Case("5 % of more", "value", [pounds("19000"), pounds("20000")], DIFFERS, MatterKind.AMOUNT, AMBER),
    Case("a penny over 5 %", "value", [pounds("18999.99"), pounds("20000")], DIFFERS, MatterKind.AMOUNT, RED),
    Case("£50,000 is amber", "value", [pounds("4000000"), pounds("4050000")], DIFFERS, MatterKind.AMOUNT, AMBER),
    Case("a penny over that", "value", [pounds("4000000"), pounds("4050000.01")], DIFFERS, MatterKind.AMOUNT, RED),
    Case("a factor of 10", "value", [pounds("600"), pounds("6000")], DIFFERS, MatterKind.CODING, RED),
    Case("a factor of 100", "value", [pounds("109320"), pounds("10932000")], DIFFERS, MatterKind.CODING, RED),
    Case("a factor of 1000", "value", [pounds("600"), pounds("600000")], DIFFERS, MatterKind.CODING, RED),
    Case("a factor of 10000", "value", [pounds("60"), pounds("600000")], DIFFERS, MatterKind.AMOUNT, RED),
    Case("two currencies", "value", [pounds("5"), pounds("5", currency="EUR")], DIFFERS, MatterKind.CODING, RED),
    Case("one of three", "value", [pounds("1"), pounds("1"), pounds("900")], DIFFERS, MatterKind.AMOUNT, RED),
    Case("the same day", "period_end", ["2016-03-31", "2016-03-31"], AGREED, MatterKind.DATE, MINOR),
    Case("a month apart", "period_end", ["2016-03-31", "2016-05-01"], DIFFERS, MatterKind.DATE, AMBER),
    Case("over a month apart", "period_end", ["2016-03-31", "2016-05-02"], DIFFERS, MatterKind.DATE, RED),
    Case("two stages", "stage", ["award", "contract"], DIFFERS, MatterKind.STATUS, AMBER),
    Case(
        "suppliers in another order",
        "suppliers",
        [bodies("a", "b"), bodies("b", "a")],
        AGREED,
        MatterKind.SUPPLIER,
        MINOR,
    ),
    Case("one supplier more", "suppliers", [bodies("a"), bodies("a", "b")], DIFFERS, MatterKind.SUPPLIER, RED),
    Case("two leads", "lead", [{"id": "a"}, {"id": "b"}], DIFFERS, MatterKind.PARTY, AMBER),
    Case("names are no matter", "lead", [{"id": "a", "name": "A"}, {"id": "a"}], AGREED, MatterKind.PARTY, MINOR),
    Case("two buyers", "buyer", [{"id": "a"}, {"id": "b"}], DIFFERS, MatterKind.PARTY, AMBER),
    Case("other partners", "partners", [bodies("a"), bodies("a", "b")], DIFFERS, MatterKind.PARTY, AMBER),
    Case("other funders", "funders", [bodies("a"), []], DIFFERS, MatterKind.PARTY, AMBER),
    Case("two sets of roles", "party/roles", [["buyer"], ["buyer", "funder"]], DIFFERS, MatterKind.PARTY, AMBER),
    Case("two regimes", "procurement_regime", ["PCR2015", "PSR"], DIFFERS, MatterKind.TERM, AMBER),
    Case("two categories", "category", ["85000000", "85300000"], DIFFERS, MatterKind.TERM, MINOR),
    Case("one length in two writings", "duration", ["P3Y", "P36M"], AGREED, MatterKind.TERM, MINOR),
    Case("two lengths", "duration", ["P3Y", "P35M"], DIFFERS, MatterKind.TERM, AMBER),
    Case("two themes", "theme", ["carers", "children"], DIFFERS, MatterKind.TERM, MINOR),
    Case("other people are served", "users_served", ["1800", "1750"], DIFFERS, MatterKind.TERM, MINOR),
    Case("other client groups", "client_groups", [["carers"], ["carers", "dementia"]], DIFFERS, MatterKind.TERM, MINOR),
    Case("client groups in another order", "client_groups", [["a", "b"], ["b", "a"]], AGREED, MatterKind.TERM, MINOR),
    Case("inside and outside", "scope", ["inside", "outside"], DIFFERS, MatterKind.TERM, AMBER),
    Case("two targets", "measure/target", ["95", "90"], DIFFERS, MatterKind.TARGET, AMBER),
    Case("one number written twice", "measure/target", ["95", "95.0"], AGREED, MatterKind.TARGET, MINOR),
    Case("two directions", "measure/direction", ["higher", "lower"], DIFFERS, MatterKind.TARGET, AMBER),
    Case("two owners", "measure/owner", [{"id": "a"}, {"id": "b"}], DIFFERS, MatterKind.PARTY, AMBER),
    Case("two results", "result/observed/value", ["149", "131"], DIFFERS, MatterKind.RESULT, AMBER),
    Case("two outcomes", "clause/check/outcome", ["met", "not_met"], DIFFERS, MatterKind.STATUS, AMBER),
    Case("two states", "decision/recorded/state", ["approved", "pending"], DIFFERS, MatterKind.STATUS, AMBER),
    Case("two roles", "decision/recorded/role", ["required", "consulted"], DIFFERS, MatterKind.STATUS, MINOR),
    Case("other measures", "improvement/placed/measures", [["a"], ["b"]], DIFFERS, MatterKind.TERM, AMBER),
    Case("in another order", "improvement/placed/measures", [["a", "b"], ["b", "a"]], AGREED, MatterKind.TERM, MINOR),
    Case(
        "due by the latest day",
        "milestone/due/latest",
        ["2012-07-31", "2012-07-31"],
        AGREED,
        MatterKind.DATE,
        MINOR,
    ),
    Case(
        "intended by the latest day",
        "intention/intended/due_latest",
        ["2016-04-30", "2016-04-30"],
        AGREED,
        MatterKind.DATE,
        MINOR,
    ),
    Case(
        "intended by two days",
        "intention/intended/due_latest",
        ["2016-04-30", "2016-05-31"],
        DIFFERS,
        MatterKind.DATE,
        AMBER,
    ),
    Case(
        "a year's value and that of the term",
        "value",
        [{**pounds("100"), "covers": "year"}, {**pounds("100"), "covers": "term"}],
        DIFFERS,
        MatterKind.CODING,
        AMBER,
    ),
    Case(
        "a year's value and one of which it is not said",
        "value",
        [{**pounds("100"), "covers": "year"}, pounds("100")],
        AGREED,
        MatterKind.AMOUNT,
        MINOR,
    ),
    Case(
        "met on two days",
        "milestone/met/met_on",
        ["2012-07-01", "2012-07-02"],
        DIFFERS,
        MatterKind.DATE,
        AMBER,
    ),
]


def line(named: str) -> Compared:
    *item, name, part = [*named.split("/"), ""] if named.count("/") < 2 else named.split("/")
    found = LINES["".join(item), name]
    one: Line | object = found[part] if isinstance(found, Mapping) else found
    assert isinstance(one, Compared)
    return one


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_words_are_compared(case: Case) -> None:
    for values in (case.values, case.values[::-1]):
        found = line(case.field).compare(values, Configuration())
        assert (found.finding, found.kind, found.severity) == (case.finding, case.kind, case.severity), found.rule


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_third_body_that_agrees_with_one_of_two_changes_nothing(case: Case) -> None:
    one, *others = case.values
    for values in permutations([one, one, *others]):
        found = line(case.field).compare(list(values), Configuration())
        assert (found.finding, found.severity) == (case.finding, case.severity), found.rule


def test_words_are_told_in_an_order_of_their_own_and_bodies_in_that_of_their_ids() -> None:
    """Whoever spoke first or last: the same difference is told in the same words."""
    for values in (["contract", "award"], ["award", "contract"]):
        assert line("stage").compare(values, Configuration()).rule == "award against contract"
    known = [Body(id="GB-NHS-08X", name="Zebra"), Body(id="GB-NHS-09X", name="Aardvark")]
    named = Configuration(1, {key_of(each): each for each in known})
    for ids in (["GB-NHS-09X", "GB-NHS-08X"], ["GB-NHS-08X", "GB-NHS-09X"]):
        assert line("lead").compare(bodies(*ids), named).rule == "Zebra against Aardvark"


@pytest.mark.parametrize(
    ("field", "noun", "all_named", "fewer"),
    [
        ("categories", "categories", ["85000000", "85300000", "85310000"], ["85300000"]),
        ("buyers", "buyers", bodies("a", "b", "c"), bodies("b")),
        ("funders", "funders", bodies("a", "b", "c"), bodies("b")),
        ("partners", "partners", bodies("a", "b", "c"), bodies("b")),
        ("suppliers", "suppliers", bodies("a", "b", "c"), bodies("b")),
        ("award/suppliers", "suppliers", bodies("a", "b", "c"), bodies("b")),
        ("award/lots", "lots", ["1", "2", "3"], ["2"]),
        ("party/roles", "roles", ["buyer", "funder", "supplier"], ["funder"]),
        ("improvement/placed/measures", "measures", ["a", "b", "c"], ["b"]),
    ],
)
def test_of_two_lists_it_is_told_of_what_they_are(
    field: str, noun: str, all_named: list[Any], fewer: list[Any]
) -> None:
    """Whoever reads it sees the whole lists below, and need not know the name of the field."""
    for other, words in (
        (fewer, f"1 {noun} in common, 2 named by some only"),
        (all_named[::-1], f"the same {noun}"),
    ):
        assert line(field).compare([all_named, other], Configuration()).rule == words


def organisations(data: Any) -> Iterator[str]:
    if isinstance(data, dict):
        yield from (data["id"],) if "id" in data else ()
    for each in data if isinstance(data, list) else ():
        yield from organisations(each)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_two_bodies_under_one_name_are_two(case: Case) -> None:
    named = [
        Body.model_construct(id=each, name="NHS Integrated Care Board") for each in set(organisations(case.values))
    ]
    found = line(case.field).compare(case.values, Configuration(1, {key_of(each): each for each in named}))
    assert (found.finding, found.severity) == (case.finding, case.severity), found.rule


def test_every_rule_has_a_case() -> None:
    """A rule is known by what it does and as which kind it is known: fields that share both share their cases."""
    lines = [one for each in LINES.values() for one in (each.values() if isinstance(each, Mapping) else [each])]
    rules = {(each.kind, each.compare.__qualname__) for each in lines if isinstance(each, Compared)}
    tried = {(line(case.field).kind, line(case.field).compare.__qualname__) for case in CASES}
    assert rules == tried


def test_tolerances_are_configuration() -> None:
    lenient = Configuration(0, {"tolerances/default": Tolerances(rounding=Decimal("500.00"))})
    assert line("value").compare([pounds("100"), pounds("600")], lenient).finding is FieldFinding.ROUNDING


def test_amounts_are_told_in_their_own_currency() -> None:
    found = line("value").compare([pounds("100", currency="EUR"), pounds("900", currency="EUR")], Configuration())
    assert "EUR 800" in found.rule
    assert "£" not in found.rule


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
def test_results_are_assessed(result: str, target: str, tolerance: str, direction: str, expected: Performance) -> None:
    assert assess(Decimal(result), Decimal(target), Decimal(tolerance), direction) is expected


@pytest.mark.parametrize("later", [COUNCIL, CCG])
def test_a_difference_is_there_since_the_last_of_its_words(later: str) -> None:
    days = {each: "2015-02-01" if each == later else "2015-01-01" for each in (COUNCIL, CCG)}
    said: list[Said] = [
        (body, "declared", {"stage": "contract", "value": pounds(amount), "occurred_at": days[body]})
        for body, amount in ((COUNCIL, "100.00"), (CCG, "900.00"))
    ]
    (found,) = [each for each in contract(*said)["differences"] if each["field"] == "value"]
    assert found["since"] == "2015-02-01"
