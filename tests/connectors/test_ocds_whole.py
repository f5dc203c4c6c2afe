"""Of a process that is one contract, what its contracts do not say themselves is had from the awards that they name."""

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from connectors.ocds.connector import item
from connectors.protocol import Item
from tests.connectors.releases import a_contract, a_release, an_award

FROM_AWARD: dict[str, tuple[str, Any, str, Any]] = {
    "title": ("title", "Short breaks", "title", "Respite"),
    "description": ("description", "For children", "description", "For adults"),
    "value": ("value", {"amount": 700, "currency": "GBP"}, "value", {"amount": 900, "currency": "GBP"}),
    "period_end": (
        "contractPeriod",
        {"endDate": "2018-03-31T23:59:59+01:00"},
        "period",
        {"endDate": "2019-03-31T23:59:59+01:00"},
    ),
    "renewable": ("hasRenewal", True, "hasRenewal", False),
    "options": ("hasOptions", True, "hasOptions", False),
    "extension_terms": ("renewal", {"description": "twice"}, "renewal", {"description": "once"}),
    "categories": (
        "items",
        [{"id": "1", "classification": {"scheme": "CPV", "id": "85000000"}}],
        "items",
        [{"id": "1", "classification": {"scheme": "CPV", "id": "85312300"}}],
    ),
}
"""By the field of the event: where an award has it and a value, where a contract has it and another value."""

_AWARD = {"value": None, "contractPeriod": None}


def read(**changes: Any) -> tuple[Any, Item]:
    release = a_release(tag=["contract"], **changes)
    found = item(release, "a.json", None)
    assert not found.refusals, found.refusals
    (declared,) = [each for each in found.documents if each["type"].endswith("contract.declared.v1")]
    return declared["data"], found


@pytest.mark.parametrize("field", FROM_AWARD)
def test_it_has_from_the_award_what_its_contract_does_not_say(field: str) -> None:
    of_award, said, of_contract, other = FROM_AWARD[field]
    awards = [an_award(**_AWARD | {of_award: said})]
    alone, _ = read(awards=awards)
    silent, found = read(awards=awards, contracts=[a_contract(value=None)])
    assert silent[field] == alone[field]
    assert not [each for each in found.warnings if each.field.startswith("awards[0]")], found.warnings
    own, found = read(awards=awards, contracts=[a_contract(**{"value": None, of_contract: other})])
    assert own[field] != alone[field]
    (told,) = [each for each in found.warnings if each.field.startswith("awards[0]")]
    assert "is not used: the contract that came of the award says contracts[0]" in told.problem


def test_a_contract_that_names_no_award_came_of_the_only_one() -> None:
    contracts = [a_contract(awardID=" ", value=None)]
    assert read(awards=[an_award()], contracts=contracts)[0]["value"]["amount"] == 1000
    assert "value" not in read(awards=[an_award(), an_award(id="a-2")], contracts=contracts)[0]


_AMOUNTS = st.none() | st.integers(1, 999)


@given(st.lists(st.tuples(st.sampled_from(["a-1", "a-2", "a-3"]), _AMOUNTS), min_size=1, max_size=6))
def test_the_value_of_an_award_counts_once(contracts: list[tuple[str, int | None]]) -> None:
    amounts = {"a-1": 1000, "a-2": 30, "a-3": 5}
    data, _ = read(
        awards=[an_award(id=key, value={"amount": each, "currency": "GBP"}) for key, each in amounts.items()],
        contracts=[
            a_contract(id=f"c-{number}", awardID=award, value=own and {"amount": own, "currency": "GBP"})
            for number, (award, own) in enumerate(contracts)
        ],
    )
    silent = {award for award, own in contracts if own is None}
    stating = {award for award, own in contracts if own is not None}
    if silent & stating:
        assert "value" not in data
    else:
        whole = sum(own for _, own in contracts if own is not None) + sum(amounts[each] for each in silent)
        assert data["value"]["amount"] == Decimal(whole)


def test_a_value_that_its_contract_takes_back_is_not_the_one_of_the_award() -> None:
    awards = [an_award(value={"amount": 900, "currency": "GBP"})]
    data, _ = read(awards=awards, contracts=[a_contract(value={"amount": None})])
    assert ("value" in data, data.get("clears")) == (False, ["value"])
    data, _ = read(awards=awards, contracts=[a_contract(value={"currency": "GBP"})])
    assert (data["value"]["amount"], data.get("clears")) == (900, None)


NO_NULL = {"categories": "codes are those of items, each taken back by its own id"}


def taken_back(value: Any) -> Any:
    return dict.fromkeys(value) if isinstance(value, dict) else None


@pytest.mark.parametrize("field", sorted(FROM_AWARD.keys() - NO_NULL))
def test_only_what_no_contract_states_is_taken_back(field: str) -> None:
    _, _, name, said = FROM_AWARD[field]
    nothing = a_contract(id="c-1", value=None) | {name: taken_back(said)}
    other = a_contract(id="c-2", **{"value": None, name: said})
    awards = [an_award(**_AWARD)]
    for contracts in ([nothing, other], [other, nothing]):
        data, _ = read(awards=awards, contracts=contracts)
        assert field not in data.get("clears", ())
    data, _ = read(awards=awards, contracts=[nothing, nothing | {"id": "c-2"}])
    assert field in data["clears"]
    assert field not in data


@pytest.mark.parametrize("flag", ["renewal", "options"])
def test_terms_of_extending_that_are_passed_over_are_told_where_they_stand(flag: str) -> None:
    awards = [an_award(**_AWARD | {flag: {"description": "twice"}})]
    _, found = read(awards=awards, contracts=[a_contract(value=None, **{flag: {"description": "once"}})])
    (told,) = [each for each in found.warnings if each.field.startswith("awards[0]") and "is not used" in each.problem]
    assert told.field == f"awards[0].{flag}.description"
    assert told.problem.endswith(f"says contracts[0].{flag}.description")
