"""The tag of a release is an upper bound: whatever a release holds, it tells of nothing further than its tags do."""

from typing import Any

import pytest

from connectors.ocds.stages import STAGES, TAGS
from hub.events.codelists import titles
from hub.reconcile.kinds.procurement.came_of import BY_STATUS
from tests.connectors.releases import a_contract, a_release
from tests.connectors.standing import items, pictures_of, stated

OCID = "ocds-h6vhtk-0c0030"
OF_ONE_CONTRACT = "ocds-b5fd17-0c0030"
STATUSES = [None, *BY_STATUS, "cancelled"]
SIGNED = ["2015-03-01T00:00:00Z", None]


def release(tag: str, contract: dict[str, Any], ocid: str = OCID, **more: Any) -> dict[str, Any]:
    return a_release(ocid=ocid, tag=[tag], tender=None, contracts=[contract], **more)


def contract(status: str | None, signed: str | None) -> dict[str, Any]:
    return a_contract(status=status, dateSigned=signed)


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("signed", SIGNED)
@pytest.mark.parametrize("ocid", [OCID, OF_ONE_CONTRACT])
def test_nothing_comes_further_than_the_tag(ocid: str, tag: str, status: str | None, signed: str | None) -> None:
    found = pictures_of([release(tag, contract(status, signed), ocid, awards=None)])
    bound = TAGS[tag]
    if bound == "contract" and status == "terminated":
        bound = "ended"  # a notice of a change may say that the contract is over
    contracts = {key: stated(each) for (kind, key), each in found.items() if kind == "contract"}
    assert bool(contracts) == (bound not in ("planning", "tender"))
    (procurement,) = [each for (kind, _), each in found.items() if kind == "procurement"]
    told = [words["stage"] for words in contracts.values() if "stage" in words]
    if tag != "tenderCancellation":  # that ends the process itself
        told += [stated(procurement)["stage"]] if "stage" in procurement["fields"] else []
    assert all(STAGES.index(stage) <= STAGES.index(bound) for stage in told if stage != "unknown")
    if bound == "award":
        assert all(words.get("status") != "terminated" for words in contracts.values())
        assert not any(each["ended"] for each in procurement["totals"])


@pytest.mark.parametrize(("tag", "bound"), TAGS.items())
@pytest.mark.parametrize("status", STATUSES)
def test_what_goes_further_is_told_by_path(tag: str, bound: str, status: str | None) -> None:
    (item,) = items([release(tag, contract(status, SIGNED[0]), awards=None)])
    told = {each.field for each in item.warnings if "nothing further than" in each.problem}
    wanted = {"contracts"} if bound in ("planning", "tender") else set()
    if bound == "award" and status != "cancelled":
        wanted |= {"contracts[0].dateSigned"}
        wanted |= {"contracts[0].status"} if status in ("active", "terminated") else set()
    assert told == wanted


REPEATED = [
    contract("active", SIGNED[0]),
    contract("active", None),
    contract(None, SIGNED[0]),
    contract("pending", SIGNED[0]),
]


@pytest.mark.parametrize("ocid", [OCID, OF_ONE_CONTRACT])
@pytest.mark.parametrize("tag", [tag for tag, bound in TAGS.items() if bound in ("planning", "tender", "award")])
@pytest.mark.parametrize("repeated", REPEATED)
def test_a_release_of_an_earlier_stage_that_repeats_a_contract_takes_back_nothing_of_it(
    ocid: str, tag: str, repeated: dict[str, Any]
) -> None:
    if tag == "awardCancellation" and ocid == OF_ONE_CONTRACT:
        return  # that ends the process itself
    first = release("contract", contract("active", SIGNED[0]), ocid, awards=None)
    later = release(tag, repeated, ocid, awards=None)
    later |= {"id": "release-2", "date": "2015-04-11T10:37:43Z"}
    found = pictures_of([first, later])
    words = stated(found["contract", ocid if ocid == OF_ONE_CONTRACT else f"{ocid}/c-1"])
    assert (words["stage"], words["signed_on"]) == ("contract", "2015-03-01")
    assert words["status"] == "active" or repeated["status"] == "pending"
    if tag != "tenderCancellation":  # that ends the process itself
        assert stated(found["procurement", ocid])["stage"] == "contract"


def test_every_status_of_a_contract_is_among_these() -> None:
    assert set(STATUSES) - {None} <= set(titles("contract-status"))
    assert set(BY_STATUS) <= set(STATUSES)
