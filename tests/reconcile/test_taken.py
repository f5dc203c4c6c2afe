"""What a contract takes from its award and procurement, and what a procurement has from its parts."""

from typing import Any
from uuid import UUID

import pytest

from hub.reconcile.days import Day
from hub.reconcile.kinds.procurement.view import TAKEN_FROM_AWARD, TAKEN_FROM_PROCUREMENT
from tests.reconcile.summary import whole
from tests.reconcile.told import CCG, CONTRACT, COUNCIL, Said, events, pictures

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
    taken = pictures(procurement(awards=awards), contract("1", award="a-1"))[key]
    assert shown(taken, name) == {COUNCIL: said}
    assert [side["taken_from"] for side in taken["fields"][name]["sides"]] == [f"{OCID} award a-1"]
    # nobody takes what another body says of the award
    mine = pictures(procurement(awards=awards), contract("1", award="a-1"), contract("1", CCG, award="a-1"))
    assert shown(mine[key], name) == {COUNCIL: said}
    two = [procurement(awards=awards), procurement(CCG, awards=awards)]
    both = pictures(*two, contract("1", award="a-1"), contract("1", CCG, award="a-2"))
    assert shown(both[key], name) == {COUNCIL: said, CCG: other}
    if name != "suppliers":
        own = pictures(procurement(awards=awards), contract("1", award="a-1", **{name: other}))
        assert shown(own[key], name) == {COUNCIL: other}
        assert not any("taken_from" in side for side in own[key]["fields"][name]["sides"])


@pytest.mark.parametrize("name", OF_PROCUREMENT)
def test_a_contract_has_from_its_procurement_what_its_award_does_not_say(name: str) -> None:
    said, other = OF_PROCUREMENT[name]
    found = pictures(procurement(**{name: said}), contract("1"))["contract", f"{OCID}/1"]
    assert shown(found, name) == {COUNCIL: said}
    assert [side["taken_from"] for side in found["fields"][name]["sides"]] == [OCID]
    if name in OF_AWARD:
        awarded = procurement(**{name: said}, awards=[{"id": "a-1", name: other}])
        assert shown(pictures(awarded, contract("1", award="a-1"))["contract", f"{OCID}/1"], name) == {COUNCIL: other}


@pytest.mark.parametrize(("name", "role"), BY_ROLES.items())
def test_it_has_its_buyers_and_funders_from_their_roles(name: str, role: str) -> None:
    parties = [{"id": CCG, "roles": [role]}, {**PROVIDER, "roles": ["supplier"]}]
    found = pictures(procurement(parties=parties), contract("1"))["contract", f"{OCID}/1"]
    assert shown(found, name) == {COUNCIL: [{"id": CCG}]}


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
    awards = [{"id": "a-1", "period_end": "2018-03-31", "extendable_until": "2020-03-31", "categories": ["85000000"]}]
    key = ("contract", f"{OCID}/1")
    found = pictures(procurement(awards=awards), contract("1", award="a-1", period_end=own_end))[key]
    assert shown(found, "extendable_until") == ({COUNCIL: "2020-03-31"} if is_there else {})
    assert shown(found, "categories") == {COUNCIL: ["85000000"]}, "whatever else there is to take is taken"


@pytest.mark.parametrize("other_first", [True, False])
def test_another_body_s_end_takes_no_extension_away(other_first: bool) -> None:
    awards = [{"id": "a-1", "period_end": "2018-03-31", "extendable_until": "2020-03-31"}]
    said = [contract("1", award="a-1"), contract("1", CCG, period_end="2021-03-31")]
    found = pictures(procurement(awards=awards), *(said[::-1] if other_first else said))["contract", f"{OCID}/1"]
    assert shown(found, "extendable_until") == {COUNCIL: "2020-03-31"}


def test_a_picture_holds_until_what_it_takes_comes_to_count() -> None:
    value = {"id": "a-1", "value": money("100.00")}
    statements = events([contract("1", award="a-1"), procurement(awards=[value], occurred_at="2015-11-01")])
    found = {day: whole(statements, Day.read(day))["contract", f"{OCID}/1"] for day in ("2015-10-01", "2015-11-01")}
    assert found["2015-10-01"].until == Day.read("2015-11-01")
    assert [shown(each.body, "value") for each in found.values()] == [{}, {COUNCIL: money("100.00")}]


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


def test_a_procurement_is_headed_by_its_own_title_as_said_last() -> None:
    named = [
        procurement(title="Carers"),
        procurement(CCG, title="Support for carers", lots=[{"id": "1", "title": "A"}]),
    ]
    for order, title in ((named, "Support for carers"), (named[::-1], "Carers")):
        assert pictures(*order)["procurement", OCID]["title"] == title
    assert pictures(procurement(lots=[{"id": "1", "title": "A"}]))["procurement", OCID]["title"] is None


def test_a_contract_counts_for_the_body_that_says_it_came_of_it() -> None:
    elsewhere = contract("1", CCG, procurement=OTHER, value=money("6000.00"))
    totals = pictures(procurement(), contract("1", value=money("100.00")), elsewhere)["procurement", OCID]["totals"]
    assert [(each["organisation"], each["contracts"]) for each in totals] == [(COUNCIL, 1)]


def test_a_provider_has_its_own_name_of_several_suppliers() -> None:
    named = [{**PROVIDER, "name": "Ricardo-AEA Limited"}, {"id": "GB-COH-00414220", "name": "Zoe Consulting Ltd"}]
    found = pictures(contract("1", suppliers=named))
    assert found["provider", PROVIDER["id"]]["title"] == "Ricardo-AEA Limited"
