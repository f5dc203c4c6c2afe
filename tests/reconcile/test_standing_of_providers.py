"""The test of paper 15-190 §8 over every mix of contracts, and what a provider is called by."""

from itertools import product
from typing import Any, Final

import pytest

from hub.reconcile.kinds.provider.picture import wandsworth_test
from tests.reconcile.told import CCG, COUNCIL, Said, pictures

SORTS: Final = tuple(product((True, False), repeat=2))
"""(under-performing, on improvement measures)"""


def of(key: str, under: bool, placed: bool) -> dict[str, Any]:
    return {"contract": key, "under_performing": ["m"] if under else [], "improvements": ["i"] if placed else []}


@pytest.mark.parametrize("mix", list(product(SORTS, repeat=3)))
def test_it_names_those_that_under_perform_on_both_sides_or_nothing(mix: tuple[tuple[bool, bool], ...]) -> None:
    found = wandsworth_test([of(f"c-{number}", *each) for number, each in enumerate(mix)])
    placed, not_placed = (
        [f"c-{number}" for number, each in enumerate(mix) if each == (True, measures)] for measures in (True, False)
    )
    if placed and not_placed:
        assert found is not None
        assert (found["placed_on"], found["not_placed_on"]) == (placed, not_placed)
    else:
        assert found is None


def test_it_names_every_contract_of_either_side_in_words() -> None:
    mix = {"c-1": True, "c-2": False, "c-3": True, "c-4": False, "c-5": True}
    found = wandsworth_test([of(key, under=True, placed=placed) for key, placed in mix.items()])
    assert found is not None
    assert found["text"] == (
        "under-performing on 5 contracts, on improvement measures for 3: c-1, c-3, c-5; not for c-2, c-4"
    )


PROVIDER: Final = "GB-COH-08229264"


def named(organisation: str, name: str | None, occurred_at: str) -> Said:
    supplier = {"id": PROVIDER} | ({"name": name} if name else {})
    return organisation, "declared", {"stage": "contract", "suppliers": [supplier], "occurred_at": occurred_at}


def test_it_is_called_by_the_name_that_was_true_last() -> None:
    said = [named(COUNCIL, "Carers Ltd", "2014-04-01"), named(CCG, "Carers UK Ltd", "2015-04-01")]
    for order in (said, said[::-1]):
        assert pictures(*order)["provider", PROVIDER]["title"] == "Carers UK Ltd"
    unnamed = [named(COUNCIL, "Carers Ltd", "2014-04-01"), named(CCG, None, "2015-04-01")]
    assert pictures(*unnamed)["provider", PROVIDER]["title"] == "Carers Ltd"
    assert pictures(named(CCG, None, "2015-04-01"))["provider", PROVIDER]["title"] is None


def test_each_body_s_name_for_it_is_shown_as_that_body_s() -> None:
    """A heading has one of them, and whoever reads the others must see that it is one body's word."""
    awarded = {"awards": [{"id": "a", "suppliers": [{"id": PROVIDER, "name": "Carers"}]}]}
    said = [
        named(COUNCIL, "Carers Ltd", "2014-04-01"),
        named(CCG, "Carers UK Ltd", "2015-04-01"),
        (COUNCIL, "procurement-declared", awarded | {"subject": "ocds-b5fd17-1", "occurred_at": "2014-05-01"}),
    ]
    for order in (said, said[::-1]):
        body = pictures(*order)["provider", PROVIDER]
        told = {each["organisation"]: (each["value"], each["since"]) for each in body["names"]}
        assert set(told) == {COUNCIL, CCG}
        assert told[CCG] == ("Carers UK Ltd", "2015-04-01")
        assert told[COUNCIL][0] == "Carers", "what it said last, of whatever it said it"
    assert pictures(named(CCG, None, "2015-04-01"))["provider", PROVIDER]["names"] == []


def test_every_measure_is_shown_also_those_that_are_met() -> None:
    terms = {"title": "M", "direction": "higher", "target": "9"}
    period = {"period_start": "2015-07-01", "period_end": "2015-09-30"}
    said: list[Said] = [named(COUNCIL, None, "2014-04-01")]
    for measure, value in (("met", "9"), ("missed", "8")):
        said.append((COUNCIL, "measure-agreed", {"measure": measure, **terms}))
        said.append((COUNCIL, "observed", {"measure": measure, "value": value, **period}))
    (contract,) = pictures(*said)["provider", PROVIDER]["contracts"]
    assert {each["measure"]: str(each["performance"]) for each in contract["measures"]} == {
        "met": "met",
        "missed": "missed",
    }
    assert [each["measure"] for each in contract["under_performing"]] == ["missed"]


def test_a_contract_is_shown_with_what_each_body_says_of_it() -> None:
    ocid = "ocds-b5fd17-1"
    terms = {"stage": "award", "status": "pending", "theme": "carers", "suppliers": [{"id": PROVIDER}]}
    came_of = {"procurement": ocid, "award": "a"}
    said: list[Said] = [
        (COUNCIL, "declared", {**terms, **came_of, "lead_commissioner": "council"}),
        (CCG, "declared", {**terms, "stage": "contract", "lead_commissioner": "nhs", "occurred_at": "2015-04-01"}),
        (COUNCIL, "procurement-declared", {"subject": ocid, "awards": [{"id": "a", "status": "cancelled"}]}),
    ]
    (contract,) = pictures(*said)["provider", PROVIDER]["contracts"]
    # of a heading the last word, and beside it everybody's
    assert (contract["theme"], contract["lead_commissioner"]) == ("carers", "nhs")
    told = {
        name: {each["organisation"]: each["value"] for each in contract[name]} for name in ("leads", "stage", "status")
    }
    assert told == {
        "leads": {COUNCIL: "council", CCG: "nhs"},
        "stage": {COUNCIL: "award", CCG: "contract"},
        "status": {COUNCIL: "pending", CCG: "pending"},
    }
    (over,) = contract["ended_by"]
    assert (over["procurement"], over["award"], over["field"]) == (ocid, "a", "status")
    assert [(each["organisation"], each["value"]) for each in over["said_by"]] == [(COUNCIL, "cancelled")]
