"""Edges of what a release means: the last amount that is taken, the day of signing, what is cancelled or bare."""

import io
import json
from decimal import Decimal
from typing import Any

import pytest

from connectors.ocds import regimes
from connectors.ocds.texts import instant, pounds
from connectors.registry import CONNECTORS
from hub.admission.refusal import Code
from hub.events.ids import name_slug
from tests.connectors.releases import OCID, a_contract, a_release, an_award
from tests.connectors.releases_read import SIGNED, documents, id_of, parties, refused, signed, told
from tests.connectors.standing import pictures_of, stated


@pytest.mark.parametrize("sign", [1, -1])
def test_twelve_digits_are_taken_and_no_more(sign: int) -> None:
    def valued(amount: int | float) -> dict[str, Any]:
        return a_release(awards=[an_award(value={"amount": sign * amount, "currency": "GBP"})])

    most = documents(valued(999_999_999_999))["declared"]["data"]["value"]["amount"]
    assert most == sign * Decimal(999_999_999_999)
    assert refused(valued(10**12)) == [("awards[0].value.amount", "has more than 12 digits before the point")]


@pytest.mark.parametrize(
    ("signed_on", "stage"), [("2015-03-10", "contract"), ("2015-03-11", "contract"), ("2015-03-12", "award")]
)
@pytest.mark.parametrize("ocid", [OCID, SIGNED])
def test_what_is_signed_on_the_day_of_the_release_is_signed(ocid: str, signed_on: str, stage: str) -> None:
    contract = a_contract(dateSigned=f"{signed_on}T00:00:00Z", status="pending")
    found = documents(a_release(ocid=ocid, tag=["contract"], contracts=[contract]))
    assert found["declared" if ocid == OCID else "declared/c-1"]["data"]["stage"] == stage


@pytest.mark.parametrize("tag", ["planning", "tender", "tenderUpdate"])
def test_a_notice_of_a_tender_makes_no_contract_of_what_stands_in_its_awards(tag: str) -> None:
    assert set(documents(a_release(tag=[tag]))) == {"procurement-declared"}


def test_what_was_signed_and_cancelled_since_is_no_contract() -> None:
    cancelled = a_contract(status="cancelled")
    data = documents(a_release(tag=["contract"], contracts=[cancelled]))["declared"]["data"]
    assert (data["stage"], data["status"]) == ("award", "cancelled")
    for found in (
        documents(signed(contracts=[cancelled])),
        documents(a_release(tag=["contract"], contracts=[cancelled])),
    ):
        assert found["procurement-declared"]["data"].get("stage") != "contract"
    assert documents(signed(contracts=[cancelled]))["declared/c-1"]["data"]["stage"] == "unknown"


def test_a_procurement_whose_contracts_are_to_be_signed_is_no_contract_yet() -> None:
    pending = a_contract(status="pending", dateSigned=None)
    assert "stage" not in documents(signed(contracts=[pending]))["procurement-declared"]["data"]
    found = pictures_of([signed(contracts=[pending])])
    assert stated(found["procurement", SIGNED])["stage"] == "award"
    found = pictures_of([signed(contracts=[pending, a_contract(id="c-2")])])
    assert stated(found["procurement", SIGNED])["stage"] == "contract"


def test_what_is_cancelled_or_taken_back_is_in_force_no_more() -> None:
    first = signed(contracts=[a_contract(status="active")])
    for later, stage in (
        ({"status": "cancelled"}, "unknown"),
        ({"status": "pending", "dateSigned": None}, "award"),
        ({"status": None, "dateSigned": None}, "unknown"),
    ):
        told = {"id": "c-1", "awardID": "a-1", **later}
        again = signed(id="release-2", date="2015-04-01T00:00:00Z", contracts=[told])
        found = pictures_of([first, again])
        assert stated(found["contract", f"{SIGNED}/c-1"])["stage"] == stage
        assert stated(found["procurement", SIGNED])["stage"] == "award"
        (total,) = found["procurement", SIGNED]["totals"] or [{"contracts": 0}]
        assert total["contracts"] == 0


