"""Organisations of OCDS releases: their ids, names and roles."""

from typing import Any

import pytest

from hub.events.ids import hidden_name
from tests.connectors.releases import OCID, a_contract, a_release, an_award
from tests.connectors.releases_read import SIGNED, dense, documents, id_of, parties, read, refused, signed, told


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        ({"id": "x", "identifier": {"scheme": "GB-COH", "id": "158718"}}, "GB-COH-00158718"),
        ({"id": "x", "identifier": {"scheme": "GB-COH", "id": "oc303525"}}, "GB-COH-OC303525"),
        ({"id": "GB-COH-7590785"}, "GB-COH-07590785"),
        ({"id": "GB-COH-458577871"}, f"local:{OCID}/GB-COH-458577871"),
        ({"id": "GB-CFS-7", "identifier": {"scheme": "GB-COH", "id": "458577871"}}, "GB-CFS-7"),
        ({"id": "GB-CFS-18525", "identifier": {"legalName": "x"}}, f"local:{OCID}/{hidden_name('x')}"),
        ({"id": "GB-SRS-a.gov.uk/XhPB26DC"}, "GB-SRS-a.gov.uk/XhPB26DC"),
        ({"id": "GB-PPON-PTQG-8236-WVNZ"}, "GB-PPON-PTQG-8236-WVNZ"),
        ({"id": "org-3"}, f"local:{OCID}/org-3"),
        ({"id": "1234"}, f"local:{OCID}/1234"),
        ({"id": "org 3"}, f"local:{OCID}/org_3"),
        ({"id": "org-3", "name": "Example Care Ltd"}, f"local:{OCID}/example-care-ltd"),
        ({"id": "GB-FTS-9", "name": "Fife Council", "roles": ["buyer"]}, "local:ocds-b5fd17/fife-council"),
        (
            {"id": "org-1", "identifier": {"legalName": "FIFE COUNCIL"}, "roles": ["buyer"]},
            "local:ocds-b5fd17/fife-council",
        ),
        ({"id": "GB-CFS-9", "name": "Hope Tree School", "roles": ["buyer"]}, f"local:{OCID}/hope-tree-school"),
        ({"id": "GB-CFS-1", "identifier": {"scheme": "GB-CHC", "id": "123456"}}, "GB-CHC-123456"),
        ({"id": "GB-CFS-1", "identifier": {"scheme": "XX-ABC", "id": "123456"}}, "GB-CFS-1"),
        (
            {"id": "x", "additionalIdentifiers": [{"scheme": "GB-PPON", "id": "P-1"}, {"scheme": "GB-COH", "id": "1"}]},
            "GB-COH-00000001",
        ),
    ],
)  # fmt: skip
def test_ids_of_organisations(party: Any, expected: str) -> None:
    assert id_of(party) == expected


def test_a_name_that_could_be_a_person_s_does_not_stand_in_an_id() -> None:
    found = id_of({"id": "org-3", "name": "Josephine Bloggs"})
    assert found == id_of({"id": "org-4", "name": "Josephine  Bloggs"})
    assert "bloggs" not in found


def test_ids_of_a_document_never_meet_those_of_another() -> None:
    one, two = parties({"id": "org-3"}), parties({"id": "org-3"}, ocid="ocds-b5fd17-other")
    assert one.organisation(one.all[0]) != two.organisation(two.all[0])


def test_two_suppliers_without_ids_stay_two() -> None:
    suppliers = [{"name": "A Care Ltd"}, {"name": "B Care Ltd"}]
    found = [{**each, "roles": ["supplier"]} for each in suppliers]
    data = documents(a_release(ocid=SIGNED, parties=found, awards=[an_award(suppliers=suppliers)]))
    (award,) = data["procurement-declared"]["data"]["awards"]
    assert [each["name"] for each in award["suppliers"]] == ["A Care Ltd", "B Care Ltd"]


def test_two_parties_of_one_name_and_two_ids_stay_two() -> None:
    found = parties({"id": "org-1", "name": "A Care Ltd"}, {"id": "org-2", "name": "A Care Ltd"})
    assert len({found.organisation(each)["id"] for each in found.all}) == 2


def test_none_is_not_an_id() -> None:
    parties_without = [{"name": "Example Borough Council", "roles": ["buyer"]}, {"roles": ["supplier"]}]
    assert ("parties[1].id", "is missing, and the name is missing") in refused(
        a_release(parties=parties_without, buyer=None)
    )
    nobody = a_release(awards=[an_award(suppliers=[{}])])
    assert ("awards[0].suppliers[0].id", "is missing, and the name is missing") in refused(nobody)


def test_further_ids_of_an_organisation_are_told_and_an_authority_s_counts_first() -> None:
    both = {"scheme": "GB-PPON", "id": "PDZR-9968-RYYY"}
    council = {"id": "x", "identifier": both, "additionalIdentifiers": [{"scheme": "GB-LAE", "id": "WIL"}]}
    assert id_of(council) == "GB-LAE-WIL"
    company = {"id": "x", "identifier": both, "additionalIdentifiers": [{"scheme": "GB-COH", "id": "1"}]}
    assert id_of(company) == "GB-PPON-PDZR-9968-RYYY"
    found = told(a_release(parties=[{**company, "name": "Example Council", "roles": ["buyer"]}], buyer=None))
    assert "known here as GB-PPON" in found["parties[0].additionalIdentifiers[0].id"]


