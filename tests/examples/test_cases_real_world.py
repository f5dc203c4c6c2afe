"""What real publishers and developers sent, each with its right answer; the inputs are in cases_real_world/."""

import io
import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest

from connectors.ocds.connector import OcdsConnector
from connectors.protocol import Item
from tests.connectors.standing import TODAY, Pictures, listed, pictures_of, stated

FOLDER: Final = Path(__file__).parent / "cases_real_world"
WARWICK: Final = "GB-PPON-PGDC-7539-YXVM"


def pictures(name: str, as_of: date = TODAY) -> Pictures:
    (file,) = FOLDER.glob(f"{name}_*")
    return pictures_of(file.read_bytes(), as_of)


def items(name: str) -> list[Item]:
    (file,) = FOLDER.glob(f"{name}_*")
    return list(OcdsConnector().items(io.BytesIO(file.read_bytes()), file.name, None))


def of_kind(found: Pictures, kind: str) -> dict[str, dict[str, Any]]:
    return {key: body for (each, key), body in found.items() if each == kind}


def net(amount: str) -> dict[str, str]:
    return {"amount": amount, "currency": "GBP", "basis": "net"}


def test_01_the_id_of_a_notice_is_no_telephone_number() -> None:
    (contract,) = of_kind(pictures("01"), "contract").values()
    words = stated(contract)
    assert words["notice"] == "028961-2025"
    assert (words["value"], words["period_start"], words["period_end"]) == (net("54393.60"), "2025-05-19", "2028-05-18")
    sides = [side for field in contract["fields"].values() for side in field["sides"]]
    assert {side["document"] for side in sides} == {"OCDS release 028961-2025"}


def test_02_an_award_is_not_in_force() -> None:
    found = pictures("02")
    assert of_kind(found, "contract") == {}
    procurements = of_kind(found, "procurement").values()
    assert [stated(each)["stage"] for each in procurements] == ["award", "award"]
    awards = [listed(each["awards"], "award")["1"]["status"] for each in procurements]
    assert sorted(awards) == ["active", "pending"]


def test_03_a_further_award_notice_adds() -> None:
    found = pictures("03")
    (procurement,) = of_kind(found, "procurement").values()
    (total,) = procurement["totals"]
    assert [each["name"] for each in total["suppliers"]] == [
        "PA Consulting Services Ltd",
        "SLR Consulting Limited",
        "Ricardo-AEA Limited",
    ]
    assert (total["contracts"], total["value"]["amount"]) == (3, "180000.00")
    amounts = [stated(each)["value"]["amount"] for each in of_kind(found, "contract").values()]
    assert sorted(map(Decimal, amounts)) == [30_000, 50_000, 100_000]


def test_04_a_change_of_one_contract_leaves_the_other() -> None:
    found = pictures("04")
    (procurement,) = of_kind(found, "procurement").values()
    (total,) = procurement["totals"]
    assert total["value"]["amount"] == "960000.00"
    assert (total["period_start"], total["period_end"]) == ("2026-01-01", "2029-12-31")
    assert len(total["suppliers"]) == 2
    changed = found["contract", "ocds-h6vhtk-0c0004/2"]["fields"]["value"]["sides"][0]
    assert changed["since"] == "2026-04-30"


def test_05_a_supplier_that_was_removed_is_none_from_that_day_on() -> None:
    def suppliers(as_of: date) -> list[str]:
        (procurement,) = of_kind(pictures("05", as_of), "procurement").values()
        return [each["name"] for each in stated(procurement)["suppliers"]]

    assert suppliers(date(2026, 9, 2)) == ["Ricardo-AEA Limited", "UNIVERSITY OF WARWICK"]
    assert suppliers(date(2026, 9, 3)) == ["Ricardo-AEA Limited"]


def test_06_a_council_is_not_its_own_supplier() -> None:
    (procurement,) = of_kind(pictures("06"), "procurement").values()
    words = stated(procurement)
    assert [each["name"] for each in words["suppliers"]] == ["Carers Trust Wiltshire Limited"]
    assert words["buyer"]["id"] not in [each["id"] for each in words["suppliers"]]


