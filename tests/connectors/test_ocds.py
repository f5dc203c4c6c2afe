"""OCDS releases as events: the table of stages, identities, names, values, and what a bad release is told."""

import csv
import json
from decimal import Decimal
from importlib import resources
from typing import Any

import pytest

from connectors.ocds.connector import item
from connectors.ocds.parties import organisation, organisation_id
from connectors.ocds.stages import TAGS, UNSUPPORTED, Saying, row_of
from connectors.ocds.standard.reading import problems
from connectors.ocds.texts import block, day, line, pounds
from hub.admission.refusal import Code
from tests.connectors.releases import OCID, a_release, an_award


def documents(release: dict[str, Any], speaker: str | None = None) -> list[Any]:
    found = item(json.loads(json.dumps(release), parse_float=Decimal), "file:1", speaker)
    assert not found.refusals, found.refusals
    return list(found.documents)


def only(release: dict[str, Any], speaker: str | None = None) -> Any:
    (document,) = documents(release, speaker)
    return document


def codes(release: Any) -> list[Code]:
    return [each.code for each in item(release, "file:1", None).refusals]


def test_every_tag_of_the_standard_has_its_row_or_its_reason() -> None:
    text = (resources.files("connectors.ocds.standard") / "codelists" / "releaseTag.csv").read_text(encoding="utf-8")
    assert {each["Code"] for each in csv.DictReader(text.splitlines())} == set(TAGS) | set(UNSUPPORTED)


@pytest.mark.parametrize("tag", sorted(TAGS))
def test_a_release_of_every_tag_gives_at_least_one_event(tag: str) -> None:
    found = documents(a_release(tag=[tag]))
    assert found[0]["type"] == "uk.jch.contract.declared.v1"
    assert found[0]["data"]["stage"] == TAGS[tag].stage


@pytest.mark.parametrize(
    ("tags", "amended", "stage", "saying"),
    [
        (["planning"], False, "planning", Saying.DECLARED),
        (["tender"], False, "tender", Saying.DECLARED),
        (["tenderAmendment"], False, "tender", Saying.DECLARED),
        (["award"], False, "award", Saying.DECLARED),
        (["awardUpdate"], False, "award", Saying.DECLARED),
        (["award"], True, "award", Saying.VARIED),
        (["contract"], True, "contract", Saying.VARIED),
        (["contractAmendment"], False, "contract", Saying.VARIED),
        (["contractTermination"], True, "ended", Saying.TERMINATED),
        (["tender"], True, "tender", Saying.DECLARED),
        (["award", "contract"], False, "contract", Saying.DECLARED),
        (["awardCancellation"], True, "award", Saying.DECLARED),
    ],
)
def test_the_type_follows_from_tags_and_amendments(tags: list[str], amended: bool, stage: str, saying: Saying) -> None:
    row = row_of(tags, amended=amended)
    assert row is not None
    assert (row.stage, row.saying) == (stage, saying)


def test_identity_and_times_of_an_award() -> None:
    document = only(a_release())
    meta = document["data"]["meta"]
    assert (meta["subject"], meta["organisation"], meta["source_system"]) == (OCID, "GB-CFS-1", "ocds:b5fd17")
    assert (meta["occurred_at"], meta["recorded_at"]) == ("2015-02-01", "2015-03-11T10:37:43+00:00")
    # fixed for ever: publishing a release again must meet the event that it made before
    assert meta["event_id"] == "db21db07-4c51-5dee-8b8f-d52879ab3454"


def test_a_tender_is_true_from_its_release() -> None:
    assert only(a_release(tag=["tender"], awards=None))["data"]["meta"]["occurred_at"] == "2015-03-11"


def test_the_event_id_follows_ocid_release_and_speaker_alone() -> None:
    first = only(a_release())["id"]
    assert only(a_release(tender={"id": "t", "title": "Other"}))["id"] == first
    assert only(a_release(id="release-2"))["id"] != first
    assert only(a_release(ocid="ocds-b5fd17-other"))["id"] != first
    assert only(a_release(), "GB-CFS-1")["id"] == first
    assert only(a_release(), "GB-NHS-08X")["id"] != first