def test_an_id_that_repeats_is_resolved_by_name_or_refused_by_path() -> None:
    twice = [{"id": "1", "name": "Wiltshire Council", "roles": ["buyer"]}, {"id": "1", "name": "Carers Ltd"}]
    buyer = {"id": "1", "name": "Wiltshire Council"}
    by_name = a_release(parties=twice, buyer=buyer, awards=[an_award(suppliers=[{"id": "1", "name": "Carers Ltd"}])])
    assert [each["name"] for each in documents(by_name)["declared"]["data"]["suppliers"]] == ["Carers Ltd"]
    by_id = a_release(parties=twice, buyer=buyer, awards=[an_award(suppliers=[{"id": "1"}])])
    assert refused(by_id) == [("awards[0].suppliers[0].id", "is the id or the name of several parties")]
    neither = a_release(parties=twice, buyer=buyer, awards=[an_award(suppliers=[{"id": "1", "name": "Others Ltd"}])])
    assert refused(neither) == [("parties[1].id", "repeats the id of another party")]


@pytest.mark.parametrize("name", ["awards", "contracts"])
def test_two_things_of_one_id_that_differ_are_refused(name: str) -> None:
    make: Any = {"awards": an_award, "contracts": a_contract}[name]
    release = signed(**{name: [make(), make(title="Another")]})
    assert refused(release) == [(f"{name}[1].id", "repeats, and the two say different things")]
    ((field, problem),) = refused(signed(**{name: [make(), make()]}))
    assert (field, problem) == (name, "has the same item twice")  # the standard's own rule


@pytest.mark.parametrize("role", ["funder", "procuringEntity", "supplier", "tenderer"])
def test_nobody_is_the_buyer_by_another_role(role: str) -> None:
    parties = [{"id": "GB-LAE-EXA", "name": "Example Borough Council", "roles": [role]}]
    assert refused(a_release(parties=parties, buyer=None)) == [("buyer", "names no buyer")]


def test_funders_and_every_buyer_are_kept_with_their_roles() -> None:
    listed = documents(dense())["procurement-declared"]["data"]["parties"]
    assert {each["id"]: each["roles"] for each in listed} == {
        "GB-LAE-EXA": ["buyer"],
        "GB-COH-00000001": ["supplier"],
        "local:ocds-h6vhtk/nhs-example-icb": ["buyer", "funder"],
    }


def test_what_is_too_long_for_one_event_is_said_in_several() -> None:
    suppliers = [{"id": f"GB-COH-{number:08}", "name": "Care Ltd"} for number in range(1, 701)]
    named = [{**each, "roles": ["supplier"]} for each in suppliers]
    buyer = {"id": "GB-LAE-EXA", "name": "Example Council", "roles": ["buyer"]}
    lots = [{"id": str(number), "title": "Lot"} for number in range(50)]
    found = read(
        a_release(
            ocid=SIGNED,
            parties=[buyer, *named],
            buyer=buyer,
            tender={"id": "t", "title": "Framework", "lots": lots},
            awards=[an_award(suppliers=suppliers), an_award(id="a-2", suppliers=suppliers[:150])],
        )
    )
    said = [each["data"] for each in found.documents]
    assert len({each["id"] for each in found.documents}) == len(said) == 7
    awarded = [
        (award["id"], supplier["id"])
        for each in said
        for award in each.get("awards", ())
        for supplier in award["suppliers"]
    ]
    assert sorted(awarded) == sorted(
        [("a-1", each["id"]) for each in suppliers] + [("a-2", each["id"]) for each in suppliers[:150]]
    )
    assert sorted(lot["id"] for each in said for lot in each.get("lots", ())) == sorted(each["id"] for each in lots)
    assert len([party for each in said for party in each.get("parties", ())]) == 701
    assert [each.get("title") for each in said] == ["Framework", *[None] * 6]
    categories = [
        {"id": str(number), "classification": {"scheme": "CPV", "id": f"85{number:06}"}} for number in range(30)
    ]
    many = a_release(ocid=SIGNED, awards=[an_award(items=categories)])
    assert told(many)["awards[0].items"] == "comes to 30 different values, of which 20 are used"


def test_a_role_of_no_codelist_is_told() -> None:
    found = told(
        a_release(parties=[{"id": "GB-CFS-1", "name": "Example Borough Council", "roles": ["buyer", "friend"]}])
    )
    assert "not used" in found["parties[0].roles"]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Example Care Ltd", True),
        ("EXAMPLE LIMITED", True),
        ("Hope Tree School", True),
        ("Leeds Teaching Hospitals NHS Trust", True),
        ("Josephine Bloggs", False),
        ("J Bloggs t/a Bloggs Cars", False),
        ("Mary Church", False),
    ],
)
def test_a_name_that_could_be_a_person_s_is_left_out(name: str, kept: bool) -> None:
    found = parties({"id": "GB-CFS-9", "name": name})
    assert ("name" in found.organisation(found.all[0])) is kept


def test_a_registered_company_keeps_any_name() -> None:
    party = {"id": "x", "name": "Swift", "identifier": {"scheme": "GB-COH", "id": "14362651"}}
    found = parties(party)
    assert found.organisation(found.all[0])["name"] == "Swift"


def test_a_release_without_a_buyer_may_be_said_by_a_named_speaker() -> None:
    found = documents(a_release(buyer=None, parties=None), "GB-LAE-WND")
    assert {each["data"]["meta"]["organisation"] for each in found.values()} == {"GB-LAE-WND"}
