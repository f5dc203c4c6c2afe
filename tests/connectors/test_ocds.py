"""OCDS releases as events: identities, stages by content, terms, names, what is told, what a bad release is told."""

import csv
import json
import re
from decimal import Decimal
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from connectors.ocds.connector import item
from connectors.ocds.part import root_of
from connectors.ocds.parties import Parties
from connectors.ocds.reading import Reading
from connectors.ocds.stages import STAGES, TAGS, UNSUPPORTED
from connectors.ocds.standard.reading import problems
from connectors.ocds.texts import block, day, identifier, instant, line, pounds
from hub.admission.refusal import Code
from hub.events.ids import hidden_name
from tests.connectors.releases import OCID, a_contract, a_release, an_award

SIGNED = "ocds-h6vhtk-0b1c2d"
"""Of a publisher that keeps the ids of contracts."""


def read(release: dict[str, Any], speaker: str | None = None) -> Any:
    return item(json.loads(json.dumps(release), parse_float=Decimal), "file:1", speaker)


def documents(release: dict[str, Any], speaker: str | None = None) -> dict[str, Any]:
    """Event name, or name and contract, to the document."""
    found = read(release, speaker)
    assert not found.refusals, found.refusals
    return {
        each["type"].split(".")[3] + each["data"]["meta"]["subject"].removeprefix(release["ocid"]): each
        for each in found.documents
    }


def told(release: dict[str, Any]) -> dict[str, str]:
    """Field to problem of what is let in and told."""
    found = read(release)
    assert not found.refusals, found.refusals
    return {each.field: each.problem for each in found.doubts}


def refused(release: dict[str, Any]) -> list[tuple[str, str]]:
    return [(each.field, each.problem) for each in read(release).refusals]


def codes(release: Any) -> list[Code]:
    return [each.code for each in item(release, "file:1", None).refusals]


def signed(**changes: Any) -> dict[str, Any]:
    return a_release(ocid=SIGNED, tag=["award", "contract"], **changes)


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


def test_terms_of_a_process_that_is_one_contract() -> None:
    data = documents(a_release())["declared"]["data"]
    assert (data["stage"], data["status"]) == ("award", "active")
    assert data["value"] == {"amount": Decimal("1000.00"), "currency": "GBP", "basis": "unknown"}
    assert (data["period_start"], data["period_end"]) == ("2015-04-01", "2018-03-31")
    assert data["suppliers"] == [{"id": f"local:{OCID}/example-care-ltd", "name": "Example Care Ltd"}]
    procurement = documents(a_release())["procurement-declared"]["data"]
    assert (procurement["title"], procurement["description"]) == ("Support for carers", "For adults.")
    assert procurement["buyer"] == {
        "id": "local:ocds-b5fd17/example-borough-council",
        "name": "Example Borough Council",
    }


def test_awards_of_one_release_of_such_a_process_are_added_up() -> None:
    other = an_award(
        id="a-2", suppliers=[{"id": "GB-CFS-3", "name": "Other Care Ltd"}], value={"amount": 5.255, "currency": "GBP"}
    )
    data = documents(a_release(awards=[an_award(), other]))["declared"]["data"]
    assert data["value"]["amount"] == Decimal("1005.26")
    assert [each["id"] for each in data["suppliers"]] == [
        f"local:{OCID}/{name}" for name in ("example-care-ltd", "other-care-ltd")
    ]


@pytest.mark.parametrize(
    "second",
    [an_award(id="a-2", value=None), an_award(id="a-2", value={"amount": 1, "currency": "EUR"})],
    ids=["no value", "another currency"],
)
def test_a_sum_with_a_part_missing_is_not_stated_and_told(second: Any) -> None:
    release = a_release(awards=[an_award(), second])
    assert "value" not in documents(release)["declared"]["data"]
    assert "not added up" in told(release)["awards[0].value"]


@pytest.mark.parametrize(
    "tender",
    [
        {"id": "t", "techniques": {"hasFrameworkAgreement": True}},
        {"id": "t", "value": {"amount": 1000, "currency": "GBP"}},
    ],
    ids=["a framework", "the whole tender's value"],
)
def test_a_ceiling_that_each_award_repeats_counts_once(tender: Any) -> None:
    release = a_release(awards=[an_award(), an_award(id="a-2")], tender=tender)
    assert documents(release)["declared"]["data"]["value"]["amount"] == Decimal(1000)
    assert "counts once" in told(release)["awards[0].value"]
    equal = a_release(awards=[an_award(), an_award(id="a-2")])
    assert documents(equal)["declared"]["data"]["value"]["amount"] == Decimal(2000)


