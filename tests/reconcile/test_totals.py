"""What a procurement's contracts come to together, or why there is no total."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.reconcile.kinds.procurement.totals import Reckoning
from tests.reconcile.test_taken import OCID, OTHER, PROVIDER, contract, money, procurement
from tests.reconcile.told import CCG, COUNCIL, Said, pictures


def total(*said: Said) -> dict[str, Any]:
    totals: list[dict[str, Any]] = pictures(*said)["procurement", OCID]["totals"]
    (found,) = [each for each in totals if each["organisation"] == COUNCIL]
    return found


def test_each_contract_is_counted_where_it_stands() -> None:
    found = total(
        procurement(),
        contract("1", value=money("100.00"), period_start="2015-04-01", period_end="2017-03-31", suppliers=[PROVIDER]),
        contract("2", value=money("20.00"), period_start="2014-04-01", period_end="2016-03-31", stage="ended"),
        contract("3", value=money("3000.00"), stage="award"),
        contract("4", value=money("4000.00"), status="cancelled"),
        contract("5", value=money("5000.00"), procurement=OTHER),
        contract("6", CCG, value=money("6000.00")),
    )
    assert (found["contracts"], found["ended"], found["not_signed"]) == (2, 1, 1)
    assert (found["reckoning"], Decimal(found["value"]["amount"])) == (Reckoning.ADDED, Decimal(120))
    assert (found["period_start"], found["period_end"]) == ("2014-04-01", "2017-03-31")
    assert found["suppliers"] == [PROVIDER]
    assert (len(found["stated_by"]), len(found["values_stated_by"])) == (3, 2)


def test_every_supplier_of_every_contract_is_listed_once() -> None:
    one, two, three = ({"id": f"GB-COH-0000000{number}"} for number in (1, 2, 3))
    found = total(procurement(), contract("1", suppliers=[three, one]), contract("2", suppliers=[one, two]))
    assert found["suppliers"] == [one, two, three]


@pytest.mark.parametrize(
    ("stage", "status", "counted"),
    [
        ("contract", "active", (1, 0, 0)),
        ("contract", "pending", (1, 0, 0)),
        ("award", "active", (0, 0, 1)),
        ("award", "terminated", (1, 1, 0)),
        ("ended", "active", (1, 1, 0)),
        ("ended", "terminated", (1, 1, 0)),
    ],
)
@pytest.mark.parametrize("apart", [False, True])
def test_of_what_is_said_later_only_that_it_is_terminated_goes_further_than_the_stage(
    stage: str, status: str, counted: tuple[int, int, int], apart: bool
) -> None:
    key = contract("1")[2]["subject"]
    said = [contract("1", stage=stage)] if apart else [contract("1", stage=stage, status=status)]
    said += [(COUNCIL, "varied", {"subject": key, "status": status})] if apart else []
    found = total(procurement(), *said)
    assert (found["contracts"], found["ended"], found["not_signed"]) == counted


OF_ONE_AWARD: list[tuple[Reckoning, list[Any], str | None]] = [
    (Reckoning.AWARD_ONCE, [("a-1", None), ("a-1", None)], "100"),
    (Reckoning.AWARD_ONCE, [("a-1", None), ("a-1", None), ("a-2", None)], "130"),
    (Reckoning.AWARD_ONCE, [("a-1", None), ("a-1", None), ("a-2", "7.00")], "107"),
    (Reckoning.ADDED, [("a-1", "60.00"), ("a-1", "50.00")], "110"),
    (Reckoning.ADDED, [("a-1", None), ("a-2", None)], "130"),
    (Reckoning.REST_UNTOLD, [("a-1", "60.00"), ("a-1", None)], None),
    (Reckoning.REST_UNTOLD, [("a-1", None), ("a-1", "60.00"), ("a-1", None)], None),
    (Reckoning.REST_UNTOLD, [("a-2", None), ("a-1", "60.00"), ("a-1", None)], None),
    (Reckoning.PART_MISSING, [("a-1", None), ("a-9", None)], None),
]
"""Awards a-1 of 100.00 and a-2 of 30.00: each contract's award and own value."""


