"""How far a contract or procurement of an OCDS release has come: by its tag, its parts and their statuses."""

import csv
from importlib import resources
from typing import Any

import pytest

from connectors.ocds.stages import STAGES, TAGS, UNSUPPORTED
from tests.connectors.releases import OCID, a_contract, a_release, an_award
from tests.connectors.releases_read import SIGNED, documents, signed


def test_every_tag_of_the_standard_has_its_stage_or_its_reason() -> None:
    text = (resources.files("connectors.ocds.standard") / "codelists" / "releaseTag.csv").read_text(encoding="utf-8")
    assert {each["Code"] for each in csv.DictReader(text.splitlines())} == set(TAGS) | set(UNSUPPORTED)
    assert set(TAGS.values()) == set(STAGES)


@pytest.mark.parametrize("tag", sorted(TAGS))
@pytest.mark.parametrize("ocid", [OCID, SIGNED])
def test_a_release_of_every_tag_tells_of_its_procurement(tag: str, ocid: str) -> None:
    found = documents(a_release(ocid=ocid, tag=[tag], contracts=[a_contract()]))
    assert "procurement-declared" in found
    stage = found["procurement-declared"]["data"].get("stage")
    # the tag is the upper bound, whatever the release holds
    assert stage in (None, "ended") or STAGES.index(stage) <= STAGES.index(TAGS[tag])


@pytest.mark.parametrize(
    ("tags", "contract", "stage"),
    [
        (["contract"], {"status": "active"}, "contract"),
        (["contract"], {"dateSigned": "2015-03-01T00:00:00Z"}, "contract"),
        (["contract"], {"status": "pending"}, "award"),
        (["contract"], {"status": "pending", "dateSigned": "2015-03-01T00:00:00Z"}, "contract"),
        # to be signed after the release
        (["contract"], {"status": "active", "dateSigned": "2015-05-01T00:00:00Z"}, "award"),
        # the tag is an upper bound, and takes nothing back
        (["award"], {"status": "active", "dateSigned": "2015-03-01T00:00:00Z"}, None),
        (["award"], {"status": "active"}, None),
        (["award"], {"status": "pending"}, "award"),
        (["contract"], {}, None),
        (["contractAmendment"], {}, None),
        # what came to nothing is no contract, whatever was said before
        (["contract"], {"status": "cancelled"}, "unknown"),
        (["contract"], {"status": "cancelled", "dateSigned": "2015-03-01T00:00:00Z"}, "unknown"),
        (["award"], {"status": "cancelled"}, "unknown"),
        # what told it is taken back
        (["contract"], {"status": None, "dateSigned": None}, "unknown"),
        (["contract"], {"status": "pending", "dateSigned": None}, "award"),
        (["contract"], {"dateSigned": None}, "unknown"),
    ],
)
def test_the_stage_of_a_contract_follows_from_what_is_there(tags: Any, contract: Any, stage: str | None) -> None:
    bare = {"id": "1", "awardID": "a-1"}
    found = documents(a_release(ocid=SIGNED, tag=tags, contracts=[bare | contract]))
    assert found.get("declared/1", {"data": {}})["data"].get("stage") == stage
    assert "declared/1" in found or "varied/1" in found


@pytest.mark.parametrize(
    ("status", "ended"),
    [(None, True), ("terminated", True), ("active", False), ("pending", False), ("cancelled", False)],
)
def test_a_release_that_tells_of_an_end_ends_the_contracts_that_it_does_not_call_open(status: Any, ended: bool) -> None:
    contract = {"id": "1", "awardID": "a-1"} | ({"status": status} if status else {})
    found = documents(a_release(ocid=SIGNED, tag=["contractTermination"], awards=None, contracts=[contract]))
    assert ("terminated/1" in found) is ended


def test_a_terminated_contract_has_ended_whatever_the_tag() -> None:
    found = documents(signed(contracts=[a_contract(status="terminated")]))
    assert found["terminated/c-1"]["data"]["ended_on"] == "2015-03-11"
    declared = found["declared/c-1"]["data"]
    assert (declared["stage"], "status" in declared) == ("ended", False)


@pytest.mark.parametrize(
    ("changes", "stage"),
    [
        ({"tag": ["planning"], "awards": None}, "planning"),
        ({"tag": ["tender"], "awards": None}, "tender"),
        # an award is told by the awards that stand
        ({"tag": ["award"]}, None),
        ({"tag": ["award", "contract"]}, None),
        ({"tag": ["award"], "awards": [{"id": "a-1", "amendments": [{"id": "x"}]}]}, None),
        ({"tag": ["award"], "awards": [an_award(status="unsuccessful")]}, None),
        ({"tag": ["tenderUpdate"], "awards": None}, None),
        ({"tag": ["tenderCancellation"], "awards": None, "tender": {"id": "t", "status": "active"}}, None),
        ({"tag": ["tenderCancellation"], "awards": None, "tender": {"id": "t"}}, "ended"),
        ({"tag": ["tender"], "awards": None, "tender": {"id": "t", "status": "unsuccessful"}}, "ended"),
        # and a signature by the contracts
        ({"tag": ["contract"], "contracts": [{"id": "1", "awardID": "a-1", "status": "active"}]}, None),
        ({"tag": ["contractAmendment"], "awards": None}, None),
    ],
)
def test_the_stage_of_a_procurement_follows_from_what_is_there(changes: Any, stage: str | None) -> None:
    data = documents(a_release(ocid=SIGNED, **changes))["procurement-declared"]["data"]
    assert data.get("stage") == stage


@pytest.mark.parametrize(
    ("awards", "stage"),
    [([an_award(status="unsuccessful")], "ended"), ([an_award(), an_award(id="a-2", status="unsuccessful")], "award")],
)
def test_a_process_that_is_one_contract_states_its_stage_anew(awards: Any, stage: str) -> None:
    assert documents(a_release(awards=awards))["procurement-declared"]["data"]["stage"] == stage


def test_an_award_is_no_contract_where_contracts_have_ids() -> None:
    assert set(documents(a_release(ocid=SIGNED))) == {"procurement-declared"}
    assert set(documents(a_release())) == {"procurement-declared", "declared"}


def test_what_came_to_nothing_is_no_contract() -> None:
    assert set(documents(a_release(awards=[an_award(status="unsuccessful")]))) == {"procurement-declared"}
    cancelled = documents(a_release(awards=[an_award(status="cancelled")]))
    assert cancelled["declared"]["data"]["status"] == "cancelled"