def test_a_cancelled_award_beside_another_does_not_count() -> None:
    data = documents(a_release(awards=[an_award(), an_award(id="a-2", status="cancelled")]))["declared"]["data"]
    assert data["value"]["amount"] == Decimal(1000)


def test_net_and_gross_of_the_united_kingdom_extension() -> None:
    both = an_award(value={"amount": 100, "amountGross": 120, "currency": "GBP"})
    assert documents(a_release(awards=[both]))["declared"]["data"]["value"]["basis"] == "net"
    gross = an_award(value={"amountGross": 120, "currency": "GBP"})
    assert documents(a_release(awards=[gross]))["declared"]["data"]["value"] == {
        "amount": Decimal(120),
        "currency": "GBP",
        "basis": "gross",
    }


def test_an_amendment_is_true_from_its_own_day_where_the_release_publishes_it() -> None:
    change = {"id": "release-1", "date": "2015-02-20T00:00:00Z", "rationale": "More hours"}
    contract = {"id": "c", "awardID": "a-1", "value": {"amount": 1200, "currency": "GBP"}, "amendments": [change]}
    release = a_release(ocid=SIGNED, tag=["contractAmendment"], awards=None, contracts=[contract])
    varied = documents(release)["varied/c"]
    assert (varied["data"]["rationale"], varied["data"]["value"]["amount"]) == ("More hours", Decimal(1200))
    assert varied["data"]["meta"]["occurred_at"] == "2015-02-20"
    # an amendment of an earlier notice that is carried along says nothing of the day of this one
    contract["amendments"] = [change | {"id": "earlier", "releaseID": "earlier"}]
    assert documents(release)["varied/c"]["data"]["meta"]["occurred_at"] == "2015-03-11"


def test_a_termination_has_its_day() -> None:
    contract = {"id": "c", "awardID": "a-1", "status": "terminated", "period": {"endDate": "2015-01-31T00:00:00Z"}}
    ended = documents(a_release(ocid=SIGNED, tag=["contractTermination"], contracts=[contract]))["terminated/c"]
    assert ended["data"]["ended_on"] == "2015-01-31"
    # it outranks what was said before it, also between the end and the notice
    assert ended["data"]["meta"]["occurred_at"] == "2015-03-11"
    later = {**contract, "period": {"endDate": "2020-01-31T00:00:00Z"}}
    ended = documents(a_release(ocid=SIGNED, tag=["contractTermination"], contracts=[later]))["terminated/c"]
    assert ended["data"]["ended_on"] == "2015-03-11"


def test_null_takes_back_what_was_said() -> None:
    contract = a_contract(title=None) | {"title": None, "period": {"endDate": None}}
    data = documents(signed(contracts=[contract]))["declared/c-1"]["data"]
    assert sorted(data["clears"]) == ["period_end", "title"]


@pytest.mark.parametrize(
    ("tender", "regime"),
    [
        ({"legalBasis": {"scheme": "UKPGA", "id": "2023/54"}}, "PA2023"),
        ({"legalBasis": {"scheme": "UKPGA", "id": "2023/54"}, "specialRegime": ["lightTouch"]}, "PA2023_light_touch"),
        ({"legalBasis": {"scheme": "UKSI", "id": "2023/1348"}}, "PSR2023"),
        ({"legalBasis": {"scheme": "UKSI", "id": "2015/102"}}, "PCR2015"),
        ({"legalBasis": {"scheme": "CELEX", "id": "32014L0024"}}, "PCR2015"),
        ({}, None),
    ],
)
def test_the_law_of_a_procurement(tender: Any, regime: str | None) -> None:
    data = documents(a_release(tender={"id": "t"} | tender))["procurement-declared"]["data"]
    assert data.get("procurement_regime") == regime


def test_a_law_that_leads_nowhere_is_told() -> None:
    found = told(
        a_release(tender={"id": "t", "legalBasis": {"scheme": "UKPGA", "id": "1999/1"}, "specialRegime": ["x"]})
    )
    assert "not used" in found["tender.legalBasis.id"]
    assert "not used" in found["tender.specialRegime"]


