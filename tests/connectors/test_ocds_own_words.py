"""Where a neighbour's word could be taken for one's own: the award's status, half of a term, an end told too early."""

from typing import Any

import pytest

from connectors.ocds.stages import TAGS
from hub.events.procurement import MOST_CATEGORIES, MOST_SUPPLIERS
from tests.connectors.releases import OCID, a_contract, a_release, an_award
from tests.connectors.releases_read import SIGNED, documents, told
from tests.connectors.standing import items
from tests.connectors.test_ocds_departures import of_contract, release


@pytest.mark.parametrize("status", [{}, {"status": None}])
@pytest.mark.parametrize("of_award", ["active", "pending", None])
def test_an_award_s_status_is_never_that_of_a_contract(status: dict[str, Any], of_award: str | None) -> None:
    contract = {name: value for name, value in a_contract().items() if name != "status"} | status
    award = an_award() | {"status": of_award}
    found = documents(a_release(tag=["contract"], awards=[award], contracts=[contract]))["declared"]["data"]
    assert "status" not in found
    assert ("status" in found.get("clears", ())) is bool(status)


@pytest.mark.parametrize("ocid", [OCID, SIGNED])
def test_of_a_term_that_ends_before_it_begins_neither_day_is_used(ocid: str) -> None:
    period = {"startDate": "2027-04-01T00:00:00Z", "endDate": "2026-04-01T00:00:00Z"}
    release = a_release(ocid=ocid, tag=["contract"], awards=None, contracts=[a_contract(period=period)])
    said = next(each["data"] for name, each in documents(release).items() if name.startswith("declared"))
    assert said.keys().isdisjoint({"period_start", "period_end"})
    assert "neither is used" in told(release)["contracts[0].period.endDate"]


@pytest.mark.parametrize("ocid", [OCID, SIGNED])
@pytest.mark.parametrize("amended", ["2015-02-20", "2015-03-20"])
def test_that_it_ended_is_true_from_its_publication_and_from_no_earlier_day(ocid: str, amended: str) -> None:
    """Else a release of the days between, in which it is in force, would outrank it."""
    change = {"id": "release-1", "date": f"{amended}T00:00:00Z"}
    contract = a_contract(status="terminated", amendments=[change])
    found = documents(a_release(ocid=ocid, tag=["contractTermination"], contracts=[contract]))
    since = {name.partition("/")[0]: each["data"]["meta"]["occurred_at"] for name, each in found.items()}
    assert (since["varied"], since["terminated"]) == (amended, max(amended, "2015-03-11"))


def test_who_left_a_contract_that_names_no_award_is_not_told_to_have_left_none() -> None:
    (item,) = items([release(2, [], "removedSupplier", contracts=of_contract(None))])
    assert not any("it left none" in each.problem for each in item.warnings)


@pytest.mark.parametrize("more", [0, 1])
def test_only_more_categories_than_one_word_takes_are_told(more: int) -> None:
    coded = [
        {"id": f"{number}", "classification": {"scheme": "CPV", "id": f"{85000000 + number}"}}
        for number in range(MOST_CATEGORIES + more)
    ]
    found = told(a_release(ocid=SIGNED, awards=[an_award(items=coded)]))
    assert ("awards[0].items" in found) is bool(more)


@pytest.mark.parametrize("tag", [each for each, stage in TAGS.items() if stage in ("planning", "tender")])
def test_a_notice_of_a_plan_or_a_tender_states_that_stage_and_one_of_a_change_states_none(tag: str) -> None:
    said = a_release(ocid=SIGNED, tag=[tag], awards=None, tender={"id": "t", "title": "Carers"})
    stage = documents(said)["procurement-declared"]["data"].get("stage")
    changes = {"tenderUpdate", "tenderAmendment"}
    ends = {"tenderCancellation": "ended"}
    assert stage == ends.get(tag, None if tag in changes else TAGS[tag])


def test_a_contract_that_is_carried_twice_alike_is_one() -> None:
    once = a_release(ocid=SIGNED, tag=["contract"], contracts=[a_contract()])
    twice = a_release(ocid=SIGNED, tag=["contract"], contracts=[a_contract(), a_contract(x_of_no_use="1")])
    (one,), (two,) = items([once]), items([twice])
    assert one.documents == two.documents


@pytest.mark.parametrize(("scheme", "used"), [({"scheme": "CPV"}, True), ({}, True), ({"scheme": "UNSPSC"}, False)])
def test_a_code_without_a_scheme_is_taken_for_the_one_that_it_has_the_form_of(
    scheme: dict[str, str], used: bool
) -> None:
    coded = [{"id": "1", "classification": {"id": "85000000", **scheme}}]
    said = documents(a_release(ocid=SIGNED, tender={"id": "t", "title": "Carers", "items": coded}))
    (found,) = said["procurement-declared"]["data"]["items"]
    assert found.get("category") == ("85000000" if used else None)


def test_the_terms_of_an_award_are_said_once_however_many_suppliers_it_has() -> None:
    crowd = [{"id": f"GB-COH-{number:08}", "name": f"Firm {number} Ltd"} for number in range(1, 2 * MOST_SUPPLIERS + 2)]
    (item,) = items([a_release(ocid=SIGNED, awards=[an_award(suppliers=crowd)])])
    said = [each for document in item.documents for each in document["data"].get("awards", ())]
    assert [len(each["suppliers"]) for each in said] == [MOST_SUPPLIERS, MOST_SUPPLIERS, 1]
    assert [sorted(each.keys() - {"id", "suppliers"}) for each in said[1:]] == [[], []]
    assert said[0].keys() > {"id", "suppliers", "value", "period_end"}
