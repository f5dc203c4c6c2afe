"""A contract that takes what bodies dispute from its award has no difference of its own: it is the award's."""

from typing import Any

import pytest

from tests.reconcile.told import CCG, COUNCIL, Said, pictures

OCID = "ocds-h6vhtk-0c0099"
CONTRACT = ("contract", f"{OCID}/1")


def awarded(body: str, amount: str, award: str = "a-1") -> Said:
    value = {"amount": amount, "currency": "GBP", "basis": "net"}
    return body, "procurement-declared", {"subject": OCID, "awards": [{"id": award, "value": value}]}


def signed(body: str, award: str = "a-1", /, **fields: Any) -> Said:
    return (
        body,
        "declared",
        {"subject": CONTRACT[1], "stage": "contract", "procurement": OCID, "award": award, **fields},
    )


OWN = {"value": {"amount": "7000.00", "currency": "GBP", "basis": "net"}}
CASES: list[tuple[str, list[Said], str, int]] = [
    ("both have it from the award", [signed(COUNCIL), signed(CCG)], "as_taken", 1),
    ("one states its own", [signed(COUNCIL), signed(CCG, **OWN)], "differs", 2),
    ("they name two awards", [signed(COUNCIL), signed(CCG, "a-2")], "differs", 2),
    ("one says that it came of it", [signed(COUNCIL)], "one_side", 1),
]


@pytest.mark.parametrize(("told", "finding", "count"), [each[1:] for each in CASES], ids=[each[0] for each in CASES])
def test_one_dispute_is_one_difference(told: list[Said], finding: str, count: int) -> None:
    disputed = [awarded(COUNCIL, "90000.00"), awarded(CCG, "50000.00")]
    found = pictures(*disputed, awarded(CCG, "60000.00", "a-2"), *told)
    assert found[CONTRACT]["fields"]["value"]["finding"] == finding
    differences = [
        each
        for key in (CONTRACT, ("procurement", OCID))
        for each in found[key]["differences"]
        if each["class"] == "disagreement" and each["field"].endswith("value")
    ]
    assert len(differences) == len({each["id"] for each in differences}) == count
    assert any(each["field"] == "award:a-1/value" for each in differences)


def test_what_they_agree_on_in_the_award_is_agreed() -> None:
    found = pictures(awarded(COUNCIL, "90000.00"), awarded(CCG, "90000.00"), signed(COUNCIL), signed(CCG))
    assert found[CONTRACT]["fields"]["value"]["finding"] == "agreed"
