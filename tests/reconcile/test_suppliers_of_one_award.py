"""Each supplier of an award has the contracts that came of it, and who says when it left differs in no field of it."""

from datetime import date

import pytest

from tests.reconcile.told import CCG, COUNCIL, Said, pictures

OCID = "ocds-h6vhtk-0c0099"
PROVIDERS = ("GB-COH-00000001", "GB-COH-00000002", "GB-COH-00000003")
NAMED = [{"id": each} for each in PROVIDERS]


def bought(organisation: str = COUNCIL, **fields: object) -> Said:
    return organisation, "procurement-declared", {"subject": OCID, **fields}


def contract(key: str, **fields: object) -> Said:
    return COUNCIL, "declared", {"subject": f"{OCID}/{key}", "stage": "contract", "procurement": OCID, **fields}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_supplier_of_the_award_has_every_contract_that_came_of_it(provider: str) -> None:
    said = bought(awards=[{"id": "1", "suppliers": NAMED}])
    found = pictures(said, contract("c-1", award="1"), contract("c-2", award="1"))["provider", provider]
    assert [each["contract"] for each in found["contracts"]] == [f"{OCID}/c-1", f"{OCID}/c-2"]


def test_bodies_that_tell_different_days_of_leaving_differ_on_no_field_that_nobody_knows() -> None:
    said = [bought(body, awards=[{"id": "1", "suppliers": NAMED}]) for body in (COUNCIL, CCG)]
    said += [
        bought(body, departures=[{"award": "1", "supplier": PROVIDERS[0], "left_on": f"2015-0{month}-01"}])
        for month, body in enumerate((COUNCIL, CCG), 5)
    ]
    body = pictures(*said, on=date(2015, 10, 1).isoformat())["procurement", OCID]
    assert [each["field"] for each in body["differences"]] == []