def test_terms_of_an_award() -> None:
    data = only(a_release())["data"]
    assert (data["title"], data["description"], data["status"]) == ("Support for carers", "For adults.", "active")
    assert data["value"] == {"amount": Decimal("1000.00"), "currency": "GBP", "basis": "unknown"}
    assert (data["period_start"], data["period_end"]) == ("2015-04-01", "2018-03-31")
    assert data["suppliers"] == [{"id": "GB-CFS-2", "name": "Example Care Ltd"}]
    assert data["buyer"] == {"id": "GB-CFS-1", "name": "Example Borough Council"}


def test_awards_of_one_release_are_one_declaration() -> None:
    other = an_award(
        id="a-2", suppliers=[{"id": "GB-CFS-3", "name": "Other Care Ltd"}], value={"amount": 5.255, "currency": "GBP"}
    )
    data = only(a_release(awards=[an_award(), other]))["data"]
    assert data["value"]["amount"] == Decimal("1005.26")
    assert [each["id"] for each in data["suppliers"]] == ["GB-CFS-2", "GB-CFS-3"]


@pytest.mark.parametrize(
    "second",
    [
        an_award(id="a-2", value=None),
        an_award(id="a-2", value={"amount": 1, "currency": "EUR"}),
        an_award(id="a-2", value={"amount": 1}),
    ],
    ids=["no value", "another currency", "no currency"],
)
def test_a_sum_with_a_part_missing_is_not_stated(second: Any) -> None:
    assert "value" not in only(a_release(awards=[an_award(), second]))["data"]


def test_a_cancelled_award_beside_another_does_not_count() -> None:
    data = only(a_release(awards=[an_award(), an_award(id="a-2", status="cancelled")]))["data"]
    assert data["value"]["amount"] == Decimal(1000)
    assert only(a_release(awards=[an_award(status="cancelled")]))["data"]["status"] == "cancelled"


def test_net_and_gross_of_the_united_kingdom_extension() -> None:
    both = an_award(value={"amount": 100, "amountGross": 120, "currency": "GBP"})
    assert only(a_release(awards=[both]))["data"]["value"]["basis"] == "net"
    gross = an_award(value={"amountGross": 120, "currency": "GBP"})
    assert only(a_release(awards=[gross]))["data"]["value"] == {
        "amount": Decimal(120),
        "currency": "GBP",
        "basis": "gross",
    }


def test_an_amendment_is_a_variation_from_its_day_on() -> None:
    change = {"id": "1", "date": "2016-05-01T00:00:00Z", "rationale": "More hours"}
    contract = {"id": "c", "awardID": "a-1", "value": {"amount": 1200, "currency": "GBP"}, "amendments": [change]}
    declared, varied = documents(a_release(tag=["contractAmendment"], contracts=[contract]))
    assert varied["type"] == "uk.jch.contract.varied.v1"
    assert (varied["data"]["rationale"], varied["data"]["value"]["amount"]) == ("More hours", Decimal(1200))
    assert varied["data"]["meta"]["occurred_at"] == "2016-05-01"
    assert "value" not in declared["data"]
    assert declared["id"] != varied["id"]


def test_a_termination_has_its_day() -> None:
    contract = {"id": "c", "awardID": "a-1", "status": "terminated", "period": {"endDate": "2015-01-31T00:00:00Z"}}
    _, ended = documents(a_release(tag=["contractTermination"], contracts=[contract]))
    assert ended["data"]["ended_on"] == "2015-01-31"
    later = {**contract, "period": {"endDate": "2020-01-31T00:00:00Z"}}
    _, ended = documents(a_release(tag=["contractTermination"], contracts=[later]))
    assert ended["data"]["ended_on"] == "2015-03-11"


@pytest.mark.parametrize(
    ("party", "expected"),
    [
        ({"id": "x", "identifier": {"scheme": "GB-COH", "id": "158718"}}, "GB-COH-00158718"),
        ({"id": "x", "identifier": {"scheme": "GB-COH", "id": "oc303525"}}, "GB-COH-OC303525"),
        ({"id": "GB-COH-7590785"}, "GB-COH-07590785"),
        ({"id": "GB-COH-458577871"}, f"local:{OCID}/GB-COH-458577871"),
        ({"id": "GB-CFS-7", "identifier": {"scheme": "GB-COH", "id": "458577871"}}, "GB-CFS-7"),
        ({"id": "GB-CFS-18525", "identifier": {"legalName": "x"}}, "GB-CFS-18525"),
        ({"id": "GB-SRS-a.gov.uk/XhPB26DC"}, "GB-SRS-a.gov.uk/XhPB26DC"),
        ({"id": "org-3"}, f"local:{OCID}/org-3"),
        ({"id": "1234"}, f"local:{OCID}/1234"),
        ({"id": "org 3\n"}, f"local:{OCID}/org_3_"),
        ({"id": "GB-CFS-1", "identifier": {"scheme": "GB-CHC", "id": "123456"}}, "GB-CHC-123456"),
        ({"id": "GB-CFS-1", "identifier": {"scheme": "XX-ABC", "id": "123456"}}, "GB-CFS-1"),
    ],
)  # fmt: skip
def test_ids_of_organisations(party: Any, expected: str) -> None:
    assert organisation_id(party, OCID) == expected


