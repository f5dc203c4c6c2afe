"""Which subject an OCDS release tells of, and under which ids of events."""

from tests.connectors.releases import OCID, a_contract, a_release
from tests.connectors.releases_read import SIGNED, documents, signed


def test_identity_and_times_of_an_award() -> None:
    document = documents(a_release())["declared"]
    meta = document["data"]["meta"]
    buyer = "local:ocds-b5fd17/example-borough-council"
    assert (meta["subject"], meta["organisation"], meta["source_system"]) == (OCID, buyer, "ocds:b5fd17")
    assert (meta["occurred_at"], meta["recorded_at"]) == ("2015-03-11", "2015-03-11T10:37:43+00:00")
    # fixed for ever: publishing a release again must meet the event that it made before
    assert meta["event_id"] == "6d46132f-002d-5941-82d1-fdbedcb63265"


def test_each_contract_is_its_own_and_the_process_is_the_procurement() -> None:
    found = documents(signed(contracts=[a_contract(), a_contract(id="c-2")]))
    assert set(found) == {"procurement-declared", "declared/c-1", "declared/c-2"}
    data = found["declared/c-1"]["data"]
    assert (data["procurement"], data["award"], data["signed_on"]) == (SIGNED, "a-1", "2015-03-01")
    assert "suppliers" not in data  # they are the award's
    (award,) = found["procurement-declared"]["data"]["awards"]
    assert [each["id"] for each in award["suppliers"]] == [f"local:{SIGNED}/example-care-ltd"]


def test_the_event_id_follows_ocid_release_contract_and_speaker_alone() -> None:
    first = documents(a_release())["declared"]["id"]
    assert documents(a_release(tender={"id": "t", "title": "Other"}))["declared"]["id"] == first
    assert documents(a_release(id="release-2"))["declared"]["id"] != first
    assert documents(a_release(ocid="ocds-b5fd17-other"))["declared"]["id"] != first
    assert documents(a_release(), "local:ocds-b5fd17/example-borough-council")["declared"]["id"] == first
    assert documents(a_release(), "GB-NHS-08X")["declared"]["id"] != first
