"""A release that calls a contract signed and its award void contradicts itself: both are kept, and that is told."""

from typing import Any

import pytest

from tests.connectors.releases import a_contract, a_release, an_award
from tests.connectors.test_one_fault import read


def told(tag: str, award: str, **contract: Any) -> list[str]:
    awards = [an_award(id="1", status=award), an_award(id="2", status="active")]
    said = [a_contract(**{"id": "c", "awardID": "1", "dateSigned": None, **contract})]
    (item,) = read(a_release(ocid="ocds-h6vhtk-0c0042", tag=[tag], awards=awards, contracts=said))
    assert not item.refusals
    return [each.problem for each in item.warnings if each.field == "contracts[0].awardID"]


@pytest.mark.parametrize("status", ["cancelled", "unsuccessful"])
@pytest.mark.parametrize("signed", [{"status": "active"}, {"dateSigned": "2015-03-01T00:00:00Z"}])
def test_a_signed_contract_of_an_award_that_came_to_nothing_is_told(status: str, signed: dict[str, str]) -> None:
    (problem,) = told("contract", status, **signed)
    assert problem.startswith(f"names an award that is {status} in this release, and the contract is signed")


@pytest.mark.parametrize(
    ("tag", "award", "contract"),
    [
        ("contract", "active", {"status": "active"}),
        ("contract", "cancelled", {"status": "pending"}),
        ("contract", "cancelled", {"status": "cancelled", "dateSigned": "2015-03-01T00:00:00Z"}),
        ("contract", "cancelled", {"status": "active", "awardID": "2"}),
        ("contract", "cancelled", {"dateSigned": "2027-03-01T00:00:00Z"}),
        ("award", "cancelled", {"status": "active"}),
    ],
)
def test_what_does_not_contradict_itself_is_not(tag: str, award: str, contract: dict[str, Any]) -> None:
    assert told(tag, award, **contract) == []
