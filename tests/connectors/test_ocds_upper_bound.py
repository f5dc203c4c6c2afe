"""The tag of a release is an upper bound: whatever a release holds, it tells of nothing further than its tags do."""

from typing import Any

import pytest

from connectors.ocds.stages import STAGES, TAGS
from hub.events.codelists import titles
from hub.reconcile.came_of import BY_STATUS
from tests.connectors.releases import a_contract, a_release
from tests.connectors.standing import items, pictures_of, stated

OCID = "ocds-h6vhtk-0c0030"
STATUSES = [None, *BY_STATUS, "cancelled"]
SIGNED = ["2015-03-01T00:00:00Z", None]


def release(tag: str, contract: dict[str, Any], **more: Any) -> dict[str, Any]:
    return a_release(ocid=OCID, tag=[tag], tender=None, contracts=[contract], **more)


def contract(status: str | None, signed: str | None) -> dict[str, Any]:
    return a_contract(status=status, dateSigned=signed)


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize("signed", SIGNED)
def test_nothing_comes_further_than_the_tag(tag: str, status: str | None, signed: str | None) -> None:
    found = pictures_of([release(tag, contract(status, signed), awards=None)])
    bound = TAGS[tag]
    if bound == "contract" and status == "terminated":
        bound = "ended"  # a notice of a change may say that the contract is over
    contracts = {key: stated(each) for (kind, key), each in found.items() if kind == "contract"}
    assert bool(contracts) == (bound not in ("planning", "tender"))
    (procurement,) = [each for (kind, _), each in found.items() if kind == "procurement"]
    told = [words["stage"] for words in contracts.values() if "stage" in words]
    if tag != "tenderCancellation":  # that ends the process itself
        told += [stated(procurement)["stage"]] if "stage" in procurement["fields"] else []
    assert all(STAGES.index(stage) <= STAGES.index(bound) for stage in told)
    if bound == "award":
        assert all(words.get("status") != "terminated" for words in contracts.values())
        assert not any(each["ended"] for each in procurement["totals"])


@pytest.mark.parametrize(("tag", "bound"), TAGS.items())
@pytest.mark.parametrize("status", STATUSES)
def test_what_goes_further_is_told_by_path(tag: str, bound: str, status: str | None) -> None:
    (item,) = items([release(tag, contract(status, SIGNED[0]), awards=None)])
    told = {each.field for each in item.doubts if "nothing further than" in each.problem}
    wanted = {"contracts"} if bound in ("planning", "tender") else set()
    wanted |= {"contracts[0].status"} if (bound, status) == ("award", "terminated") else set()
    assert told == wanted


@pytest.mark.parametrize("tag", [tag for tag, bound in TAGS.items() if bound in ("planning", "tender")])
def test_a_tender_that_repeats_a_contract_takes_back_nothing_of_it(tag: str) -> None:
    first = release("contract", contract("active", SIGNED[0]), awards=None)
    later = release(tag, contract("active", SIGNED[0]), awards=None)
    later |= {"id": "release-2", "date": "2015-04-11T10:37:43Z"}
    words = stated(pictures_of([first, later])["contract", f"{OCID}/c-1"])
    assert (words["stage"], words["status"], words["signed_on"]) == ("contract", "active", "2015-03-01")


def test_every_status_of_a_contract_is_among_these() -> None:
    assert set(STATUSES) - {None} <= set(titles("contract-status"))
    assert set(BY_STATUS) <= set(STATUSES)