@pytest.mark.parametrize(
    ("period", "field"),
    [
        ({"startDate": "01/04/2026"}, "awards[0].contractPeriod.startDate"),
        ({"endDate": "2027-02-30T00:00:00Z"}, "awards[0].contractPeriod.endDate"),
        ({"startDate": "2027-04-01T00:00:00Z", "endDate": "2026-04-01T00:00:00Z"}, "awards[0].contractPeriod.endDate"),
        ({"durationInMonths": 0}, "awards[0].contractPeriod.durationInMonths"),
        ({"durationInMonths": 10_001}, "awards[0].contractPeriod.durationInMonths"),
    ],
)
def test_what_cannot_be_read_is_told_by_its_path(period: Any, field: str) -> None:
    found = told(a_release(ocid=SIGNED, awards=[an_award(contractPeriod=period)]))
    assert re.search("is not used|neither is used", found[field])


def test_an_amount_that_nobody_could_pay_is_refused_by_its_path() -> None:
    release = a_release(awards=[an_award(value={"amount": 10**30, "currency": "GBP"})])
    assert refused(release) == [("awards[0].value.amount", "has more than 12 digits before the point")]


def test_a_value_without_a_currency_is_told() -> None:
    release = a_release(awards=[an_award(value={"amount": 1})])
    assert "value" not in documents(release)["declared"]["data"]
    assert told(release)["awards[0].value.amount"].startswith("has no currency beside it, so it is not used")


def test_what_is_given_and_not_used_is_told_once_a_field() -> None:
    release = a_release(
        language="en", tender={"id": "t", "title": "T", "procurementMethod": "open", "submissionTerms": {}}
    )
    release["awards"] = [an_award(milestones=[{"id": "1"}]), an_award(id="a-2", milestones=[{"id": "1"}, {"id": "2"}])]
    fields = [each.field for each in read(release).doubts if each.problem == "is given and not used"]
    assert fields == ["tender.id", "tender.procurementMethod", "awards[].milestones[].id", "language"]


def test_everything_that_is_not_told_changes_an_event() -> None:
    """A value that is neither used nor told would be lost without a word."""
    release = dense()
    first = read(release)
    assert not first.refusals
    untold = {each.field for each in first.doubts}
    lost = []
    for path, value in values_of(release):
        field = "".join("[]" if isinstance(each, int) else f".{each}" for each in path).lstrip(".")
        changed = replaced(release, path, other(path, value))
        found = read(changed)
        same = not found.refusals and found.documents == first.documents
        if field in untold:
            assert same, f"{field} is told as not used, and changes an event"
        elif field not in PASSED_OVER and same and found.doubts == first.doubts:
            lost.append(field)
    assert "; ".join(lost) == ""


PASSED_OVER = {
    "parties[].id": "a reference to it is resolved by the name",
    "contracts[].amendments[].id": "its releaseID is the release's already",
    "tag[]": "the furthest of several counts",
    "initiationType": "the standard knows one value",
    "awards[].items[].id": "the categories of an award are one word",
    "awards[].items[].relatedLot": "the lots of an award stand beside them",
    "parties[].identifier.legalName": "the name stands beside it",
    "buyer.name": "parties[] has the name",
    "awards[].suppliers[].name": "parties[] has the name",
    "awards[].items[].additionalClassifications[].scheme": "the scheme of a code that has one",
    "contracts[].amendments[].releaseID": "the amendment's id is the release's already",
    "awards[].amendments[].id": "what it amends stands in the award itself",
}
"""Fields that are read to tell one thing from another, and change nothing where the other one is there."""