@pytest.mark.parametrize(("reckoning", "contracts", "amount"), OF_ONE_AWARD)
def test_what_several_contracts_have_from_one_award_counts_once(
    reckoning: Reckoning, contracts: list[Any], amount: str | None
) -> None:
    awards = [{"id": "a-1", "value": money("100.00")}, {"id": "a-2", "value": money("30.00")}]
    told = [
        contract(str(number), COUNCIL, award=award, **({"value": money(own)} if own else {}))
        for number, (award, own) in enumerate(contracts)
    ]
    found = total(procurement(awards=awards), *told)
    assert (found["contracts"], found["reckoning"]) == (len(contracts), reckoning)
    assert (found["value"] and Decimal(found["value"]["amount"])) == (amount and Decimal(amount))


_OWN = st.none() | st.integers(1, 999).map(lambda pounds: f"{pounds}.00")


@given(st.lists(st.tuples(st.sampled_from(["a-1", "a-2", "a-3"]), _OWN), min_size=1, max_size=6))
def test_no_sum_is_more_than_the_awards_and_the_values_of_their_own(contracts: list[tuple[str, str | None]]) -> None:
    awards = {"a-1": "100.00", "a-2": "30.00", "a-3": "0.01"}
    told = [
        contract(str(number), COUNCIL, award=award, **({"value": money(own)} if own else {}))
        for number, (award, own) in enumerate(contracts)
    ]
    found = total(procurement(awards=[{"id": key, "value": money(each)} for key, each in awards.items()]), *told)
    silent = {award for award, own in contracts if own is None}
    stating = {award for award, own in contracts if own is not None}
    if silent & stating:
        assert found["value"] is None
    else:
        own = sum((Decimal(each) for _, each in contracts if each is not None), Decimal(0))
        assert Decimal(found["value"]["amount"]) == own + sum(Decimal(awards[each]) for each in silent)


A, B = money("100.00"), money("250.00")
CEILING = {**A, "covers": "ceiling"}
RECKONED: list[tuple[Reckoning, dict[str, Any], list[Any], str | None]] = [
    (Reckoning.ADDED, {}, [A, B], "350"),
    (Reckoning.ADDED, {}, [A, A], "200"),  # two contracts may be for the same amount
    (Reckoning.ADDED, {"value": B}, [A, A], "200"),
    (Reckoning.ADDED, {"framework": True}, [A, B], "350"),
    (Reckoning.ADDED, {"framework": True, "value": A}, [A], "100"),
    (Reckoning.ADDED, {"framework": True}, [A, A, A], "300"),  # what is called off by each, and no ceiling
    (Reckoning.ADDED, {"framework": True, "value": money("900.00")}, [A, A, A], "300"),
    (Reckoning.ADDED, {"value": A}, [A, B], "350"),
    (Reckoning.CEILING, {"framework": True, "value": A}, [A, A], "100"),
    (Reckoning.CEILING, {"framework": True, "value": money("100")}, [A, A], "100"),
    (Reckoning.CEILING, {"value": A}, [A, A], "100"),
    (Reckoning.CEILING, {"framework": True, "value": A}, [A, None, A], "100"),
    (Reckoning.CEILING_BESIDE_OWN, {"framework": True, "value": A}, [A, A, B], None),
    (Reckoning.CEILING_BESIDE_OWN, {"framework": True, "value": A}, [A, B, B], None),
    (Reckoning.CEILING_BESIDE_OWN, {"value": A}, [A, A, B], None),
    (Reckoning.PART_MISSING, {}, [A, None], None),
    (Reckoning.PART_MISSING, {"framework": True}, [A, B, None], None),
    (Reckoning.MIXED, {}, [A, money("100.00", "gross")], None),
    (Reckoning.MIXED, {}, [A, money("100.00", currency="EUR")], None),
    (Reckoning.MIXED, {}, [{**A, "covers": "year"}, {**A, "covers": "term"}], None),
    (Reckoning.ADDED, {}, [{**A, "covers": "year"}, A], "200"),
    # somebody says that it is one
    (Reckoning.CEILING, {}, [CEILING, CEILING], "100"),
    (Reckoning.CEILING, {"framework": True}, [CEILING, CEILING], "100"),
    (Reckoning.CEILING, {"framework": True, "value": A}, [CEILING, CEILING], "100"),
    (Reckoning.CEILING, {"framework": True, "value": CEILING}, [A, A], "100"),
    (Reckoning.CEILING_BESIDE_OWN, {"framework": True, "value": A}, [CEILING, B], None),
    (Reckoning.NONE, {}, [None, None], None),
]