def test_ids_of_a_document_never_meet_those_of_another() -> None:
    assert organisation_id({"id": "org-3"}, OCID) != organisation_id({"id": "org-3"}, "ocds-b5fd17-other")


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
    found = organisation({"id": "GB-CFS-9", "name": name}, OCID, public_body=False)
    assert ("name" in found) is kept


def test_a_registered_company_keeps_any_name() -> None:
    party = {"id": "x", "name": "Swift", "identifier": {"scheme": "GB-COH", "id": "14362651"}}
    assert organisation(party, OCID, public_body=False)["name"] == "Swift"


def test_texts_keep_within_limits_and_say_where_they_were_cut() -> None:
    assert line("a" * 501) == "a" * 499 + "…"
    assert line("two\r\nlines\x00 and\ttabs") == "two lines and tabs"
    assert block("two\r\nlines\x0b") == "two\nlines"
    assert line("  ") is None
    assert line("endsrnrnhere") == "endsrnrnhere"
    assert block("write to jo@example.org") == "write to [email removed]"


def test_days_and_amounts() -> None:
    assert day("2025-09-01T00:00:00+01:00") == "2025-09-01"
    assert day("2025-09-01") == "2025-09-01"
    assert day("soon") is None
    assert pounds(Decimal("2.675")) == Decimal("2.68")
    assert pounds(True) is None


def test_what_a_bad_release_is_told() -> None:
    assert codes(a_release(id=None)) == [Code.RELEASE_ID_MISSING]
    assert codes(a_release(ocid="12")) == [Code.OCID_MISSING]
    assert codes(a_release(id=None, ocid=None)) == [Code.RELEASE_ID_MISSING, Code.OCID_MISSING]
    assert codes(a_release(initiationType=None)) == [Code.RELEASE_INVALID]
    assert codes(a_release(date="yesterday")) == [Code.RELEASE_INVALID]
    assert codes(a_release(tag=["compiled"])) == [Code.TAG_UNSUPPORTED]
    assert codes(a_release(buyer=None, parties=None)) == [Code.DECLARER_UNKNOWN]
    assert codes({"hello": "world"}) == [Code.NOT_THE_FORMAT]


def test_every_code_of_connectors_is_tested() -> None:
    here = {Code.RELEASE_ID_MISSING, Code.OCID_MISSING, Code.RELEASE_INVALID, Code.TAG_UNSUPPORTED}
    here |= {Code.DECLARER_UNKNOWN, Code.NOT_THE_FORMAT}
    here |= {Code.NOT_JSON}  # in the conformance test
    here |= {Code.EMPTY, Code.CONNECTOR_FAILED}  # in test_packages and test_protocol
    assert here == {code for code in Code if code.startswith("HUB-CON-")}


def test_problems_of_the_schema_name_the_place_and_never_the_value() -> None:
    found = problems(a_release(tender={"id": "t", "value": {"amount": "Josephine"}, "title": 7}))
    assert found == [
        ("tender.title", "is not of type string or null"),
        ("tender.value.amount", "is not of type number or null"),
    ]


def test_the_extensions_are_part_of_the_schema() -> None:
    contract = {"id": "c", "awardID": "a-1", "implementation": {"performanceFailures": [{"requirement": "x"}]}}
    assert problems(a_release(contracts=[contract])) == [
        ("contracts[0].implementation.performanceFailures[0]", "lacks id")
    ]


def test_a_release_without_a_buyer_may_be_said_by_a_named_speaker() -> None:
    assert only(a_release(buyer=None, parties=None), "GB-LAE-WND")["data"]["meta"]["organisation"] == "GB-LAE-WND"