def test_an_entry_that_holds_nothing_but_its_amendments_tells_of_no_award() -> None:
    bare = {"id": "a-1", "amendments": [{"id": "x"}], "relatedLots": ["1"]}
    assert "stage" not in documents(a_release(awards=[bare]))["procurement-declared"]["data"]
    assert documents(a_release(awards=[bare, an_award(id="a-2")]))["procurement-declared"]["data"]["stage"] == "award"


@pytest.mark.parametrize("name", ["Ashton Parish Council", "Ashton Town Council", "Borough Academy"])
def test_bodies_that_share_their_names_with_others_are_known_by_them_in_the_process_only(name: str) -> None:
    assert id_of({"id": "GB-CFS-9", "name": name, "roles": ["buyer"]}) == f"local:{OCID}/{name_slug(name)}"


def test_an_amendment_of_a_process_is_true_from_its_own_day() -> None:
    change = {"id": "release-1", "date": "2015-02-20T00:00:00Z", "rationale": "More hours"}
    found = documents(a_release(tag=["awardUpdate"], awards=[an_award(amendments=[change])]))
    days = {name: each["data"]["meta"]["occurred_at"] for name, each in found.items()}
    assert days == {"procurement-declared": "2015-03-11", "varied": "2015-02-20", "declared": "2015-02-20"}


@pytest.mark.parametrize(
    ("period", "duration"),
    [
        ({"durationInMonths": 18}, "P18M"),
        ({"durationInDays": 30}, "P30D"),
        ({"durationInMonths": 1, "durationInDays": 30}, "P1M"),
    ],
)
def test_how_long_it_runs_keeps_its_unit(period: dict[str, int], duration: str) -> None:
    assert documents(a_release(awards=[an_award(contractPeriod=period)]))["declared"]["data"]["duration"] == duration


@pytest.mark.parametrize("register", ["GB-PPON-PTQG-8236-WVNZ", "GB-SRS-a.gov.uk/XhPB26DC"])
def test_a_register_that_holds_sole_traders_lets_no_name_of_a_person_in(register: str) -> None:
    for name, kept in (("Josephine Bloggs", False), ("Bloggs Care Ltd", True)):
        found = parties({"id": register, "name": name})
        assert ("name" in found.organisation(found.all[0])) is kept


@pytest.mark.parametrize("days", [["2015-02-10", "2015-02-20"], ["2015-02-20", "2015-02-10"]])
def test_of_amendments_that_name_no_release_the_latest_is_the_release_s_own(days: list[str]) -> None:
    changes = [{"id": f"x-{day}", "date": f"{day}T00:00:00Z", "rationale": day} for day in days]
    changes.append({"id": "another's", "releaseID": "release-0", "date": "2015-03-01T00:00:00Z"})
    release = a_release(ocid=SIGNED, tag=["contractAmendment"], contracts=[a_contract(amendments=changes)])
    varied = documents(release)["varied/c-1"]["data"]
    assert (varied["meta"]["occurred_at"], varied["rationale"]) == ("2015-02-20", "2015-02-20")


LAWS = [
    ("UKPGA", "2023/54", None, "PA2023"),
    ("UKPGA", "2023/54", "lightTouch", "PA2023_light_touch"),
    ("UKPGA", "2023/54", "concession", "PA2023_concession"),
    ("UKPGA", "2023/54", "utilities", "PA2023_utilities"),
    ("UKPGA", "2023/54", "defence", "PA2023_defence"),
    ("UKSI", "2023/1348", None, "PSR2023"),
    ("UKSI", "2015/102", None, "PCR2015"),
    # a special regime is one of the Act of 2023 alone
    ("UKSI", "2015/102", "lightTouch", "PCR2015"),
    ("CELEX", "32014L0024", None, "PCR2015"),
    ("CELEX", "32004L0018", None, "pre_2015"),
]


@pytest.mark.parametrize(("scheme", "law", "special", "regime"), LAWS)
def test_each_law_leads_to_its_regime(scheme: str, law: str, special: str | None, regime: str) -> None:
    tender: dict[str, Any] = {"id": "t", "legalBasis": {"scheme": scheme, "id": law}}
    tender |= {"specialRegime": [special]} if special else {}
    assert documents(a_release(tender=tender))["procurement-declared"]["data"]["procurement_regime"] == regime


