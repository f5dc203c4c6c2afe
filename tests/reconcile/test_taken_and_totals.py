"""What a contract takes from its award and procurement, field by field, and what a procurement's contracts come to."""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.reconcile.procurements import TAKEN_FROM_AWARD, TAKEN_FROM_PROCUREMENT
from hub.reconcile.totals import Reckoning
from tests.reconcile.told import CCG, CONTRACT, COUNCIL, Said, pictures

OCID, OTHER = "ocds-h6vhtk-0c0099", "ocds-h6vhtk-0c0100"
PROVIDER = {"id": "GB-COH-08229264"}
BODY = {"id": COUNCIL}


def money(amount: str, basis: str = "net", currency: str = "GBP") -> dict[str, str]:
    return {"amount": amount, "currency": currency, "basis": basis}


def procurement(body: str = COUNCIL, ocid: str = OCID, **fields: Any) -> Said:
    return body, "procurement-declared", {"subject": ocid, **fields}


def contract(key: str, /, body: str = COUNCIL, **fields: Any) -> Said:
    return body, "declared", {"subject": f"{OCID}/{key}", "stage": "contract", "procurement": OCID, **fields}


OF_AWARD: dict[str, tuple[Any, Any]] = {
    "title": ("Carers", "Short breaks"),
    "description": ("For adults", "For children"),
    "suppliers": ([PROVIDER], [{"id": "GB-COH-00414220"}]),
    "value": (money("100.00"), money("120.00")),
    "period_start": ("2015-04-01", "2015-05-01"),
    "period_end": ("2018-03-31", "2018-04-30"),
    "duration": ("P36M", "P24M"),
    "extendable_until": ("2020-03-31", "2021-03-31"),
    "renewable": (True, False),
    "options": (True, False),
    "extension_terms": ("twice", "once"),
    "categories": (["85000000"], ["85312300"]),
}
OF_PROCUREMENT: dict[str, tuple[Any, Any]] = {
    "title": OF_AWARD["title"],
    "description": OF_AWARD["description"],
    "buyer": (BODY, {"id": CCG}),
    "category": ("85000000", "85312300"),
    "procurement_regime": ("PA2023", "PCR2015"),
    "framework": (True, False),
}
BY_ROLES = {"buyers": "buyer", "funders": "funder"}


def shown(picture: dict[str, Any], name: str) -> dict[str, Any]:
    return {side["organisation"]: side["value"] for side in picture["fields"].get(name, {"sides": []})["sides"]}


def test_every_field_that_is_taken_has_its_case() -> None:
    assert set(OF_AWARD) == set(TAKEN_FROM_AWARD)
    assert set(OF_PROCUREMENT) | set(BY_ROLES) == set(TAKEN_FROM_PROCUREMENT)


@pytest.mark.parametrize("name", OF_AWARD)
def test_a_contract_has_from_its_award_what_it_does_not_say(name: str) -> None:
    said, other = OF_AWARD[name]
    awards = [{"id": "a-1", name: said}, {"id": "a-2", name: other}]
    key = ("contract", f"{OCID}/1")
    assert shown(pictures(procurement(awards=awards), contract("1", award="a-1"))[key], name) == {COUNCIL: said}
    # nobody takes what another body says of the award
    mine = pictures(procurement(awards=awards), contract("1", award="a-1"), contract("1", CCG, award="a-1"))
    assert shown(mine[key], name) == {COUNCIL: said}
    two = [procurement(awards=awards), procurement(CCG, awards=awards)]
    both = pictures(*two, contract("1", award="a-1"), contract("1", CCG, award="a-2"))
    assert shown(both[key], name) == {COUNCIL: said, CCG: other}
    if name != "suppliers":
        own = pictures(procurement(awards=awards), contract("1", award="a-1", **{name: other}))
        assert shown(own[key], name) == {COUNCIL: other}


@pytest.mark.parametrize("name", OF_PROCUREMENT)
def test_a_contract_has_from_its_procurement_what_its_award_does_not_say(name: str) -> None:
    said, other = OF_PROCUREMENT[name]
    found = pictures(procurement(**{name: said}), contract("1"))["contract", f"{OCID}/1"]
    assert shown(found, name) == {COUNCIL: said}
    if name in OF_AWARD:
        awarded = procurement(**{name: said}, awards=[{"id": "a-1", name: other}])
        assert shown(pictures(awarded, contract("1", award="a-1"))["contract", f"{OCID}/1"], name) == {COUNCIL: other}