def dense() -> dict[str, Any]:
    """A release that holds something of everything that is used, and a little that is not."""
    term = {
        "title": "T", "description": "D", "status": "active",
        "value": {"amount": 10, "amountGross": 12, "currency": "GBP"},
        "hasRenewal": True, "renewal": {"description": "twice"}, "hasOptions": True, "options": {"description": "more"},
    }  # fmt: skip
    period = {
        "startDate": "2015-04-01T00:00:00Z", "endDate": "2018-03-31T00:00:00Z", "maxExtentDate": "2020-03-31T00:00:00Z",
        "durationInMonths": 36,
    }  # fmt: skip
    cpv = {"id": "1", "additionalClassifications": [{"scheme": "CPV", "id": "85000000"}], "relatedLot": "1"}
    notice = {"id": "000001-2015", "noticeType": "UK7", "datePublished": "2015-03-11T00:00:00Z"}
    change = {"id": "release-1", "date": "2015-03-02T00:00:00Z", "rationale": "why", "releaseID": "release-1"}
    return a_release(
        ocid=SIGNED,
        tag=["award", "contract"],
        parties=[
            {"id": "b", "name": "Example Borough Council", "roles": ["buyer"],
             "identifier": {"scheme": "GB-LAE", "id": "EXA", "legalName": "Example"}},
            {"id": "s", "name": "Example Care Ltd", "roles": ["supplier"],
             "additionalIdentifiers": [{"scheme": "GB-COH", "id": "00000001"}]},
            {"id": "n", "name": "NHS Example ICB", "roles": ["funder", "buyer"], "address": {"locality": "X"}},
        ],
        buyer={"id": "b", "name": "Example Borough Council"},
        planning={"documents": [notice | {"id": "000000-2015"}]},
        tender={
            "id": "t", "title": "T", "description": "D", "status": "complete", "value": term["value"],
            "contractPeriod": period, "classification": {"scheme": "CPV", "id": "85000000"},
            "legalBasis": {"scheme": "UKPGA", "id": "2023/54"}, "specialRegime": ["lightTouch"],
            "techniques": {"hasFrameworkAgreement": True}, "items": [cpv],
            "lots": [{"id": "1"} | term | {"contractPeriod": period}],
        },
        awards=[
            {"id": "1", "date": "2015-03-01T00:00:00Z", "suppliers": [{"id": "s", "name": "Example Care Ltd"}],
             "items": [cpv], "relatedLots": ["1"], "contractPeriod": period, "amendments": [{"id": "x"}]} | term
        ],
        contracts=[
            {"id": "1", "awardID": "1", "dateSigned": "2015-03-05T00:00:00Z", "period": period, "documents": [notice],
             "amendments": [change]} | term
        ],
    )  # fmt: skip


def values_of(value: Any, path: tuple[str | int, ...] = ()) -> list[tuple[tuple[str | int, ...], Any]]:
    if isinstance(value, dict):
        return [each for name, part in value.items() for each in values_of(part, (*path, name))]
    if isinstance(value, list):
        return [each for place, part in enumerate(value) for each in values_of(part, (*path, place))]
    return [(path, value)]


def replaced(value: Any, path: tuple[str | int, ...], new: Any) -> Any:
    if not path:
        return new
    held: Any = dict(value) if isinstance(value, dict) else list(value)
    held[path[0]] = replaced(value[path[0]], path[1:], new)
    return held


def other(path: tuple[str | int, ...], value: Any) -> Any:
    """Another value of the same kind."""
    if path == ("ocid",):
        return "ocds-h6vhtk-other"
    known = {
        "status": "pending", "currency": "EUR", "scheme": "GB-CHC", "noticeType": "UK6", "initiationType": "tender",
        "specialRegime": "utilities",
    }  # fmt: skip
    name = next(each for each in reversed(path) if isinstance(each, str))
    if name in ("roles", "tag"):
        return "payer" if name == "roles" else "implementation" if value == "contract" else "planning"
    if name in known:
        return known[name]
    if isinstance(value, bool):
        return not value
    if isinstance(value, int):
        return value + 1
    if isinstance(value, str) and value[4:5] == "-" and "T" in value:
        return value.replace("-0", "-1", 1) if path != ("date",) else "2015-03-12T10:37:43Z"
    return f"{value}1"


def parties(*entries: dict[str, Any], ocid: str = OCID, **more: Any) -> Parties:
    reading = Reading({"parties": list(entries), **more}, "file:1")
    return Parties(root_of(reading), ocid)


def id_of(entry: dict[str, Any]) -> str:
    found = parties(entry)
    return str(found.organisation(found.all[0])["id"])


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


def test_a_text_that_is_changed_is_told_and_half_a_character_is_refused() -> None:
    found = told(a_release(tender={"id": "t", "title": "Ring 020 7946 0018\x00", "description": "d" * 30_000}))
    assert "telephone number" in found["tender.title"]
    assert "is cut" in found["tender.description"]
    half = a_release(tender={"id": "t", "title": "Lone \ud800"})
    assert [field for field, _ in refused(half)] == ["tender.title"]
    person = told(a_release(awards=[an_award(suppliers=[{"id": "GB-CFS-7", "name": "Josephine Bloggs"}])]))
    assert "could be a person's name" in " ".join(person.values())


def test_what_is_no_code_of_the_vocabulary_is_told() -> None:
    for code in ({"scheme": "UNSPSC", "id": "85000000"}, {"scheme": "CPV", "id": "banana"}):
        release = a_release(tender={"id": "t", "classification": code})
        assert "category" not in documents(release)["procurement-declared"]["data"]
        assert "not used" in told(release)["tender.classification.id"]