def test_07_dates_that_cannot_be_read_are_told_by_field() -> None:
    fields = [[each.field for each in item.warnings if "RFC 3339" in each.fix] for item in items("07")]
    assert fields == [["contracts[0].period.startDate", "contracts[0].period.endDate"], ["contracts[0].period.endDate"]]


def test_08_a_huge_amount_is_a_refusal_of_its_line() -> None:
    found = items("08")
    assert [[each.field for each in item.refusals] for item in found] == [[], ["contracts[0].value.amount"], []]
    good = b"\n".join(json.dumps(item.source, default=float).encode() for item in found if item.documents)
    amounts = [stated(each)["value"]["amount"] for each in of_kind(pictures_of(good), "contract").values()]
    assert amounts == ["10.00", "10.00"]


def test_09_terms_that_stand_in_lots_and_items_only() -> None:
    found = of_kind(pictures("09"), "procurement")
    tender, planned = stated(found["ocds-h6vhtk-06f1b2"]), stated(found["ocds-h6vhtk-06f1b4"])
    assert (tender["period_start"], tender["period_end"]) == ("2026-11-02", "2027-03-31")
    assert tender["categories"] == ["79419000"]
    assert (planned["period_start"], planned["period_end"]) == ("2027-01-10", "2029-01-09")
    assert (planned["extendable_until"], planned["categories"]) == ("2030-01-09", ["72261000"])


def test_10_seven_hundred_suppliers_are_let_in() -> None:
    (procurement,) = of_kind(pictures("10"), "procurement").values()
    assert len(stated(procurement)["suppliers"]) == 700


def test_11_a_funder_and_a_second_buyer() -> None:
    (procurement,) = of_kind(pictures("11"), "procurement").values()
    words = stated(procurement)
    assert [each["id"] for each in words["funders"]] == ["GB-NHS-QOX"]
    assert [each["id"] for each in words["buyers"]] == ["GB-LAE-WIL", "GB-NHS-QOX"]


def test_12a_two_packages_in_one_file_are_both_read() -> None:
    found = items("12a")
    assert len(found) == 2
    assert all(item.documents for item in found)


@pytest.mark.parametrize(
    ("name", "words"),
    [("12b", "releases"), ("12c", "no release"), ("12d", "UTF-8")],
)
def test_12_one_fault_is_one_refusal_that_names_it(name: str, words: str) -> None:
    (item,) = items(name)
    (refusal,) = item.refusals
    assert words in f"{refusal.field} {refusal.problem} {refusal.fix}"


def test_14_two_publications_of_one_ocid_are_one_contract_of_one_council() -> None:
    found = pictures("14")
    assert {kind for kind, _ in found} == {"contract", "procurement"}
    (contract,), (procurement,) = of_kind(found, "contract").values(), of_kind(found, "procurement").values()
    assert stated(contract)["value"]["amount"] == "75000000.00"
    assert stated(procurement)["value"]["amount"] == "100000000.00"
    assert stated(contract)["buyer"]["name"] == "Fife Council"


def test_15_a_supplier_left_a_dynamic_market() -> None:
    found = pictures("15")
    assert of_kind(found, "contract") == {}
    (procurement,) = of_kind(found, "procurement").values()
    assert "stage" not in procurement["fields"]
    assert [each["organisation"] for each in procurement["parties"] if each["left_says"]] == [WARWICK]
    assert listed(procurement["notices"], "notice")["083685-2026"]["type"] == "UK15"


def test_16_a_change_notice_as_published() -> None:
    (contract,) = of_kind(pictures("16"), "contract").values()
    words = stated(contract)
    assert (words["value"], words["notice"]) == (net("35000.00"), "083674-2026")
    assert (words["period_start"], words["period_end"]) == ("2026-08-21", "2026-08-21")
    assert words["extendable_until"] == "2026-12-31"
    assert contract["fields"]["value"]["sides"][0]["since"] == "2026-08-21"


def test_every_case_is_here() -> None:
    """13 is a list of requests: tests/gateway has them."""
    here = {name.split("_")[1] for name in globals() if name.startswith("test_") and name[5:7].isdigit()}
    files = {each.name.split("_")[0] for each in FOLDER.iterdir() if each.name[0].isdigit()}
    assert files - here == {"12b", "12c", "12d", "13"}