def test_every_regime_that_a_law_leads_to_has_its_case() -> None:
    assert {each[3] for each in LAWS} == {*regimes._BASES.values(), *regimes._SPECIAL.values()}


@pytest.mark.parametrize("named", [{"id": "release-1"}, {"id": "x", "releaseID": "release-1"}])
def test_an_amendment_is_the_release_s_own_by_either_id_whatever_the_tag(named: dict[str, str]) -> None:
    change = {**named, "date": "2015-02-20T00:00:00Z"}
    for tag, days in ((["award", "contract"], {"2015-02-20"}), (["contractAmendment"], {"2015-02-20"})):
        found = documents(a_release(ocid=SIGNED, tag=tag, contracts=[a_contract(amendments=[change])]))
        about = {name: each for name, each in found.items() if name.endswith("/c-1")}
        assert {each["data"]["meta"]["occurred_at"] for each in about.values()} == days


def test_a_budget_counts_where_the_tender_states_no_value() -> None:
    planning = {"budget": {"amount": {"amount": 700, "currency": "GBP"}}}

    def data(tender: dict[str, Any]) -> dict[str, Any]:
        release = a_release(planning=planning, tender={"id": "t", **tender})
        found: dict[str, Any] = documents(release)["procurement-declared"]["data"]
        return found

    assert data({})["value"]["amount"] == Decimal(700)
    assert data({"value": {"amount": 900, "currency": "GBP"}})["value"]["amount"] == Decimal(900)
    # what is taken back is not put in its place again
    taken_back = data({"value": {"amount": None, "currency": "GBP"}})
    assert "value" not in taken_back and taken_back["clears"] == ["value"]


def test_a_title_that_is_taken_back_is_not_put_in_its_place_again() -> None:
    def data(**tender: Any) -> dict[str, Any]:
        release = a_release(title="Notice", tender={"id": "t", **tender})
        found: dict[str, Any] = documents(release)["procurement-declared"]["data"]
        return found

    assert (data()["title"], data(title="Carers")["title"]) == ("Notice", "Carers")
    taken_back = data(title=None)
    assert "title" not in taken_back and taken_back["clears"] == ["title"]


@pytest.mark.parametrize(("given", "kept"), [("0.125", "0.13"), ("0.135", "0.14"), ("-0.125", "-0.13")])
def test_halves_of_a_penny_are_rounded_up_and_told(given: str, kept: str) -> None:
    assert pounds(Decimal(given)) == Decimal(kept)
    release = a_release(awards=[an_award(value={"amount": float(given), "currency": "GBP"})])
    assert "is rounded" in told(release)["awards[0].value.amount"]


def test_a_process_whose_award_is_cancelled_by_its_notice_is_called_so() -> None:
    data = documents(a_release(tag=["awardCancellation"]))["declared"]["data"]
    assert (data["stage"], data["status"]) == ("award", "cancelled")


@pytest.mark.parametrize(
    "text",
    [
        *("2025-09-01 soon", "2025-09-01T10", "2025-09-01T10:00:00Z.", "2025-09-01T10:00:00+1", "2025-09-011"),
        *("2025-09-01T10:00:00+24:00", "2025-09-01T10:00:00+01:60", "2025-09-01T10:00:61Z", " 2025-09-01"),
    ],
)
def test_what_is_no_time_as_a_whole_is_none(text: str) -> None:
    assert instant(text) is None


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2025-09-01T00:30:00+01:00", "2025-08-31T23:30:00+00:00"),
        ("2025-09-01T23:30:00-0100", "2025-09-02T00:30:00+00:00"),
        ("2025-09-01 10:00z", "2025-09-01T10:00:00+00:00"),
        ("2025-09-01", "2025-09-01T00:00:00+00:00"),
    ],
)
def test_a_time_is_the_moment_that_it_says(text: str, moment: str) -> None:
    found = instant(text)
    assert found is not None
    assert found.isoformat() == moment