@pytest.mark.parametrize(("reckoning", "about", "values", "amount"), RECKONED)
def test_what_they_come_to_or_why_nothing(
    reckoning: Reckoning, about: dict[str, Any], values: list[Any], amount: str | None
) -> None:
    contracts = [contract(str(at), **({"value": each} if each else {})) for at, each in enumerate(values)]
    found = total(procurement(**about), *contracts)
    assert found["reckoning"] is reckoning
    assert (found["value"] and Decimal(found["value"]["amount"])) == (amount and Decimal(amount))


OF_FRAMEWORK: list[tuple[Reckoning, list[Any], str | None]] = [
    (Reckoning.CEILING, [("a-1", None), ("a-2", None)], "900"),
    (Reckoning.CEILING, [("a-1", "900.00"), ("a-2", None)], "900"),
    (Reckoning.CEILING, [("a-1", "900.00"), ("a-2", "900")], "900"),
    (Reckoning.ADDED, [("a-1", None)], "900"),
    (Reckoning.CEILINGS, [("a-1", None), ("a-3", None)], None),
    (Reckoning.CEILINGS, [("a-1", None), ("a-2", None), ("a-3", None)], None),
    (Reckoning.CEILING_BESIDE_OWN, [("a-1", None), ("a-2", "10.00")], None),
    (Reckoning.CEILING_BESIDE_OWN, [("a-1", None), ("a-1", "10.00")], None),
    (Reckoning.CEILING_BESIDE_OWN, [("a-1", None), ("a-2", None), ("a-1", "10.00")], None),
    (Reckoning.ADDED, [("a-1", "10.00"), ("a-2", "10.00"), ("a-1", "10.00")], "30"),
    (Reckoning.PART_MISSING, [("a-1", "10.00"), ("a-9", None)], None),
]
"""Awards a-1 and a-2 with the ceiling of 900.00, a-3 with one of 500.00: each contract's award and own value."""


@pytest.mark.parametrize(("reckoning", "contracts", "amount"), OF_FRAMEWORK)
def test_a_framework_has_one_ceiling_and_what_is_called_off_is_none(
    reckoning: Reckoning, contracts: list[Any], amount: str | None
) -> None:
    awards = [{"id": key, "value": money(each)} for key, each in (("a-1", "900.00"), ("a-2", "900"), ("a-3", "500.00"))]
    told = [
        contract(str(number), COUNCIL, award=award, **({"value": money(own)} if own else {}))
        for number, (award, own) in enumerate(contracts)
    ]
    found = total(procurement(framework=True, awards=awards), *told)
    assert (found["contracts"], found["reckoning"]) == (len(contracts), reckoning)
    assert (found["value"] and Decimal(found["value"]["amount"])) == (amount and Decimal(amount))


