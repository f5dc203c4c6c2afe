"""Terms of contracts in OCDS releases: amounts, days, the law, what takes back."""

import re
from decimal import Decimal
from typing import Any

import pytest

from tests.connectors.releases import OCID, a_contract, a_release, an_award
from tests.connectors.releases_read import SIGNED, documents, refused, signed, told


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


def test_an_amount_of_null_takes_the_value_back() -> None:
    release = a_release(ocid=SIGNED, awards=[an_award(value={"amount": None, "currency": "GBP"})])
    (award,) = documents(release)["procurement-declared"]["data"]["awards"]
    assert award["clears"] == ["value"]