def test_an_amount_of_null_takes_the_value_back() -> None:
    release = a_release(ocid=SIGNED, awards=[an_award(value={"amount": None, "currency": "GBP"})])
    (award,) = documents(release)["procurement-declared"]["data"]["awards"]
    assert award["clears"] == ["value"]


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


def test_texts_keep_within_limits_and_say_where_they_were_cut() -> None:
    assert line("a" * 501) == "a" * 499 + "…"
    assert line("two\r\nlines\x00 and\ttabs") == "two lines and tabs"
    assert block("two\r\nlines\x0b") == "two\nlines"
    assert line("  ") is None
    assert line("endsrnrnhere") == "endsrnrnhere"
    assert block("write to jo@example.org") == "write to [email removed]"


def test_an_id_is_no_text() -> None:
    assert identifier("028961-2025") == "028961-2025"
    assert identifier(" two  words ") == "two words"
    assert identifier("\ud800\x00") is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-09-01T00:00:00+01:00", "2025-09-01"),
        ("2025-09-01", "2025-09-01"),
        ("2025-09-01t00:00:00z", "2025-09-01"),
        ("2016-12-31T23:59:60Z", "2016-12-31"),
        ("2025-09-01T00:00:00.123456789Z", "2025-09-01"),
        ("0001-01-01T00:00:00+14:00", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("01/04/2026", None),
        ("2027-02-30T00:00:00Z", None),
        ("2025-09-01T25:00:00Z", None),
        ("20250901", None),
        ("soon", None),
        (20250901, None),
    ],
)
def test_days_are_read_as_the_publisher_wrote_them(text: Any, expected: str | None) -> None:
    assert day(text) == expected


def test_moments_and_amounts() -> None:
    leap = instant("2016-12-31T23:59:60Z")
    assert leap is not None
    assert leap.isoformat() == "2017-01-01T00:00:00+00:00"
    assert pounds(Decimal("2.675")) == Decimal("2.68")


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
    here |= {Code.REQUEST_WRONG}  # of a request that no connector is given: tests/gateway/test_publishing.py
    assert here == {code for code in Code if code.startswith("HUB-CON-")}


def test_problems_of_the_schema_name_the_place_and_never_the_value() -> None:
    found = problems(a_release(tender={"id": "t", "value": {"amount": "Josephine"}, "title": 7}))
    assert [(path, problem) for path, problem, _ in found] == [
        ("tender.title", "is not of type string or null"),
        ("tender.value.amount", "is not of type number or null"),
    ]


def test_the_extensions_are_part_of_the_schema() -> None:
    contract = {"id": "c", "awardID": "a-1", "implementation": {"performanceFailures": [{"requirement": "x"}]}}
    assert problems(a_release(contracts=[contract])) == [
        ("contracts[0].implementation.performanceFailures[0].id", "is missing", "OCDS 1.1 requires it")
    ]


def test_a_release_without_a_buyer_may_be_said_by_a_named_speaker() -> None:
    found = documents(a_release(buyer=None, parties=None), "GB-LAE-WND")
    assert {each["data"]["meta"]["organisation"] for each in found.values()} == {"GB-LAE-WND"}


def test_the_page_for_publishers_names_every_field_that_is_used() -> None:
    text = (Path(__file__).parents[2] / "docs" / "ocds.md").read_text(encoding="utf-8")
    release = dense()
    untold = {each.field for each in read(release).doubts}
    named = set(re.findall(r"[A-Za-z]+", " ".join(re.findall(r"`([^`]*)`", text))))
    for path, _ in values_of(release):
        field = "".join("[]" if isinstance(each, int) else f".{each}" for each in path).lstrip(".")
        if field not in untold:
            assert set(re.findall(r"[A-Za-z]+", field)) <= named, field


@pytest.mark.parametrize(
    ("given", "cure"),
    [
        ({"value": {"amount": "90,000", "currency": "GBP"}}, "without quotes, commas"),
        ({"value": {"amount": True, "currency": "GBP"}}, "write digits alone"),
        ({"title": 5}, "write it in quotes"),
    ],
)
def test_a_value_of_another_type_is_told_how_to_write_it(given: dict[str, Any], cure: str) -> None:
    (refusal,) = read(a_release(awards=[an_award(**given)])).refusals
    assert cure in refusal.fix