OF_LOTS: list[tuple[Reckoning, list[tuple[str | None, list[str]]], str | None]] = [
    (Reckoning.CEILING_OF_LOTS, [("500", ["1"]), ("500", ["2"])], "1000"),
    (Reckoning.CEILING_OF_LOTS, [("450", ["1"]), ("450", ["1"]), ("450.00", ["2"])], "900"),
    (Reckoning.CEILING, [("500", ["1", "2"]), ("500", ["2", "1"])], "500"),
    (Reckoning.CEILINGS, [("500", ["1"]), ("499.99", ["1"])], None),
    (Reckoning.CEILINGS, [("500", ["1"]), ("499.99", ["1"]), ("500", ["2"])], None),
    (Reckoning.CEILINGS, [("500", ["1"]), ("500", ["1", "2"])], None),
    (Reckoning.CEILINGS, [("500", ["1"]), ("500", [])], None),
    (Reckoning.PART_MISSING, [("500", ["1"]), ("500", ["2"]), (None, ["3"])], None),
    (Reckoning.CEILING, [("500", ["1"]), (None, ["1"]), ("500", ["1"])], "500"),
]
"""Each award's value and lots, a contract of each."""


@pytest.mark.parametrize(("reckoning", "told", "amount"), OF_LOTS)
def test_the_ceiling_of_each_lot_counts_once(reckoning: Reckoning, told: list[Any], amount: str | None) -> None:
    awards = [
        {"id": f"a-{at}", "lots": lots, **({"value": money(value)} if value else {})}
        for at, (value, lots) in enumerate(told)
    ]
    contracts = [contract(str(at), COUNCIL, award=f"a-{at}") for at in range(len(told))]
    found = total(procurement(framework=True, awards=awards), *contracts)
    assert (found["reckoning"], found["value"] and Decimal(found["value"]["amount"])) == (
        reckoning,
        amount and Decimal(amount),
    )


def test_what_is_said_to_be_no_framework_has_no_ceiling() -> None:
    awards = [{"id": key, "value": money("900.00")} for key in ("a-1", "a-2")]
    told = [contract(str(at), COUNCIL, award=each["id"]) for at, each in enumerate(awards)]
    found = total(procurement(framework=False, awards=awards), *told)
    assert (found["reckoning"], Decimal(found["value"]["amount"])) == (Reckoning.ADDED, Decimal(1800))


def test_every_way_of_reckoning_has_a_case() -> None:
    assert {each[0] for each in (*RECKONED, *OF_ONE_AWARD, *OF_FRAMEWORK, *OF_LOTS)} == set(Reckoning)


def test_a_term_is_open_where_one_of_the_contracts_leaves_it_open() -> None:
    term = {"period_start": "2015-04-01", "period_end": "2018-03-31"}
    found = total(procurement(), contract("1", **term), contract("2"))
    assert (found["period_start"], found["period_end"]) == (None, None)
    found = total(procurement(), contract("1", **term), contract("2", stage="award"))
    assert (found["period_start"], found["period_end"]) == tuple(term.values())


def test_what_nobody_says_to_be_signed_is_counted_apart() -> None:
    untold = {"subject": f"{OCID}/1", "procurement": OCID, "value": money("100.00")}
    found = total(procurement(), (COUNCIL, "varied", untold), contract("2", value=money("7.00")))
    assert (found["contracts"], found["not_signed"], found["untold"]) == (1, 0, 1)
    assert Decimal(found["value"]["amount"]) == 7
    signed = (COUNCIL, "varied", {**untold, "signed_on": "2015-04-01"})
    found = total(procurement(), signed, contract("2", value=money("7.00")))
    assert (found["contracts"], found["untold"]) == (2, 0)
    assert Decimal(found["value"]["amount"]) == 107


@pytest.mark.parametrize("order", [1, -1])
def test_a_sum_covers_what_all_of_its_values_say_that_they_cover(order: int) -> None:
    year = {**A, "covers": "year"}
    for values, covers in (([year, year], "year"), ([year, A], None)):
        told = [contract(str(at), value=each) for at, each in enumerate(values[::order])]
        assert total(procurement(), *told)["value"].get("covers") == covers