def test_a_supplier_of_an_award_that_came_to_nothing_supplies_no_contract() -> None:
    lost = an_award(id="a-2", status="cancelled", suppliers=[{"id": "GB-COH-00000001", "name": "Other Care Ltd"}])
    data = documents(a_release(awards=[an_award(), lost]))["declared"]["data"]
    assert [each["id"] for each in data["suppliers"]] == [f"local:{OCID}/example-care-ltd"]


def test_half_a_character_in_the_releases_own_id_is_told_at_the_id() -> None:
    lines = [json.dumps(a_release(id=each)).encode() for each in ("a\ud800", "\ud800b", "good")]
    items = list(CONNECTORS["ocds"].items(io.BytesIO(b"\n".join(lines)), "a.jsonl", None))
    told = [[(each.code, each.field) for each in item.refusals] for item in items]
    assert told == [[(Code.RELEASE_INVALID, "id")], [(Code.RELEASE_INVALID, "id")], []]


@pytest.mark.parametrize("ocid", ["ocds-h6vhtk-0a1b2c", "ocds-b5fd17-0a1b2c"])
def test_an_earlier_amendment_says_nothing_of_a_release_that_amends_nothing(ocid: str) -> None:
    earlier = {"id": "amendment-1", "date": "2015-02-20T00:00:00Z", "rationale": "More carers."}
    contract = a_contract(amendments=[earlier])
    found = documents(a_release(ocid=ocid, tag=["award", "contract"], contracts=[contract]))
    of_contracts = [each for name, each in found.items() if name.startswith(("declared", "varied"))]
    assert [each["type"] for each in of_contracts] == ["uk.jch.contract.declared.v1"]
    assert [each["data"]["meta"]["occurred_at"] for each in of_contracts] == ["2015-03-11"]


BUYER = {"id": "GB-CFS-1", "name": "Example Borough Council", "roles": ["buyer"]}


def parties_of(*parties: dict[str, Any], **changes: Any) -> dict[str, list[str]]:
    data = documents(a_release(parties=[BUYER, *parties], **changes))["procurement-declared"]["data"]
    return {each["id"]: each["roles"] for each in data["parties"] if each["roles"] != ["buyer"]}


def test_an_id_of_the_publisher_that_two_bodies_have_is_neither_s() -> None:
    named = [{"id": "GB-CFS-2", "name": name, "roles": ["supplier"]} for name in ("Example Care Ltd", "Others Ltd")]
    awards = [an_award(suppliers=[{"id": each["id"], "name": each["name"]} for each in named])]
    found = parties_of(*named, awards=awards)
    assert sorted(found) == [f"local:ocds-b5fd17-0b1c2d3e/{each}" for each in ("example-care-ltd", "others-ltd")]
    nameless = [{"id": "GB-CFS-2", "roles": [role]} for role in ("supplier", "payer")]
    assert sorted(parties_of(nameless[0])) == ["GB-CFS-2"]
    assert sorted(parties_of(*nameless, awards=[an_award(suppliers=None)])) == ["local:ocds-b5fd17-0b1c2d3e/GB-CFS-2"]


def test_entries_of_one_body_have_their_roles_together() -> None:
    registered = {"scheme": "GB-COH", "id": "08229264"}
    entries = [
        {"id": key, "name": "Example Care Ltd", "identifier": registered, "roles": [role]}
        for key, role in (("GB-CFS-2", "supplier"), ("GB-CFS-3", "payer"))
    ]
    for order in (entries, entries[::-1]):
        assert parties_of(*order) == {"GB-COH-08229264": ["payer", "supplier"]}


@pytest.mark.parametrize(("tag", "stages"), [("award", []), ("awardUpdate", []), ("contract", ["contract"])])
@pytest.mark.parametrize("ocid", [OCID, SIGNED])
def test_a_contract_has_come_no_further_than_the_tag_says(ocid: str, tag: str, stages: list[str]) -> None:
    """Whatever its entry says of itself, in a process that is one contract and where each is its own."""
    found = documents(a_release(ocid=ocid, tag=[tag], contracts=[a_contract()]))
    assert [each["data"]["stage"] for name, each in found.items() if name.startswith("declared")] == stages