@pytest.mark.parametrize(("name", "role"), BY_ROLES.items())
def test_it_has_its_buyers_and_funders_from_their_roles(name: str, role: str) -> None:
    parties = [{"id": CCG, "roles": [role]}, {**PROVIDER, "roles": ["supplier"]}]
    found = pictures(procurement(parties=parties), contract("1"))["contract", f"{OCID}/1"]
    assert shown(found, name) == {COUNCIL: [{"id": CCG}]}


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


OF_ONE_AWARD: list[tuple[Reckoning, list[Any], str | None]] = [
    (Reckoning.ADDED, [("a-1", None), ("a-1", None)], "100"),
    (Reckoning.ADDED, [("a-1", None), ("a-1", None), ("a-2", None)], "130"),
    (Reckoning.ADDED, [("a-1", None), ("a-1", None), ("a-2", "7.00")], "107"),
    (Reckoning.ADDED, [("a-1", "60.00"), ("a-1", "50.00")], "110"),
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


def test_a_procurement_ends_when_all_of_its_lots_do_and_is_open_where_one_is() -> None:
    ended = {"id": "1", "period_start": "2015-04-01", "period_end": "2018-03-31"}
    for other, start, end in (
        ({"period_start": "2015-01-01", "period_end": "2019-03-31"}, "2015-01-01", "2019-03-31"),
        ({"period_start": "2015-01-01", "duration": "P24M"}, "2015-01-01", None),
        ({"duration": "P24M"}, None, None),
        ({"title": "No word of its term"}, "2015-04-01", "2018-03-31"),
        ({"status": "cancelled", "duration": "P24M"}, "2015-04-01", "2018-03-31"),
    ):
        found = pictures(procurement(lots=[ended, {"id": "2", **other}]))["procurement", OCID]
        assert shown(found, "period_start") == ({COUNCIL: start} if start else {})
        assert shown(found, "period_end") == ({COUNCIL: end} if end else {})


LATEST: list[tuple[str, list[dict[str, Any]], str | None]] = [
    ("one lot that can be extended", [{"period_end": "2018-03-31", "extendable_until": "2020-03-31"}], "2020-03-31"),
    (
        "another lasts longer than that",
        [{"period_end": "2018-03-31", "extendable_until": "2020-03-31"}, {"period_end": "2021-03-31"}],
        "2021-03-31",
    ),
    ("none can be extended", [{"period_end": "2018-03-31"}, {"period_end": "2021-03-31"}], None),
    ("one is open", [{"period_end": "2018-03-31", "extendable_until": "2020-03-31"}, {"duration": "P9Y"}], None),
    ("its end is not told", [{"extendable_until": "2020-03-31"}], "2020-03-31"),
]


@pytest.mark.parametrize(("lots", "until"), [each[1:] for each in LATEST], ids=[each[0] for each in LATEST])
def test_no_procurement_can_be_extended_until_a_day_before_its_end(lots: list[Any], until: str | None) -> None:
    told = [{"id": str(at), **lot} for at, lot in enumerate(lots)]
    found = pictures(procurement(lots=told))["procurement", OCID]
    assert shown(found, "extendable_until") == ({COUNCIL: until} if until else {})
    later = pictures(procurement(lots=told, period_end="2030-03-31"))["procurement", OCID]
    assert shown(later, "extendable_until") == {}


@pytest.mark.parametrize(("own_end", "is_there"), [("2020-03-30", True), ("2020-03-31", True), ("2020-04-01", False)])
def test_a_contract_takes_no_extension_that_lies_before_its_own_end(own_end: str, is_there: bool) -> None:
    awards = [{"id": "a-1", "period_end": "2018-03-31", "extendable_until": "2020-03-31"}]
    key = ("contract", f"{OCID}/1")
    found = pictures(procurement(awards=awards), contract("1", award="a-1", period_end=own_end))[key]
    assert shown(found, "extendable_until") == ({COUNCIL: "2020-03-31"} if is_there else {})


def test_an_award_is_shown_where_its_body_has_the_contract_with_somebody_else() -> None:
    another = {"id": "GB-COH-00414220"}
    found = pictures(
        procurement(awards=[{"id": "a-1", "suppliers": [PROVIDER]}]),
        contract("1", award="a-1", suppliers=[another]),
        contract("1", CCG, suppliers=[PROVIDER]),
    )
    assert [each["award"] for each in found["provider", PROVIDER["id"]]["awards"]] == ["a-1"]
    own = pictures(procurement(awards=[{"id": "a-1", "suppliers": [PROVIDER]}]), contract("1", award="a-1"))
    assert own["provider", PROVIDER["id"]]["awards"] == []


@pytest.mark.parametrize(
    "fields", [{"buyer": {"id": "GB-LAE-XXX"}}, {"parties": [{"id": "GB-LAE-XXX", "roles": ["funder"]}]}]
)
def test_a_body_of_a_procurement_that_no_configuration_knows_is_an_open_matter(fields: dict[str, Any]) -> None:
    body = pictures(procurement(**fields))["procurement", OCID]
    assert [each["field"] for each in body["differences"]] == ["organisation:GB-LAE-XXX"]
    known = pictures(procurement(buyer=BODY, parties=[{"id": CCG, "roles": ["funder"]}]))["procurement", OCID]
    assert known["differences"] == []


def test_a_part_that_differs_is_shown_with_its_own_values() -> None:
    def observed(body: str, numerator: str) -> Said:
        period = {"period_start": "2015-04-01", "period_end": "2015-06-30"}
        return body, "observed", {"measure": "waits", "value": "90", "numerator": numerator, **period}

    body = pictures(observed(COUNCIL, "9"), observed(CCG, "18"))["contract", CONTRACT]
    (matter,) = [each for each in body["differences"] if each["class"] == "disagreement"]
    assert matter["field"] == "result:waits/2015-06-30/2015-04-01/numerator"
    assert {side["organisation"]: side["value"] for side in matter["sides"]} == {COUNCIL: "9", CCG: "18"}


@pytest.mark.parametrize("status", ["cancelled", "unsuccessful", "withdrawn"])
def test_a_lot_that_came_to_nothing_has_no_part_in_the_period(status: str) -> None:
    lots = [
        {"id": "1", "period_start": "2015-04-01", "period_end": "2017-03-31"},
        {"id": "2", "period_start": "2014-04-01", "period_end": "2019-03-31", "status": status},
    ]
    found = pictures(procurement(lots=lots))["procurement", OCID]
    period = [shown(found, name)[COUNCIL] for name in ("period_start", "period_end")]
    assert period == ["2015-04-01", "2017-03-31"]


def test_a_partner_of_a_joint_programme_is_expected_to_declare_its_contracts() -> None:
    programme = COUNCIL, "programme-declared", {"title": "Carers", "mode": "joint", "partners": [{"id": CCG}]}
    assigned = COUNCIL, "contract-assigned", {"programme": "carers"}
    declared = COUNCIL, "declared", {"stage": "contract"}

    def silent(*said: Said) -> list[str]:
        body = pictures(*said)["contract", CONTRACT]
        return [each["field"] for each in body["differences"] if each["class"] == "silence"]

    assert silent(programme, assigned, declared) == [f"declared:{CCG}"]
    assert silent(programme, declared) == []
    assert silent(programme, assigned, declared, (CCG, "declared", {"stage": "contract"})) == []


TELLING = {"status": "active", "awarded_on": "2015-03-01", "value": money("100.00"), "suppliers": [PROVIDER]}


@pytest.mark.parametrize("name", TELLING)
def test_each_word_that_tells_of_an_award_tells_of_the_stage(name: str) -> None:
    found = pictures(procurement(awards=[{"id": "a-1", name: TELLING[name]}]))["procurement", OCID]
    assert shown(found, "stage") == {COUNCIL: "award"}
    assert shown(pictures(procurement(awards=[{"id": "a-1", "title": "Carers"}]))["procurement", OCID], "stage") == {}


def test_what_the_procurement_says_itself_goes_before_what_follows_from_its_lots() -> None:
    lots = [{"id": "1", "period_start": "2014-04-01", "period_end": "2019-03-31"}]
    found = pictures(procurement(lots=lots, period_start="2015-04-01", period_end="2018-03-31"))["procurement", OCID]
    assert [shown(found, name)[COUNCIL] for name in ("period_start", "period_end")] == ["2015-04-01", "2018-03-31"]


def test_who_says_that_a_supplier_left_is_told_and_nobody_else() -> None:
    awards = [{"id": "a-1", "suppliers": [PROVIDER]}]
    said = [
        procurement(body, awards=awards, parties=[{**PROVIDER, "roles": [role]}])
        for body, role in ((COUNCIL, "removedSupplier"), (CCG, "supplier"))
    ]
    (left,) = pictures(*said)["provider", PROVIDER["id"]]["left"]
    assert [side["organisation"] for side in left["said_by"]] == [COUNCIL]
    (party,) = pictures(*said)["procurement", OCID]["parties"]
    assert party["left_says"] == [COUNCIL]


EXPECTED: list[tuple[str, list[Said]]] = [
    ("buyer", [contract("1", buyer={"id": CCG})]),
    ("funder", [contract("1", funders=[{"id": CCG}])]),
    ("buyer", [procurement(parties=[{"id": CCG, "roles": ["buyer"]}]), contract("1")]),
    ("funder", [procurement(parties=[{"id": CCG, "roles": ["funder"]}]), contract("1")]),
]


@pytest.mark.parametrize(("word", "said"), EXPECTED)
def test_who_buys_or_funds_is_expected_to_declare_also_by_its_role_alone(word: str, said: list[Said]) -> None:
    def silent(*more: Said) -> list[tuple[str, str]]:
        body = pictures(*said, *more)["contract", f"{OCID}/1"]
        return [(each["field"], each["text"]) for each in body["differences"] if each["class"] == "silence"]

    ((field, text),) = silent()
    assert (field, text.endswith(f"expected as {word}")) == (f"declared:{CCG}", True)
    assert silent(contract("1", CCG)) == []


def test_a_word_that_is_put_together_was_said_when_the_last_of_its_parts_was() -> None:
    earlier = {"id": "1", "period_end": "2018-03-31"}
    later = {"id": "2", "period_end": "2017-03-31"}
    said = [procurement(lots=[earlier]), procurement(lots=[later], occurred_at="2015-06-01")]
    for order in (said, said[::-1]):
        (side,) = pictures(*order)["procurement", OCID]["fields"]["period_end"]["sides"]
        last, first = (str(UUID(int=order.index(each) + 1)) for each in said[::-1])
        assert (side["value"], side["since"], side["event"]) == ("2018-03-31", "2015-06-01", last)
        assert [(each["event"], each["since"]) for each in side["also"]] == [(first, "2014-04-01")]


def test_an_award_that_the_body_itself_does_not_list_is_unknown_whatever_others_list() -> None:
    listing = procurement(CCG, awards=[{"id": "a-1", "title": "Carers"}])

    def unknown(*said: Said) -> list[str]:
        body = pictures(procurement(), *said, contract("1", award="a-1"))["contract", f"{OCID}/1"]
        return [each["field"] for each in body["differences"] if each["class"] == "unknown_reference"]

    assert unknown(listing, contract("1", CCG, award="a-1")) == ["award:a-1"]
    assert unknown(procurement(awards=[{"id": "a-1", "title": "Carers"}])) == []


@pytest.mark.parametrize(
    ("roles", "stays"),
    [(["supplier"], True), (["removedSupplier"], False), (["removedSupplier", "supplier"], True), (["payee"], True)],
)
def test_a_supplier_is_out_where_removed_is_all_that_it_is(roles: list[str], stays: bool) -> None:
    awards = [{"id": "a-1", "suppliers": [PROVIDER]}]
    parties = [{**PROVIDER, "roles": roles}]
    found = pictures(procurement(awards=awards, parties=parties), contract("1", award="a-1"))
    suppliers = [PROVIDER] if stays else []
    assert shown(found["contract", f"{OCID}/1"], "suppliers") == {COUNCIL: suppliers}
    assert shown(found["procurement", OCID], "suppliers") == {COUNCIL: suppliers}


def test_suppliers_of_awards_that_came_to_nothing_are_none_of_the_procurement() -> None:
    lost = {"id": "a-2", "status": "cancelled", "suppliers": [{"id": "GB-COH-00414220"}]}
    found = pictures(procurement(awards=[{"id": "a-1", "suppliers": [PROVIDER]}, lost]))["procurement", OCID]
    assert shown(found, "suppliers") == {COUNCIL: [PROVIDER]}


def test_what_bodies_say_differently_of_a_lot_or_an_award_is_a_difference_of_the_procurement() -> None:
    def said(body: str, day: str) -> Said:
        return procurement(body, lots=[{"id": "1", "period_end": day}], awards=[{"id": "a-1", "awarded_on": day}])

    body = pictures(said(COUNCIL, "2015-03-01"), said(CCG, "2015-03-02"))["procurement", OCID]
    found = {each["field"] for each in body["differences"] if each["class"] == "disagreement"}
    assert found == {"lot:1/period_end", "award:a-1/awarded_on"}
    assert body["fields"]["period_end"]["finding"] == "of_parts"


def test_a_contract_counts_for_the_body_that_says_it_came_of_it() -> None:
    elsewhere = contract("1", CCG, procurement=OTHER, value=money("6000.00"))
    totals = pictures(procurement(), contract("1", value=money("100.00")), elsewhere)["procurement", OCID]["totals"]
    assert [(each["organisation"], each["contracts"]) for each in totals] == [(COUNCIL, 1)]


def test_a_provider_has_its_own_name_of_several_suppliers() -> None:
    named = [{**PROVIDER, "name": "Ricardo-AEA Limited"}, {"id": "GB-COH-00414220", "name": "Zoe Consulting Ltd"}]
    found = pictures(contract("1", suppliers=named))
    assert found["provider", PROVIDER["id"]]["title"] == "Ricardo-AEA Limited"
